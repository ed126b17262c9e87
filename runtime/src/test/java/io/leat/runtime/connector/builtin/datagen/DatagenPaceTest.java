package io.leat.runtime.connector.builtin.datagen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.connector.SourceReader;
import io.leat.runtime.connector.Split;
import io.leat.runtime.data.Column;
import io.leat.runtime.types.ScalarType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows come exactly when they are due. */
class DatagenPaceTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long START = DatagenTable.START_NANOS;

  /** Follows {@code nextReadNanos} and checks the time of every single row. */
  @ParameterizedTest
  @CsvSource({"1, 300", "3, 300", "5, 300", "7, 300", "999, 180", "1000, 180"})
  void everyRowComesAtItsTime(long rate, long seconds) {
    DatagenTable table = table(rate);
    SourceReader reader = table.reader(table.splits(2));
    for (long row = 0; row <= rate * seconds; row++) {
      assertEquals(0, reader.nextReadNanos(), "row " + row + " is due");
      assertEquals(1, read(table, reader, 4096), "row " + row);
      long due = reader.nextReadNanos();
      assertEquals(START + dueNanos(row + 1, rate), due);
      table.clock.advanceTo(due - 1);
      assertEquals(0, read(table, reader, 4096), "row " + (row + 1) + " came early");
      assertEquals(due, reader.nextReadNanos());
      table.clock.advanceTo(due);
    }
  }

  /** Ten thousand wake-ups a second would cost more than the rows. */
  @ParameterizedTest
  @ValueSource(longs = {1001, 10_000, 3_000_000})
  void rowsThatFollowFastComeTogetherAndNoneMoreThanAMillisecondLate(long rate) {
    DatagenTable table = table(rate);
    SourceReader reader = table.reader(table.splits(2));
    long rows = 0;
    int reads = 0;
    while (table.clock.nanoTime() < START + SECOND) {
      assertEquals(0, reader.nextReadNanos());
      long late = table.clock.nanoTime() - START - dueNanos(rows, rate);
      assertTrue(late <= DatagenReader.GATHER_NANOS, "row " + rows + " is late by " + late);
      rows += drain(table, reader);
      reads++;
      table.clock.advanceTo(reader.nextReadNanos());
    }
    assertTrue(Math.abs(rate - rows) <= 2 * rate * DatagenReader.GATHER_NANOS / SECOND + 1);
    // A read is of one split, and splits take turns in blocks of a millisecond.
    long turns = 1000 + 1;
    assertTrue(reads <= 1001 + turns, reads + " reads");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 3, 5, 7, 1000, 1_000_000, 1_000_000_000})
  void theSumIsExactOverMinutes(long rate) {
    DatagenTable table = table(rate);
    List<SourceReader> readers = new ArrayList<>();
    table.splits(3).forEach(split -> readers.add(table.reader(List.of(split))));
    // Steps that fit no rate: 3 minutes, or a few million rows.
    long end = rate > 10_000 ? 3_000_000 * SECOND / rate : 180 * SECOND;
    long step = Math.max(1, end / 997);
    long rows = 0;
    for (long elapsed = 0; elapsed < end; elapsed += step) {
      table.clock.advanceTo(START + elapsed);
      for (SourceReader reader : readers) {
        rows += drain(table, reader);
        assertTrue(reader.nextReadNanos() > table.clock.nanoTime());
      }
      assertEquals(elapsed / SECOND * rate + elapsed % SECOND * rate / SECOND + 1, rows);
    }
  }

  @Test
  void theFirstRowIsDueAtOnceForEveryRate() {
    for (long rate : new long[] {1, 5, 10_000, SECOND, Long.MAX_VALUE}) {
      DatagenTable table = table(rate);
      SourceReader reader = table.reader(table.splits(1));
      assertEquals(0, reader.nextReadNanos());
      assertEquals(1, read(table, reader, 1));
    }
  }

  /** So that the event time of a table does not stand still where its rows come slowly. */
  @ParameterizedTest
  @ValueSource(longs = {2, 1000, 10_000, 1_000_000})
  void noSplitRestsForLongerThanTheOthersTurns(long rate) {
    DatagenTable table = table(rate);
    List<SourceReader> readers = new ArrayList<>();
    table.splits(3).forEach(split -> readers.add(table.reader(List.of(split))));
    long turn = Math.max(SECOND / rate, SECOND / 1000);
    for (int i = 0; i < 20; i++) {
      table.clock.advance(SECOND / 7);
      for (SourceReader reader : readers) {
        drain(table, reader);
        long rest = reader.nextReadNanos() - table.clock.nanoTime();
        assertTrue(rest <= 3 * turn, "the next row comes in " + rest + " ns");
      }
    }
  }

  @Test
  void withoutARateTenThousandRowsComeInASecond() {
    for (DatagenTable table :
        List.of(
            DatagenTable.of(ScalarType.INTEGER),
            DatagenTable.of(ScalarType.INTEGER, "rows-per-second=0"))) {
      SourceReader reader = table.reader(table.splits(1));
      table.clock.advance(SECOND - 1);
      assertEquals(10_000, drain(table, reader));
      assertEquals(START + SECOND, reader.nextReadNanos());
    }
  }

  @Test
  void aRateBeyondTheClockMeansAtOnce() {
    for (String rate : List.of("1000000001", "99999999999999999999999")) {
      DatagenTable table = DatagenTable.of(ScalarType.INTEGER, "rows-per-second=" + rate);
      SourceReader reader = table.reader(table.splits(1));
      for (int i = 0; i < 100; i++) {
        assertEquals(0, reader.nextReadNanos());
        assertEquals(4096, read(table, reader, 4096));
      }
    }
  }

  @Test
  void afterAStallItCatchesUp() {
    DatagenTable table = table(1000);
    SourceReader reader = table.reader(table.splits(1));
    assertEquals(1, drain(table, reader));
    table.clock.advance(60 * SECOND);
    assertEquals(0, reader.nextReadNanos());
    assertEquals(60_000, drain(table, reader));
    assertEquals(START + 60 * SECOND + SECOND / 1000, reader.nextReadNanos());
  }

  @Test
  void aResumedSplitGoesOnFromWhereItsTimeStood() {
    DatagenTable table = table(4);
    List<SourceReader> readers = new ArrayList<>();
    table.splits(2).forEach(split -> readers.add(table.reader(List.of(split))));
    table.clock.advance(10 * SECOND + SECOND / 8);
    readers.forEach(reader -> drain(table, reader));
    List<Split> offsets = readers.stream().flatMap(r -> r.offsets().stream()).toList();

    table.clock.advance(3600 * SECOND);
    long resumed = table.clock.nanoTime();
    SourceReader first = table.reader(offsets.subList(0, 1));
    SourceReader second = table.reader(offsets.subList(1, 2));
    assertEquals(resumed + SECOND * 3 / 8, first.nextReadNanos());
    assertEquals(resumed + SECOND / 8, second.nextReadNanos());
    table.clock.advance(SECOND);
    assertEquals(2, drain(table, first));
    assertEquals(2, drain(table, second));
  }

  @Test
  void aBacklogIsStillDueAfterAResume() {
    DatagenTable table = table(1000);
    SourceReader reader = table.reader(table.splits(1));
    table.clock.advance(10 * SECOND);
    assertEquals(100, read(table, reader, 100));
    SourceReader resumed = table.reader(reader.offsets());
    assertEquals(9901, drain(table, resumed));
  }

  @Test
  void aBoundedTableEndsWithItsLastRow() {
    DatagenTable table =
        DatagenTable.of(ScalarType.INTEGER, "rows-per-second=2", "number-of-rows=3");
    SourceReader reader = table.reader(table.splits(4));
    assertTrue(table.source.bounded());
    for (int i = 0; i < 3; i++) {
      assertEquals(false, reader.finished());
      assertEquals(1, read(table, reader, 10));
      table.clock.advance(SECOND / 2);
    }
    assertTrue(reader.finished());
    assertEquals(Long.MAX_VALUE, reader.nextReadNanos());
  }

  @Test
  void readsOfLongValuesAreShort() {
    DatagenTable table =
        DatagenTable.of(
            ScalarType.STRING, "rows-per-second=10000000000", "fields.c.length=1000000");
    assertEquals(4, table.values(4096).size());
  }

  private static long dueNanos(long row, long rate) {
    BigInteger[] parts =
        BigInteger.valueOf(row)
            .multiply(BigInteger.valueOf(SECOND))
            .divideAndRemainder(BigInteger.valueOf(rate));
    return parts[0].longValueExact() + (parts[1].signum() == 0 ? 0 : 1);
  }

  private static DatagenTable table(long rate) {
    return DatagenTable.of(ScalarType.INTEGER, "rows-per-second=" + rate);
  }

  private static long drain(DatagenTable table, SourceReader reader) {
    long rows = 0;
    for (int read = read(table, reader, 4096); read > 0; read = read(table, reader, 4096)) {
      rows += read;
    }
    return rows;
  }

  private static int read(DatagenTable table, SourceReader reader, int maxRows) {
    Column[] columns = {Column.of(table.schema.type(0))};
    int rows = reader.read(columns, maxRows);
    assertEquals(rows, columns[0].size());
    return rows;
  }
}
