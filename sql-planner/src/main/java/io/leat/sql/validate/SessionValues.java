package io.leat.sql.validate;

import io.leat.sql.PlannerSession;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * What tools ask of a session when they connect: {@code current_database()}, {@code
 * current_schema()}, both its database, whose tables need no qualification, {@code current_catalog}
 * and {@code version()}. They are constants of the text that asks.
 */
final class SessionValues {
  private SessionValues() {}

  /** The value of a call; null if it is none of these. */
  static @Nullable SqlNode of(SqlCall call, List<SqlNode> operands, PlannerSession session) {
    String name = call.getOperator().getName();
    return operands.isEmpty() ? of(name, session, call.getParserPosition()) : null;
  }

  /** The value of a word of the language; null if it is a name, or another word. */
  static @Nullable SqlNode of(SqlIdentifier word, PlannerSession session) {
    boolean isWord = word.isSimple() && !word.isStar() && !word.isComponentQuoted(0);
    if (!isWord || !word.getSimple().toUpperCase(Locale.ROOT).startsWith("CURRENT_")) {
      return null;
    }
    // The function without arguments is a name like any other where it has no parentheses.
    return word.getSimple().equalsIgnoreCase("CURRENT_DATABASE")
        ? null
        : of(word.getSimple(), session, word.getParserPosition());
  }

  private static @Nullable SqlNode of(String name, PlannerSession session, SqlParserPos pos) {
    String value =
        switch (name.toUpperCase(Locale.ROOT)) {
          case "CURRENT_DATABASE", "CURRENT_SCHEMA" -> session.database();
          case "CURRENT_CATALOG" -> session.catalog();
          case "VERSION" -> version();
          default -> null;
        };
    return value == null ? null : SqlLiteral.createCharString(value, pos);
  }

  private static String version() {
    String version = SessionValues.class.getPackage().getImplementationVersion();
    return version == null ? "Leat" : "Leat " + version;
  }
}
