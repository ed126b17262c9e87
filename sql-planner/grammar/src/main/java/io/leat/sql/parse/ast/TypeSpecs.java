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

  /** Writes NAME<, without space behind. */
  static void open(SqlWriter writer, String name) {
    writer.keyword(name);
    tight(writer, "<");
    writer.setNeedWhitespace(false);
  }

  static void comma(SqlWriter writer) {
    tight(writer, ",");
    writer.setNeedWhitespace(true);
  }

  static void close(SqlWriter writer) {
    tight(writer, ">");
    writer.setNeedWhitespace(true);
  }

  private static void tight(SqlWriter writer, String mark) {
    writer.setNeedWhitespace(false);
    writer.print(mark);
  }

  static boolean same(SqlDataTypeSpec a, SqlDataTypeSpec b, Litmus litmus) {
    return Boolean.FALSE.equals(a.getNullable()) == Boolean.FALSE.equals(b.getNullable())
        && a.equalsDeep(b, litmus);
  }
}
