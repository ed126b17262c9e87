-- scalar in the select list
SELECT a, (SELECT MAX(b) FROM s) FROM r

-- scalar over an empty input
SELECT a, (SELECT MAX(b) FROM s WHERE b > 100) FROM r

-- scalar count
SELECT a, (SELECT COUNT(*) FROM s) FROM r

-- scalar in the filter
SELECT a, b FROM r WHERE b > (SELECT AVG(b) FROM s)

-- scalar in arithmetic
SELECT a, b - (SELECT MIN(b) FROM r) FROM r

-- two scalars
SELECT (SELECT COUNT(*) FROM r), (SELECT COUNT(*) FROM s)

-- correlated scalar
SELECT a, b, (SELECT MAX(s.b) FROM s WHERE s.a = r.a) FROM r

-- correlated count
SELECT a, (SELECT COUNT(*) FROM s WHERE s.a = r.a) FROM r

-- correlated count of a column
SELECT a, (SELECT COUNT(s.d) FROM s WHERE s.a = r.a AND s.b > 5) FROM r

-- correlated sum with a default
SELECT a, COALESCE((SELECT SUM(s.b) FROM s WHERE s.a = r.a), 0) FROM r

-- correlated scalar in the filter
SELECT a, b FROM r WHERE b > (SELECT AVG(s.b) FROM s WHERE s.a = r.a)

-- correlated with the same table
SELECT a, b FROM r WHERE b = (SELECT MAX(x.b) FROM r AS x WHERE x.a = r.a)

-- correlated by less
SELECT a, (SELECT COUNT(*) FROM s WHERE s.b < r.b) FROM r

-- correlated by two columns
SELECT a, b, (SELECT SUM(s.d) FROM s WHERE s.a = r.a AND s.b = r.b) FROM r

-- correlated by a key and an inequality
SELECT a, b, (SELECT MIN(s.b) FROM s WHERE s.a = r.a AND s.b > r.b) FROM r

-- correlated scalar by a unique key
SELECT r.a, (SELECT p.v FROM p WHERE p.id = r.a) FROM r

-- correlated with an outer expression
SELECT a, (SELECT COUNT(*) FROM s WHERE s.a = r.a + 1) FROM r

-- correlated in an aggregate's argument
SELECT a, (SELECT SUM(s.b + r.b) FROM s WHERE s.a = r.a) FROM r

-- IN
SELECT a, b FROM r WHERE a IN (SELECT a FROM s)

-- IN over columns that are never NULL
SELECT a, b FROM r WHERE a IN (SELECT k FROM n)

-- IN with a filter
SELECT a, b FROM r WHERE a IN (SELECT a FROM s WHERE b > 6)

-- IN of two columns
SELECT a, b FROM r WHERE (a, b) IN (SELECT a, b FROM s)

-- IN of an expression
SELECT a, b FROM r WHERE a + 1 IN (SELECT a FROM s)

-- IN of texts
SELECT a, c FROM r WHERE c IN (SELECT e FROM t)

-- IN as a value
SELECT a, a IN (SELECT a FROM s) FROM r

-- IN as a value, never NULL
SELECT k, k IN (SELECT v FROM n) FROM n

-- NOT IN
SELECT a, b FROM r WHERE a NOT IN (SELECT a FROM s)

-- NOT IN without NULLs inside
SELECT a, b FROM r WHERE a NOT IN (SELECT a FROM s WHERE a IS NOT NULL)

-- NOT IN over columns that are never NULL
SELECT k FROM n WHERE k NOT IN (SELECT v FROM n)

-- NOT IN of an empty set
SELECT a, b FROM r WHERE a NOT IN (SELECT a FROM s WHERE b > 100)

-- NOT IN as a value
SELECT a, a NOT IN (SELECT a FROM s WHERE b < 6) FROM r

-- NOT IN as a value, IS NULL
SELECT a FROM r WHERE (a NOT IN (SELECT a FROM s)) IS NULL

-- NOT IN of two columns
SELECT a, b FROM r WHERE (a, b) NOT IN (SELECT a, b FROM s)

-- NOT IN, correlated
SELECT a, b FROM r WHERE b NOT IN (SELECT s.b FROM s WHERE s.a = r.a)

-- IN, correlated
SELECT a, b FROM r WHERE b IN (SELECT s.b FROM s WHERE s.a = r.a)

-- IN, correlated by less
SELECT a, b FROM r WHERE a IN (SELECT s.a FROM s WHERE s.b > r.b)

-- IN, correlated, as a value
SELECT a, b, b IN (SELECT s.b FROM s WHERE s.a = r.a) FROM r

-- IN of groups
SELECT a, b FROM r WHERE a IN (SELECT a FROM s GROUP BY a HAVING COUNT(*) > 1)

-- IN of a union
SELECT a FROM r WHERE a IN (SELECT a FROM s UNION SELECT a FROM t)

-- IN or another condition
SELECT a, b FROM r WHERE a IN (SELECT a FROM s) OR b > 7

-- NOT IN or another condition
SELECT a, b FROM r WHERE a NOT IN (SELECT a FROM s) OR b = 0

-- IN and NOT IN
SELECT a FROM r WHERE a IN (SELECT a FROM s) AND b NOT IN (SELECT k FROM n)

-- EXISTS
SELECT a FROM r WHERE EXISTS (SELECT 1 FROM s WHERE d < 0)

-- NOT EXISTS
SELECT a FROM r WHERE NOT EXISTS (SELECT 1 FROM s WHERE b > 11)

-- EXISTS, correlated
SELECT a, b FROM r WHERE EXISTS (SELECT 1 FROM s WHERE s.a = r.a)

-- NOT EXISTS, correlated
SELECT a, b FROM r WHERE NOT EXISTS (SELECT 1 FROM s WHERE s.a = r.a)

-- EXISTS, correlated with a residual
SELECT a, b FROM r WHERE EXISTS (SELECT 1 FROM s WHERE s.a = r.a AND s.b > r.b)

-- NOT EXISTS, correlated with a residual
SELECT a, b FROM r WHERE NOT EXISTS (SELECT 1 FROM s WHERE s.a = r.a AND s.b > r.b)

-- EXISTS, correlated by inequality alone
SELECT a, b FROM r WHERE EXISTS (SELECT 1 FROM n WHERE n.v < r.b)

-- NOT EXISTS: the greatest
SELECT a, b FROM r WHERE NOT EXISTS (SELECT 1 FROM r AS x WHERE x.b > r.b)

-- EXISTS with NULL-safe equality
SELECT a, b FROM r WHERE EXISTS (SELECT 1 FROM s WHERE s.a IS NOT DISTINCT FROM r.a)

-- EXISTS as a value
SELECT a, EXISTS (SELECT 1 FROM s WHERE s.a = r.a) FROM r

-- EXISTS in CASE
SELECT a, CASE WHEN EXISTS (SELECT 1 FROM s WHERE s.a = r.a) THEN 'yes' ELSE 'no' END FROM r

-- EXISTS or EXISTS
SELECT a, b FROM r WHERE EXISTS (SELECT 1 FROM s WHERE s.a = r.a) OR EXISTS (SELECT 1 FROM t WHERE t.e = r.c)

-- EXISTS and NOT EXISTS
SELECT a, b FROM r WHERE EXISTS (SELECT 1 FROM s WHERE s.a = r.a) AND NOT EXISTS (SELECT 1 FROM t WHERE t.a = r.a)

-- EXISTS over a join
SELECT a, b FROM r WHERE EXISTS (SELECT 1 FROM s JOIN t ON s.a = t.a WHERE s.b = r.b)

-- EXISTS over groups
SELECT a, b FROM r WHERE EXISTS (SELECT s.a FROM s WHERE s.a = r.a GROUP BY s.a HAVING COUNT(*) > 1)

-- EXISTS over a global aggregate is always true
SELECT a FROM r WHERE EXISTS (SELECT COUNT(*) FROM s WHERE s.a = r.a)

-- equal to ANY
SELECT a, b FROM r WHERE a = ANY (SELECT a FROM s)

-- less than ANY
SELECT a, b FROM r WHERE b < ANY (SELECT b FROM s)

-- greater than SOME
SELECT a, b FROM r WHERE b > SOME (SELECT v FROM n)

-- greater than ALL
SELECT a, b FROM r WHERE b > ALL (SELECT v FROM n)

-- at least ALL of the same
SELECT a, b FROM r WHERE b >= ALL (SELECT b FROM r AS x WHERE b IS NOT NULL)

-- ALL with NULLs inside
SELECT a, b FROM r WHERE b < ALL (SELECT b FROM s)

-- not equal to ALL
SELECT a, b FROM r WHERE a <> ALL (SELECT a FROM s)

-- not equal to ANY
SELECT a, b FROM r WHERE a <> ANY (SELECT k FROM n)

-- ALL of an empty set
SELECT a FROM r WHERE a > ALL (SELECT b FROM s WHERE b > 100)

-- ANY of an empty set
SELECT a FROM r WHERE a > ANY (SELECT b FROM s WHERE b > 100)

-- ANY as a value
SELECT a, b > ANY (SELECT b FROM s) FROM r

-- ALL as a value
SELECT a, b > ALL (SELECT b FROM s) FROM r

-- ALL, correlated
SELECT a, b FROM r WHERE b >= ALL (SELECT x.b FROM r AS x WHERE x.a = r.a AND x.b IS NOT NULL)

-- ANY, correlated
SELECT a, b FROM r WHERE b < ANY (SELECT s.b FROM s WHERE s.a = r.a)

-- depth two, uncorrelated
SELECT a FROM r WHERE a IN (SELECT a FROM s WHERE b IN (SELECT v FROM n))

-- depth two, each correlated with the next
SELECT a, b FROM r WHERE EXISTS (SELECT 1 FROM s WHERE s.a = r.a AND EXISTS (SELECT 1 FROM n WHERE n.v = s.b))

-- depth two, the inner one correlated with the outermost
SELECT a, b FROM r WHERE EXISTS (SELECT 1 FROM s WHERE EXISTS (SELECT 1 FROM n WHERE n.k = r.a AND n.v = s.b))

-- depth two, the inner one correlated with both
SELECT a, b FROM r WHERE EXISTS (SELECT 1 FROM s WHERE s.a = r.a AND NOT EXISTS (SELECT 1 FROM n WHERE n.k = s.a AND n.v = r.b))

-- depth two, scalar in scalar
SELECT a, (SELECT MAX(s.b + (SELECT COUNT(*) FROM n WHERE n.k = s.a)) FROM s WHERE s.a = r.a) FROM r

-- depth two, scalar correlated with the outermost
SELECT a, b, (SELECT COUNT(*) FROM s WHERE s.b > (SELECT MIN(n.v) FROM n WHERE n.k = r.a)) FROM r

-- depth three
SELECT a, b FROM r WHERE EXISTS (SELECT 1 FROM s WHERE s.a = r.a AND EXISTS (SELECT 1 FROM t WHERE t.a = s.a AND EXISTS (SELECT 1 FROM n WHERE n.k = t.a AND n.v < r.b)))

-- depth three, NOT
SELECT a, b FROM r WHERE NOT EXISTS (SELECT 1 FROM s WHERE s.a = r.a AND NOT EXISTS (SELECT 1 FROM t WHERE t.a = s.a AND NOT EXISTS (SELECT 1 FROM n WHERE n.k = t.a)))

-- depth three, scalars
SELECT a, (SELECT COUNT(*) FROM s WHERE s.a = r.a AND s.b > (SELECT AVG(n.v) FROM n WHERE n.k = s.a AND n.v < (SELECT MAX(p.v) FROM p WHERE p.g = n.k))) FROM r

-- division: sources that lead everywhere
SELECT DISTINCT x.src FROM edge AS x WHERE x.src IS NOT NULL AND NOT EXISTS (SELECT 1 FROM n WHERE NOT EXISTS (SELECT 1 FROM edge AS y WHERE y.src = x.src AND y.dst = n.k))

-- in the select list of groups
SELECT a, SUM(b), (SELECT MAX(d) FROM s) FROM r GROUP BY a

-- correlated with a group's key
SELECT a, COUNT(*), (SELECT COUNT(*) FROM s WHERE s.a = r.a) FROM r GROUP BY a

-- in HAVING
SELECT a, SUM(b) FROM r GROUP BY a HAVING SUM(b) > (SELECT AVG(b) FROM s)

-- IN in HAVING
SELECT a, COUNT(*) FROM r GROUP BY a HAVING COUNT(*) IN (SELECT v FROM n)

-- inside an aggregate
SELECT SUM((SELECT COUNT(*) FROM s WHERE s.a = r.a)) FROM r

-- inside CASE
SELECT a, CASE WHEN b > (SELECT AVG(v) FROM n) THEN 1 ELSE 0 END FROM r

-- in a join's condition
SELECT r.a, s.b FROM r JOIN s ON r.a = s.a AND s.b > (SELECT AVG(v) FROM n)

-- in FROM, filtered
SELECT q.a, q.n FROM (SELECT a, COUNT(*) AS n FROM r GROUP BY a) AS q WHERE q.n > (SELECT COUNT(*) FROM s) / 4

-- of the same subquery twice
SELECT a FROM r WHERE b > (SELECT AVG(v) FROM n) OR a > (SELECT AVG(v) FROM n)

-- with DISTINCT inside
SELECT a, (SELECT COUNT(DISTINCT s.b) FROM s WHERE s.a = r.a) FROM r

-- correlated with LIMIT 1 in a total order
SELECT a, (SELECT s.b FROM s WHERE s.a = r.a ORDER BY s.b DESC LIMIT 1) FROM r

-- correlated with a set operation inside
SELECT a, b FROM r WHERE EXISTS (SELECT s.a FROM s WHERE s.a = r.a INTERSECT SELECT t.a FROM t)

-- scalar over groups of one
SELECT (SELECT MAX(n) FROM (SELECT COUNT(*) AS n FROM r GROUP BY a) AS q), COUNT(*) FROM s

-- correlated through a derived table
SELECT a, (SELECT MAX(q.m) FROM (SELECT s.a, s.b + 1 AS m FROM s) AS q WHERE q.a = r.a) FROM r

-- correlated inside a derived table
SELECT a, (SELECT SUM(q.n) FROM (SELECT COUNT(*) AS n FROM s WHERE s.a = r.a GROUP BY s.b) AS q) FROM r

-- row IN list
SELECT a, b FROM r WHERE (a, b) IN ((1, 2), (2, 3), (3, 4))

-- a list with more than twenty values
SELECT a, b FROM r WHERE b IN (0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 34, 36, 38, 40, 42)

-- NOT IN a list with NULL
SELECT a, b FROM r WHERE b NOT IN (1, 2, NULL)

-- anti join by EXCEPT of keys
SELECT a FROM (SELECT a FROM r EXCEPT SELECT a FROM s) AS q WHERE a IN (SELECT k FROM n)
