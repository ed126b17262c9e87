package io.leat.shell.prompt;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The words of the language, for colour and completion; the server alone knows what is valid. */
final class Keywords {
  /** What a statement can begin with. */
  static final List<String> FIRST =
      List.of(
          "ALTER",
          "CREATE",
          "DELETE",
          "DESCRIBE",
          "DROP",
          "EXECUTE",
          "EXPLAIN",
          "INSERT",
          "RESET",
          "SELECT",
          "SET",
          "SHOW",
          "STOP",
          "TRUNCATE",
          "UPDATE",
          "UPSERT",
          "USE",
          "VALUES",
          "WITH",
          "CLEAR",
          "EXIT",
          "HELP",
          "QUIT",
          "SOURCE");

  static final Set<String> ALL = all();

  private Keywords() {}

  private static Set<String> all() {
    Set<String> all = new TreeSet<>(FIRST);
    String others =
        "ALL AND ANY ARRAY AS ASC AT BEGIN BETWEEN BIGINT BINARY BOOLEAN BY BYTES CASCADE CASE CAST"
            + " CATALOG CATALOGS CHANGES CHAR COLUMN COLUMNS COMMENT CONSTRAINT CROSS CUBE CURRENT"
            + " CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP DATABASE DATABASES DATE DAY DECIMAL"
            + " DESC DESCRIPTOR DISTINCT DOUBLE ELSE EMIT END ENFORCED ESCAPE EXCEPT EXCLUDING"
            + " EXISTS FALSE FETCH FILTER FIRST FLOAT FOLLOWING FOR FROM FULL FUNCTION FUNCTIONS"
            + " GROUP GROUPING HAVING HOUR ILIKE IF IN INCLUDING INNER INT INTEGER INTERSECT"
            + " INTERVAL INTO IS JOB JOBS JOIN KEY LAST LATERAL LEFT LIKE LIMIT LOCALTIMESTAMP MAP"
            + " MATCH_RECOGNIZE MATERIALIZED METADATA MINUTE MONTH MULTISET NATURAL NOT NULL NULLS"
            + " OFFSET ON OR ORDER OUTER OVER OVERWRITE OVERWRITING PARTITION PARTITIONED PLAN"
            + " PRECEDING PRIMARY QUALIFY RANGE RECURSIVE REPLACE RIGHT ROLLUP ROW ROWS SECOND SETS"
            + " SIMILAR SMALLINT SOME STATEMENT STRING SYSTEM_TIME TABLE TABLES TEMPORARY THEN TIME"
            + " TIMESTAMP TIMESTAMP_LTZ TINYINT TO TRUE TRY_CAST UNBOUNDED UNION UNNEST USING"
            + " VARBINARY VARCHAR VIEW VIEWS WATERMARK WHEN WHERE WINDOW WITHIN YEAR ZONE";
    all.addAll(List.of(others.split(" ")));
    return all;
  }
}
