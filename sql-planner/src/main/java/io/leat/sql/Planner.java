package io.leat.sql;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.Position;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import io.leat.sql.catalog.Catalog;
import io.leat.sql.catalog.CatalogTable;
import io.leat.sql.catalog.ObjectName;
import io.leat.sql.lower.DerivedConstants;
import io.leat.sql.parse.ParsedStatement;
import io.leat.sql.parse.StatementParser;
import io.leat.sql.parse.SyntaxError;
import io.leat.sql.parse.generated.LeatSqlParser;
import io.leat.sql.statement.StatementPlanner;
import io.leat.sql.validate.NameScope;
import io.leat.sql.validate.QueryConverter;
import io.leat.sql.validate.StatementParameters;
import io.leat.sql.validate.ValidationErrors;
import java.time.ZoneOffset;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
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
  private final PlanCache<PlanTemplate> plans = new PlanCache<>();

  /** Of statements with parameters: whose values their plans depend on. */
  private final PlanCache<BitSet> deciding = new PlanCache<>();

  /** Texts without their literals of which one has been planned as it stands. */
  private final PlanCache<Boolean> planned = new PlanCache<>();

  private final PlanCache<Description> descriptions = new PlanCache<>();
  private final AtomicLong plansMade = new AtomicLong();

  public Planner(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * Plans one statement, or takes the plan of the same text with parameters of the same types.
   *
   * @param parameters boxed values for the statement's {@code ?} in order
   * @throws LeatException for everything that is wrong with it
   */
  public PlannedStatement plan(
      String sql, PlannerSession session, List<@Nullable Object> parameters) {
    long version = catalog.version();
    PlanCache.Key types = PlanCache.Key.of(sql, session, parameters);
    BitSet all = new BitSet();
    all.set(0, parameters.size());
    BitSet decides = parameters.isEmpty() ? all : deciding.find(types, version).orElse(null);
    if (decides == null || !decides.equals(all)) {
      Optional<PlanTemplate> template =
          decides == null
              ? Optional.empty()
              : plans.find(types.knowing(decides, parameters), version);
      if (template.isEmpty()) {
        template = openPlan(sql, session, parameters, types, version);
      }
      Optional<PlannedStatement> bound = template.flatMap(found -> found.bind(parameters));
      if (bound.isPresent()) {
        return bound.get();
      }
    }
    PlanCache.Key key = types.knowing(all, parameters);
    Optional<PlanTemplate> known = plans.find(key, version);
    if (known.isPresent()) {
      return known.get().statement();
    }
    Optional<OpenLiterals> literals =
        parameters.isEmpty() ? OpenLiterals.of(sql) : Optional.empty();
    Optional<PlannedStatement> shared =
        literals.flatMap(open -> withOpenLiterals(open, session, version));
    if (shared.isPresent()) {
      return shared.get();
    }
    Made made = make(sql, session, new StatementParameters(parameters), false);
    if (made.reusable()) {
      plans.keep(key, version, made.template());
      literals.ifPresent(
          open ->
              planned.keep(PlanCache.Key.of(open.sql(), session, open.values()), version, true));
    }
    return made.template().statement();
  }

  /** As {@link #plan} gives it, if that has nothing to make; absent if it has. */
  public Optional<PlannedStatement> known(
      String sql, PlannerSession session, List<@Nullable Object> parameters) {
    long version = catalog.version();
    PlanCache.Key types = PlanCache.Key.of(sql, session, parameters);
    if (parameters.isEmpty()) {
      Optional<PlanTemplate> found = plans.find(types, version);
      return found.isPresent()
          ? Optional.of(found.get().statement())
          : OpenLiterals.of(sql).flatMap(open -> knownWithOpenLiterals(open, session, version));
    }
    Optional<BitSet> decides = deciding.find(types, version);
    if (decides.isEmpty()) {
      return Optional.empty();
    }
    Optional<PlanTemplate> found = plans.find(types.knowing(decides.get(), parameters), version);
    return found.isPresent() ? found.get().bind(parameters) : Optional.empty();
  }

  private Optional<PlannedStatement> knownWithOpenLiterals(
      OpenLiterals literals, PlannerSession session, long version) {
    PlanCache.Key types = PlanCache.Key.of(literals.sql(), session, literals.values());
    Optional<BitSet> decides = deciding.find(types, version);
    if (decides.isEmpty() || !decides.get().isEmpty()) {
      return Optional.empty();
    }
    Optional<PlanTemplate> found = plans.find(types, version);
    return found.isPresent() && !(found.get().statement() instanceof PlannedStatement.Insert)
        ? found.get().bind(literals.values())
        : Optional.empty();
  }

  /**
   * The plan that a text shares with those that differ in literals; absent if it needs one of its
   * own, which also says what is wrong with it. So does the first of them: most texts come once,
   * and a parameter may be converted to more types than a literal, so one must have been right.
   */
  private Optional<PlannedStatement> withOpenLiterals(
      OpenLiterals literals, PlannerSession session, long version) {
    List<@Nullable Object> values = literals.values();
    PlanCache.Key types = PlanCache.Key.of(literals.sql(), session, values);
    if (planned.find(types, version).isEmpty()) {
      return Optional.empty();
    }
    Optional<BitSet> decides = deciding.find(types, version);
    Optional<PlanTemplate> template =
        decides.filter(BitSet::isEmpty).flatMap(none -> plans.find(types, version));
    if (template.isEmpty() && decides.map(BitSet::isEmpty).orElse(true)) {
      template = openPlan(literals.sql(), session, values, types, version);
      boolean leavesAllOpen = deciding.find(types, version).map(BitSet::isEmpty).orElse(false);
      template = leavesAllOpen ? template : Optional.empty();
    }
    return template
        .filter(found -> !(found.statement() instanceof PlannedStatement.Insert))
        .flatMap(found -> found.bind(values));
  }

  /** How many plans have been made, not found. */
  public long plansMade() {
    return plansMade.get();
  }

  /**
   * A plan that leaves open what it can; absent if the statement cannot be planned in this way. If
   * something is wrong with it, the plan of the values themselves will say what.
   */
  private Optional<PlanTemplate> openPlan(
      String sql,
      PlannerSession session,
      List<@Nullable Object> values,
      PlanCache.Key types,
      long version) {
    StatementParameters parameters = new StatementParameters(values);
    BitSet decides = new BitSet();
    decides.set(0, values.size());
    Optional<Made> made = openPlan(sql, session, parameters);
    if (made.isPresent()) {
      for (int i = 0; i < values.size(); i++) {
        decides.set(i, !parameters.isOpen(i));
      }
      if (made.get().reusable()) {
        plans.keep(types.knowing(decides, values), version, made.get().template());
      }
    }
    deciding.keep(types, version, decides);
    return made.map(Made::template);
  }

  /** State belongs to a plan of values, so only what ends by itself is planned without them. */
  private Optional<Made> openPlan(
      String sql, PlannerSession session, StatementParameters parameters) {
    Made made;
    try {
      made = make(sql, session, parameters, true);
    } catch (LeatException needsValues) {
      return Optional.empty();
    }
    PlannedStatement statement = made.template().statement();
    boolean lasts =
        (statement instanceof PlannedStatement.Query query && !query.snapshot())
            || (statement instanceof PlannedStatement.Insert insert && !insert.bounded());
    return lasts ? Optional.empty() : Optional.of(made);
  }

  private record Made(PlanTemplate template, boolean reusable) {}

  private Made make(
      String sql, PlannerSession session, StatementParameters parameters, boolean open) {
    return translated(
        sql,
        session,
        parameters,
        (parsed, converter) -> {
          if (open) {
            parameters.leaveOpen(parsed.node());
          }
          plansMade.incrementAndGet();
          DerivedConstants derived = new DerivedConstants(parameters.size());
          PlannedStatement statement =
              new StatementPlanner(converter, sql, session.zone(), derived).plan(parsed.node());
          return new Made(
              new PlanTemplate(statement, derived, session.zone()),
              isReusable(statement) && !converter.isMomentary());
        });
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
                      StatementParameters.NONE,
                      (parsed, converter) ->
                          new StatementPlanner(
                                  converter, sql, session.zone(), new DerivedConstants(0))
                              .describe(parsed.node()));
              descriptions.keep(key, version, description);
              return description;
            });
  }

  private <T> T translated(
      String sql,
      PlannerSession session,
      StatementParameters parameters,
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
      StatementParameters parameters,
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
