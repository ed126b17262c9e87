-- a scalar function in Java
SELECT a, user_add(a, b) AS s FROM r WHERE user_add(b, 1) > 3
-- duckdb
SELECT a, coalesce(a, 0) + coalesce(b, 0) AS s FROM r WHERE coalesce(b, 0) + 1 > 3

-- a function in SQL that calls one in Java
SELECT user_twice(a + b) AS t, COUNT(*) AS n FROM r GROUP BY user_twice(a + b)
-- duckdb
SELECT 2 * coalesce(a + b, 0) AS t, COUNT(*) AS n FROM r GROUP BY 2 * coalesce(a + b, 0)

-- a join on functions
SELECT r.a, s.b FROM r JOIN s ON user_add(r.a, 1) = user_add(s.a, 0) AND user_add(r.b, s.b) > 8
-- duckdb
SELECT r.a, s.b FROM r JOIN s ON coalesce(r.a, 0) + 1 = coalesce(s.a, 0) AND coalesce(r.b, 0) + coalesce(s.b, 0) > 8

-- a table function
SELECT a, i FROM r, LATERAL TABLE(user_upto(a)) AS u (i)
-- duckdb
SELECT a, i FROM (SELECT a, unnest(range(0, a)) AS i FROM r) AS u

-- an outer join with a table function
SELECT a, b, i FROM r LEFT JOIN LATERAL TABLE(user_upto(a)) AS u (i) ON TRUE
-- duckdb
SELECT a, b, i FROM (SELECT a, b, unnest(CASE WHEN a > 0 THEN range(0, a) ELSE [NULL] END) AS i FROM r) AS u

-- an aggregate of the rows of a table function
SELECT i, COUNT(*) AS n, SUM(b) AS s FROM r, user_upto(a) AS u (i) GROUP BY i
-- duckdb
SELECT i, COUNT(*) AS n, SUM(b) AS s FROM (SELECT b, unnest(range(0, a)) AS i FROM r) AS u GROUP BY i

-- aggregates in Java by groups
SELECT a, user_sum(b) AS s, user_spread(b) AS d, user_count() AS n FROM r GROUP BY a
-- duckdb
SELECT a, SUM(b) AS s, MAX(b) - MIN(b) AS d, COUNT(*) AS n FROM r GROUP BY a

-- aggregates in Java of everything
SELECT user_sum(b) AS s, user_spread(b) AS d, user_count() AS n FROM r
-- duckdb
SELECT SUM(b) AS s, MAX(b) - MIN(b) AS d, COUNT(*) AS n FROM r

-- aggregates in Java with DISTINCT and FILTER
SELECT c, user_sum(DISTINCT b) AS s, user_sum(a) FILTER (WHERE b > 4) AS f, user_count() FILTER (WHERE a IS NULL) AS n FROM r GROUP BY c
-- duckdb
SELECT c, SUM(DISTINCT b) AS s, SUM(a) FILTER (WHERE b > 4) AS f, COUNT(*) FILTER (WHERE a IS NULL) AS n FROM r GROUP BY c

-- an aggregate in Java in an order
SELECT a, user_texts(c) WITHIN GROUP (ORDER BY c DESC) AS t FROM r GROUP BY a
-- duckdb
SELECT a, coalesce(string_agg(c, '-' ORDER BY c DESC), '') AS t FROM r GROUP BY a

-- an aggregate in Java over an aggregate
SELECT user_sum(CAST(n AS INT)) AS s, user_spread(CAST(n AS INT)) AS d FROM (SELECT a, COUNT(*) AS n FROM r GROUP BY a) AS x
-- duckdb
SELECT SUM(n) AS s, MAX(n) - MIN(n) AS d FROM (SELECT a, COUNT(*) AS n FROM r GROUP BY a) AS x

-- an aggregate in Java in a query for each row
SELECT r.a, r.b, (SELECT user_count() FROM s WHERE s.a = r.a) AS n, (SELECT user_sum(s.b) FROM s WHERE s.a = r.a) AS t FROM r
-- duckdb
SELECT r.a, r.b, (SELECT COUNT(*) FROM s WHERE s.a = r.a) AS n, (SELECT SUM(s.b) FROM s WHERE s.a = r.a) AS t FROM r

-- HAVING with an aggregate in Java
SELECT a FROM r GROUP BY a HAVING user_spread(b) > 2 OR user_sum(b) IS NULL
-- duckdb
SELECT a FROM r GROUP BY a HAVING MAX(b) - MIN(b) > 2 OR SUM(b) IS NULL
