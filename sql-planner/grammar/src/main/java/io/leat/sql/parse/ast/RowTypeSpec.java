package io.leat.sql.parse.ast;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.StructKind;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.util.Litmus;
import org.jspecify.annotations.Nullable;

/** {@code ROW<name type 'comment', ...>}. */
public final class RowTypeSpec extends SqlTypeNameSpec {
  /** A named part of the row. */
  public record Field(SqlIdentifier name, SqlDataTypeSpec type, @Nullable SqlLiteral comment) {
    private boolean same(Field that, Litmus litmus) {
      return name.equalsDeep(that.name, litmus)
          && TypeSpecs.same(type, that.type, litmus)
          && (comment == null ? that.comment == null : comment.equals(that.comment));
    }
  }

  private final List<Field> fields;

  public RowTypeSpec(List<Field> fields, SqlParserPos pos) {
    super(new SqlIdentifier(SqlTypeName.ROW.name(), pos), pos);
    this.fields = List.copyOf(fields);
  }

  public List<Field> fields() {
    return fields;
  }

  @Override
  public RelDataType deriveType(SqlValidator validator) {
    RelDataTypeFactory factory = validator.getTypeFactory();
    return factory.createStructType(
        StructKind.PEEK_FIELDS_NO_EXPAND,
        fields.stream().map(field -> field.type().deriveType(validator, true)).toList(),
        fields.stream().map(field -> field.name().getSimple()).toList());
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    TypeSpecs.open(writer, "ROW");
    for (int i = 0; i < fields.size(); i++) {
      if (i > 0) {
        TypeSpecs.comma(writer);
      }
      Field field = fields.get(i);
      field.name().unparse(writer, 0, 0);
      TypeSpecs.unparseElement(writer, field.type());
      SyntaxNode.clause(writer, "", field.comment());
    }
    TypeSpecs.close(writer);
  }

  @Override
  public boolean equalsDeep(SqlTypeNameSpec spec, Litmus litmus) {
    if (!(spec instanceof RowTypeSpec that) || fields.size() != that.fields.size()) {
      return litmus.fail("{} != {}", this, spec);
    }
    for (int i = 0; i < fields.size(); i++) {
      if (!fields.get(i).same(that.fields.get(i), litmus)) {
        return litmus.fail("{} != {}", this, spec);
      }
    }
    return litmus.succeed();
  }
}
