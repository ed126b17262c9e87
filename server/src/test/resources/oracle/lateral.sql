-- a correlated filter
SELECT r.a, q.b FROM r CROSS JOIN LATERAL (SELECT s.b FROM s WHERE s.a = r.a) AS q

-- by comma
SELECT r.a, q.b FROM r, LATERAL (SELECT s.b FROM s WHERE s.a = r.a AND s.b > r.b) AS q

-- left
SELECT r.a, r.b, q.b FROM r LEFT JOIN LATERAL (SELECT s.b FROM s WHERE s.a = r.a) AS q ON TRUE

-- an aggregate
SELECT r.a, q.n, q.m FROM r CROSS JOIN LATERAL (SELECT COUNT(*) AS n, MAX(s.b) AS m FROM s WHERE s.a = r.a) AS q

-- an aggregate, left
SELECT r.a, q.n FROM r LEFT JOIN LATERAL (SELECT SUM(s.d) AS n FROM s WHERE s.a = r.a) AS q ON TRUE

-- groups
SELECT r.a, q.b, q.n FROM r CROSS JOIN LATERAL (SELECT s.b, COUNT(*) AS n FROM s WHERE s.a = r.a GROUP BY s.b) AS q

-- the first two
SELECT r.a, q.b FROM (SELECT DISTINCT a FROM r) AS r CROSS JOIN LATERAL (SELECT s.b, s.d FROM s WHERE s.a = r.a ORDER BY s.b, s.d LIMIT 2) AS q

-- the first, left
SELECT p.id, q.b FROM p LEFT JOIN LATERAL (SELECT s.b FROM s WHERE s.a = p.g ORDER BY s.b DESC, s.d LIMIT 1) AS q ON TRUE

-- a computed row
SELECT r.a, q.x FROM r CROSS JOIN LATERAL (SELECT r.a + r.b AS x) AS q

-- computed rows, one after the other
SELECT q.x, w.y FROM r CROSS JOIN LATERAL (SELECT r.a + 1 AS x) AS q CROSS JOIN LATERAL (SELECT q.x * 2 AS y) AS w

-- VALUES
SELECT r.a, q.x FROM r CROSS JOIN LATERAL (VALUES (r.a), (r.b)) AS q (x)

-- a union
SELECT r.a, q.x FROM r CROSS JOIN LATERAL (SELECT s.b AS x FROM s WHERE s.a = r.a UNION ALL SELECT t.a FROM t WHERE t.e = r.c) AS q

-- a distinct
SELECT r.a, q.b FROM r CROSS JOIN LATERAL (SELECT DISTINCT s.b FROM s WHERE s.a = r.a) AS q

-- a series
SELECT r.a, g.i FROM r CROSS JOIN LATERAL (SELECT * FROM GENERATE_SERIES(1, 3)) AS g (i)

-- a series as long as a column says
SELECT n.k, g.i FROM n CROSS JOIN LATERAL GENERATE_SERIES(1, n.k) AS g (i)
-- duckdb
SELECT k, unnest(generate_series(1, k)) FROM n

-- a series beside each row, computed with, left
SELECT n.k, q.x, q.y FROM n LEFT JOIN LATERAL (SELECT i * 2 + 1 AS x, n.k AS y FROM GENERATE_SERIES(1, n.k - 1) AS g (i)) AS q ON TRUE
-- duckdb
SELECT n.k, q.x, CASE WHEN q.x IS NOT NULL THEN n.k END FROM n LEFT JOIN (SELECT DISTINCT k, i * 2 + 1 AS x FROM (SELECT k, unnest(generate_series(1, k - 1)) AS i FROM (SELECT DISTINCT k FROM n))) AS q ON q.k = n.k

-- a series alone
SELECT i FROM GENERATE_SERIES(2, 6) AS g (i)
