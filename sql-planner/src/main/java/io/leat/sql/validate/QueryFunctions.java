package io.leat.sql.validate;

import java.util.ArrayList;
import java.util.List;

/** What people read about the functions of several rows: aggregates, ranks, tables; and casts. */
final class QueryFunctions {
  private static final String NUMBERS = " FROM (VALUES (1), (2), (2), (5)) AS t (x)";
  private static final String PAIRS = " FROM (VALUES (1, 2), (2, 4), (5, 9)) AS t (x, y)";
  private static final String TEXTS = " FROM (VALUES ('le'), ('at')) AS t (x)";
  private static final String TRUTHS = " FROM (VALUES (TRUE), (FALSE)) AS t (x)";

  private QueryFunctions() {}

  static List<FunctionDocument> all() {
    List<FunctionDocument> all = new ArrayList<>();
    all.addAll(casts());
    all.addAll(counts());
    all.addAll(statistics());
    all.addAll(collections());
    all.addAll(ranks());
    all.addAll(tables());
    all.addAll(WindowDocuments.all());
    return all;
  }

  static FunctionDocument document(
      String family, String signatures, String sentence, String example, String... aliases) {
    List<String> texts = List.of(signatures.split("; "));
    String name = texts.get(0).substring(0, texts.get(0).indexOf('('));
    return new FunctionDocument(name, family, texts, List.of(aliases), sentence, example, true);
  }

  private static FunctionDocument aggregate(
      String signatures, String sentence, String example, String... aliases) {
    return document("aggregate", signatures, sentence, "SELECT " + example, aliases);
  }

  private static List<FunctionDocument> casts() {
    return List.of(
        document(
            "conversion",
            "CAST(T AS type) → type",
            "The value as one of another type; also value::type. A value that has none is an error.",
            "CAST('12' AS INT)"),
        document(
            "conversion",
            "TRY_CAST(T AS type) → type",
            "The value as one of another type; NULL if it has none.",
            "TRY_CAST('twelve' AS INT)"));
  }

  private static List<FunctionDocument> counts() {
    return List.of(
        aggregate(
            "COUNT(*) → BIGINT; COUNT([DISTINCT] T...) → BIGINT",
            "How many rows there are, or how many in which no argument is NULL.",
            "COUNT(*), COUNT(DISTINCT x)" + NUMBERS),
        aggregate(
            "APPROX_COUNT_DISTINCT(T) → BIGINT",
            "How many different values there are, roughly.",
            "APPROX_COUNT_DISTINCT(x)" + NUMBERS),
        aggregate(
            "SUM([DISTINCT] INTEGRAL) → BIGINT; SUM(DECIMAL(p, s)) → DECIMAL(38, s);"
                + " SUM(DOUBLE) → DOUBLE",
            "The sum; an error if it does not fit.",
            "SUM(x)" + NUMBERS),
        aggregate(
            "AVG([DISTINCT] NUMERIC) → DOUBLE; AVG(DECIMAL(p, s)) → DECIMAL(38, max(6, s))",
            "The mean.",
            "AVG(x)" + NUMBERS),
        aggregate("MIN(T) → T", "The least value.", "MIN(x)" + NUMBERS),
        aggregate("MAX(T) → T", "The greatest value.", "MAX(x)" + NUMBERS),
        aggregate(
            "BOOL_AND(BOOLEAN) → BOOLEAN",
            "Whether all values are true.",
            "BOOL_AND(x)" + TRUTHS,
            "EVERY"),
        aggregate("BOOL_OR(BOOLEAN) → BOOLEAN", "Whether a value is true.", "BOOL_OR(x)" + TRUTHS),
        aggregate(
            "BIT_AND(INTEGRAL) → INTEGRAL",
            "The bits set in all values.",
            "BIT_AND(x) FROM (VALUES (12), (10)) AS t (x)"),
        aggregate(
            "BIT_OR(INTEGRAL) → INTEGRAL",
            "The bits set in some value.",
            "BIT_OR(x) FROM (VALUES (12), (10)) AS t (x)"),
        aggregate(
            "BIT_XOR(INTEGRAL) → INTEGRAL",
            "The bits set in an odd number of values.",
            "BIT_XOR(x) FROM (VALUES (12), (10)) AS t (x)"),
        aggregate(
            "GROUPING(column...) → BIGINT",
            "For each column a bit, the last one lowest: 1 if the row is not grouped by it.",
            "x, GROUPING(x), COUNT(*)" + NUMBERS + " GROUP BY ROLLUP (x) ORDER BY x"),
        aggregate(
            "GROUPING_ID(column...) → BIGINT",
            "The same as GROUPING.",
            "x, GROUPING_ID(x), COUNT(*)" + NUMBERS + " GROUP BY ROLLUP (x) ORDER BY x"));
  }

  private static List<FunctionDocument> statistics() {
    return List.of(
        aggregate(
            "STDDEV_POP(NUMERIC) → DOUBLE",
            "The standard deviation of all values.",
            "STDDEV_POP(x)" + NUMBERS),
        aggregate(
            "STDDEV_SAMP(NUMERIC) → DOUBLE",
            "The standard deviation, where the values are a sample; NULL of one value.",
            "STDDEV_SAMP(x)" + NUMBERS,
            "STDDEV"),
        aggregate(
            "VAR_POP(NUMERIC) → DOUBLE", "The variance of all values.", "VAR_POP(x)" + NUMBERS),
        aggregate(
            "VAR_SAMP(NUMERIC) → DOUBLE",
            "The variance, where the values are a sample; NULL of one value.",
            "VAR_SAMP(x)" + NUMBERS,
            "VARIANCE"),
        aggregate(
            "COVAR_POP(NUMERIC, NUMERIC) → DOUBLE",
            "The covariance of all pairs.",
            "COVAR_POP(x, y)" + PAIRS),
        aggregate(
            "COVAR_SAMP(NUMERIC, NUMERIC) → DOUBLE",
            "The covariance, where the pairs are a sample; NULL of one pair.",
            "COVAR_SAMP(x, y)" + PAIRS),
        aggregate(
            "CORR(NUMERIC, NUMERIC) → DOUBLE",
            "The coefficient of correlation, -1 to 1; NULL if one side does not vary.",
            "CORR(x, y)" + PAIRS),
        aggregate(
            "PERCENTILE(NUMERIC, DOUBLE) → DOUBLE",
            "The value below which the fraction of the values lies, interpolated.",
            "PERCENTILE(x, 0.25)" + NUMBERS),
        aggregate(
            "PERCENTILE_CONT(DOUBLE) WITHIN GROUP (ORDER BY NUMERIC) → DOUBLE",
            "The value below which the fraction of the values lies, interpolated.",
            "PERCENTILE_CONT(0.25) WITHIN GROUP (ORDER BY x)" + NUMBERS),
        aggregate(
            "PERCENTILE_DISC(DOUBLE) WITHIN GROUP (ORDER BY T) → T",
            "The first value up to which at least the fraction of the values lies.",
            "PERCENTILE_DISC(0.25) WITHIN GROUP (ORDER BY x)" + NUMBERS),
        aggregate(
            "MODE(T) → T",
            "The value that is most frequent; the least of several.",
            "MODE(x)" + NUMBERS));
  }

  private static List<FunctionDocument> collections() {
    return List.of(
        aggregate(
            "LISTAGG([DISTINCT] TEXT[, STRING] [ORDER BY …]) → STRING",
            "The values as one text, with the second argument, else a comma, between them.",
            "LISTAGG(x, '-' ORDER BY x DESC)" + TEXTS,
            "STRING_AGG"),
        aggregate(
            "ARRAY_AGG([DISTINCT] T [ORDER BY …]) → ARRAY<T>",
            "The values as an array.",
            "ARRAY_AGG(x ORDER BY x)" + NUMBERS),
        aggregate(
            "COLLECT([DISTINCT] T) → MULTISET<T>",
            "The values as a multiset.",
            "CARDINALITY(COLLECT(x))" + NUMBERS),
        aggregate(
            "FIRST_VALUE(T [ORDER BY …]) → T",
            "The first value that is not NULL.",
            "FIRST_VALUE(x ORDER BY x)" + NUMBERS),
        aggregate(
            "LAST_VALUE(T [ORDER BY …]) → T",
            "The last value that is not NULL.",
            "LAST_VALUE(x ORDER BY x)" + NUMBERS),
        aggregate(
            "ANY_VALUE(T) → T", "One of the values.", "ANY_VALUE(x) FROM (VALUES (7)) AS t (x)"),
        aggregate(
            "JSON_OBJECTAGG([KEY] STRING VALUE T [{NULL | ABSENT} ON NULL]) → STRING",
            "A JSON object of all keys and values.",
            "JSON_OBJECTAGG(KEY x VALUE 1) FROM (VALUES ('a')) AS t (x)"),
        aggregate(
            "JSON_ARRAYAGG(T [ORDER BY …] [{NULL | ABSENT} ON NULL]) → STRING",
            "A JSON array of all values.",
            "JSON_ARRAYAGG(x ORDER BY x)" + NUMBERS));
  }

  private static FunctionDocument rank(String signatures, String sentence, String call) {
    return document("ranking", signatures, sentence, "SELECT x, " + call + NUMBERS + " ORDER BY x");
  }

  private static List<FunctionDocument> ranks() {
    String over = " OVER (ORDER BY x)";
    return List.of(
        rank(
            "ROW_NUMBER() OVER (…) → BIGINT",
            "The row's number in its partition.",
            "ROW_NUMBER()" + over),
        rank(
            "RANK() OVER (…) → BIGINT",
            "1 and the number of rows before the row; equal rows have the same.",
            "RANK()" + over),
        rank(
            "DENSE_RANK() OVER (…) → BIGINT",
            "1 and the number of different rows before the row.",
            "DENSE_RANK()" + over),
        rank(
            "NTILE(INT) OVER (…) → BIGINT",
            "The number of the row's part, where the partition is cut into so many.",
            "NTILE(2)" + over),
        rank("PERCENT_RANK() OVER (…) → DOUBLE", "The rank from 0 to 1.", "PERCENT_RANK()" + over),
        rank(
            "CUME_DIST() OVER (…) → DOUBLE",
            "The fraction of rows that do not come after the row.",
            "CUME_DIST()" + over),
        rank(
            "LAG(T[, INT[, T]]) OVER (…) → T",
            "The value in the row so many places before, else the default, else NULL.",
            "LAG(x, 1, 0)" + over),
        rank(
            "LEAD(T[, INT[, T]]) OVER (…) → T",
            "The value in the row so many places after, else the default, else NULL.",
            "LEAD(x, 1, 0)" + over),
        rank(
            "FIRST_VALUE(T) OVER (…) → T",
            "The value in the first row of the frame.",
            "FIRST_VALUE(x)" + over),
        rank(
            "LAST_VALUE(T) OVER (…) → T",
            "The value in the last row of the frame.",
            "LAST_VALUE(x)" + over),
        rank(
            "NTH_VALUE(T, INT) OVER (…) → T",
            "The value in the row of that number in the frame.",
            "NTH_VALUE(x, 2)" + over));
  }

  private static List<FunctionDocument> tables() {
    return List.of(
        document(
            "table",
            "UNNEST(ARRAY<T>) [WITH ORDINALITY] → (T[, INT]); UNNEST(MAP<K, V>) → (K, V);"
                + " UNNEST(MULTISET<T>) → (T)",
            "A row for each element or entry, with its number on request.",
            "SELECT x, n FROM UNNEST(ARRAY['a', 'b']) WITH ORDINALITY AS t (x, n)"),
        document(
            "table",
            "GENERATE_SERIES(BIGINT, BIGINT[, BIGINT]) → (BIGINT)",
            "The whole numbers from the first argument to the second, by the third or by 1.",
            "SELECT n FROM GENERATE_SERIES(1, 7, 3) AS t (n)"),
        document(
            "table",
            "JSON_TABLE(STRING, path COLUMNS (column…) [{ERROR | EMPTY} ON ERROR]) → (column…);"
                + " JSON_TABLE(VARIANT, path COLUMNS (column…) [{ERROR | EMPTY} ON ERROR])"
                + " → (column…); column: name type [FORMAT JSON] [PATH path]"
                + " [{NULL | ERROR | DEFAULT T} ON EMPTY] [{NULL | ERROR | DEFAULT T} ON ERROR],"
                + " name type EXISTS [PATH path], name FOR ORDINALITY,"
                + " NESTED [PATH] path COLUMNS (column…)",
            "A row for each value that the path leads to in JSON; paths are lax unless strict.",
            "SELECT * FROM JSON_TABLE('[{\"a\": 1, \"b\": [2, 3]}, {\"a\": 4}]', '$[*]'"
                + " COLUMNS (n FOR ORDINALITY, a INT, NESTED '$.b[*]'"
                + " COLUMNS (b INT PATH '$'))) AS t"));
  }
}
