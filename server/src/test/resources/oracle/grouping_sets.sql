-- two sets
SELECT a, c, COUNT(*) FROM r GROUP BY GROUPING SETS ((a), (c))

-- the empty set alone
SELECT COUNT(*), SUM(b) FROM r GROUP BY GROUPING SETS (())

-- empty grouping
SELECT COUNT(*), SUM(b) FROM r GROUP BY ()

-- sets with the empty one
SELECT a, c, SUM(b) FROM r GROUP BY GROUPING SETS ((a, c), (a), ())

-- a set twice
SELECT a, COUNT(*) FROM r GROUP BY GROUPING SETS ((a), (a))

-- ROLLUP of one
SELECT a, COUNT(*) FROM r GROUP BY ROLLUP (a)

-- ROLLUP of two
SELECT a, c, COUNT(*), SUM(b) FROM r GROUP BY ROLLUP (a, c)

-- ROLLUP of three
SELECT a, b, c, COUNT(*) FROM r GROUP BY ROLLUP (a, b, c)

-- CUBE of two
SELECT a, c, COUNT(*), MIN(b), MAX(b) FROM r GROUP BY CUBE (a, c)

-- CUBE of three
SELECT a, b, c, COUNT(*) FROM r GROUP BY CUBE (a, b, c)

-- GROUPING of one column
SELECT a, GROUPING(a), COUNT(*) FROM r GROUP BY ROLLUP (a)

-- GROUPING of two columns
SELECT a, c, GROUPING(a), GROUPING(c), GROUPING(a, c), COUNT(*) FROM r GROUP BY CUBE (a, c)

-- GROUPING in HAVING
SELECT a, c, SUM(b) FROM r GROUP BY CUBE (a, c) HAVING GROUPING(a) = 1

-- GROUPING tells NULL keys from totals
SELECT CASE WHEN GROUPING(a) = 1 THEN -1 ELSE a END, COUNT(*) FROM r GROUP BY ROLLUP (a)

-- a key beside a ROLLUP
SELECT a, c, COUNT(*) FROM r GROUP BY a, ROLLUP (c)

-- composite elements
SELECT a, b, c, COUNT(*) FROM r GROUP BY ROLLUP ((a, b), c)

-- two ROLLUPs
SELECT a, c, COUNT(*) FROM r GROUP BY ROLLUP (a), ROLLUP (c)

-- DISTINCT calls in sets
SELECT a, c, COUNT(DISTINCT b), SUM(DISTINCT b) FROM r GROUP BY ROLLUP (a, c)

-- FILTER in sets
SELECT a, COUNT(*) FILTER (WHERE b > 4), AVG(b) FROM r GROUP BY GROUPING SETS ((a), ())

-- HAVING on a total
SELECT a, COUNT(*) FROM r GROUP BY ROLLUP (a) HAVING COUNT(*) > 3

-- sets over a join
SELECT r.a, s.b, COUNT(*) FROM r JOIN s ON r.a = s.a GROUP BY GROUPING SETS ((r.a), (s.b), ())

-- sets in a subquery
SELECT SUM(n) FROM (SELECT a, COUNT(*) AS n FROM r GROUP BY ROLLUP (a)) AS q

-- sets over expressions
SELECT MOD(b, 3), c, COUNT(*) FROM r GROUP BY ROLLUP (MOD(b, 3), c)

-- sets over an empty input
SELECT a, COUNT(*) FROM r WHERE b > 100 GROUP BY ROLLUP (a)

-- sets of a keyed table
SELECT g, v, COUNT(*), GROUPING(g, v) FROM p GROUP BY GROUPING SETS ((g, v), (v))
