package io.leat.shell.run;

/** What HELP prints. */
public final class HelpText {
  public static final String TEXT =
      """
      Statements end with a semicolon and may span lines.
        CREATE TABLE t (id INT, data STRING) WITH ('connector' = 'datagen');
        SELECT id, UPPER(data) AS upper_data FROM t;   runs until Ctrl-C
        SHOW TABLES;  DESCRIBE t;  SHOW JOBS;  EXPLAIN SELECT …;  SET 'key' = 'value';
      Commands
        HELP;  CLEAR;  QUIT;  SOURCE 'file.sql';
      Keys
        Tab      completes keywords, tables, columns and functions
        Ctrl-R   searches the history
        Ctrl-C   ends the running query, or clears the line
        Ctrl-D   leaves
      """;

  private HelpText() {}
}
