package io.leat.server.avatica;

import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.MultisetType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.RowType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import java.sql.DatabaseMetaData;
import java.sql.Types;
import java.util.List;
import org.apache.calcite.avatica.proto.Common;
import org.apache.calcite.avatica.proto.Common.Rep;

/**
 * Schemas as the wire describes them. A type's name is its SQL name; MAP and MULTISET are {@link
 * Types#OTHER} with a component that is a STRUCT of key and value, ROW is {@link Types#STRUCT}.
 */
final class WireColumns {
  /** The width that a column of values without a useful bound is shown in. */
  private static final int USUAL_DISPLAY_SIZE = 32;

  /** The table that columns of changes are said to be of, so that a client can tell them. */
  private static final String CHANGES_SCHEMA = "leat";

  private static final String CHANGES_TABLE = "changes";

  /** The length of an offset, which stands behind the time that a clock shows again. */
  private static final int OFFSET = 6;

  private WireColumns() {}

  static Common.Signature signature(String sql, RowSchema schema, List<DataType> parameters) {
    return signature(sql, schema, parameters, 0);
  }

  /**
   * @param changeColumns how many of the first columns say what is done to the relation that the
   *     others are columns of
   */
  static Common.Signature signature(
      String sql, RowSchema schema, List<DataType> parameters, int changeColumns) {
    Common.Signature.Builder signature =
        Common.Signature.newBuilder()
            .setSql(sql)
            .setCursorFactory(
                Common.CursorFactory.newBuilder().setStyle(Common.CursorFactory.Style.LIST))
            .setStatementType(
                schema.size() == 0 ? Common.StatementType.UPDATE : Common.StatementType.SELECT);
    for (int i = 0; i < schema.size(); i++) {
      Common.ColumnMetaData.Builder column = column(i, schema.name(i), schema.type(i));
      if (i < changeColumns) {
        column.setSchemaName(CHANGES_SCHEMA).setTableName(CHANGES_TABLE);
      }
      signature.addColumns(column);
    }
    for (int i = 0; i < parameters.size(); i++) {
      DataType type = parameters.get(i);
      signature.addParameters(
          Common.AvaticaParameter.newBuilder()
              .setName("?" + (i + 1))
              .setSigned(type.kind().isNumeric())
              .setPrecision(precision(type))
              .setScale(scale(type))
              .setParameterType(jdbcType(type.kind()))
              .setTypeName(type.sqlName())
              .setClassName(className(type.kind())));
    }
    return signature.build();
  }

  private static Common.ColumnMetaData.Builder column(int ordinal, String name, DataType type) {
    return Common.ColumnMetaData.newBuilder()
        .setOrdinal(ordinal)
        .setCaseSensitive(type.kind().isCharacter())
        .setSearchable(true)
        .setNullable(
            type.nullable() ? DatabaseMetaData.columnNullable : DatabaseMetaData.columnNoNulls)
        .setSigned(type.kind().isNumeric())
        .setDisplaySize(displaySize(type))
        .setLabel(name)
        .setColumnName(name)
        .setSchemaName("")
        .setTableName("")
        .setCatalogName("")
        .setPrecision(precision(type))
        .setScale(scale(type))
        .setReadOnly(true)
        .setColumnClassName(className(type.kind()))
        .setType(type(type));
  }

  private static Common.AvaticaType type(DataType type) {
    Common.AvaticaType.Builder wire =
        Common.AvaticaType.newBuilder()
            .setId(jdbcType(type.kind()))
            .setName(type.sqlName())
            .setRep(rep(type));
    if (type instanceof ArrayType array) {
      wire.setComponent(type(array.element()));
    } else if (type instanceof MapType map) {
      wire.setComponent(entry(map.key(), map.value()));
    } else if (type instanceof MultisetType multiset) {
      wire.setComponent(entry(multiset.element(), ScalarType.INTEGER));
    } else if (type instanceof RowType row) {
      for (int i = 0; i < row.schema().size(); i++) {
        wire.addColumns(column(i, row.schema().name(i), row.schema().type(i)));
      }
    }
    return wire.build();
  }

  private static Common.AvaticaType entry(DataType key, DataType value) {
    return Common.AvaticaType.newBuilder()
        .setId(Types.STRUCT)
        .setName("STRUCT")
        .setRep(Rep.OBJECT)
        .addColumns(column(0, "key", key))
        .addColumns(column(1, "value", value))
        .build();
  }

  private static Rep rep(DataType type) {
    return switch (type.kind()) {
      case NULL -> Rep.OBJECT;
      case BOOLEAN -> Rep.BOOLEAN;
      case TINYINT -> Rep.BYTE;
      case SMALLINT -> Rep.SHORT;
      case INTEGER, DATE, INTERVAL_YEAR_MONTH -> Rep.INTEGER;
      case BIGINT, INTERVAL_DAY_TIME -> Rep.LONG;
      case FLOAT -> Rep.FLOAT;
      case DOUBLE -> Rep.DOUBLE;
      case DECIMAL, TIMESTAMP -> Rep.NUMBER;
      case CHAR, VARCHAR, VARIANT, TIMESTAMP_LTZ -> Rep.STRING;
      case BINARY, VARBINARY -> Rep.BYTE_STRING;
      case TIME -> scale(type) <= WireValues.MILLISECOND_DIGITS ? Rep.INTEGER : Rep.NUMBER;
      case ARRAY, MAP, MULTISET -> Rep.ARRAY;
      case ROW -> Rep.OBJECT;
    };
  }

  /** The type's code in {@link Types}. */
  static int jdbcType(TypeKind kind) {
    return switch (kind) {
      case NULL -> Types.NULL;
      case BOOLEAN -> Types.BOOLEAN;
      case TINYINT -> Types.TINYINT;
      case SMALLINT -> Types.SMALLINT;
      case INTEGER -> Types.INTEGER;
      case BIGINT -> Types.BIGINT;
      case FLOAT -> Types.REAL;
      case DOUBLE -> Types.DOUBLE;
      case DECIMAL -> Types.DECIMAL;
      case CHAR -> Types.CHAR;
      case VARCHAR -> Types.VARCHAR;
      case BINARY -> Types.BINARY;
      case VARBINARY -> Types.VARBINARY;
      case DATE -> Types.DATE;
      case TIME -> Types.TIME;
      case TIMESTAMP -> Types.TIMESTAMP;
      case TIMESTAMP_LTZ -> Types.TIMESTAMP_WITH_TIMEZONE;
      case INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME, VARIANT, MAP, MULTISET -> Types.OTHER;
      case ARRAY -> Types.ARRAY;
      case ROW -> Types.STRUCT;
    };
  }

  private static String className(TypeKind kind) {
    return switch (kind) {
      case NULL -> "java.lang.Object";
      case BOOLEAN -> "java.lang.Boolean";
      case TINYINT, SMALLINT, INTEGER -> "java.lang.Integer";
      case BIGINT -> "java.lang.Long";
      case FLOAT -> "java.lang.Float";
      case DOUBLE -> "java.lang.Double";
      case DECIMAL -> "java.math.BigDecimal";
      case CHAR, VARCHAR, VARIANT -> "java.lang.String";
      case BINARY, VARBINARY -> "[B";
      case DATE -> "java.sql.Date";
      case TIME -> "java.sql.Time";
      case TIMESTAMP -> "java.sql.Timestamp";
      case TIMESTAMP_LTZ -> "java.time.OffsetDateTime";
      case INTERVAL_YEAR_MONTH -> "java.time.Period";
      case INTERVAL_DAY_TIME -> "java.time.Duration";
      case ARRAY -> "java.sql.Array";
      case MAP, MULTISET -> "java.util.Map";
      case ROW -> "java.sql.Struct";
    };
  }

  /** Digits, length, or the length of a date or time as text; 0 where it means nothing. */
  static int precision(DataType type) {
    return switch (type.kind()) {
      case TINYINT -> 3;
      case SMALLINT -> 5;
      case INTEGER -> 10;
      case DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ, INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME ->
          displaySize(type);
      case BIGINT -> 19;
      case FLOAT -> 7;
      case DOUBLE -> 15;
      case BOOLEAN -> 1;
      default -> type instanceof ScalarType scalar ? scalar.precision() : 0;
    };
  }

  /** Digits after the point: those of a decimal, or of a second. */
  static int scale(DataType type) {
    return switch (type.kind()) {
      case DECIMAL -> ((ScalarType) type).scale();
      case TIME, TIMESTAMP, TIMESTAMP_LTZ, INTERVAL_DAY_TIME -> ((ScalarType) type).precision();
      default -> 0;
    };
  }

  private static int displaySize(DataType type) {
    return switch (type.kind()) {
      case BOOLEAN -> 5;
      case TINYINT -> 4;
      case SMALLINT -> 6;
      case INTEGER -> 11;
      case BIGINT -> 20;
      case FLOAT -> 14;
      case DOUBLE -> 24;
      case DECIMAL -> precision(type) + 3;
      case CHAR, VARCHAR -> Math.min(precision(type), USUAL_DISPLAY_SIZE);
      case BINARY, VARBINARY -> Math.min(precision(type), USUAL_DISPLAY_SIZE / 2) * 2;
      case DATE -> 10;
      case TIME -> 8 + fraction(type);
      case TIMESTAMP -> 19 + fraction(type);
      case TIMESTAMP_LTZ -> 19 + OFFSET + fraction(type);
      case INTERVAL_YEAR_MONTH -> 12;
      case INTERVAL_DAY_TIME -> 20 + Math.max(3, scale(type));
      case NULL -> 4;
      case VARIANT, ARRAY, MAP, MULTISET, ROW -> USUAL_DISPLAY_SIZE;
    };
  }

  /** The length of a point and the digits behind it. */
  private static int fraction(DataType type) {
    return scale(type) == 0 ? 0 : 1 + scale(type);
  }
}
