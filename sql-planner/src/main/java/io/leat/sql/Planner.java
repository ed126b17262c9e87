package io.leat.sql;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.Position;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import io.leat.sql.catalog.Catalog;
import io.leat.sql.catalog.CatalogTable;
import io.leat.sql.catalog.ObjectName;
import io.leat.sql.parse.ParsedStatement;
import io.leat.sql.parse.StatementParser;
import io.leat.sql.parse.SyntaxError;
import io.leat.sql.parse.generated.LeatSqlParser;
import io.leat.sql.statement.StatementPlanner;
import io.leat.sql.validate.NameScope;
import io.leat.sql.validate.QueryConverter;
import io.leat.sql.validate.ValidationErrors;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.apache.calcite.sql.parser.SqlAbstractParserImpl;
import org.apache.calcite.util.SourceStringReader;
import org.jspecify.annotations.Nullable;

/**
 * Turns SQL text into planned statements. Plans against the catalog but never changes it. Safe for
 * use by several threads.
 */
public final class Planner {
  private final Catalog catalog;
  private final PlanCache<PlannedStatement> plans = new PlanCache<>();
  private final PlanCache<Description> descriptions = new PlanCache<>();

  public Planner(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * Plans one statement.
   *
   * @param parameters boxed values for the statement's {@code ?} in order
   * @throws LeatException for everything that is wrong with it
   */
  public PlannedStatement plan(
      String sql, PlannerSession session, List<@Nullable Object> parameters) {
    long version = catalog.version();
    PlanCache.Key key = PlanCache.Key.of(sql, session, parameters);
    return plans
        .find(key, version)
        .orElseGet(
            () ->
                translated(
                    sql,
                    session,
                    parameters,
                    (parsed, converter) -> {
                      PlannedStatement statement =
                          new StatementPlanner(converter, sql, parameters, session.zone())
                              .plan(parsed.node());
                      if (isReusable(statement) && !converter.isMomentary()) {
                        plans.keep(key, version, statement);
                      }
                      return statement;
                    }));
  }

  /** Whether a statement may be executed again as it is. */
  private static boolean isReusable(PlannedStatement statement) {
    return statement instanceof PlannedStatement.Query
        || statement instanceof PlannedStatement.Insert
        || statement instanceof PlannedStatement.Write;
  }

  /** The columns and parameters of one statement, whose parameters have no values yet. */
  public Description describe(String sql, PlannerSession session) {
    long version = catalog.version();
    PlanCache.Key key = PlanCache.Key.of(sql, session, List.of());
    return descriptions
        .find(key, version)
        .orElseGet(
            () -> {
              Description description =
                  translated(
                      sql,
                      session,
                      List.of(),
                      (parsed, converter) ->
                          new StatementPlanner(converter, sql, List.of(), session.zone())
                              .describe(parsed.node()));
              descriptions.keep(key, version, description);
              return description;
            });
  }

  private <T> T translated(
      String sql,
      PlannerSession session,
      List<@Nullable Object> parameters,
      BiFunction<ParsedStatement, QueryConverter, T> planning) {
    try {
      return attempt(sql, session, parameters, planning);
    } catch (StackOverflowError deep) {
      try {
        return DeepStack.call(() -> attempt(sql, session, parameters, planning));
      } catch (StackOverflowError tooDeep) {
        throw new LeatException(
                SqlState.STATEMENT_TOO_COMPLEX, "the statement is nested too deeply")
            .withHint("put long lists into a table and join with it");
      }
    }
  }

  private <T> T attempt(
      String sql,
      PlannerSession session,
      List<@Nullable Object> parameters,
      BiFunction<ParsedStatement, QueryConverter, T> planning) {
    QueryConverter converter = new QueryConverter(new NameScope(catalog, session), parameters);
    try {
      return planning.apply(StatementParser.parseOne(sql), converter);
    } catch (LeatException known) {
      throw known;
    } catch (SyntaxError error) {
      throw new LeatException(
          error.sqlState(),
          error.getMessage() == null ? "syntax error" : error.getMessage(),
          new Position(error.line(), error.column(), error.line(), error.endColumn()),
          error.hint(),
          null);
    } catch (RuntimeException | AssertionError unexpected) {
      for (Throwable cause = unexpected; cause != null; cause = cause.getCause()) {
        if (cause instanceof StackOverflowError deep) {
          throw deep;
        }
      }
      throw new ValidationErrors(converter.columnsSeen()).translate(unexpected);
    }
  }

  /** The words that must be quoted to be names. */
  public static Set<String> reservedWords() {
    SqlAbstractParserImpl parser = LeatSqlParser.FACTORY.getParser(new SourceStringReader(""));
    SqlAbstractParserImpl.Metadata metadata = parser.getMetadata();
    Set<String> words = new TreeSet<>();
    for (String token : metadata.getTokens()) {
      if (metadata.isReservedWord(token)) {
        words.add(token);
      }
    }
    return words;
  }

  /** Plans a small query, which loads and initialises what every query needs. */
  public static void warmUp() {
    ObjectName name = new ObjectName(Catalog.DEFAULT_CATALOG, Catalog.DEFAULT_DATABASE, "warm_up");
    Catalog catalog = new Catalog();
    DataType type = ScalarType.STRING;
    catalog.create(
        new CatalogTable(
            name,
            List.of(
                new CatalogTable.Column(
                    "a", type, CatalogTable.Column.Kind.PHYSICAL, Optional.empty(), "")),
            Optional.empty(),
            List.of(),
            List.of(),
            Map.of("connector", "datagen"),
            "",
            Set.of()),
        false);
    new Planner(catalog)
        .plan(
            "SELECT UPPER(a) AS b FROM warm_up WHERE a <> 'x'",
            new PlannerSession(Catalog.DEFAULT_CATALOG, Catalog.DEFAULT_DATABASE, ZoneOffset.UTC),
            List.of());
  }
}
