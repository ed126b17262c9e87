package io.leat.runtime.connector.builtin.file;

import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.format.FieldReader;
import io.leat.runtime.data.Column;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Values of PARTITIONED BY columns in the names of directories: {@code dt=2026-01-31/hour=7}.
 * Characters that names should not have are written {@code %2F}, as in Hive.
 *
 * @param nullName the name that stands for NULL
 */
record Partitions(RowSchema schema, List<Integer> keys, String nullName) {
  private static final String UNSAFE = "\"#%'*/:=?\\{[]^\u007f";

  static Partitions of(TableDefinition table, String nullName) {
    for (int key : table.partitionKeys()) {
      if (!(table.schema().type(key) instanceof ScalarType type) || type.kind().isBinary()) {
        throw LeatException.notSupported(
            "PARTITIONED BY a column of type " + table.schema().type(key).sqlName(),
            "use a column of a simple type");
      }
    }
    return new Partitions(table.schema(), table.partitionKeys(), nullName);
  }

  /** Appends the values of one partition column that a file's path holds. */
  void appendValue(Path base, Path file, int column, ZoneId zone, Column target) {
    String prefix = schema.name(column) + "=";
    DataType type = schema.type(column);
    for (Path directory = file.getParent();
        directory != null && !directory.equals(base);
        directory = directory.getParent()) {
      String name = String.valueOf(directory.getFileName());
      if (name.regionMatches(true, 0, prefix, 0, prefix.length())) {
        String value = name.substring(prefix.length());
        if (value.equals(nullName)) {
          target.appendNull();
          return;
        }
        byte[] text = unescape(value);
        try {
          new FieldReader((ScalarType) type, zone).append(text, 0, text.length, target);
          return;
        } catch (RowException e) {
          throw new LeatException(
              e.sqlState(), "partition " + name + " of " + file + ": " + e.message());
        }
      }
    }
    throw new LeatException(
            SqlState.INVALID_PARAMETER_VALUE,
            file + " is in no directory '" + prefix + "…' of " + base)
        .withHint("The table is PARTITIONED BY (" + schema.name(column) + ").");
  }

  /** A value's text as part of a directory's name. */
  static String escape(String value) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || UNSAFE.indexOf(c) >= 0 || (c == '.' && i == 0)) {
        name.append('%').append(HexFormat.of().withUpperCase().toHexDigits((byte) c));
      } else {
        name.append(c);
      }
    }
    return name.toString();
  }

  private static byte[] unescape(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    byte[] plain = new byte[bytes.length];
    int length = 0;
    for (int i = 0; i < bytes.length; i++) {
      byte value = bytes[i];
      if (value == '%'
          && i + 2 < bytes.length
          && HexFormat.isHexDigit(bytes[i + 1])
          && HexFormat.isHexDigit(bytes[i + 2])) {
        value =
            (byte) (HexFormat.fromHexDigit(bytes[i + 1]) << 4 | HexFormat.fromHexDigit(bytes[i + 2]));
        i += 2;
      }
      plain[length++] = value;
    }
    return Arrays.copyOf(plain, length);
  }
}
