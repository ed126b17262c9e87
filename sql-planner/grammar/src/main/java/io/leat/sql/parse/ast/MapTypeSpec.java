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

/** {@code MAP<key, value>}. */
public final class MapTypeSpec extends SqlTypeNameSpec {
  private final SqlDataTypeSpec key;
  private final SqlDataTypeSpec value;

  public MapTypeSpec(SqlDataTypeSpec key, SqlDataTypeSpec value, SqlParserPos pos) {
    super(new SqlIdentifier(SqlTypeName.MAP.name(), pos), pos);
    this.key = key;
    this.value = value;
  }

  public SqlDataTypeSpec key() {
    return key;
  }

  public SqlDataTypeSpec value() {
    return value;
  }

  @Override
  public RelDataType deriveType(SqlValidator validator) {
    return validator
        .getTypeFactory()
        .createMapType(key.deriveType(validator, true), value.deriveType(validator, true));
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    TypeSpecs.open(writer, "MAP");
    TypeSpecs.unparseElement(writer, key);
    TypeSpecs.comma(writer);
    TypeSpecs.unparseElement(writer, value);
    TypeSpecs.close(writer);
  }

  @Override
  public boolean equalsDeep(SqlTypeNameSpec spec, Litmus litmus) {
    return spec instanceof MapTypeSpec that
            && TypeSpecs.same(key, that.key, litmus)
            && TypeSpecs.same(value, that.value, litmus)
        || litmus.fail("{} != {}", this, spec);
  }
}
