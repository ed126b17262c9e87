package io.leat.sql.validate;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.NearestName;
import io.leat.runtime.error.Position;
import io.leat.runtime.error.SqlState;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.calcite.runtime.CalciteContextException;
import org.jspecify.annotations.Nullable;

/** Says in Leat's words what Calcite's validator found wrong. */
public final class ValidationErrors {

  /** Makes the error from the groups of a message. */
  @FunctionalInterface
  private interface Translation {
    LeatException of(Matcher message, ValidationErrors errors);
  }

  private record Rule(Pattern pattern, Translation translation) {}

  private static Rule rule(String pattern, Translation translation) {
    return new Rule(Pattern.compile(pattern, Pattern.DOTALL), translation);
  }

  private static final List<Rule> RULES =
      List.of(
          rule(
              "Column '(.*?)' not found in any table.*",
              (m, errors) -> errors.unknownColumn(m.group(1))),
          rule(
              "Column '(.*?)' not found in table '(.*?)'.*",
              (m, errors) -> errors.unknownColumn(m.group(1))),
          rule("Unknown field '(.*?)'", (m, errors) -> errors.unknownColumn(m.group(1))),
          rule("Unknown identifier '(.*?)'", (m, errors) -> errors.unknownColumn(m.group(1))),
          rule(
              "Column '(.*?)' is ambiguous.*",
              (m, errors) ->
                  error(
                      SqlState.AMBIGUOUS_COLUMN,
                      "column '" + m.group(1) + "' is ambiguous",
                      "name the table too: table.column")),
          rule(
              "Table '(.*?)' not found.*",
              (m, errors) ->
                  error(
                      SqlState.UNDEFINED_TABLE,
                      "'" + m.group(1) + "' is not a table of this query",
                      m.group(1).contains(".")
                          ? "use the table's alias; what is in a VARIANT or MAP is read as v['a']"
                          : "use the table's alias")),
          rule(
              "Object '(.*?)' not found.*",
              (m, errors) ->
                  error(SqlState.UNDEFINED_TABLE, "unknown table '" + m.group(1) + "'", null)),
          rule(
              "Cannot apply '\\$SCALAR_QUERY' .*",
              (m, errors) ->
                  error(
                      SqlState.SYNTAX_ERROR,
                      "a query that is used as a value must give one column",
                      null)),
          rule(
              "Cannot apply '(.*?)' to arguments of type '(.*)'\\. Supported form.*",
              (m, errors) -> wrongArguments(m.group(1), m.group(2))),
          rule(
              "Cannot apply '(.*?)' to arguments of type '(.*)'.*",
              (m, errors) -> wrongArguments(m.group(1), m.group(2))),
          rule(
              "(WHERE|ON|HAVING) clause must be a condition",
              (m, errors) ->
                  error(
                      SqlState.DATATYPE_MISMATCH,
                      m.group(1) + " needs a condition (BOOLEAN)",
                      "compare the value with something")),
          rule(
              "Illegal mixing of types in CASE or COALESCE statement",
              (m, errors) ->
                  error(
                      SqlState.DATATYPE_MISMATCH,
                      "the results of CASE or COALESCE have no type in common",
                      "convert them with CAST")),
          rule(
              "Expected a boolean type",
              (m, errors) ->
                  error(SqlState.DATATYPE_MISMATCH, "a condition must be BOOLEAN", null)),
          rule(
              "Column count mismatch in (.*)",
              (m, errors) ->
                  error(
                      SqlState.DATATYPE_MISMATCH,
                      "the queries of " + m.group(1) + " have different numbers of columns",
                      null)),
          rule(
              "Type mismatch in column (\\d+) of (.*)",
              (m, errors) ->
                  error(
                      SqlState.DATATYPE_MISMATCH,
                      "column "
                          + m.group(1)
                          + " has no type in common in the queries of "
                          + m.group(2),
                      "convert it with CAST")),
          rule(
              "Expression '(.*)' is not being grouped",
              (m, errors) ->
                  error(
                      SqlState.GROUPING_ERROR,
                      "'" + m.group(1) + "' is neither in GROUP BY nor in an aggregate function",
                      "add it to GROUP BY, or use an aggregate such as ANY_VALUE")),
          rule(
              "Identifier '(.*)' is not a group expr",
              (m, errors) ->
                  error(
                      SqlState.GROUPING_ERROR,
                      "'" + m.group(1) + "' is not in GROUP BY, and a query inside names it",
                      "group in a query in FROM first")),
          rule(
              "Aggregate expression is illegal in (.*) clause.*",
              (m, errors) ->
                  error(
                      SqlState.GROUPING_ERROR,
                      "an aggregate function cannot stand in " + m.group(1),
                      m.group(1).equals("WHERE") ? "filter groups with HAVING" : null)),
          rule(
              "Windowed aggregate expression is illegal in (.*) clause.*",
              (m, errors) -> windowIn(m.group(1))),
          rule(
              "Window expressions are not permitted in the HAVING clause.*",
              (m, errors) -> windowIn("HAVING")),
          rule(
              "(PARTITION BY|ORDER BY) expression should not contain OVER clause",
              (m, errors) -> windowIn("a window's " + m.group(1))),
          rule(
              "QUALIFY expression '(.*)' must contain a window function",
              (m, errors) ->
                  error(
                      SqlState.WINDOWING_ERROR,
                      "QUALIFY needs a window function in its condition",
                      "filter rows with WHERE, groups with HAVING")),
          rule(
              "Ordinal out of range",
              (m, errors) ->
                  error(
                      SqlState.UNDEFINED_COLUMN,
                      "there is no column of this number",
                      "columns of SELECT are counted from 1")),
          rule(
              "Aggregate expressions cannot be nested",
              (m, errors) ->
                  error(
                      SqlState.GROUPING_ERROR,
                      "an aggregate function cannot stand in another one",
                      "aggregate in a query in FROM first")),
          rule(
              "(FILTER|WITHIN GROUP) must not contain aggregate expression",
              (m, errors) ->
                  error(
                      SqlState.GROUPING_ERROR,
                      "an aggregate function cannot stand in " + m.group(1),
                      null)),
          rule(
              "Values passed to VALUES operator must have compatible types",
              (m, errors) ->
                  error(
                      SqlState.DATATYPE_MISMATCH,
                      "the rows of VALUES differ in length, or a column has no type in common",
                      "give each row the same columns")),
          rule(
              "Values passed to (.*?) operator must have compatible types",
              (m, errors) ->
                  error(
                      SqlState.DATATYPE_MISMATCH,
                      "the values of " + m.group(1) + " have no type in common",
                      "convert them with CAST")),
          rule(
              "Parameters must be of the same type",
              (m, errors) ->
                  error(
                      SqlState.DATATYPE_MISMATCH,
                      "the elements have no type in common",
                      "convert them with CAST")),
          rule(
              "Number of .* columns.*|List of column aliases must have same degree.*",
              (m, errors) ->
                  error(
                      SqlState.SYNTAX_ERROR,
                      "the list of column names does not fit the number of columns",
                      null)),
          rule(
              "Duplicate relation name '(.*?)' in FROM clause",
              (m, errors) ->
                  error(
                      SqlState.SYNTAX_ERROR, "'" + m.group(1) + "' is named twice in FROM", null)),
          rule(
              "Duplicate name '(.*?)' in column alias list|Duplicate name '(.*?)' in column list",
              (m, errors) ->
                  error(
                      SqlState.DUPLICATE_COLUMN,
                      "column '"
                          + (m.group(1) == null ? m.group(2) : m.group(1))
                          + "' is named twice",
                      null)),
          rule(
              "SELECT \\* requires a FROM clause",
              (m, errors) -> error(SqlState.SYNTAX_ERROR, "SELECT * needs a FROM clause", null)),
          rule(
              "Illegal use of dynamic parameter",
              (m, errors) ->
                  error(
                      SqlState.INVALID_PARAMETER_VALUE,
                      "the type of this parameter cannot be inferred",
                      "write CAST(? AS type)")),
          rule(
              "Illegal use of 'NULL'",
              (m, errors) ->
                  error(
                      SqlState.DATATYPE_MISMATCH,
                      "the type of this NULL is unknown",
                      "write CAST(NULL AS type)")),
          rule(
              "Values in expression list must have compatible types|.*IN predicate.*",
              (m, errors) ->
                  error(
                      SqlState.DATATYPE_MISMATCH,
                      "the values of IN have no type in common",
                      "convert them with CAST")),
          rule(
              "Illegal (DATE|TIME|TIMESTAMP.*?|INTERVAL) literal '?(.*?)'?: .*",
              (m, errors) ->
                  error(
                      SqlState.INVALID_DATETIME,
                      "'" + m.group(2) + "' is no " + m.group(1),
                      null)));

  private static final Pattern TYPE = Pattern.compile("<([^<>]*(?:<[^<>]*>)?[^<>]*)>");

  private final List<String> columns;

  /**
   * Translates the errors of one statement.
   *
   * @param columns what a misspelt column may have meant
   */
  public ValidationErrors(List<String> columns) {
    this.columns = columns;
  }

  /** Never fails; what is not known to be the user's mistake becomes XX000. */
  public LeatException translate(Throwable thrown) {
    LeatException known = findKnown(thrown);
    if (known != null) {
      return known;
    }
    if (thrown instanceof CalciteContextException context) {
      Position position =
          context.getPosLine() <= 0
              ? null
              : new Position(
                  context.getPosLine(),
                  context.getPosColumn(),
                  context.getEndPosLine(),
                  context.getEndPosColumn());
      return ofMessage(message(context.getCause() == null ? context : context.getCause()), context)
          .at(position);
    }
    if (message(thrown).endsWith(" is not a group expr")) {
      return ofMessage(message(thrown), thrown);
    }
    if (message(thrown).endsWith(" due to overflow")) {
      return new LeatException(
          SqlState.NUMERIC_OUT_OF_RANGE,
          "numbers of one column have more digits together than a DECIMAL: "
              + message(thrown).replace(" due to overflow", ""),
          null,
          "write them with as many digits after the point as the column has",
          thrown);
    }
    return new LeatException(
        SqlState.INTERNAL_ERROR,
        "internal error while planning: " + message(thrown),
        null,
        "please report this statement",
        thrown);
  }

  private static @Nullable LeatException findKnown(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof LeatException known) {
        return known;
      }
    }
    return null;
  }

  private static String message(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null
        ? thrown.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }

  private LeatException ofMessage(String message, Throwable cause) {
    for (Rule rule : RULES) {
      Matcher matcher = rule.pattern().matcher(message);
      if (matcher.matches()) {
        return rule.translation().of(matcher, this);
      }
    }
    return new LeatException(SqlState.SYNTAX_ERROR, plain(message), null, null, cause);
  }

  /** Begins like our own messages do. */
  private static String plain(String message) {
    String text = message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    boolean word = text.length() > 1 && Character.isLowerCase(text.charAt(1));
    return word ? text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1) : text;
  }

  private static LeatException windowIn(String clause) {
    return error(
        SqlState.WINDOWING_ERROR,
        "a window function cannot stand in " + clause,
        clause.equals("WHERE") || clause.equals("HAVING")
            ? "filter its values with QUALIFY, or put the query into FROM"
            : "put the query with the window into FROM");
  }

  private static LeatException error(String state, String message, @Nullable String hint) {
    return new LeatException(state, message, null, hint, null);
  }

  private LeatException unknownColumn(String name) {
    Optional<String> near = NearestName.of(name, columns);
    String known = columns.stream().distinct().limit(20).collect(Collectors.joining(", "));
    return error(
        SqlState.UNDEFINED_COLUMN,
        "unknown column '" + name + "'",
        near.map(word -> "did you mean '" + word + "'?")
            .orElse(
                known.isEmpty()
                    ? "text constants stand in single quotes: '" + name + "'"
                    : "the columns are: " + known));
  }

  private static LeatException wrongArguments(String operator, String types) {
    Matcher matcher = TYPE.matcher(types);
    StringBuilder given = new StringBuilder();
    while (matcher.find()) {
      given.append(given.isEmpty() ? "" : " and ").append(readable(matcher.group(1)));
    }
    return error(
        SqlState.DATATYPE_MISMATCH,
        "operator " + operator + " does not take " + (given.isEmpty() ? types : given),
        "convert with CAST");
  }

  private static String readable(String type) {
    return type.replace("VARCHAR(" + Integer.MAX_VALUE + ")", "STRING")
        .replace("VARBINARY(" + Integer.MAX_VALUE + ")", "BYTES")
        .replace("INTEGER", "INT")
        .replaceAll("(TIMESTAMP|TIME)_WITH_LOCAL_TIME_ZONE", "$1_LTZ");
  }
}
