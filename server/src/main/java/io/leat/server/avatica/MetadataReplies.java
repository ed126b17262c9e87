package io.leat.server.avatica;

import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import io.leat.server.engine.Metadata;
import java.sql.DatabaseMetaData;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.calcite.avatica.proto.Common;
import org.apache.calcite.avatica.proto.Requests;
import org.apache.calcite.avatica.proto.Responses;
import org.jspecify.annotations.Nullable;

/**
 * Answers to the requests behind {@link DatabaseMetaData}: columns and order as JDBC defines them.
 * Patterns match without regard to case, as names do. Columns carry one more, {@code KEY_SEQ}: the
 * place in the primary key, from 1, or NULL.
 */
final class MetadataReplies {
  private static final ScalarType NUMBER = ScalarType.INTEGER;
  private static final int MAX_TEMPORAL_PRECISION = 9;

  private final Metadata metadata;
  private final String connectionId;
  private final int statementId;

  MetadataReplies(Metadata metadata, String connectionId, int statementId) {
    this.metadata = metadata;
    this.connectionId = connectionId;
    this.statementId = statementId;
  }

  Responses.ResultSetResponse catalogs() {
    List<List<@Nullable Object>> rows =
        metadata.databases().stream()
            .map(Metadata.Database::catalog)
            .distinct()
            .sorted()
            .map(MetadataReplies::row)
            .toList();
    return reply(text("TABLE_CAT"), rows);
  }

  Responses.ResultSetResponse schemas(Requests.SchemasRequest request) {
    NamePattern catalog = NamePattern.exact(request.getHasCatalog(), request.getCatalog());
    NamePattern schema = NamePattern.of(request.getHasSchemaPattern(), request.getSchemaPattern());
    List<List<@Nullable Object>> rows =
        metadata.databases().stream()
            .filter(each -> catalog.matches(each.catalog()) && schema.matches(each.name()))
            .sorted(
                Comparator.comparing(Metadata.Database::catalog)
                    .thenComparing(Metadata.Database::name))
            .map(each -> row(each.name(), each.catalog()))
            .toList();
    return reply(text("TABLE_SCHEM", "TABLE_CATALOG"), rows);
  }

  Responses.ResultSetResponse tableTypes() {
    return reply(
        text("TABLE_TYPE"),
        Arrays.stream(Metadata.TableKind.values())
            .map(MetadataReplies::typeName)
            .sorted()
            .map(MetadataReplies::row)
            .toList());
  }

  Responses.ResultSetResponse tables(Requests.TablesRequest request) {
    NamePattern catalog = NamePattern.exact(request.getHasCatalog(), request.getCatalog());
    NamePattern schema = NamePattern.of(request.getHasSchemaPattern(), request.getSchemaPattern());
    NamePattern name =
        NamePattern.of(request.getHasTableNamePattern(), request.getTableNamePattern());
    List<String> types = request.getTypeListList();
    boolean anyType = !request.getHasTypeList() || types.isEmpty();
    List<List<@Nullable Object>> rows =
        metadata.tables().stream()
            .filter(
                each ->
                    catalog.matches(each.catalog())
                        && schema.matches(each.database())
                        && name.matches(each.name())
                        && (anyType || types.contains(typeName(each.kind()))))
            .sorted(
                Comparator.comparing((Metadata.Table each) -> typeName(each.kind()))
                    .thenComparing(byName()))
            .map(
                each ->
                    row(
                        each.catalog(),
                        each.database(),
                        each.name(),
                        typeName(each.kind()),
                        each.comment(),
                        null,
                        null,
                        null,
                        null,
                        null))
            .toList();
    return reply(
        text(
            "TABLE_CAT",
            "TABLE_SCHEM",
            "TABLE_NAME",
            "TABLE_TYPE",
            "REMARKS",
            "TYPE_CAT",
            "TYPE_SCHEM",
            "TYPE_NAME",
            "SELF_REFERENCING_COL_NAME",
            "REF_GENERATION"),
        rows);
  }

  Responses.ResultSetResponse columns(Requests.ColumnsRequest request) {
    NamePattern catalog = NamePattern.exact(request.getHasCatalog(), request.getCatalog());
    NamePattern schema = NamePattern.of(request.getHasSchemaPattern(), request.getSchemaPattern());
    NamePattern name =
        NamePattern.of(request.getHasTableNamePattern(), request.getTableNamePattern());
    NamePattern column =
        NamePattern.of(request.getHasColumnNamePattern(), request.getColumnNamePattern());
    List<List<@Nullable Object>> rows = new ArrayList<>();
    metadata.tables().stream()
        .filter(
            each ->
                catalog.matches(each.catalog())
                    && schema.matches(each.database())
                    && name.matches(each.name()))
        .sorted(byName())
        .forEach(
            table -> {
              for (int i = 0; i < table.columns().size(); i++) {
                if (column.matches(table.columns().name(i))) {
                  rows.add(columnRow(table, i));
                }
              }
            });
    return reply(
        schema(
            "TABLE_CAT",
            ScalarType.STRING,
            "TABLE_SCHEM",
            ScalarType.STRING,
            "TABLE_NAME",
            ScalarType.STRING,
            "COLUMN_NAME",
            ScalarType.STRING,
            "DATA_TYPE",
            NUMBER,
            "TYPE_NAME",
            ScalarType.STRING,
            "COLUMN_SIZE",
            NUMBER,
            "BUFFER_LENGTH",
            NUMBER,
            "DECIMAL_DIGITS",
            NUMBER,
            "NUM_PREC_RADIX",
            NUMBER,
            "NULLABLE",
            NUMBER,
            "REMARKS",
            ScalarType.STRING,
            "COLUMN_DEF",
            ScalarType.STRING,
            "SQL_DATA_TYPE",
            NUMBER,
            "SQL_DATETIME_SUB",
            NUMBER,
            "CHAR_OCTET_LENGTH",
            NUMBER,
            "ORDINAL_POSITION",
            NUMBER,
            "IS_NULLABLE",
            ScalarType.STRING,
            "SCOPE_CATALOG",
            ScalarType.STRING,
            "SCOPE_SCHEMA",
            ScalarType.STRING,
            "SCOPE_TABLE",
            ScalarType.STRING,
            "SOURCE_DATA_TYPE",
            ScalarType.SMALLINT,
            "IS_AUTOINCREMENT",
            ScalarType.STRING,
            "IS_GENERATEDCOLUMN",
            ScalarType.STRING,
            "KEY_SEQ",
            ScalarType.SMALLINT),
        rows);
  }

  private static List<@Nullable Object> columnRow(Metadata.Table table, int index) {
    DataType type = table.columns().type(index);
    String name = table.columns().name(index);
    int inKey = -1;
    for (int i = 0; i < table.primaryKey().size(); i++) {
      if (table.primaryKey().get(i).equalsIgnoreCase(name)) {
        inKey = i;
      }
    }
    boolean number = type.kind().isNumeric();
    Metadata.ColumnText text = table.columnTexts().get(index);
    return row(
        table.catalog(),
        table.database(),
        table.name(),
        name,
        WireColumns.jdbcType(type.kind()),
        type.sqlName(),
        WireColumns.precision(type),
        null,
        number || WireColumns.scale(type) > 0 ? WireColumns.scale(type) : null,
        number ? 10 : null,
        type.nullable() ? DatabaseMetaData.columnNullable : DatabaseMetaData.columnNoNulls,
        text.comment(),
        text.defaultValue(),
        null,
        null,
        type.kind().isCharacter() ? WireColumns.precision(type) : null,
        index + 1,
        type.nullable() ? "YES" : "NO",
        null,
        null,
        null,
        null,
        "NO",
        text.generated() ? "YES" : "NO",
        inKey < 0 ? null : (short) (inKey + 1));
  }

  Responses.ResultSetResponse typeInfo() {
    List<List<@Nullable Object>> rows =
        Arrays.stream(TypeKind.values())
            .filter(kind -> kind != TypeKind.NULL)
            .sorted(Comparator.comparingInt(WireColumns::jdbcType))
            .map(MetadataReplies::typeInfoRow)
            .toList();
    return reply(
        schema(
            "TYPE_NAME",
            ScalarType.STRING,
            "DATA_TYPE",
            NUMBER,
            "PRECISION",
            NUMBER,
            "LITERAL_PREFIX",
            ScalarType.STRING,
            "LITERAL_SUFFIX",
            ScalarType.STRING,
            "CREATE_PARAMS",
            ScalarType.STRING,
            "NULLABLE",
            ScalarType.SMALLINT,
            "CASE_SENSITIVE",
            ScalarType.BOOLEAN,
            "SEARCHABLE",
            ScalarType.SMALLINT,
            "UNSIGNED_ATTRIBUTE",
            ScalarType.BOOLEAN,
            "FIXED_PREC_SCALE",
            ScalarType.BOOLEAN,
            "AUTO_INCREMENT",
            ScalarType.BOOLEAN,
            "LOCAL_TYPE_NAME",
            ScalarType.STRING,
            "MINIMUM_SCALE",
            ScalarType.SMALLINT,
            "MAXIMUM_SCALE",
            ScalarType.SMALLINT,
            "SQL_DATA_TYPE",
            NUMBER,
            "SQL_DATETIME_SUB",
            NUMBER,
            "NUM_PREC_RADIX",
            NUMBER),
        rows);
  }

  private static List<@Nullable Object> typeInfoRow(TypeKind kind) {
    boolean quoted = kind.isCharacter();
    @Nullable String prefix =
        switch (kind) {
          case CHAR, VARCHAR -> "'";
          case BINARY, VARBINARY -> "X'";
          case DATE -> "DATE '";
          case TIME -> "TIME '";
          case TIMESTAMP -> "TIMESTAMP '";
          case INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME -> "INTERVAL '";
          default -> null;
        };
    @Nullable String parameters =
        switch (kind) {
          case DECIMAL -> "precision,scale";
          case CHAR, VARCHAR, BINARY, VARBINARY -> "length";
          case TIME, TIMESTAMP, TIMESTAMP_LTZ -> "precision";
          default -> null;
        };
    int precision =
        switch (kind) {
          case DECIMAL -> ScalarType.MAX_DECIMAL_PRECISION;
          case CHAR, VARCHAR, BINARY, VARBINARY -> ScalarType.UNBOUNDED;
          case TIME, TIMESTAMP, TIMESTAMP_LTZ -> MAX_TEMPORAL_PRECISION;
          case INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME, ARRAY, MAP, MULTISET, ROW -> 0;
          default -> WireColumns.precision(new ScalarType(kind, 0, 0, true));
        };
    String name =
        switch (kind) {
          case INTEGER -> "INT";
          case INTERVAL_YEAR_MONTH -> "INTERVAL YEAR TO MONTH";
          case INTERVAL_DAY_TIME -> "INTERVAL DAY TO SECOND";
          default -> kind.name();
        };
    return row(
        name,
        WireColumns.jdbcType(kind),
        precision,
        prefix,
        prefix == null ? null : "'",
        parameters,
        (short) DatabaseMetaData.typeNullable,
        quoted,
        (short) (kind.isNested() ? DatabaseMetaData.typePredNone : DatabaseMetaData.typeSearchable),
        !kind.isNumeric(),
        false,
        false,
        name,
        (short) 0,
        (short) (kind == TypeKind.DECIMAL ? ScalarType.MAX_DECIMAL_PRECISION : 0),
        null,
        null,
        kind.isNumeric() ? 10 : null);
  }

  /** Function names and reserved words; all else the driver knows itself. */
  static Responses.DatabasePropertyResponse properties(Metadata metadata, String version) {
    Responses.DatabasePropertyResponse.Builder reply =
        Responses.DatabasePropertyResponse.newBuilder();
    property(reply, "GET_STRING_FUNCTIONS", names(metadata, Metadata.FunctionFamily.STRING));
    property(reply, "GET_NUMERIC_FUNCTIONS", names(metadata, Metadata.FunctionFamily.NUMERIC));
    property(reply, "GET_TIME_DATE_FUNCTIONS", names(metadata, Metadata.FunctionFamily.TIME));
    property(reply, "GET_SYSTEM_FUNCTIONS", names(metadata, Metadata.FunctionFamily.SYSTEM));
    property(
        reply,
        "GET_S_Q_L_KEYWORDS",
        metadata.reservedWords().stream().sorted().collect(Collectors.joining(",")));
    property(reply, "GET_DATABASE_PRODUCT_NAME", "Leat");
    property(reply, "GET_DATABASE_PRODUCT_VERSION", version);
    return reply.build();
  }

  private static String names(Metadata metadata, Metadata.FunctionFamily family) {
    return metadata.functions().stream()
        .filter(each -> each.family() == family)
        .map(Metadata.Function::name)
        .distinct()
        .sorted()
        .collect(Collectors.joining(","));
  }

  private static void property(
      Responses.DatabasePropertyResponse.Builder reply, String name, String value) {
    reply.addProps(
        Responses.DatabasePropertyElement.newBuilder()
            .setKey(Common.DatabaseProperty.newBuilder().setName(name))
            .setValue(
                Common.TypedValue.newBuilder().setType(Common.Rep.STRING).setStringValue(value)));
  }

  private static String typeName(Metadata.TableKind kind) {
    return kind.name().replace('_', ' ');
  }

  private static Comparator<Metadata.Table> byName() {
    Function<Metadata.Table, String> lower = table -> table.name().toLowerCase(Locale.ROOT);
    return Comparator.comparing(Metadata.Table::catalog)
        .thenComparing(Metadata.Table::database)
        .thenComparing(lower);
  }

  private static List<@Nullable Object> row(@Nullable Object... values) {
    return Arrays.asList(values);
  }

  private static RowSchema text(String... names) {
    return new RowSchema(
        Arrays.stream(names).map(name -> new RowSchema.Field(name, ScalarType.STRING)).toList());
  }

  private static RowSchema schema(Object... namesAndTypes) {
    List<RowSchema.Field> fields = new ArrayList<>();
    for (int i = 0; i < namesAndTypes.length; i += 2) {
      fields.add(new RowSchema.Field((String) namesAndTypes[i], (DataType) namesAndTypes[i + 1]));
    }
    return new RowSchema(fields);
  }

  private Responses.ResultSetResponse reply(RowSchema schema, List<List<@Nullable Object>> rows) {
    WireValues values = new WireValues(ZoneOffset.UTC);
    Common.Frame.Builder frame = Common.Frame.newBuilder().setDone(true);
    for (List<@Nullable Object> cells : rows) {
      Common.Row.Builder row = Common.Row.newBuilder();
      for (int i = 0; i < cells.size(); i++) {
        row.addValue(values.column(cells.get(i), schema.type(i)));
      }
      frame.addRows(row);
    }
    return Responses.ResultSetResponse.newBuilder()
        .setConnectionId(connectionId)
        .setStatementId(statementId)
        .setOwnStatement(true)
        .setSignature(WireColumns.signature("", schema, List.of()))
        .setFirstFrame(frame)
        .setUpdateCount(-1)
        .build();
  }
}
