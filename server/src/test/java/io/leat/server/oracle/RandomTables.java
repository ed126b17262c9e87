package io.leat.server.oracle;

import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random schemas: two to four small tables, with keys, and columns that are never NULL, at times.
 */
final class RandomTables {
  private static final List<Object> INTS = List.of(0, 1, 2, 3, 4, 5);
  private static final List<Object> LONGS = List.of(-7L, 0L, 2L, 5_000_000_000L);
  private static final List<Object> SHORTS = List.of((short) -1, (short) 1, (short) 4);
  private static final List<Object> TEXTS = List.of("", "x", "X", "yz");
  private static final List<Object> DECIMALS =
      List.of(new BigDecimal("-2.50"), new BigDecimal("0.00"), new BigDecimal("1.50"));
  private static final List<Object> DATES =
      List.of(LocalDate.of(2024, 2, 29), LocalDate.of(2024, 3, 1), LocalDate.of(1969, 12, 31));
  private static final List<Object> BOOLEANS = List.of(true, false);

  private RandomTables() {}

  static List<OracleTable> of(Random random) {
    List<OracleTable> tables = new ArrayList<>();
    int count = 2 + random.nextInt(3);
    for (int i = 1; i <= count; i++) {
      List<OracleTable.Column> columns = new ArrayList<>();
      boolean keyed = random.nextInt(4) == 0;
      if (keyed) {
        List<Object> keys = new ArrayList<>();
        for (int key = 0; key < 14; key++) {
          keys.add(key);
        }
        columns.add(new OracleTable.Column("id", ScalarType.INTEGER.withNullable(false), keys));
      }
      columns.add(column("a", ScalarType.INTEGER, INTS, random));
      int more = 1 + random.nextInt(3);
      for (int column = 0; column < more; column++) {
        columns.add(column(String.valueOf((char) ('b' + column)), random));
      }
      tables.add(
          new OracleTable("t" + i, columns, keyed ? "id" : null, false, random.nextInt(4) == 0));
    }
    return tables;
  }

  private static OracleTable.Column column(String name, Random random) {
    return switch (random.nextInt(9)) {
      case 0 -> column(name, ScalarType.BIGINT, LONGS, random);
      case 1 -> column(name, ScalarType.SMALLINT, SHORTS, random);
      case 2, 3 -> column(name, ScalarType.STRING, TEXTS, random);
      case 4 -> column(name, ScalarType.decimal(6, 2), DECIMALS, random);
      case 5 -> column(name, ScalarType.BOOLEAN, BOOLEANS, random);
      case 6 -> column(name, ScalarType.DATE, DATES, random);
      default -> column(name, ScalarType.INTEGER, INTS, random);
    };
  }

  private static OracleTable.Column column(
      String name, DataType type, List<Object> values, Random random) {
    return new OracleTable.Column(name, type.withNullable(random.nextInt(4) > 0), values);
  }
}
