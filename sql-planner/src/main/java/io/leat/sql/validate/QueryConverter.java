package io.leat.sql.validate;

import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Connector;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import io.leat.sql.catalog.CatalogFunction;
import io.leat.sql.catalog.CatalogMaterializedView;
import io.leat.sql.catalog.CatalogTable;
import io.leat.sql.catalog.CatalogView;
import io.leat.sql.catalog.ObjectName;
import io.leat.sql.catalog.Relation;
import io.leat.sql.catalog.SystemTable;
import io.leat.sql.parse.LeatConformance;
import io.leat.sql.parse.StatementParser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.config.NullCollation;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.jspecify.annotations.Nullable;

/**
 * Turns the queries of one statement into relational expressions. Views are expanded where they are
 * named, computed columns where their table is. Not safe for use by several threads.
 */
public final class QueryConverter {
  /** The name under which expressions of a table's declaration see its columns. */
  private static final String DECLARED = "declared";

  private final NameScope scope;
  private final StatementParameters parameters;
  private final LeatTypeFactory types = new LeatTypeFactory();
  private final Map<ObjectName, Relation> read = new LinkedHashMap<>();
  private final Map<TableDefinition, Relation> stored = new HashMap<>();
  private final List<SqlIdentifier> tableNames = new ArrayList<>();
  private final List<String> declaredColumns = new ArrayList<>();
  private final List<FunctionUse> functionsUsed = new ArrayList<>();
  private final UserFunctions userFunctions = new UserFunctions(this);
  private @Nullable RelOptCluster cluster;
  private boolean momentary;

  /**
   * A converter for one statement.
   *
   * @param parameters the values of the statement's {@code ?}; none leaves them to be inferred
   */
  public QueryConverter(NameScope scope, StatementParameters parameters) {
    this.scope = scope;
    this.parameters = parameters;
  }

  public NameScope scope() {
    return scope;
  }

  public StatementParameters parameters() {
    return parameters;
  }

  /** What the statement's own text names: tables and views, not what views read in turn. */
  public Set<ObjectName> tablesRead() {
    return new LinkedHashSet<>(read.keySet());
  }

  /** Whether a plan has constants that are true at this moment only: rows of system tables. */
  public boolean isMomentary() {
    return momentary;
  }

  /** Where the statement's own text names tables and views, as written. */
  public List<SqlIdentifier> tableNames() {
    return tableNames;
  }

  /** The users' functions that the statement's own text names, in the order of the text. */
  public List<FunctionUse> functionsUsed() {
    return functionsUsed;
  }

  /** A name of a function in the statement's text, and what it stands for. */
  public record FunctionUse(SqlIdentifier at, CatalogFunction function) {}

  /** The columns that the tables named so far have, for suggestions. */
  public List<String> columnsSeen() {
    List<String> columns = new ArrayList<>(declaredColumns);
    for (Relation relation : read.values()) {
      relation.schema().fields().forEach(field -> columns.add(field.name()));
    }
    return columns;
  }

  /** The relational expression of a query; its row type has the names of the query's columns. */
  public Converted convert(SqlNode query) {
    QueryRewriter rewriter = rewriter(parameters);
    SqlNode rewritten;
    try {
      rewritten = rewriter.query(query);
    } finally {
      read.putAll(rewriter.relations());
      tableNames.addAll(rewriter.tableNames());
    }
    return convert(rewritten, schema(rewriter), true);
  }

  /**
   * A validated query.
   *
   * @param rowType names and types of its columns
   * @param parameters the types inferred for the parameters that have no value yet
   */
  public record Converted(RelNode rel, RelDataType rowType, List<DataType> parameters) {}

  /** The type of an expression over a table's columns, as computed columns and watermarks have. */
  public DataType typeOf(SqlNode expression, RowSchema columns) {
    columns.fields().forEach(field -> declaredColumns.add(field.name()));
    SqlNode rewritten = rewriter(StatementParameters.NONE).declared(expression);
    CalciteSchema root = CalciteSchema.createRootSchema(false, false, "");
    root.add(DECLARED, RelationTable.columns(columns));
    SqlValidator validator = validator(root);
    SqlSelect select = select(List.of(rewritten));
    validator.validate(select);
    return TypeMapping.toDataType(
        validator.getValidatedNodeType(select).getFieldList().get(0).getType());
  }

  /** For the statement's own text. */
  private QueryRewriter rewriter(StatementParameters values) {
    return new QueryRewriter(scope, values, userFunctions.recording(functionsUsed, true));
  }

  /** For a text of the catalog; one that is not temporary does not see temporary functions. */
  private QueryRewriter rewriter(boolean temporary) {
    return new QueryRewriter(
        scope, StatementParameters.NONE, userFunctions.recording(new ArrayList<>(), temporary));
  }

  /** Refuses a function that names itself while it is declared. */
  public void declaring(ObjectName function) {
    userFunctions.declaring(function);
  }

  /** The expression that a function of the user stands for, over its parameters as columns. */
  RexNode body(CatalogFunction.Sql function) {
    List<RowSchema.Field> parameterColumns = new ArrayList<>();
    for (CatalogFunction.Sql.Parameter parameter : function.parameters()) {
      parameterColumns.add(new RowSchema.Field(parameter.name(), parameter.type()));
    }
    if (parameterColumns.isEmpty()) {
      // A relation has a column; nothing can be called by an empty name.
      parameterColumns.add(new RowSchema.Field("", ScalarType.INTEGER));
    }
    SqlNode body =
        rewriter(scope.isTemporary(function))
            .declared(StatementParser.parseExpression(function.body()));
    SqlNode result =
        CastOperator.CAST.createCall(
            SqlParserPos.ZERO,
            body,
            StatementParser.parseDataType(function.returns().withNullable(true).toString()));
    CalciteSchema root = CalciteSchema.createRootSchema(false, false, "");
    root.add(DECLARED, RelationTable.columns(new RowSchema(parameterColumns)));
    RelNode rel = convert(select(List.of(result)), root, false).rel();
    return ((Project) rel).getProjects().get(0);
  }

  /**
   * The relational expression of a query that names, besides tables, a relation that is there
   * already.
   *
   * @param columns the columns of {@code relation}
   */
  public Converted convert(SqlNode query, String name, RowSchema columns, RelNode relation) {
    QueryRewriter rewriter = rewriter(parameters);
    SqlNode rewritten =
        rewriter.queryOver(
            name, columns.fields().stream().map(RowSchema.Field::name).toList(), query);
    CalciteSchema root = schema(rewriter);
    root.add(name, RelationTable.expanded(columns, () -> relation));
    return convert(rewritten, root, true);
  }

  /**
   * A stored text of an expression over one row of a table, as an expression whose references are
   * to {@code columns}.
   */
  public RexNode expression(String text, RowSchema columns) {
    SqlNode expression = rewriter(false).declared(StatementParser.parseExpression(text));
    CalciteSchema root = CalciteSchema.createRootSchema(false, false, "");
    root.add(DECLARED, RelationTable.columns(columns));
    RelNode rel = convert(select(List.of(expression)), root, false).rel();
    return ((Project) rel).getProjects().get(0);
  }

  /**
   * A query over known relations.
   *
   * @param own whether it is the statement's own text, not one of the catalog
   */
  private Converted convert(SqlNode query, CalciteSchema root, boolean own) {
    SqlValidator validator = validator(root);
    SqlNode validated = validator.validate(query);
    RelDataType rowType = validator.getValidatedNodeType(validated);
    List<DataType> inferred =
        validator.getParameterRowType(validated).getFieldList().stream()
            .map(field -> TypeMapping.toDataType(field.getType()))
            .toList();
    RelConverter converter =
        new RelConverter(
            own,
            validator,
            (CalciteCatalogReader) validator.getCatalogReader(),
            cluster(),
            new PlacedConvertlets(own),
            CONVERSION);
    return new Converted(converter.convert(validated), rowType, inferred);
  }

  private static final SqlToRelConverter.Config CONVERSION =
      SqlToRelConverter.config()
          .withExpand(false)
          .withTrimUnusedFields(false)
          .withInSubQueryThreshold(Integer.MAX_VALUE)
          .withRelBuilderConfigTransform(config -> config.withSimplify(false).withBloat(-1));

  private static final SqlValidator.Config VALIDATION =
      SqlValidator.Config.DEFAULT
          .withConformance(LeatConformance.INSTANCE)
          .withIdentifierExpansion(true)
          .withCallRewrite(false)
          .withDefaultNullCollation(NullCollation.LOW)
          .withTypeCoercionEnabled(false);

  private SqlValidator validator(CalciteSchema root) {
    Properties properties = new Properties();
    properties.setProperty("caseSensitive", "false");
    CalciteCatalogReader reader =
        new CalciteCatalogReader(
            root, List.of(), types, new CalciteConnectionConfigImpl(properties));
    return new Validator(reader, types, VALIDATION);
  }

  private RelOptCluster cluster() {
    if (cluster == null) {
      HepPlanner planner = new HepPlanner(HepProgram.builder().build());
      planner.setExecutor((rexBuilder, constants, reduced) -> reduced.addAll(constants));
      RelOptCluster created = RelOptCluster.create(planner, new RexBuilder(types));
      created.setMetadataQuerySupplier(() -> new RelMetadataQuery(MetadataHandlers.SHARED));
      cluster = created;
    }
    return cluster;
  }

  private CalciteSchema schema(QueryRewriter rewriter) {
    CalciteSchema root = CalciteSchema.createRootSchema(false, false, "");
    rewriter.relations().forEach((name, relation) -> add(root, name, relation));
    rewriter.hintedTables().forEach((name, relation) -> add(root, name, relation));
    return root;
  }

  private void add(CalciteSchema root, ObjectName name, Relation relation) {
    child(child(root, name.catalog()), name.database()).add(name.name(), table(relation));
  }

  private static CalciteSchema child(CalciteSchema parent, String name) {
    CalciteSchema child = parent.getSubSchema(name, false);
    return child == null ? parent.add(name, new AbstractSchema()) : child;
  }

  /** The stored relation that a definition is of, if the statement reads it. */
  public Optional<Relation> stored(TableDefinition definition) {
    return Optional.ofNullable(stored.get(definition));
  }

  private RelationTable scan(Relation relation, TableDefinition definition) {
    if (definition.isStored()) {
      stored.put(definition, relation);
    }
    return RelationTable.scan(definition.schema(), definition);
  }

  private RelationTable table(Relation relation) {
    if (relation instanceof CatalogView view) {
      return RelationTable.expanded(view.schema(), () -> expand(view));
    }
    if (relation instanceof CatalogMaterializedView view) {
      return scan(view, view.definition());
    }
    if (relation instanceof SystemTable table) {
      momentary = true;
      return RelationTable.expanded(table.schema(), () -> SystemRows.of(table, cluster()));
    }
    CatalogTable table = (CatalogTable) relation;
    return table.columns().size() == table.physicalSchema().size() && table.watermark().isEmpty()
        ? scan(table, table.definition())
        : RelationTable.expanded(table.schema(), () -> expand(table));
  }

  private RelNode expand(CatalogView view) {
    SqlNode query = StatementParser.parseOne(view.query()).node();
    QueryRewriter rewriter = rewriter(scope.isTemporary(view.name()));
    SqlNode rewritten = rewriter.query(query);
    return convert(rewritten, schema(rewriter), false).rel();
  }

  private RelNode expand(CatalogTable table) {
    RelNode rows = columns(table);
    CatalogTable.Watermark watermark = table.watermark().orElse(null);
    Set<Integer> times =
        watermark == null
            ? table.processingTimes()
            : Set.of(table.schema().indexOf(watermark.column()));
    if (times.isEmpty()) {
      return rows;
    }
    RelNode timed = watermark == null ? rows : withWatermark(table, watermark, rows);
    return new WatermarkedTable(
        cluster(),
        timed.getTraitSet(),
        timed,
        TypeMapping.toRelType(table.schema(), types),
        times,
        watermark == null,
        table.idleMicros().orElse(scope.session().time().idleMicros()),
        table.alignment());
  }

  /** The rows with the watermark's value behind them, in whole steps of the time attribute. */
  private RelNode withWatermark(
      CatalogTable table, CatalogTable.Watermark watermark, RelNode rows) {
    List<SqlNode> columns = new ArrayList<>();
    for (CatalogTable.Column column : table.columns()) {
      columns.add(new SqlIdentifier(column.name(), SqlParserPos.ZERO));
    }
    ScalarType time = (ScalarType) table.schema().type(table.schema().indexOf(watermark.column()));
    int digits = Math.max(3, time.precision());
    DataType type =
        time.kind() == TypeKind.TIMESTAMP
            ? ScalarType.timestamp(digits)
            : ScalarType.timestampLtz(digits);
    SqlNode value =
        watermark.isOfSource()
            ? new SqlIdentifier(Connector.WATERMARK, SqlParserPos.ZERO)
            : rewriter(scope.isTemporary(table.name()))
                .declared(StatementParser.parseExpression(watermark.expression()));
    columns.add(
        SqlStdOperatorTable.AS.createCall(
            SqlParserPos.ZERO,
            CastOperator.CAST.createCall(
                SqlParserPos.ZERO, value, StatementParser.parseDataType(type.toString())),
            new SqlIdentifier("watermark", SqlParserPos.ZERO)));
    CalciteSchema root = CalciteSchema.createRootSchema(false, false, "");
    List<RowSchema.Field> fields = new ArrayList<>(table.schema().fields());
    table
        .sourceWatermark()
        .ifPresent(column -> fields.add(new RowSchema.Field(column.name(), column.type())));
    root.add(DECLARED, RelationTable.expanded(new RowSchema(fields), () -> rows));
    return convert(select(columns), root, false).rel();
  }

  private RelNode columns(CatalogTable table) {
    List<SqlNode> columns = new ArrayList<>();
    QueryRewriter rewriter = rewriter(scope.isTemporary(table.name()));
    List<CatalogTable.Column> declared = new ArrayList<>(table.columns());
    table.sourceWatermark().ifPresent(declared::add);
    for (CatalogTable.Column column : declared) {
      SqlNode value =
          column.kind() == CatalogTable.Column.Kind.COMPUTED
              ? rewriter.declared(
                  StatementParser.parseExpression(column.expression().orElseThrow()))
              : new SqlIdentifier(column.name(), SqlParserPos.ZERO);
      columns.add(
          SqlStdOperatorTable.AS.createCall(
              SqlParserPos.ZERO, value, new SqlIdentifier(column.name(), SqlParserPos.ZERO)));
    }
    CalciteSchema root = CalciteSchema.createRootSchema(false, false, "");
    root.add(DECLARED, scan(table, table.definition()));
    return convert(select(columns), root, false).rel();
  }

  private static SqlSelect select(List<SqlNode> columns) {
    return new SqlSelect(
        SqlParserPos.ZERO,
        null,
        new SqlNodeList(columns, SqlParserPos.ZERO),
        new SqlIdentifier(DECLARED, SqlParserPos.ZERO),
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

  /** Whether the node is a query by its syntax. */
  public static boolean isQuery(SqlNode node) {
    return node.isA(SqlKind.QUERY);
  }
}
