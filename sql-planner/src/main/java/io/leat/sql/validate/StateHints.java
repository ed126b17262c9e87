package io.leat.sql.validate;

import io.leat.runtime.connector.OptionParser;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.NearestName;
import io.leat.runtime.error.SqlState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlHint;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * The hints of a query block. {@code STATE_TTL('o' = '3 d')} says how long its join, or its
 * aggregate, keeps what it keeps of an input; all other hints say how a query may be run, which is
 * for the planner to know.
 */
final class StateHints {
  private static final String NAME = "STATE_TTL";

  private StateHints() {}

  /**
   * Leaves of a block's hints what is to be kept of its inputs, by the names that these have in
   * FROM.
   */
  static void prepare(SqlSelect select) {
    if (!select.hasHints()) {
      return;
    }
    Map<String, SqlNode> inputs = new LinkedHashMap<>();
    SqlNode from = select.getFrom();
    if (from != null) {
      addInputs(from, inputs);
    }
    Map<String, SqlNode> given = new LinkedHashMap<>();
    List<SqlNode> options = new ArrayList<>();
    SqlParserPos pos = select.getHints().getParserPosition();
    for (SqlNode node : select.getHints()) {
      if (node instanceof SqlHint hint && hint.getName().equalsIgnoreCase(NAME)) {
        pos = hint.getParserPosition();
        addOptions(hint, select, inputs, given, options);
      }
    }
    select.setHints(
        options.isEmpty()
            ? SqlNodeList.EMPTY
            : SqlNodeList.of(
                new SqlHint(
                    pos,
                    new SqlIdentifier(NAME, pos),
                    new SqlNodeList(options, pos),
                    SqlHint.HintOptionFormat.KV_LIST)));
  }

  private static void addOptions(
      SqlHint hint,
      SqlSelect select,
      Map<String, SqlNode> inputs,
      Map<String, SqlNode> given,
      List<SqlNode> options) {
    SqlNodeList pairs = (SqlNodeList) hint.getOperandList().get(1);
    if (hint.getOptionFormat() != SqlHint.HintOptionFormat.KV_LIST || pairs.isEmpty()) {
      throw error(
          SqlState.SYNTAX_ERROR,
          "the hint STATE_TTL is a list of names and durations",
          "write STATE_TTL('a table or alias' = '1 d', …)",
          hint);
    }
    for (int i = 0; i < pairs.size(); i += 2) {
      SqlNode key = pairs.get(i);
      String name = input(text(key), inputs, key);
      if (given.put(name, key) != null) {
        throw error(
            SqlState.SYNTAX_ERROR,
            "STATE_TTL names '" + text(key) + "' twice",
            "leave one of them out",
            key);
      }
      requireState(select, name, key);
      options.add(SqlLiteral.createCharString(name, key.getParserPosition()));
      options.add(
          SqlLiteral.createCharString(
              String.valueOf(micros(pairs.get(i + 1))), pairs.get(i + 1).getParserPosition()));
    }
  }

  /**
   * The name that an input has in the block: its alias or, without one, the last part of its own.
   */
  private static String input(String key, Map<String, SqlNode> inputs, SqlNode at) {
    for (Map.Entry<String, SqlNode> input : inputs.entrySet()) {
      boolean same = input.getKey().equalsIgnoreCase(key);
      if (same || (input.getValue() instanceof SqlIdentifier table && isSuffix(key, table))) {
        SqlNode named = input.getValue();
        requireRelation(
            named.getKind() == SqlKind.AS ? ((SqlCall) named).operand(0) : named, key, at);
        return input.getKey();
      }
    }
    String hint =
        inputs.isEmpty()
            ? "the block reads no table"
            : NearestName.of(key, inputs.keySet())
                .map(near -> "did you mean '" + near + "'?")
                .orElse("the block reads: " + String.join(", ", inputs.keySet()));
    throw error(
        SqlState.UNDEFINED_TABLE,
        "STATE_TTL names '" + key + "', which this query block does not read",
        hint,
        at);
  }

  private static boolean isSuffix(String key, SqlIdentifier table) {
    String full = String.join(".", table.names).toLowerCase(Locale.ROOT);
    return ("." + full).endsWith("." + key.toLowerCase(Locale.ROOT));
  }

  /** What has rows of its own to keep, other than a function's or those of a moment. */
  private static void requireRelation(SqlNode input, String key, SqlNode at) {
    if (input.getKind() != SqlKind.IDENTIFIER && !QueryConverter.isQuery(input)) {
      throw QueryRewriter.refused(
          "STATE_TTL of '" + key + "', which is no table, view or query,",
          "name another input of the join, or SET 'table.exec.state.ttl'",
          at);
    }
  }

  /** Refuses a block that has neither a join nor groups. */
  private static void requireState(SqlSelect select, String name, SqlNode at) {
    boolean joins = select.getFrom() instanceof SqlJoin;
    boolean groups = select.isDistinct() || select.getGroup() != null;
    if (!joins && !groups) {
      throw QueryRewriter.refused(
          "STATE_TTL of '" + name + "' in a query block that neither joins it nor groups its rows",
          "write the hint behind the SELECT of the join or GROUP BY;"
              + " SET 'table.exec.state.ttl' is for all that a query keeps",
          at);
    }
  }

  private static void addInputs(SqlNode from, Map<String, SqlNode> inputs) {
    if (from instanceof SqlJoin join) {
      addInputs(join.getLeft(), inputs);
      addInputs(join.getRight(), inputs);
      return;
    }
    String name = name(from);
    if (name != null) {
      inputs.put(name, from);
    }
  }

  /** The name of a relation in FROM; null if it has none. */
  private static @Nullable String name(SqlNode relation) {
    if (relation.getKind() == SqlKind.AS) {
      return ((SqlIdentifier) ((SqlCall) relation).operand(1)).getSimple();
    }
    return relation instanceof SqlIdentifier table ? table.names.get(table.names.size() - 1) : null;
  }

  private static long micros(SqlNode value) {
    Optional<Duration> duration = OptionParser.duration().parse().apply(text(value));
    return duration
        .map(length -> length.toNanos() / 1_000)
        .orElseThrow(
            () ->
                error(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "'" + text(value) + "' is not a lifetime of state",
                    "It is " + OptionParser.duration().expected() + "; '0 s' is for ever.",
                    value));
  }

  private static String text(SqlNode option) {
    return option instanceof SqlIdentifier identifier
        ? String.join(".", identifier.names)
        : String.valueOf(((SqlLiteral) option).toValue());
  }

  private static LeatException error(String sqlState, String message, String hint, SqlNode at) {
    return new LeatException(sqlState, message, Positions.of(at), hint, null);
  }

  /**
   * What the prepared hints of a block say.
   *
   * @param own whether the block is in the statement's own text
   */
  static Map<String, StateLifetime> of(SqlNodeList hints, boolean own) {
    Map<String, StateLifetime> lifetimes = new LinkedHashMap<>();
    for (SqlNode node : hints) {
      SqlNodeList pairs = (SqlNodeList) ((SqlHint) node).getOperandList().get(1);
      for (int i = 0; i < pairs.size(); i += 2) {
        String name = text(pairs.get(i));
        lifetimes.put(
            name,
            new StateLifetime(
                name,
                Long.parseLong(text(pairs.get(i + 1))),
                own ? Positions.of(pairs.get(i)) : null));
      }
    }
    return lifetimes;
  }

  /** What is said of one relation in FROM; null if nothing is. */
  static @Nullable StateLifetime of(SqlNode relation, Map<String, StateLifetime> lifetimes) {
    String name = name(relation);
    return name == null ? null : lifetimes.get(name);
  }
}
