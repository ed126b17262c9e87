-- CASE with a default
SELECT a, CASE WHEN b > 5 THEN 'high' WHEN b > 2 THEN 'mid' ELSE 'low' END FROM r

-- CASE without a default
SELECT a, CASE WHEN b > 5 THEN a END FROM r

-- simple CASE
SELECT a, CASE a WHEN 1 THEN 'one' WHEN 2 THEN 'two' ELSE c END FROM r

-- CASE over NULL
SELECT a, CASE WHEN a IS NULL THEN -1 ELSE a END FROM r

-- nested CASE
SELECT CASE WHEN a > 1 THEN CASE WHEN b > 5 THEN 1 ELSE 2 END ELSE 3 END, COUNT(*) FROM r GROUP BY CASE WHEN a > 1 THEN CASE WHEN b > 5 THEN 1 ELSE 2 END ELSE 3 END

-- COALESCE
SELECT COALESCE(a, b, -1), COALESCE(c, 'none') FROM r

-- NULLIF
SELECT NULLIF(a, 1), NULLIF(c, '') FROM r

-- IS NULL
SELECT a, b FROM r WHERE a IS NULL OR b IS NULL

-- IS NOT NULL
SELECT a, b FROM r WHERE a IS NOT NULL AND c IS NOT NULL

-- NOT over NULL
SELECT a, b FROM r WHERE NOT (a > 2)

-- AND over NULL
SELECT a > 1 AND b > 5, a > 1 OR b > 5, NOT (a > 1) FROM r

-- IS TRUE
SELECT a, (a > 1) IS TRUE, (a > 1) IS NOT TRUE FROM r

-- IS FALSE
SELECT a, (a > 1) IS FALSE, (a > 1) IS NOT FALSE FROM r

-- IS UNKNOWN
SELECT a, (a > 1) IS UNKNOWN FROM r

-- equal to NULL keeps nothing
SELECT a FROM r WHERE a = CAST(NULL AS INT)

-- IS DISTINCT FROM
SELECT a, b, a IS DISTINCT FROM b, a IS NOT DISTINCT FROM b FROM r

-- BETWEEN
SELECT a, b FROM r WHERE b BETWEEN a AND a + 4

-- NOT BETWEEN
SELECT a, b FROM r WHERE b NOT BETWEEN 2 AND 6

-- BETWEEN SYMMETRIC
SELECT a, b FROM r WHERE b BETWEEN SYMMETRIC 6 AND a
-- duckdb
SELECT a, b FROM r WHERE b BETWEEN 6 AND a OR b BETWEEN a AND 6

-- IN a list
SELECT a, b FROM r WHERE a IN (1, 3) AND c NOT IN ('x', 'y')

-- IN a list with NULL
SELECT a, a IN (1, NULL) FROM r

-- IN a list of columns
SELECT a, b FROM r WHERE 2 IN (a, b)

-- LIKE
SELECT c FROM r WHERE c LIKE 'x%' OR c LIKE '_'

-- NOT LIKE
SELECT c, c NOT LIKE '%y%' FROM r

-- comparisons of texts
SELECT c FROM r WHERE c > 'x' AND c <= 'z'

-- arithmetic with NULL
SELECT a + b, a - b, a * b, -a, MOD(b, 4) FROM r

-- integer division
SELECT a, b, b / 2, b / (a + 1) FROM r

-- text functions with NULL
SELECT UPPER(c), c || '-' || c, CHAR_LENGTH(c) FROM r

-- absolute values
SELECT ABS(a - b) FROM r

-- a boolean column
SELECT bo, NOT bo, bo AND ti > 0, bo OR ti > 0 FROM y

-- a boolean column as filter
SELECT bo, ti FROM y WHERE bo

-- its opposite
SELECT bo, ti FROM y WHERE NOT bo

-- comparisons across types
SELECT a FROM r WHERE a > 1.5 AND a < 3.5

-- row comparison
SELECT a, b FROM r WHERE (a, b) = (1, 2)

-- a row that fails is left out
SELECT a, b, b / a FROM r
-- duckdb
SELECT a, b, b / a FROM r WHERE a IS NULL OR b IS NULL OR a <> 0

-- a row that fails in a filter is left out
SELECT a, b FROM r WHERE b / a > 1
-- duckdb
SELECT a, b FROM r WHERE CASE WHEN a <> 0 THEN b / a > 1 END

-- a row that fails before a group
SELECT a, SUM(b / a) FROM r GROUP BY a
-- duckdb
SELECT a, SUM(b / a) FROM r WHERE a IS NULL OR b IS NULL OR a <> 0 GROUP BY a

-- a row that fails after a group
SELECT a, COUNT(*), 10 / (COUNT(*) - 2) FROM r GROUP BY a
-- duckdb
SELECT a, n, 10 / (n - 2) FROM (SELECT a, COUNT(*) AS n FROM r GROUP BY a HAVING COUNT(*) <> 2) AS q

-- a row that fails before a join
SELECT q.x, s.b FROM (SELECT a, b / a AS x FROM r) AS q JOIN s ON q.a = s.a
-- duckdb
SELECT q.x, s.b FROM (SELECT a, CASE WHEN a <> 0 THEN b / a END AS x FROM r WHERE a IS NULL OR b IS NULL OR a <> 0) AS q JOIN s ON q.a = s.a
