package io.leat.sql.parse.ast;

import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.util.Litmus;

/** Nullability of types in SQL text, which Calcite's own type specifications leave out. */
final class TypeSpecs {
  private TypeSpecs() {}

  /** The type, and NOT NULL or NULL when one was written. */
  static void unparse(SqlWriter writer, SqlDataTypeSpec type) {
    type.unparse(writer, 0, 0);
    Boolean nullable = type.getNullable();
    if (nullable != null) {
      writer.keyword(nullable ? "NULL" : "NOT NULL");
    }
  }

  /** The type, and NOT NULL unless it may be null. */
  static void unparseElement(SqlWriter writer, SqlDataTypeSpec type) {
    type.unparse(writer, 0, 0);
    if (Boolean.FALSE.equals(type.getNullable())) {
      writer.keyword("NOT NULL");
    }
  }

  static boolean same(SqlDataTypeSpec a, SqlDataTypeSpec b, Litmus litmus) {
    return Boolean.FALSE.equals(a.getNullable()) == Boolean.FALSE.equals(b.getNullable())
        && a.equalsDeep(b, litmus);
  }
}
