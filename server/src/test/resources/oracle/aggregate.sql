-- count of rows, global
SELECT COUNT(*) FROM r

-- counts, global
SELECT COUNT(*), COUNT(a), COUNT(b), COUNT(c) FROM r

-- sum, global
SELECT SUM(a), SUM(b) FROM r

-- all of the simple ones, global
SELECT COUNT(*), SUM(b), MIN(b), MAX(b), AVG(b), MIN(c), MAX(c) FROM r

-- global over a filter that keeps nothing
SELECT COUNT(*), SUM(a), MIN(b), MAX(c), AVG(a) FROM r WHERE a > 100

-- counts by one key
SELECT a, COUNT(*) FROM r GROUP BY a

-- a key alone
SELECT a FROM r GROUP BY a

-- keys that are not shown
SELECT COUNT(*), SUM(b) FROM r GROUP BY a, c

-- two keys
SELECT a, c, COUNT(*), SUM(b) FROM r GROUP BY a, c

-- three keys
SELECT a, b, c, COUNT(*) FROM r GROUP BY a, b, c

-- the key in another place
SELECT SUM(b), c, MIN(a), a FROM r GROUP BY a, c

-- an expression as key
SELECT a + 1, COUNT(*) FROM r GROUP BY a + 1

-- an expression of the key
SELECT a * 10 + 1, SUM(b) FROM r GROUP BY a

-- text as key
SELECT UPPER(c), COUNT(*), MIN(b) FROM r GROUP BY UPPER(c)

-- a CASE as key
SELECT CASE WHEN b < 4 THEN 'low' WHEN b < 8 THEN 'mid' END, COUNT(*) FROM r GROUP BY CASE WHEN b < 4 THEN 'low' WHEN b < 8 THEN 'mid' END

-- a boolean as key
SELECT b > 4, COUNT(*) FROM r GROUP BY b > 4

-- a key by its place
SELECT c, SUM(a) FROM r GROUP BY 1

-- MIN and MAX under deletes
SELECT a, MIN(b), MAX(b) FROM r GROUP BY a

-- MIN and MAX of text
SELECT a, MIN(c), MAX(c) FROM r GROUP BY a

-- MIN and MAX of decimals and doubles
SELECT a, MIN(x), MAX(x), MIN(f), MAX(f) FROM t GROUP BY a

-- MIN and MAX of times
SELECT k, MIN(ts), MAX(ts) FROM ev GROUP BY k

-- sums of each number type
SELECT SUM(x), SUM(f), COUNT(x), COUNT(f) FROM t

-- sum of BIGINT by key
SELECT a, SUM(d) FROM s GROUP BY a

-- sum of decimals by key
SELECT e, SUM(x), SUM(x * 2) FROM t GROUP BY e

-- averages of integers
SELECT a, AVG(b) FROM r GROUP BY a

-- averages of decimals and doubles
SELECT e, AVG(x), AVG(f) FROM t GROUP BY e

-- COUNT DISTINCT
SELECT COUNT(DISTINCT a), COUNT(DISTINCT b), COUNT(DISTINCT c) FROM r

-- COUNT DISTINCT by key
SELECT a, COUNT(DISTINCT b), COUNT(DISTINCT c), COUNT(b) FROM r GROUP BY a

-- SUM and AVG DISTINCT
SELECT a, SUM(DISTINCT b), AVG(DISTINCT b) FROM r GROUP BY a

-- MIN and MAX DISTINCT
SELECT c, MIN(DISTINCT b), MAX(DISTINCT b) FROM r GROUP BY c

-- distinct beside plain of the same column
SELECT c, SUM(b), SUM(DISTINCT b), COUNT(b), COUNT(DISTINCT b) FROM r GROUP BY c

-- COUNT DISTINCT of two columns
SELECT c, COUNT(DISTINCT a, b) FROM r GROUP BY c
-- duckdb
SELECT c, COUNT(DISTINCT CASE WHEN a IS NOT NULL AND b IS NOT NULL THEN (a, b) END) FROM r GROUP BY c

-- COUNT DISTINCT of an expression
SELECT a, COUNT(DISTINCT b + 1), COUNT(DISTINCT MOD(b, 3)) FROM r GROUP BY a

-- variances, global
SELECT VAR_POP(b), VAR_SAMP(b), STDDEV_POP(b), STDDEV_SAMP(b) FROM r

-- variances by key
SELECT a, VAR_POP(b), VAR_SAMP(b), STDDEV_POP(b), STDDEV_SAMP(b) FROM r GROUP BY a

-- variances of doubles
SELECT e, VAR_POP(f), STDDEV_SAMP(f) FROM t GROUP BY e

-- variances of decimals
SELECT e, VAR_POP(x), STDDEV_SAMP(x) FROM t GROUP BY e

-- variances by other names
SELECT a, STDDEV(b), VARIANCE(b) FROM r GROUP BY a

-- BOOL_AND and BOOL_OR
SELECT a, BOOL_AND(b > 3), BOOL_OR(b > 8) FROM r GROUP BY a

-- BOOL_AND and BOOL_OR of a column
SELECT ti, BOOL_AND(bo), BOOL_OR(bo) FROM y GROUP BY ti

-- EVERY
SELECT EVERY(b > 0) FROM r

-- LISTAGG in an order
SELECT a, LISTAGG(c, ',') WITHIN GROUP (ORDER BY c) FROM r GROUP BY a

-- LISTAGG without an order
SELECT a, LISTAGG(c, '-') FROM r GROUP BY a
-- duckdb
SELECT a, STRING_AGG(c, '-' ORDER BY c) FROM r GROUP BY a

-- LISTAGG with the default separator
SELECT LISTAGG(c) FROM r
-- duckdb
SELECT STRING_AGG(c, ',' ORDER BY c) FROM r

-- LISTAGG in descending order
SELECT a, LISTAGG(c, ';') WITHIN GROUP (ORDER BY c DESC) FROM r GROUP BY a

-- LISTAGG in the order of another column
SELECT a, LISTAGG(c, ';') WITHIN GROUP (ORDER BY b DESC, c) FROM r GROUP BY a

-- STRING_AGG with an order inside
SELECT a, STRING_AGG(c, '|' ORDER BY c DESC) FROM r GROUP BY a

-- STRING_AGG DISTINCT
SELECT a, STRING_AGG(DISTINCT c, '|' ORDER BY c) FROM r GROUP BY a

-- STRING_AGG of an expression
SELECT STRING_AGG(c || CAST(a AS STRING), ',' ORDER BY c, a) FROM r

-- ARRAY_AGG with an order
SELECT a, ARRAY_AGG(b ORDER BY b) FROM r GROUP BY a

-- ARRAY_AGG in descending order, NULLs first
SELECT a, ARRAY_AGG(b ORDER BY b DESC NULLS FIRST) FROM r GROUP BY a

-- ARRAY_AGG without an order
SELECT a, ARRAY_AGG(b) FROM r GROUP BY a
-- duckdb
SELECT a, ARRAY_AGG(b ORDER BY b) FROM r GROUP BY a

-- ARRAY_AGG DISTINCT
SELECT a, ARRAY_AGG(DISTINCT b ORDER BY b) FROM r GROUP BY a

-- ARRAY_AGG of text
SELECT ARRAY_AGG(c ORDER BY c) FROM r

-- COLLECT
SELECT a, COLLECT(c) FROM r WHERE c IS NOT NULL GROUP BY a
-- duckdb
SELECT a, histogram(c) FROM r WHERE c IS NOT NULL GROUP BY a

-- CARDINALITY of COLLECT
SELECT a, CARDINALITY(COLLECT(c)) FROM r WHERE c IS NOT NULL GROUP BY a
-- duckdb
SELECT a, COUNT(c) FROM r WHERE c IS NOT NULL GROUP BY a

-- CARDINALITY of ARRAY_AGG
SELECT a, CARDINALITY(ARRAY_AGG(b)) FROM r GROUP BY a
-- duckdb
SELECT a, COUNT(*) FROM r GROUP BY a

-- APPROX_COUNT_DISTINCT is exact
SELECT a, APPROX_COUNT_DISTINCT(b) FROM r GROUP BY a
-- duckdb
SELECT a, COUNT(DISTINCT b) FROM r GROUP BY a

-- the median
SELECT a, PERCENTILE(b, 0.5) FROM r GROUP BY a
-- duckdb
SELECT a, quantile_cont(b, 0.5) FROM r GROUP BY a

-- quartiles
SELECT PERCENTILE(b, 0.25), PERCENTILE(b, 0.75), PERCENTILE(b, 0), PERCENTILE(b, 1) FROM r
-- duckdb
SELECT quantile_cont(b, 0.25), quantile_cont(b, 0.75), quantile_cont(b, 0.0), quantile_cont(b, 1.0) FROM r

-- JSON_ARRAYAGG
SELECT a, JSON_ARRAYAGG(b) FROM r WHERE b IS NOT NULL GROUP BY a
-- duckdb
SELECT a, CAST(to_json(list(b ORDER BY b)) AS VARCHAR) FROM r WHERE b IS NOT NULL GROUP BY a

-- JSON_OBJECTAGG
SELECT g, JSON_OBJECTAGG(KEY CAST(id AS STRING) VALUE v) FROM p WHERE v IS NOT NULL AND id < 10 GROUP BY g
-- duckdb
SELECT g, '{' || string_agg('"' || id || '":' || v, ',' ORDER BY id) || '}' FROM p WHERE v IS NOT NULL AND id < 10 GROUP BY g

-- FILTER
SELECT COUNT(*) FILTER (WHERE b > 4), SUM(b) FILTER (WHERE a = 1), MAX(b) FILTER (WHERE c = 'x') FROM r

-- FILTER by key
SELECT a, COUNT(*), COUNT(*) FILTER (WHERE b > 4), MIN(b) FILTER (WHERE c = 'x') FROM r GROUP BY a

-- FILTER with DISTINCT
SELECT c, COUNT(DISTINCT a) FILTER (WHERE b > 3), SUM(DISTINCT b) FILTER (WHERE a < 3) FROM r GROUP BY c

-- DISTINCT under several FILTERs
SELECT c, COUNT(DISTINCT a), COUNT(DISTINCT a) FILTER (WHERE b > 3), COUNT(DISTINCT a) FILTER (WHERE b < 6), SUM(DISTINCT a) FILTER (WHERE b < 6) FROM r GROUP BY c

-- DISTINCT under several FILTERs, global
SELECT COUNT(DISTINCT b) FILTER (WHERE a > 2), MAX(b) FILTER (WHERE a > 2), COUNT(DISTINCT b) FILTER (WHERE c = 'x'), SUM(DISTINCT b) FILTER (WHERE a <= 2) FROM r

-- FILTER that is NULL for some
SELECT c, SUM(a) FILTER (WHERE b <> 5) FROM r GROUP BY c

-- FILTER on one of equal calls
SELECT a, SUM(b), SUM(b) FILTER (WHERE c = 'y'), AVG(b) FILTER (WHERE c = 'y') FROM r GROUP BY a

-- conditional sums by CASE
SELECT a, SUM(CASE WHEN c = 'x' THEN b ELSE 0 END), SUM(CASE WHEN c = 'y' THEN 1 END) FROM r GROUP BY a

-- HAVING on a count
SELECT a, COUNT(*) FROM r GROUP BY a HAVING COUNT(*) > 2

-- HAVING on what is not shown
SELECT a FROM r GROUP BY a HAVING SUM(b) > 10 AND MIN(b) < 3

-- HAVING on a key
SELECT a, SUM(b) FROM r GROUP BY a HAVING a > 1 OR a IS NULL

-- HAVING without keys
SELECT COUNT(*) FROM r HAVING COUNT(*) > 5

-- HAVING with distinct counts
SELECT c FROM r GROUP BY c HAVING COUNT(DISTINCT a) > COUNT(DISTINCT b) - 2

-- arithmetic of aggregates
SELECT a, SUM(b) * 2 + COUNT(*), MAX(b) - MIN(b) FROM r GROUP BY a

-- a quotient of aggregates
SELECT a, CAST(SUM(b) AS DOUBLE) / COUNT(*) FROM r GROUP BY a

-- COALESCE of an aggregate
SELECT a, COALESCE(SUM(b), -1) FROM r GROUP BY a

-- aggregates of expressions
SELECT a, SUM(b * 2 - 1), MAX(b + a), COUNT(NULLIF(b, 3)) FROM r GROUP BY a

-- a constant aggregated
SELECT a, SUM(2), COUNT(1), MIN('k') FROM r GROUP BY a

-- nested: the largest count
SELECT MAX(n), MIN(n), COUNT(*) FROM (SELECT a, COUNT(*) AS n FROM r GROUP BY a) AS q

-- nested: a histogram of sums
SELECT total, COUNT(*) FROM (SELECT a, SUM(b) AS total FROM r GROUP BY a) AS q GROUP BY total

-- nested three deep
SELECT COUNT(*), SUM(m) FROM (SELECT MAX(n) AS m FROM (SELECT a, c, COUNT(*) AS n FROM r GROUP BY a, c) AS q GROUP BY a) AS w

-- nested: averages of averages
SELECT AVG(m) FROM (SELECT AVG(b) AS m FROM r GROUP BY a) AS q

-- over a union
SELECT a, COUNT(*), SUM(b) FROM (SELECT a, b FROM r UNION ALL SELECT a, b FROM s) AS u GROUP BY a

-- over a distinct
SELECT a, COUNT(*) FROM (SELECT DISTINCT a, c FROM r) AS q GROUP BY a

-- over a unique key
SELECT id, SUM(v), COUNT(*) FROM p GROUP BY id

-- a unique key and more
SELECT id, g, MAX(v) FROM p GROUP BY id, g

-- by the group of a keyed table
SELECT g, COUNT(*), SUM(v), MIN(id), MAX(id) FROM p GROUP BY g

-- over columns that are never NULL
SELECT k, SUM(v), AVG(v), COUNT(v), MIN(v) FROM n GROUP BY k

-- many calls
SELECT c, COUNT(*), COUNT(a), COUNT(b), SUM(a), SUM(b), MIN(a), MAX(a), MIN(b), MAX(b), AVG(a), AVG(b), COUNT(DISTINCT a), COUNT(DISTINCT b), VAR_POP(a), STDDEV_SAMP(b) FROM r GROUP BY c

-- equal calls twice
SELECT a, SUM(b), SUM(b), COUNT(*), COUNT(*) FROM r GROUP BY a

-- a constant key
SELECT 1, COUNT(*) FROM r GROUP BY 1

-- ANY_VALUE of what is constant
SELECT a, ANY_VALUE(a) FROM r GROUP BY a

-- keys compared in HAVING
SELECT a, b FROM r GROUP BY a, b HAVING a < b

-- big sums
SELECT SUM(d), MIN(d), MAX(d), AVG(d) FROM s

-- group by all columns of a filter
SELECT a, b, COUNT(*) FROM r WHERE c IN ('x', 'y') GROUP BY a, b
