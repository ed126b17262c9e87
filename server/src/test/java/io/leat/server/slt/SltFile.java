package io.leat.server.slt;

import io.leat.runtime.connector.OptionParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A sqllogictest file: records separated by blank lines, each {@code statement ok}, {@code
 * statement count}, {@code statement error} or {@code query TYPES [rowsort]}, followed by SQL and,
 * after {@code ----}, what is expected. Lines that start with {@code #} are comments. A query's
 * expected rows have their values separated by tabs; a count is that of rows written; an error's
 * expected text is the first line of its message. {@code connection NAME} says who speaks from
 * there on: every name is a session of its own. {@code clock 10 s} moves the time of the engine
 * forward; in a file with such a record it stands still otherwise, from 2026-01-01 UTC on. {@code
 * query TYPES [rowsort] eventually} waits for its rows.
 */
record SltFile(List<Record> records) {

  enum Kind {
    STATEMENT_OK,
    STATEMENT_COUNT,
    STATEMENT_ERROR,
    CONNECTION,
    CLOCK,
    QUERY,
    /** Comments and blank lines, kept for regeneration. */
    TEXT
  }

  /**
   * One record.
   *
   * @param header its first line
   * @param line where it starts, counted from 1
   */
  record Record(Kind kind, String header, int line, String sql, List<String> expected) {
    /** The name of the connection that speaks from there on. */
    String connection() {
      return header.substring("connection ".length());
    }

    boolean sorted() {
      return header.contains(" rowsort");
    }

    boolean awaited() {
      return header.endsWith(" eventually");
    }

    /** Whether it is no statement. */
    boolean silent() {
      return kind == Kind.TEXT || kind == Kind.CONNECTION || kind == Kind.CLOCK;
    }

    /** By how much time moves. */
    Duration advance() {
      return OptionParser.duration()
          .parse()
          .apply(header.substring("clock ".length()))
          .orElseThrow(() -> new IllegalArgumentException(header));
    }

    Record withExpected(List<String> lines) {
      return new Record(kind, header, line, sql, lines);
    }

    String text() {
      StringBuilder text = new StringBuilder(header).append('\n');
      if (silent()) {
        return text.toString();
      }
      text.append(sql).append('\n');
      if (kind != Kind.STATEMENT_OK) {
        text.append("----\n");
        expected.forEach(row -> text.append(row).append('\n'));
      }
      return text.toString();
    }
  }

  static SltFile parse(String name, List<String> lines) {
    List<Record> records = new ArrayList<>();
    int i = 0;
    while (i < lines.size()) {
      String header = lines.get(i);
      int start = i + 1;
      Kind kind = kind(header);
      if (kind == null) {
        throw new IllegalArgumentException(name + ":" + start + ": unknown record: " + header);
      }
      i++;
      Record silent = new Record(kind, header, start, "", List.of());
      if (silent.silent()) {
        records.add(silent);
        continue;
      }
      List<String> sql = new ArrayList<>();
      while (i < lines.size() && !lines.get(i).isBlank() && !lines.get(i).equals("----")) {
        sql.add(lines.get(i++));
      }
      List<String> expected = new ArrayList<>();
      if (i < lines.size() && lines.get(i).equals("----")) {
        i++;
        while (i < lines.size() && !lines.get(i).isBlank()) {
          expected.add(lines.get(i++));
        }
      }
      records.add(new Record(kind, header, start, String.join("\n", sql), expected));
    }
    return new SltFile(records);
  }

  private static Kind kind(String header) {
    if (header.isBlank() || header.startsWith("#")) {
      return Kind.TEXT;
    }
    if (header.equals("statement ok")) {
      return Kind.STATEMENT_OK;
    }
    if (header.equals("statement count")) {
      return Kind.STATEMENT_COUNT;
    }
    if (header.startsWith("connection ")) {
      return Kind.CONNECTION;
    }
    if (header.startsWith("clock ")) {
      return Kind.CLOCK;
    }
    if (header.equals("statement error")) {
      return Kind.STATEMENT_ERROR;
    }
    return header.startsWith("query") ? Kind.QUERY : null;
  }
}
