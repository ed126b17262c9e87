package io.leat.sql.validate;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCollation;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SelectNamespace;
import org.apache.calcite.sql.validate.SqlValidatorImpl;

/**
 * {@code SELECT * FROM (query)} around the query that a recursion begins with. Its columns have the
 * types that hold for all steps: any may become NULL, and text and bytes may grow.
 */
final class RecursionBase extends SqlSelect {
  /**
   * @param item the relation's name, and those of its columns if it gives them
   */
  RecursionBase(SqlNode query, SqlWithItem item) {
    super(
        query.getParserPosition(),
        null,
        new SqlNodeList(
            List.of(SqlIdentifier.star(query.getParserPosition())), query.getParserPosition()),
        SqlStdOperatorTable.AS.createCall(query.getParserPosition(), named(query, item)),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static List<SqlNode> named(SqlNode query, SqlWithItem item) {
    List<SqlNode> named = new ArrayList<>();
    named.add(query);
    named.add(item.name.clone(item.name.getParserPosition()));
    if (item.columnList != null) {
      item.columnList.forEach(column -> named.add(column.clone(column.getParserPosition())));
    }
    return named;
  }

  /** The query as the validator sees it. */
  static final class Namespace extends SelectNamespace {
    private final RelDataTypeFactory types;

    Namespace(SqlValidatorImpl validator, RecursionBase base, SqlNode enclosing) {
      super(validator, base, enclosing);
      this.types = validator.getTypeFactory();
    }

    @Override
    public RelDataType validateImpl(RelDataType target) {
      RelDataType row = super.validateImpl(target);
      return types.createStructType(
          row.getFieldList().stream().map(field -> open(field.getType())).toList(),
          row.getFieldNames());
    }

    private RelDataType open(RelDataType type) {
      RelDataType wide =
          switch (type.getSqlTypeName()) {
            case CHAR, VARCHAR, NULL ->
                types.createTypeWithCharsetAndCollation(
                    types.createSqlType(SqlTypeName.VARCHAR),
                    types.getDefaultCharset(),
                    SqlCollation.IMPLICIT);
            case BINARY, VARBINARY -> types.createSqlType(SqlTypeName.VARBINARY);
            default -> type;
          };
      return types.createTypeWithNullability(wide, true);
    }
  }
}
