-- a group of a join of groups
SELECT q.n, COUNT(*) FROM (SELECT a, COUNT(*) AS n FROM r GROUP BY a) AS q JOIN (SELECT a, SUM(b) AS m FROM s GROUP BY a) AS w ON q.a = w.a GROUP BY q.n

-- a distinct count of a left join's misses
SELECT COUNT(DISTINCT r.a) FROM r LEFT JOIN s ON r.a = s.a WHERE s.a IS NULL

-- a top of a group of a join
SELECT r.c, SUM(s.b) AS m FROM r JOIN s ON r.a = s.a GROUP BY r.c ORDER BY m DESC, r.c LIMIT 2

-- a window over a group of a union
SELECT a, n, RANK() OVER (ORDER BY n DESC) FROM (SELECT a, COUNT(*) AS n FROM (SELECT a FROM r UNION ALL SELECT a FROM s) AS u GROUP BY a) AS q

-- a set operation of tops
(SELECT a, b FROM r ORDER BY b DESC, a LIMIT 3) INTERSECT (SELECT a, b FROM r ORDER BY a DESC, b LIMIT 6)

-- a subquery over a window
SELECT a, b FROM r WHERE b IN (SELECT MAX(q.b) FROM (SELECT b, ROW_NUMBER() OVER (ORDER BY a, b, c) AS rn FROM r) AS q WHERE q.rn < 6)

-- a window in the right side of a left join
SELECT p.id, q.rk FROM p LEFT JOIN (SELECT a, RANK() OVER (ORDER BY b) AS rk FROM s) AS q ON p.id = q.a

-- a full join of windows
SELECT x.rn, x.a, y.a FROM (SELECT a, ROW_NUMBER() OVER (ORDER BY a) AS rn FROM r) AS x FULL JOIN (SELECT a, ROW_NUMBER() OVER (ORDER BY a) AS rn FROM s) AS y ON x.rn = y.rn

-- a group over a full join
SELECT COALESCE(r.a, s.a) AS k, COUNT(r.a), COUNT(s.a) FROM r FULL JOIN s ON r.a = s.a GROUP BY COALESCE(r.a, s.a)

-- an anti join over groups
SELECT q.a, q.n FROM (SELECT a, COUNT(*) AS n FROM r GROUP BY a) AS q WHERE NOT EXISTS (SELECT 1 FROM s WHERE s.b = q.n)

-- sums that must agree
SELECT x.t, y.t FROM (SELECT SUM(b) AS t FROM r) AS x JOIN (SELECT SUM(t) AS t FROM (SELECT a, SUM(b) AS t FROM r GROUP BY a) AS q) AS y ON x.t IS NOT DISTINCT FROM y.t

-- sums that must never differ
SELECT x.n, y.n FROM (SELECT COUNT(*) AS n FROM r) AS x JOIN (SELECT SUM(n) AS n FROM (SELECT COUNT(*) AS n FROM r GROUP BY a, b) AS q) AS y ON x.n <> y.n

-- the mode of each group
SELECT a, c, n FROM (SELECT a, c, n, RANK() OVER (PARTITION BY a ORDER BY n DESC) AS rk FROM (SELECT a, c, COUNT(*) AS n FROM r GROUP BY a, c) AS q) AS w WHERE rk = 1

-- a union of a join and its misses
SELECT r.a, s.b FROM r JOIN s ON r.a = s.a UNION ALL SELECT r.a, NULL FROM r WHERE NOT EXISTS (SELECT 1 FROM s WHERE s.a = r.a)

-- distinct of a distinct of a union
SELECT DISTINCT a FROM (SELECT DISTINCT a, b FROM r UNION SELECT DISTINCT a, b FROM s) AS q WHERE b > 3

-- a rollup of a join in a top
SELECT r.a, COUNT(*) AS n FROM r JOIN t ON r.c = t.e GROUP BY ROLLUP (r.a) ORDER BY n DESC, r.a LIMIT 3

-- groups by a scalar subquery
SELECT (SELECT COUNT(*) FROM s WHERE s.a = r.a) AS n, COUNT(*) FROM r GROUP BY (SELECT COUNT(*) FROM s WHERE s.a = r.a)

-- groups by a subquery in a derived table
SELECT n, COUNT(*) FROM (SELECT (SELECT COUNT(*) FROM s WHERE s.a = r.a) AS n FROM r) AS q GROUP BY n

-- a join with a distinct and a group
SELECT x.a, y.n FROM (SELECT DISTINCT a FROM r) AS x LEFT JOIN (SELECT a, COUNT(*) AS n FROM r WHERE b > 4 GROUP BY a) AS y ON x.a = y.a

-- rows that come twice
SELECT a, b, c FROM r GROUP BY a, b, c HAVING COUNT(*) > 1

-- rows without their duplicates
SELECT a, b, c FROM (SELECT a, b, c, ROW_NUMBER() OVER (PARTITION BY a, b, c ORDER BY a) AS rn FROM r) AS q WHERE rn = 1

-- percentage of the total
SELECT a, 100.0 * COUNT(*) / (SELECT COUNT(*) FROM r) FROM r GROUP BY a
-- duckdb
SELECT a, CAST(100.0 * COUNT(*) AS DOUBLE) / (SELECT COUNT(*) FROM r) FROM r GROUP BY a

-- pairs with a common neighbour
SELECT x.src, y.src, COUNT(*) FROM edge AS x JOIN edge AS y ON x.dst = y.dst AND x.src < y.src GROUP BY x.src, y.src

-- triangles counted
SELECT COUNT(*) FROM edge AS x JOIN edge AS y ON x.dst = y.src JOIN edge AS z ON y.dst = z.src AND z.dst = x.src

-- a join on aggregates
SELECT x.a, y.k FROM (SELECT a, MAX(b) AS m FROM r GROUP BY a) AS x JOIN (SELECT k, MAX(v) AS m FROM n GROUP BY k) AS y ON x.m = y.m

-- MIN of a MAX over a window
SELECT MIN(m) FROM (SELECT MAX(b) OVER (PARTITION BY a) AS m FROM r) AS q

-- an intersection of groups with HAVING
SELECT a FROM r GROUP BY a HAVING COUNT(*) > 1 INTERSECT SELECT a FROM s GROUP BY a HAVING COUNT(*) > 1

-- a running total of a running total
SELECT a, t, SUM(t) OVER (ORDER BY a) FROM (SELECT a, SUM(n) OVER (ORDER BY a) AS t FROM (SELECT a, COUNT(*) AS n FROM r GROUP BY a) AS q) AS w

-- an outer join against a top
SELECT r.a, q.b FROM r LEFT JOIN (SELECT a, b, d FROM s ORDER BY b DESC, a, d LIMIT 4) AS q ON r.a = q.a

-- NOT IN over a group
SELECT a, b FROM r WHERE b NOT IN (SELECT MAX(b) FROM s GROUP BY a)

-- EXCEPT under a join under a group
SELECT t.e, COUNT(*) FROM (SELECT a FROM r EXCEPT SELECT a FROM s) AS q JOIN t ON q.a = t.a GROUP BY t.e

-- five levels
SELECT COUNT(*) FROM (SELECT m FROM (SELECT a, MAX(n) AS m FROM (SELECT a, b, COUNT(*) AS n FROM (SELECT a, b FROM r UNION ALL SELECT a, b FROM s) AS u GROUP BY a, b) AS q GROUP BY a) AS w WHERE m > 1) AS z
