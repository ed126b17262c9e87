-- inside an aggregate
SELECT SUM((SELECT MAX(s.b) FROM s WHERE s.a = r.a)) FROM r

-- inside a grouped aggregate
SELECT c, SUM((SELECT MAX(s.b) FROM s WHERE s.a = r.a)) FROM r GROUP BY c

-- inside a filter of an aggregate
SELECT c, COUNT(*) FILTER (WHERE EXISTS (SELECT 1 FROM s WHERE s.a = r.a)) FROM r GROUP BY c

-- in a join's condition, both sides
SELECT r.a, n.v FROM r JOIN n ON r.a = n.k AND EXISTS (SELECT 1 FROM s WHERE s.a = r.a AND s.b = n.v)

-- IN in a join's condition
SELECT r.a, n.v FROM r JOIN n ON n.v IN (SELECT s.b FROM s WHERE s.a = r.a)

-- in a left join's condition, left side
SELECT r.a, n.v FROM r LEFT JOIN n ON r.a = n.k AND EXISTS (SELECT 1 FROM s WHERE s.a = r.a)

-- in a left join's condition, right side
SELECT r.a, n.v FROM r LEFT JOIN n ON r.a = n.k AND n.v IN (SELECT s.b FROM s WHERE s.a = n.k)

-- in a full join's condition
SELECT r.a, n.v FROM r FULL JOIN n ON r.a = n.k AND NOT EXISTS (SELECT 1 FROM s WHERE s.b = n.v)

-- a union inside, both branches correlated
SELECT a, (SELECT COUNT(*) FROM (SELECT s.b FROM s WHERE s.a = r.a UNION SELECT n.v FROM n WHERE n.k = r.a) AS q) FROM r

-- a union inside, one branch correlated
SELECT a, (SELECT COUNT(*) FROM (SELECT s.b FROM s WHERE s.a = r.a UNION ALL SELECT n.v FROM n) AS q) FROM r

-- an except inside
SELECT a, b FROM r WHERE EXISTS (SELECT s.b FROM s WHERE s.a = r.a EXCEPT SELECT n.v FROM n WHERE n.k = r.a)

-- a distinct inside
SELECT a, (SELECT AVG(q.b) FROM (SELECT DISTINCT s.b FROM s WHERE s.a = r.a) AS q) FROM r

-- groups inside, then an aggregate
SELECT a, (SELECT MAX(q.n) FROM (SELECT s.b, COUNT(*) AS n FROM s WHERE s.a = r.a GROUP BY s.b) AS q) FROM r

-- the first two inside IN
SELECT a, b FROM r WHERE b IN (SELECT s.b FROM s WHERE s.a = r.a ORDER BY s.b, s.d LIMIT 2)

-- the largest one as a value
SELECT a, (SELECT s.b FROM s WHERE s.a = r.a ORDER BY s.b DESC, s.d LIMIT 1) FROM r

-- a count that is zero
SELECT a, b FROM r WHERE (SELECT COUNT(*) FROM s WHERE s.a = r.a) = 0

-- a count with HAVING that nothing satisfies
SELECT a, (SELECT COUNT(*) FROM s WHERE s.a = r.a HAVING COUNT(*) > 2) FROM r

-- a count with HAVING that an empty group satisfies
SELECT a, (SELECT COUNT(*) FROM s WHERE s.a = r.a HAVING COUNT(*) < 2) FROM r

-- EXISTS of an aggregate with HAVING
SELECT a FROM r WHERE EXISTS (SELECT COUNT(*) FROM s WHERE s.a = r.a HAVING COUNT(*) = 0)

-- an expression of a count
SELECT a, (SELECT 10 * COUNT(*) + 1 FROM s WHERE s.a = r.a) FROM r

-- an inner join inside, correlated on one side
SELECT a, (SELECT COUNT(*) FROM s JOIN n ON s.a = n.k WHERE n.v > r.b) FROM r

-- an inner join inside, correlated in its condition
SELECT a, (SELECT MAX(s.b) FROM s JOIN n ON s.a = n.k AND n.v > r.b) FROM r

-- a left join inside, correlated in its condition
SELECT a, (SELECT COUNT(n.v) FROM s LEFT JOIN n ON s.a = n.k AND n.v > r.b WHERE s.b < 8) FROM r

-- a left join inside, correlated on the left
SELECT a, (SELECT COUNT(*) FROM (SELECT * FROM s WHERE s.a = r.a) AS q LEFT JOIN n ON q.b = n.v) FROM r

-- a left join inside, correlated on the right
SELECT a, (SELECT COUNT(q.v) FROM s LEFT JOIN (SELECT * FROM n WHERE n.k = r.a) AS q ON q.v = s.b) FROM r

-- a full join inside, correlated on one side
SELECT a, (SELECT COUNT(*) FROM s FULL JOIN (SELECT * FROM n WHERE n.k = r.a) AS q ON q.v = s.b) FROM r

-- a value from two levels up
SELECT a, (SELECT COUNT(*) FROM s WHERE s.a = r.a AND s.b = (SELECT MIN(n.v) FROM n WHERE n.k = s.a AND n.v > r.b)) FROM r

-- depth two in IN
SELECT a, b FROM r WHERE b = (SELECT MAX(x.b) FROM r AS x WHERE x.c = r.c AND x.a IN (SELECT s.a FROM s WHERE s.b > r.b))

-- in both branches of a CASE
SELECT a, CASE WHEN b > 4 THEN (SELECT MAX(s.b) FROM s) ELSE (SELECT MIN(n.v) FROM n WHERE n.k = r.a) END FROM r

-- a counted column that is filtered outside
SELECT * FROM (SELECT a, (SELECT COUNT(*) FROM s WHERE s.a = r.a) AS m FROM r) AS q WHERE m > 1

-- NOT of a conjunction with IN
SELECT a, b FROM r WHERE NOT (a IN (SELECT s.a FROM s) AND b > 3)

-- IN that is not true
SELECT a, b FROM r WHERE (a IN (SELECT s.a FROM s)) IS NOT TRUE

-- IN that is unknown
SELECT a, b FROM r WHERE (a IN (SELECT s.a FROM s WHERE s.b = r.b)) IS NULL

-- different from all, correlated
SELECT a, b FROM r WHERE b <> ALL (SELECT s.b FROM s WHERE s.a = r.a)

-- different from any, correlated
SELECT a, b FROM r WHERE b <> ANY (SELECT s.b FROM s WHERE s.a = r.a)

-- less than any as a value
SELECT a, b < ANY (SELECT s.b FROM s WHERE s.a = r.a) FROM r

-- at least all as a value
SELECT a, b >= ALL (SELECT s.b FROM s WHERE s.a = r.a) FROM r

-- equal to any of an expression
SELECT a, b FROM r WHERE b + 1 = ANY (SELECT s.b FROM s WHERE s.a <> r.a)

-- a pair in a correlated query
SELECT a, b FROM r WHERE (a, b) IN (SELECT s.a, s.b FROM s WHERE s.d > r.b)
-- duckdb
SELECT a, b FROM r WHERE EXISTS (SELECT 1 FROM s WHERE s.d > r.b AND s.a = r.a AND s.b = r.b)

-- a pair not in a query
SELECT a, b FROM r WHERE (a, b) NOT IN (SELECT s.a, s.b FROM s)

-- a pair in a query as a value
SELECT a, b, (a, b) IN (SELECT s.a, s.b FROM s WHERE s.b > 4) FROM r

-- a common table used twice and in a subquery
WITH w AS (SELECT a, COUNT(*) AS m FROM r GROUP BY a) SELECT x.a, y.a FROM w AS x JOIN w AS y ON x.m = y.m WHERE x.m = (SELECT MAX(m) FROM w)

-- HAVING with a correlated query over groups
SELECT c, COUNT(*) FROM r GROUP BY c HAVING COUNT(*) > (SELECT COUNT(*) FROM t WHERE t.e = r.c)

-- a correlated query over the key of groups
SELECT a, (SELECT MAX(s.b) FROM s WHERE s.a = r.a), COUNT(*) FROM r GROUP BY a

-- the key of groups by a query
SELECT (SELECT MAX(s.b) FROM s WHERE s.a = r.a) AS m, COUNT(*) FROM r GROUP BY m

-- a condition of four tables
SELECT r.a FROM r, s, n, t WHERE r.a = s.a AND s.a = n.k AND t.a = n.k AND r.b > s.b AND t.x > n.v

-- tables joined by a disjunction with a common part
SELECT r.a, s.b FROM r, s WHERE (r.a = s.a AND r.b > 4 AND s.b < 3) OR (r.a = s.a AND r.b < 3 AND s.b > 4)

-- a constant that spreads through equal columns
SELECT r.b, s.b, n.v FROM r, s, n WHERE r.a = s.a AND s.a = n.k AND n.k = 2

-- an outer join that a filter makes inner
SELECT r.a, s.b, n.v FROM r LEFT JOIN s ON r.a = s.a LEFT JOIN n ON s.a = n.k WHERE n.v > 2

-- an outer join whose filled rows pass the filter
SELECT r.a, s.b FROM r LEFT JOIN s ON r.a = s.a WHERE s.b IS NULL OR s.b > 5

-- two correlated sub-queries in HAVING
SELECT a, SUM(b) FROM r GROUP BY a HAVING SUM(b) > (SELECT COUNT(*) FROM s WHERE s.a = r.a) AND COUNT(*) >= (SELECT COUNT(*) FROM s WHERE s.b = r.a)

-- correlated sub-queries in HAVING and SELECT
SELECT a, (SELECT COUNT(*) FROM s WHERE s.a = r.a) FROM r GROUP BY a HAVING SUM(b) > (SELECT COUNT(*) FROM s WHERE s.a = r.a) OR EXISTS (SELECT 1 FROM s WHERE s.b = r.a)

-- a sub-query over both sides of a left join
SELECT r.a, r.b, s.a, s.b FROM r LEFT JOIN s ON r.a = s.a AND EXISTS (SELECT 1 FROM s z WHERE z.a = r.a AND z.b < s.b)

-- a sub-query over both sides of a right join
SELECT r.a, r.b, s.a, s.b FROM r RIGHT JOIN s ON r.a = s.a AND s.b >= (SELECT MAX(z.b) FROM s z WHERE z.a = r.a AND z.b <= s.b)
-- duckdb
SELECT r.a, r.b, s.a, s.b FROM s LEFT JOIN r ON r.a = s.a AND s.b >= (SELECT MAX(z.b) FROM s z WHERE z.a = r.a AND z.b <= s.b)

-- the common column of joins by name in every clause
SELECT a, COUNT(*), SUM(s.b) FROM r JOIN s USING (a) WHERE a > 0 GROUP BY a HAVING a < 5

-- the common column of full joins
SELECT a, r.b, s.b FROM r FULL JOIN s USING (a) WHERE a IS NOT NULL

-- first and last values of an order
SELECT a, FIRST_VALUE(b ORDER BY b, c), LAST_VALUE(b ORDER BY b, c) FROM r WHERE b IS NOT NULL GROUP BY a
-- duckdb
SELECT a, MIN(b), MAX(b) FROM r WHERE b IS NOT NULL GROUP BY a

-- an aggregate without keys in an arm of a correlated union
SELECT r.a, l.x FROM r CROSS JOIN LATERAL ((SELECT s.b AS x FROM s WHERE s.a = r.a) UNION ALL (SELECT COUNT(*) FROM s WHERE s.b = r.a)) AS l
-- duckdb
SELECT r.a, s.b FROM r JOIN s ON s.a = r.a UNION ALL SELECT r.a, (SELECT COUNT(*) FROM s WHERE s.b = r.a) FROM r

-- several rows for a value leave the outer row out
SELECT a, b, (SELECT s.b FROM s WHERE s.a = r.a) FROM r
-- duckdb
SELECT a, b, (SELECT MAX(s.b) FROM s WHERE s.a = r.a) FROM r WHERE (SELECT COUNT(*) FROM s WHERE s.a = r.a) < 2

-- several rows for a value, by an inequality
SELECT a, b, (SELECT s.b FROM s WHERE s.a < r.b) FROM r
-- duckdb
SELECT a, b, (SELECT MAX(s.b) FROM s WHERE s.a < r.b) FROM r WHERE (SELECT COUNT(*) FROM s WHERE s.a < r.b) < 2

-- several rows for a value in a condition
SELECT a, b FROM r WHERE COALESCE((SELECT s.b FROM s WHERE s.a = r.a), 3) > b
-- duckdb
SELECT a, b FROM r WHERE COALESCE((SELECT MAX(s.b) FROM s WHERE s.a = r.a), 3) > b AND (SELECT COUNT(*) FROM s WHERE s.a = r.a) < 2

-- several rows for an equal value
SELECT a, b FROM r WHERE b = (SELECT s.b FROM s WHERE s.a = r.a)
-- duckdb
SELECT a, b FROM r WHERE b = (SELECT MAX(s.b) FROM s WHERE s.a = r.a) AND (SELECT COUNT(*) FROM s WHERE s.a = r.a) < 2

-- several rows for any row
SELECT a, (SELECT s.b FROM s WHERE s.a = 2) FROM r
-- duckdb
SELECT a, (SELECT MAX(s.b) FROM s WHERE s.a = 2) FROM r WHERE (SELECT COUNT(*) FROM s WHERE s.a = 2) < 2

-- several rows for a value within one
SELECT a, (SELECT n.v + (SELECT s.b FROM s WHERE s.a = n.v) FROM n WHERE n.k = r.a) FROM r
-- duckdb
SELECT a, (SELECT MAX(n.v + (SELECT MAX(s.b) FROM s WHERE s.a = n.v)) FROM n WHERE n.k = r.a) FROM r WHERE (SELECT COUNT(*) FROM n WHERE n.k = r.a) < 2 AND (SELECT COALESCE(MAX((SELECT COUNT(*) FROM s WHERE s.a = n.v)), 0) FROM n WHERE n.k = r.a) < 2

-- several rows for a value that is not asked for
SELECT a, CASE WHEN b > 4 THEN (SELECT s.b FROM s WHERE s.a = r.a) END FROM r
-- duckdb
SELECT a, CASE WHEN b > 4 THEN (SELECT MAX(s.b) FROM s WHERE s.a = r.a) END FROM r WHERE b IS NULL OR b <= 4 OR (SELECT COUNT(*) FROM s WHERE s.a = r.a) < 2

-- several rows for a value within one for any row
SELECT a, (SELECT n.v + (SELECT s.b FROM s WHERE s.a = n.v % 4) FROM n WHERE n.k = 2) FROM r
-- duckdb
SELECT a, (SELECT MAX(n.v + (SELECT MAX(s.b) FROM s WHERE s.a = n.v % 4)) FROM n WHERE n.k = 2) FROM r WHERE (SELECT COUNT(*) FROM n WHERE n.k = 2) < 2 AND (SELECT COALESCE(MAX((SELECT COUNT(*) FROM s WHERE s.a = n.v % 4)), 0) FROM n WHERE n.k = 2) < 2

-- no rows for a value whatever a query makes of its rows
SELECT a, (SELECT COALESCE((SELECT s.b FROM s WHERE s.a = n.v), 7) FROM n WHERE n.k = 2 AND n.v > 6) FROM r
-- duckdb
SELECT a, (SELECT MAX(COALESCE((SELECT MAX(s.b) FROM s WHERE s.a = n.v), 7)) FROM n WHERE n.k = 2 AND n.v > 6) FROM r WHERE (SELECT COUNT(*) FROM n WHERE n.k = 2 AND n.v > 6) < 2
