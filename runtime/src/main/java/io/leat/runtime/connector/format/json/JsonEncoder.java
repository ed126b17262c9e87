package io.leat.runtime.connector.format.json;

import io.leat.runtime.connector.format.FieldWriter;
import io.leat.runtime.connector.format.RecordEncoder;
import io.leat.runtime.data.ArrayColumn;
import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.BytesColumn;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.DoubleColumn;
import io.leat.runtime.data.FloatColumn;
import io.leat.runtime.data.MapColumn;
import io.leat.runtime.data.RowColumn;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.json.JsonBuffer;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.MultisetType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.RowType;
import io.leat.runtime.types.ScalarType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Writes one object per line. */
final class JsonEncoder implements RecordEncoder {
  private final JsonOptions options;
  private final byte[][] keys;
  private final ValueWriter[] writers;

  JsonEncoder(JsonOptions options, RowSchema schema) {
    this.options = options;
    this.keys = keys(schema);
    this.writers = writers(schema);
  }

  /** Writes a value that is not NULL. */
  private interface ValueWriter {
    void write(Column column, int row, JsonBuffer out);
  }

  private static byte[][] keys(RowSchema schema) {
    byte[][] keys = new byte[schema.size()][];
    for (int i = 0; i < keys.length; i++) {
      JsonBuffer key = new JsonBuffer();
      byte[] name = schema.name(i).getBytes(StandardCharsets.UTF_8);
      key.string(name, 0, name.length);
      key.put(':');
      keys[i] = key.toBytes();
    }
    return keys;
  }

  private ValueWriter[] writers(RowSchema schema) {
    return schema.types().stream().map(this::writer).toArray(ValueWriter[]::new);
  }

  @Override
  public void encode(ChangeBatch batch, int[] columns, int row, JsonBuffer out) {
    out.put('{');
    boolean first = true;
    for (int i = 0; i < columns.length; i++) {
      first &= !member(keys[i], writers[i], batch.column(columns[i]), row, first, out);
    }
    out.put('}');
    out.put('\n');
  }

  /** Whether it wrote something. */
  private boolean member(
      byte[] key, ValueWriter writer, Column column, int row, boolean first, JsonBuffer out) {
    if (options.ignoreNullFields() && column.isNull(row)) {
      return false;
    }
    if (!first) {
      out.put(',');
    }
    out.put(key, 0, key.length);
    value(writer, column, row, out);
    return true;
  }

  private static void value(ValueWriter writer, Column column, int row, JsonBuffer out) {
    if (column.isNull(row)) {
      out.ascii("null");
    } else {
      writer.write(column, row, out);
    }
  }

  private ValueWriter writer(DataType type) {
    if (type instanceof ArrayType array) {
      return array(writer(array.element()));
    }
    if (type instanceof RowType row) {
      return row(keys(row.schema()), writers(row.schema()));
    }
    if (type instanceof MapType map) {
      return map((ScalarType) map.key(), writer(map.value()));
    }
    if (type instanceof MultisetType multiset) {
      return map((ScalarType) multiset.element(), writer(ScalarType.INTEGER));
    }
    return scalar((ScalarType) type);
  }

  private static ValueWriter array(ValueWriter element) {
    return (column, row, out) -> {
      ArrayColumn array = (ArrayColumn) column;
      out.put('[');
      for (int i = array.start(row); i < array.end(row); i++) {
        if (i > array.start(row)) {
          out.put(',');
        }
        value(element, array.elements(), i, out);
      }
      out.put(']');
    };
  }

  private ValueWriter row(byte[][] names, ValueWriter[] fields) {
    return (column, row, out) -> {
      out.put('{');
      boolean first = true;
      for (int i = 0; i < fields.length; i++) {
        first &= !member(names[i], fields[i], ((RowColumn) column).field(i), row, first, out);
      }
      out.put('}');
    };
  }

  private ValueWriter map(ScalarType keyType, ValueWriter valueWriter) {
    FieldWriter keyWriter = new FieldWriter(keyType, options.dateEnd());
    JsonBuffer key = new JsonBuffer();
    return (column, row, out) -> {
      MapColumn map = (MapColumn) column;
      out.put('{');
      boolean first = true;
      for (int i = map.start(row); i < map.end(row); i++) {
        boolean isNull = map.keys().isNull(i);
        if (isNull && options.dropNullKeys()) {
          continue;
        }
        if (!first) {
          out.put(',');
        }
        first = false;
        if (isNull) {
          out.string(options.nullKey().orElseThrow(JsonEncoder::nullKey));
        } else {
          key.clear();
          keyWriter.write(map.keys(), i, key);
          out.string(key.bytes(), 0, key.size());
        }
        out.put(':');
        value(valueWriter, map.values(), i, out);
      }
      out.put('}');
    };
  }

  private static LeatException nullKey() {
    return new LeatException(
            SqlState.NULL_NOT_ALLOWED, "format 'json' cannot write a map whose key is NULL")
        .withHint("Set 'json.map-null-key.mode' to 'DROP' or 'LITERAL'.");
  }

  private ValueWriter scalar(ScalarType type) {
    FieldWriter text = new FieldWriter(type, options.dateEnd());
    return switch (type.kind()) {
      case TINYINT, SMALLINT, INTEGER, BIGINT, BOOLEAN, VARIANT -> text::write;
      case FLOAT ->
          (column, row, out) -> {
            float value = ((FloatColumn) column).get(row);
            real(Float.isFinite(value), Float.toString(value), out);
          };
      case DOUBLE ->
          (column, row, out) -> {
            double value = ((DoubleColumn) column).get(row);
            real(Double.isFinite(value), Double.toString(value), out);
          };
      case DECIMAL ->
          (column, row, out) -> {
            BigDecimal value =
                (BigDecimal) Objects.requireNonNull(BoxedValues.get(column, row, type));
            out.ascii(options.plainDecimals() ? value.toPlainString() : value.toString());
          };
      case CHAR, VARCHAR ->
          (column, row, out) -> {
            BytesColumn bytes = (BytesColumn) column;
            int start = bytes.start(row);
            out.string(bytes.heap(), start, start + bytes.length(row));
          };
      default ->
          (column, row, out) -> {
            out.put('"');
            text.write(column, row, out);
            out.put('"');
          };
    };
  }

  /** JSON has no numbers that are not finite: they are texts. */
  private static void real(boolean finite, String text, JsonBuffer out) {
    if (finite) {
      out.ascii(text);
    } else {
      out.string(text);
    }
  }
}
