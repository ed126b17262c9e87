package io.leat.runtime.over;

import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.RowException;
import io.leat.runtime.scalar.Temporals;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Period;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Compares a row's order key with that of the current row moved by the offset of a RANGE frame.
 * NULL keys are only near each other.
 */
abstract class KeyDistance {
  private final RowTable table;
  private final SortKey key;

  private KeyDistance(RowTable table, SortKey key) {
    this.table = table;
    this.key = key;
  }

  /**
   * @param preceding whether the offset goes against the order's direction
   */
  static KeyDistance of(
      RowTable table, SortKey key, Object offset, boolean preceding, ZoneId zone) {
    DataType type = table.types().get(key.column());
    boolean minus = preceding != key.descending();
    TypeKind kind = type.kind();
    if (kind.isNumeric() != offset instanceof Number) {
      throw notPossible(type);
    }
    if (kind == TypeKind.FLOAT || kind == TypeKind.DOUBLE) {
      double distance = ((Number) offset).doubleValue();
      return new Doubles(table, key, minus ? -distance : distance);
    }
    if (kind.isNumeric()) {
      BigDecimal distance = new BigDecimal(offset.toString());
      return numbers(table, key, (ScalarType) type, minus ? distance.negate() : distance);
    }
    if (offset instanceof Period period) {
      int months = Math.toIntExact(minus ? -period.toTotalMonths() : period.toTotalMonths());
      return switch (kind) {
        case INTERVAL_YEAR_MONTH -> new Longs(table, key, 1, months);
        case DATE, TIMESTAMP, TIMESTAMP_LTZ -> new Months(table, key, type, months, zone);
        default -> throw notPossible(type);
      };
    }
    if (offset instanceof Duration duration) {
      long micros = duration.getSeconds() * Temporals.MICROS_PER_SECOND + duration.getNano() / 1000;
      long distance = minus ? -micros : micros;
      return switch (kind) {
        case DATE -> new Longs(table, key, Temporals.MICROS_PER_DAY, distance);
        case TIME -> new Longs(table, key, 1, Math.multiplyExact(distance, 1000L));
        case INTERVAL_DAY_TIME -> new Longs(table, key, 1, distance);
        case TIMESTAMP, TIMESTAMP_LTZ -> new Micros(table, key, type, distance);
        default -> throw notPossible(type);
      };
    }
    throw notPossible(type);
  }

  private static LeatException notPossible(DataType type) {
    return LeatException.notSupported(
        "A RANGE frame with such an offset over an order key of type " + type.sqlName(),
        "Order by a number, date or timestamp, or use ROWS");
  }

  private static KeyDistance numbers(
      RowTable table, SortKey key, ScalarType type, BigDecimal distance) {
    boolean wide = type.precision() > ScalarType.MAX_LONG_DECIMAL_PRECISION;
    if (!wide) {
      BigDecimal unscaled = distance.movePointRight(type.scale()).stripTrailingZeros();
      if (unscaled.scale() <= 0 && unscaled.abs().compareTo(new BigDecimal(1L << 62)) < 0) {
        return new Longs(table, key, 1, unscaled.longValueExact());
      }
    }
    return new Numbers(table, key, wide, type.scale(), distance);
  }

  /** Orders a row's key and the moved key of the current row, in the direction of the order. */
  final int compare(int row, int current) {
    boolean rowIsNull = table.isNull(row, key.column());
    boolean currentIsNull = table.isNull(current, key.column());
    if (rowIsNull || currentIsNull) {
      return rowIsNull == currentIsNull ? 0 : rowIsNull == key.nullsFirst() ? -1 : 1;
    }
    move(current);
    int order = compareMoved(row);
    return key.descending() ? -order : order;
  }

  /** Makes {@link #compareMoved} compare with this row's key, moved. */
  abstract void move(int current);

  abstract int compareMoved(int row);

  /** How much time, at most, lies between a timestamp and the moved one; −1 if it is not known. */
  long mostMicros() {
    return -1;
  }

  /** Keys that are a number in one word. */
  private static final class Longs extends KeyDistance {
    private final long unit;
    private final long distance;
    private long edge;

    Longs(RowTable table, SortKey key, long unit, long distance) {
      super(table, key);
      this.unit = unit;
      this.distance = distance;
    }

    @Override
    void move(int current) {
      edge = plus(word(current) * unit, distance);
    }

    @Override
    int compareMoved(int row) {
      return Long.compare(word(row) * unit, edge);
    }
  }

  /** Timestamps. */
  private static class Micros extends KeyDistance {
    private final boolean nanos;
    private final long distance;
    long edge;
    private long edgeNanos;

    Micros(RowTable table, SortKey key, DataType type, long distance) {
      super(table, key);
      this.nanos = ((ScalarType) type).precision() > 6;
      this.distance = distance;
    }

    @Override
    long mostMicros() {
      return Math.abs(distance);
    }

    @Override
    void move(int current) {
      edge = plus(word(current), distance);
      edgeNanos = nanos ? lowWord(current) : 0;
    }

    @Override
    int compareMoved(int row) {
      int order = Long.compare(word(row), edge);
      return order != 0 || !nanos ? order : Long.compare(lowWord(row), edgeNanos);
    }
  }

  /** Dates and timestamps moved by months of the calendar. */
  private static final class Months extends Micros {
    private final TypeKind kind;
    private final int months;
    private final ZoneId zone;

    Months(RowTable table, SortKey key, DataType type, int months, ZoneId zone) {
      super(table, key, type, 0);
      this.kind = type.kind();
      this.months = months;
      this.zone = zone;
    }

    @Override
    long mostMicros() {
      // A month has 31 days at most, and a day more for what zones add.
      return (Math.abs((long) months) * 31 + 1) * Temporals.MICROS_PER_DAY;
    }

    @Override
    void move(int current) {
      super.move(current);
      try {
        edge =
            switch (kind) {
              case DATE -> Temporals.dateAddMonths((int) edge, months);
              case TIMESTAMP -> Temporals.addMonths(edge, months);
              default -> Temporals.addMonthsInZone(edge, months, zone);
            };
      } catch (RowException outOfRange) {
        edge = months < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
      }
    }
  }

  private static final class Doubles extends KeyDistance {
    private final double distance;
    private double edge;

    Doubles(RowTable table, SortKey key, double distance) {
      super(table, key);
      this.distance = distance;
    }

    @Override
    void move(int current) {
      // Adding 0 makes a negative zero positive, as it is in tables.
      edge = Double.longBitsToDouble(word(current)) + distance + 0.0;
    }

    @Override
    int compareMoved(int row) {
      return Double.compare(Double.longBitsToDouble(word(row)), edge);
    }
  }

  /** Numbers that are not exact in a word. */
  private static final class Numbers extends KeyDistance {
    private final boolean wide;
    private final int scale;
    private final BigDecimal distance;
    private @Nullable BigDecimal edge;

    Numbers(RowTable table, SortKey key, boolean wide, int scale, BigDecimal distance) {
      super(table, key);
      this.wide = wide;
      this.scale = scale;
      this.distance = distance;
    }

    private BigDecimal value(int row) {
      return wide
          ? new BigDecimal(BoxedValues.wideToInteger(word(row), lowWord(row)), scale)
          : BigDecimal.valueOf(word(row), scale);
    }

    @Override
    void move(int current) {
      edge = value(current).add(distance);
    }

    @Override
    int compareMoved(int row) {
      return edge == null ? 0 : value(row).compareTo(edge);
    }
  }

  final long word(int row) {
    return table.word(row, key.column());
  }

  final long lowWord(int row) {
    return table.lowWord(row, key.column());
  }

  private static long plus(long a, long b) {
    long sum = a + b;
    return ((a ^ sum) & (b ^ sum)) < 0 ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
  }
}
