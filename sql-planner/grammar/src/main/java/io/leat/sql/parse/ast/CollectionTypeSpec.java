package io.leat.sql.parse.ast;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.util.Litmus;

/** {@code ARRAY<t>} or {@code MULTISET<t>}. */
public final class CollectionTypeSpec extends SqlTypeNameSpec {
  private final SqlTypeName kind;
  private final SqlDataTypeSpec element;

  public CollectionTypeSpec(SqlTypeName kind, SqlDataTypeSpec element, SqlParserPos pos) {
    super(new SqlIdentifier(kind.name(), pos), pos);
    this.kind = kind;
    this.element = element;
  }

  public SqlDataTypeSpec element() {
    return element;
  }

  /** ARRAY or MULTISET. */
  public SqlTypeName kind() {
    return kind;
  }

  @Override
  public RelDataType deriveType(SqlValidator validator) {
    RelDataType elementType = element.deriveType(validator, true);
    return kind == SqlTypeName.ARRAY
        ? validator.getTypeFactory().createArrayType(elementType, -1)
        : validator.getTypeFactory().createMultisetType(elementType, -1);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    TypeSpecs.open(writer, kind.name());
    TypeSpecs.unparseElement(writer, element);
    TypeSpecs.close(writer);
  }

  @Override
  public boolean equalsDeep(SqlTypeNameSpec spec, Litmus litmus) {
    return spec instanceof CollectionTypeSpec that
            && kind == that.kind
            && TypeSpecs.same(element, that.element, litmus)
        || litmus.fail("{} != {}", this, spec);
  }
}
