package io.leat.shell.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.shell.render.Column.Kind;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FormatTest {
  private static final List<Column> COLUMNS =
      List.of(
          new Column("id", Kind.NUMBER, 11),
          new Column("data", Kind.TEXT, 16),
          new Column("ok", Kind.BOOLEAN, 5));

  private static final List<Object[]> ROWS =
      List.of(
          new Object[] {"1", "plain", "TRUE"},
          new Object[] {"-20", null, null},
          new Object[] {null, "a,\"b\"\n\tc|d\\", ""},
          new Object[] {"300", "日本 e\u0301 😀\u001b[2J\u202e", "FALSE"});

  @Test
  void table() throws IOException {
    assertEquals(
        """
           id | data                     | ok
        ------+--------------------------+-------
            1 | plain                    | TRUE
          -20 | NULL                     | NULL
         NULL | a,"b"\\n\\tc|d\\            |
          300 | 日本 e\u0301 😀\\u001b[2J\\u202e | FALSE
        """,
        write(Format.TABLE, Screen.NONE, true, ROWS));
  }

  @Test
  void csv() throws IOException {
    assertEquals(
        "id,data,ok\n1,plain,TRUE\n-20,,\n,\"a,\"\"b\"\"\n\tc|d\\\",\"\"\n"
            + "300,日本 e\u0301 😀\u001b[2J\u202e,FALSE\n",
        write(Format.CSV, Screen.NONE, true, ROWS));
  }

  @Test
  void tsv() throws IOException {
    assertEquals(
        "id\tdata\tok\n1\tplain\tTRUE\n-20\t\\N\t\\N\n\\N\ta,\"b\"\\n\\tc|d\\\\\t\n",
        write(Format.TSV, Screen.NONE, true, ROWS.subList(0, 3)));
  }

  @Test
  void markdown() throws IOException {
    assertEquals(
        """
        | id | data | ok |
        | ---: | --- | --- |
        | 1 | plain | TRUE |
        | -20 | NULL | NULL |
        | NULL | a,"b"<br>\tc\\|d\\\\ |  |
        """,
        write(Format.MARKDOWN, Screen.NONE, true, ROWS.subList(0, 3)));
  }

  @Test
  void vertical() throws IOException {
    assertEquals(
        """
        *** row 1 ***
          id: 1
        data: plain
          ok: TRUE
        *** row 2 ***
          id: -20
        data: NULL
          ok: NULL
        """,
        write(Format.VERTICAL, Screen.NONE, true, ROWS.subList(0, 2)));
  }

  @Test
  void jsonHasBareNumbersAndNestedValues() throws IOException {
    List<Column> columns =
        List.of(
            new Column("n", Kind.NUMBER, 0),
            new Column("x\"", Kind.NESTED, 0),
            new Column("t", Kind.TEXT, 0));
    StringBuilder out = new StringBuilder();
    RowWriter writer = Format.JSON.writer(out, Screen.NONE);
    writer.begin(columns);
    writer.rows(
        List.of(
            new Object[] {new BigDecimal("1E+3"), List.of(1, "a\n"), "q\"\\"},
            new Object[] {Double.NaN, Map.of("k", Arrays.asList(true, null)), null},
            new Object[] {1.5, new byte[] {1, (byte) 0xab}, "\u0001"}),
        true);
    writer.end();
    assertEquals(
        """
        {"n":1000,"x\\"":[1,"a\\n"],"t":"q\\"\\\\"}
        {"n":"NaN","x\\"":{"k":[true,null]},"t":null}
        {"n":1.5,"x\\"":"01ab","t":"\\u0001"}
        """,
        out.toString());
  }

  @Test
  void jsonHasObjectsForRowsAndWhatVariantsHold() throws IOException {
    List<Column> columns =
        List.of(
            nested("ROW<a INT, `b, ``c` ARRAY<TIMESTAMP(3) NOT NULL>>"),
            nested("ROW<EXPR$0 INT NOT NULL, EXPR$1 TIME(6)>"),
            nested("VARIANT"),
            nested("ARRAY<VARIANT>"),
            nested("MAP<DATE NOT NULL, ROW<v VARIANT, i INTERVAL DAY TO SECOND(6)>>"),
            nested("ARRAY<BYTES>"),
            nested("INTERVAL YEAR TO MONTH"));
    StringBuilder out = new StringBuilder();
    RowWriter writer = Format.JSON.writer(out, Screen.NONE);
    writer.begin(columns);
    writer.rows(
        List.<Object[]>of(
            new Object[] {
              List.of(1, List.of(LocalDateTime.of(1, 2, 3, 4, 5, 6, 7_000_000))),
              Arrays.asList(null, LocalTime.of(1, 2, 3)),
              "{\"a\":[1,null]}",
              Arrays.asList("1", "\"x\"", null),
              Map.of(LocalDate.of(2026, 1, 2), List.of("[]", Duration.ofMillis(-90_061_001))),
              List.of(new byte[] {1, -1}),
              "+1-02"
            }),
        true);
    writer.end();
    assertEquals(
        """
        {"x":{"a":1,"b, `c":["0001-02-03 04:05:06.007"]},"x":[null,"01:02:03.000000"],\
        "x":{"a":[1,null]},"x":[1,"x",null],"x":{"2026-01-02":{"v":[],"i":"-1 01:01:01.001000"}},\
        "x":["01ff"],"x":"+1-02"}
        """,
        out.toString());
  }

  private static Column nested(String typeName) {
    return new Column("x", Kind.NESTED, 0, typeName);
  }

  @Test
  void aResultWithoutRowsStillHasItsHeader() throws IOException {
    assertEquals(
        " id | data | ok\n----+------+----\n", write(Format.TABLE, Screen.NONE, true, List.of()));
    assertEquals("id,data,ok\n", write(Format.CSV, Screen.NONE, true, List.of()));
  }

  @Test
  void aTableThatGoesOnLeavesRoomForItsTypes() throws IOException {
    assertEquals(
        """
                 id | data             | ok
        ------------+------------------+-------
                  1 | x                | TRUE
        """,
        write(Format.TABLE, Screen.NONE, false, List.<Object[]>of(new Object[] {"1", "x", "TRUE"}))
            .replaceAll("(?m)^[ -]", ""));
  }

  @Test
  void laterLongValuesAreCutOnATerminalAndWidenElsewhere() throws IOException {
    List<Object[]> first = List.<Object[]>of(new Object[] {"1", "abc", "TRUE"});
    List<Object[]> later =
        List.<Object[]>of(
            new Object[] {"1234567", "abcdefgh", "TRUE"}, new Object[] {"2", "日本語", "TRUE"});
    assertEquals(
        """
         id | data | ok
        ----+------+------
          1 | abc  | TRUE
         1234567 | abc… | TRUE
               2 | 日…  | TRUE
        """,
        write(Format.TABLE, new Screen(80, false), true, first, later));
    assertEquals(
        """
         id | data | ok
        ----+------+------
          1 | abc  | TRUE
         1234567 | abcdefgh | TRUE
               2 | 日本語   | TRUE
        """,
        write(Format.TABLE, Screen.NONE, true, first, later));
  }

  @Test
  void aTableFitsTheTerminal() throws IOException {
    String text =
        write(
            Format.TABLE,
            new Screen(40, false),
            true,
            List.<Object[]>of(new Object[] {"1", "x".repeat(500), "TRUE"}));
    assertEquals(
        40, Arrays.stream(text.split("\n")).mapToInt(DisplayText::width).max().orElse(0) + 1);
  }

  @Test
  void coloursAreWrittenOnlyWhereTheyMayBe() throws IOException {
    String colored = write(Format.TABLE, new Screen(80, true), true, ROWS.subList(0, 2));
    assertEquals(true, colored.contains("\u001b[2mNULL\u001b[0m"));
    String plain = write(Format.TABLE, new Screen(80, false), true, ROWS);
    assertEquals(false, plain.contains("\u001b"));
  }

  @SafeVarargs
  private static String write(Format format, Screen screen, boolean last, List<Object[]>... batches)
      throws IOException {
    StringBuilder out = new StringBuilder();
    RowWriter writer = format.writer(out, screen);
    writer.begin(COLUMNS);
    for (List<Object[]> batch : batches) {
      writer.rows(batch, last);
    }
    writer.end();
    return out.toString();
  }
}
