package io.leat.jdbc;

import com.google.protobuf.Message;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.avatica.proto.Common;
import org.apache.calcite.avatica.proto.Requests;
import org.apache.calcite.avatica.proto.Responses;
import org.jspecify.annotations.Nullable;

/** What Leat is and has, as JDBC asks for it. A schema is called a database here. */
final class LeatDatabaseMetaData extends Capabilities {
  private static final String FUNCTION_PREFIX = "GET_";

  private final LeatConnection owner;

  LeatDatabaseMetaData(LeatConnection connection) {
    super(connection);
    this.owner = connection;
  }

  private WireClient wire() throws SQLException {
    owner.checkOpen();
    return owner.wire();
  }

  private ResultSet ask(Message request) throws SQLException {
    WireClient wire = wire();
    Responses.ResultSetResponse answer = wire.call(request, Responses.ResultSetResponse.parser());
    ResultColumns columns = ResultColumns.of(answer.getSignature());
    return new LeatResultSet(
        null,
        columns,
        new ResultRows(wire, null, 0, columns.types(), answer.getFirstFrame(), 0, 0));
  }

  private ResultSet none(String columns) throws SQLException {
    return new MetadataRows(wire(), columns).open();
  }

  @Override
  public ResultSet getCatalogs() throws SQLException {
    return ask(Requests.CatalogsRequest.newBuilder().setConnectionId(owner.id).build());
  }

  @Override
  public ResultSet getSchemas() throws SQLException {
    return getSchemas(null, null);
  }

  @Override
  public ResultSet getSchemas(@Nullable String catalog, @Nullable String schemaPattern)
      throws SQLException {
    return ask(
        Requests.SchemasRequest.newBuilder()
            .setConnectionId(owner.id)
            .setHasCatalog(catalog != null)
            .setCatalog(orEmpty(catalog))
            .setHasSchemaPattern(schemaPattern != null)
            .setSchemaPattern(orEmpty(schemaPattern))
            .build());
  }

  @Override
  public ResultSet getTableTypes() throws SQLException {
    return ask(Requests.TableTypesRequest.newBuilder().setConnectionId(owner.id).build());
  }

  @Override
  public ResultSet getTables(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String tableNamePattern,
      String @Nullable [] types)
      throws SQLException {
    return ask(
        Requests.TablesRequest.newBuilder()
            .setConnectionId(owner.id)
            .setHasCatalog(catalog != null)
            .setCatalog(orEmpty(catalog))
            .setHasSchemaPattern(schemaPattern != null)
            .setSchemaPattern(orEmpty(schemaPattern))
            .setHasTableNamePattern(tableNamePattern != null)
            .setTableNamePattern(orEmpty(tableNamePattern))
            .setHasTypeList(types != null)
            .addAllTypeList(types == null ? List.of() : List.of(types))
            .build());
  }

  @Override
  public ResultSet getColumns(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String tableNamePattern,
      @Nullable String columnNamePattern)
      throws SQLException {
    return ask(
        Requests.ColumnsRequest.newBuilder()
            .setConnectionId(owner.id)
            .setHasCatalog(catalog != null)
            .setCatalog(orEmpty(catalog))
            .setHasSchemaPattern(schemaPattern != null)
            .setSchemaPattern(orEmpty(schemaPattern))
            .setHasTableNamePattern(tableNamePattern != null)
            .setTableNamePattern(orEmpty(tableNamePattern))
            .setHasColumnNamePattern(columnNamePattern != null)
            .setColumnNamePattern(orEmpty(columnNamePattern))
            .build());
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  @Override
  public ResultSet getTypeInfo() throws SQLException {
    return ask(Requests.TypeInfoRequest.newBuilder().setConnectionId(owner.id).build());
  }

  @Override
  public ResultSet getPrimaryKeys(@Nullable String catalog, @Nullable String schema, String table)
      throws SQLException {
    MetadataRows keys =
        new MetadataRows(
            wire(), "TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME KEY_SEQ:short PK_NAME");
    try (ResultSet columns = getColumns(catalog, escaped(schema), escaped(table), null)) {
      while (columns.next()) {
        short place = columns.getShort("KEY_SEQ");
        if (!columns.wasNull()) {
          keys.add(
              columns.getString("TABLE_CAT"),
              columns.getString("TABLE_SCHEM"),
              columns.getString("TABLE_NAME"),
              columns.getString("COLUMN_NAME"),
              place,
              null);
        }
      }
    }
    return keys.open();
  }

  private static @Nullable String escaped(@Nullable String name) {
    return name == null ? null : name.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }

  @Override
  public ResultSet getFunctions(
      @Nullable String catalog, @Nullable String schemaPattern, @Nullable String namePattern)
      throws SQLException {
    MetadataRows found =
        new MetadataRows(
            wire(),
            "FUNCTION_CAT FUNCTION_SCHEM FUNCTION_NAME REMARKS FUNCTION_TYPE:short SPECIFIC_NAME");
    List<String> names = new ArrayList<>();
    properties()
        .forEach(
            (property, value) -> {
              if (property.startsWith(FUNCTION_PREFIX) && property.endsWith("_FUNCTIONS")) {
                names.addAll(List.of(value.split(",")));
              }
            });
    String like = likeToRegex(namePattern);
    names.stream()
        .filter(name -> !name.isEmpty() && name.toUpperCase(Locale.ROOT).matches(like))
        .distinct()
        .sorted()
        .forEach(name -> found.add(null, null, name, "", DatabaseMetaData.functionNoTable, name));
    return found.open();
  }

  private static String likeToRegex(@Nullable String pattern) {
    if (pattern == null) {
      return ".*";
    }
    StringBuilder regex = new StringBuilder();
    for (char c : pattern.toUpperCase(Locale.ROOT).toCharArray()) {
      regex.append(c == '%' ? ".*" : c == '_' ? "." : java.util.regex.Pattern.quote("" + c));
    }
    return regex.toString();
  }

  private Map<String, String> properties() throws SQLException {
    Map<String, String> found = new HashMap<>();
    Responses.DatabasePropertyResponse answer =
        wire()
            .call(
                Requests.DatabasePropertyRequest.newBuilder().setConnectionId(owner.id).build(),
                Responses.DatabasePropertyResponse.parser());
    for (Responses.DatabasePropertyElement each : answer.getPropsList()) {
      Common.TypedValue value = each.getValue();
      found.put(each.getKey().getName(), value.getStringValue());
    }
    return found;
  }

  private String property(String name) throws SQLException {
    return properties().getOrDefault(name, "");
  }

  @Override
  public String getSQLKeywords() throws SQLException {
    return property("GET_S_Q_L_KEYWORDS");
  }

  @Override
  public String getNumericFunctions() throws SQLException {
    return property("GET_NUMERIC_FUNCTIONS");
  }

  @Override
  public String getStringFunctions() throws SQLException {
    return property("GET_STRING_FUNCTIONS");
  }

  @Override
  public String getSystemFunctions() throws SQLException {
    return property("GET_SYSTEM_FUNCTIONS");
  }

  @Override
  public String getTimeDateFunctions() throws SQLException {
    return property("GET_TIME_DATE_FUNCTIONS");
  }

  @Override
  public String getDatabaseProductVersion() throws SQLException {
    return property("GET_DATABASE_PRODUCT_VERSION");
  }

  @Override
  public ResultSet getProcedures(
      @Nullable String catalog, @Nullable String schemaPattern, @Nullable String namePattern)
      throws SQLException {
    return none(
        "PROCEDURE_CAT PROCEDURE_SCHEM PROCEDURE_NAME RESERVED1 RESERVED2 RESERVED3 REMARKS"
            + " PROCEDURE_TYPE:short SPECIFIC_NAME");
  }

  @Override
  public ResultSet getProcedureColumns(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String procedureNamePattern,
      @Nullable String columnNamePattern)
      throws SQLException {
    return none(
        "PROCEDURE_CAT PROCEDURE_SCHEM PROCEDURE_NAME COLUMN_NAME COLUMN_TYPE:short DATA_TYPE:int"
            + " TYPE_NAME PRECISION:int LENGTH:int SCALE:short RADIX:short NULLABLE:short REMARKS"
            + " COLUMN_DEF SQL_DATA_TYPE:int SQL_DATETIME_SUB:int CHAR_OCTET_LENGTH:int"
            + " ORDINAL_POSITION:int IS_NULLABLE SPECIFIC_NAME");
  }

  @Override
  public ResultSet getFunctionColumns(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String functionNamePattern,
      @Nullable String columnNamePattern)
      throws SQLException {
    return none(
        "FUNCTION_CAT FUNCTION_SCHEM FUNCTION_NAME COLUMN_NAME COLUMN_TYPE:short DATA_TYPE:int"
            + " TYPE_NAME PRECISION:int LENGTH:int SCALE:short RADIX:short NULLABLE:short REMARKS"
            + " CHAR_OCTET_LENGTH:int ORDINAL_POSITION:int IS_NULLABLE SPECIFIC_NAME");
  }

  @Override
  public ResultSet getPseudoColumns(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String tableNamePattern,
      @Nullable String columnNamePattern)
      throws SQLException {
    return none(
        "TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME DATA_TYPE:int COLUMN_SIZE:int"
            + " DECIMAL_DIGITS:int NUM_PREC_RADIX:int COLUMN_USAGE REMARKS CHAR_OCTET_LENGTH:int"
            + " IS_NULLABLE");
  }

  @Override
  public ResultSet getColumnPrivileges(
      @Nullable String catalog,
      @Nullable String schema,
      @Nullable String table,
      @Nullable String columnNamePattern)
      throws SQLException {
    return none(
        "TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME GRANTOR GRANTEE PRIVILEGE IS_GRANTABLE");
  }

  @Override
  public ResultSet getTablePrivileges(
      @Nullable String catalog, @Nullable String schemaPattern, @Nullable String tablePattern)
      throws SQLException {
    return none("TABLE_CAT TABLE_SCHEM TABLE_NAME GRANTOR GRANTEE PRIVILEGE IS_GRANTABLE");
  }

  @Override
  public ResultSet getBestRowIdentifier(
      @Nullable String catalog,
      @Nullable String schema,
      @Nullable String table,
      int scope,
      boolean nullable)
      throws SQLException {
    return none(
        "SCOPE:short COLUMN_NAME DATA_TYPE:int TYPE_NAME COLUMN_SIZE:int BUFFER_LENGTH:int"
            + " DECIMAL_DIGITS:short PSEUDO_COLUMN:short");
  }

  @Override
  public ResultSet getVersionColumns(
      @Nullable String catalog, @Nullable String schema, @Nullable String table)
      throws SQLException {
    return getBestRowIdentifier(catalog, schema, table, bestRowSession, true);
  }

  /** A row for each column of an index. */
  private static final String INDEXES =
      "SELECT `database`, table_name, `unique`, name, `position`, column_name FROM leat.indexes"
          + " WHERE table_name = ? AND `database` LIKE ? AND (`unique` OR NOT ?)"
          + " ORDER BY NOT `unique`, name, `position`";

  private static final String FOREIGN_KEYS =
      "PKTABLE_CAT PKTABLE_SCHEM PKTABLE_NAME PKCOLUMN_NAME FKTABLE_CAT FKTABLE_SCHEM FKTABLE_NAME"
          + " FKCOLUMN_NAME KEY_SEQ:short UPDATE_RULE:short DELETE_RULE:short FK_NAME PK_NAME"
          + " DEFERRABILITY:short";

  @Override
  public ResultSet getImportedKeys(
      @Nullable String catalog, @Nullable String schema, @Nullable String table)
      throws SQLException {
    return none(FOREIGN_KEYS);
  }

  @Override
  public ResultSet getExportedKeys(
      @Nullable String catalog, @Nullable String schema, @Nullable String table)
      throws SQLException {
    return none(FOREIGN_KEYS);
  }

  @Override
  public ResultSet getCrossReference(
      @Nullable String parentCatalog,
      @Nullable String parentSchema,
      @Nullable String parentTable,
      @Nullable String foreignCatalog,
      @Nullable String foreignSchema,
      @Nullable String foreignTable)
      throws SQLException {
    return none(FOREIGN_KEYS);
  }

  @Override
  public ResultSet getIndexInfo(
      @Nullable String catalog,
      @Nullable String schema,
      @Nullable String table,
      boolean unique,
      boolean approximate)
      throws SQLException {
    MetadataRows indexes =
        new MetadataRows(
            wire(),
            "TABLE_CAT TABLE_SCHEM TABLE_NAME NON_UNIQUE:boolean INDEX_QUALIFIER INDEX_NAME"
                + " TYPE:short ORDINAL_POSITION:short COLUMN_NAME ASC_OR_DESC CARDINALITY:int"
                + " PAGES:int FILTER_CONDITION");
    List<String> catalogs = new ArrayList<>();
    try (ResultSet known = getCatalogs()) {
      while (known.next()) {
        catalogs.add(known.getString(1));
      }
    }
    if (catalog != null && !catalogs.contains(catalog)) {
      return indexes.open();
    }
    try (PreparedStatement query = owner.prepareStatement(INDEXES)) {
      query.setString(1, table);
      query.setString(2, schema == null ? "%" : escaped(schema));
      query.setBoolean(3, unique);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          indexes.add(
              catalogs.get(0),
              rows.getString(1),
              rows.getString(2),
              !rows.getBoolean(3),
              null,
              rows.getString(4),
              tableIndexOther,
              rows.getShort(5),
              rows.getString(6),
              "A",
              0,
              0,
              null);
        }
      }
    }
    return indexes.open();
  }

  @Override
  public ResultSet getUDTs(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String typeNamePattern,
      int @Nullable [] types)
      throws SQLException {
    return none("TYPE_CAT TYPE_SCHEM TYPE_NAME CLASS_NAME DATA_TYPE:int REMARKS BASE_TYPE:short");
  }

  @Override
  public ResultSet getSuperTypes(
      @Nullable String catalog, @Nullable String schemaPattern, @Nullable String typeNamePattern)
      throws SQLException {
    return none("TYPE_CAT TYPE_SCHEM TYPE_NAME SUPERTYPE_CAT SUPERTYPE_SCHEM SUPERTYPE_NAME");
  }

  @Override
  public ResultSet getSuperTables(
      @Nullable String catalog, @Nullable String schemaPattern, @Nullable String tableNamePattern)
      throws SQLException {
    return none("TABLE_CAT TABLE_SCHEM TABLE_NAME SUPERTABLE_NAME");
  }

  @Override
  public ResultSet getAttributes(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String typeNamePattern,
      @Nullable String attributeNamePattern)
      throws SQLException {
    return none(
        "TYPE_CAT TYPE_SCHEM TYPE_NAME ATTR_NAME DATA_TYPE:int ATTR_TYPE_NAME ATTR_SIZE:int"
            + " DECIMAL_DIGITS:int NUM_PREC_RADIX:int NULLABLE:int REMARKS ATTR_DEF"
            + " SQL_DATA_TYPE:int SQL_DATETIME_SUB:int CHAR_OCTET_LENGTH:int ORDINAL_POSITION:int"
            + " IS_NULLABLE SCOPE_CATALOG SCOPE_SCHEMA SCOPE_TABLE SOURCE_DATA_TYPE:short");
  }

  @Override
  public ResultSet getClientInfoProperties() throws SQLException {
    return none("NAME MAX_LEN:int DEFAULT_VALUE DESCRIPTION");
  }

  @Override
  public Connection getConnection() {
    return owner;
  }
}
