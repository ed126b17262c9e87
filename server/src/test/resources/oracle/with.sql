-- one name
WITH q AS (SELECT a, b FROM r WHERE b > 3) SELECT a, b FROM q

-- with column names
WITH q (x, y) AS (SELECT a, b FROM r) SELECT y, x FROM q WHERE x = 1

-- used twice
WITH q AS (SELECT a, COUNT(*) AS n FROM r GROUP BY a) SELECT x.a, y.a FROM q AS x JOIN q AS y ON x.n = y.n AND x.a < y.a

-- two names
WITH q AS (SELECT a, b FROM r), w AS (SELECT a, d FROM s) SELECT q.b, w.d FROM q JOIN w ON q.a = w.a

-- one uses the other
WITH q AS (SELECT a, COUNT(*) AS n FROM r GROUP BY a), w AS (SELECT MAX(n) AS m FROM q) SELECT q.a, q.n FROM q, w WHERE q.n = w.m

-- in a subquery
SELECT a FROM r WHERE a IN (WITH q AS (SELECT a FROM s WHERE b > 5) SELECT a FROM q)

-- used in a subquery
WITH q AS (SELECT a FROM s GROUP BY a HAVING COUNT(*) > 1) SELECT a, b FROM r WHERE a IN (SELECT a FROM q) AND b > (SELECT COUNT(*) FROM q)

-- that hides a table
WITH r AS (SELECT a, b FROM s) SELECT a, b FROM r

-- of a union
WITH q AS (SELECT a FROM r UNION ALL SELECT a FROM s) SELECT a, COUNT(*) FROM q GROUP BY a

-- nested
WITH q AS (WITH w AS (SELECT a, b FROM r WHERE a IS NOT NULL) SELECT a, SUM(b) AS t FROM w GROUP BY a) SELECT a, t FROM q WHERE t > 5

-- unused
WITH q AS (SELECT a FROM s) SELECT a, b FROM r

-- used twice with itself subtracted
WITH q AS (SELECT a, b FROM r) SELECT a, b FROM q EXCEPT ALL SELECT a, b FROM q WHERE a > 2
