-- an array
SELECT id, u.x FROM l CROSS JOIN UNNEST(xs) AS u (x)

-- an array by comma
SELECT id, u.x FROM l, UNNEST(l.xs) AS u (x)

-- an array of texts
SELECT id, u.x FROM l CROSS JOIN UNNEST(ss) AS u (x)

-- an array, left
SELECT id, u.x FROM l LEFT JOIN UNNEST(xs) AS u (x) ON TRUE

-- with ordinality
SELECT id, u.x, u.o FROM l CROSS JOIN UNNEST(xs) WITH ORDINALITY AS u (x, o)
-- duckdb
SELECT id, unnest(xs), generate_subscripts(xs, 1) FROM l

-- two arrays, one after the other
SELECT id, u.x, w.y FROM l CROSS JOIN UNNEST(xs) AS u (x) CROSS JOIN UNNEST(ss) AS w (y)

-- a map
SELECT id, u.k, u.v FROM l CROSS JOIN UNNEST(m) AS u (k, v)
-- duckdb
SELECT id, unnest(map_keys(m)), unnest(map_values(m)) FROM l

-- filtered
SELECT id, u.x FROM l CROSS JOIN UNNEST(xs) AS u (x) WHERE u.x > 1

-- grouped
SELECT u.x, COUNT(*), SUM(id) FROM l CROSS JOIN UNNEST(xs) AS u (x) GROUP BY u.x

-- joined
SELECT l.id, u.x, r.b FROM l CROSS JOIN UNNEST(l.xs) AS u (x) JOIN r ON r.a = u.x

-- distinct
SELECT DISTINCT u.x FROM l CROSS JOIN UNNEST(ss) AS u (x)

-- of a constant
SELECT a, u.x FROM r CROSS JOIN UNNEST(ARRAY[1, 2, 2]) AS u (x)
-- duckdb
SELECT a, u.x FROM r CROSS JOIN (VALUES (1), (2), (2)) AS u (x)

-- of a constant alone
SELECT u.x FROM UNNEST(ARRAY['a', 'b', 'b']) AS u (x)
-- duckdb
SELECT x FROM (VALUES ('a'), ('b'), ('b')) AS u (x)

-- of columns put together
SELECT a, u.x FROM r CROSS JOIN UNNEST(ARRAY[a, b]) AS u (x)
-- duckdb
SELECT a, unnest([a, b]) FROM r

-- of an aggregate
SELECT q.a, u.x FROM (SELECT a, ARRAY_AGG(b) AS bs FROM r GROUP BY a) AS q CROSS JOIN UNNEST(q.bs) AS u (x)
-- duckdb
SELECT a, b FROM r

-- counted by a subquery
SELECT id, (SELECT COUNT(*) FROM UNNEST(l.xs) AS u (x)) FROM l

-- EXISTS in an array
SELECT id FROM l WHERE EXISTS (SELECT 1 FROM UNNEST(l.ss) AS u (x) WHERE u.x = 'x')

-- cardinality
SELECT id, CARDINALITY(xs), CARDINALITY(ss) FROM l
-- duckdb
SELECT id, LEN(xs), LEN(ss) FROM l

-- an element
SELECT id, xs[1], ss[2] FROM l

-- a map's element
SELECT id, m['x'] FROM l

-- arrays as keys
SELECT xs, COUNT(*) FROM l GROUP BY xs

-- arrays distinct
SELECT DISTINCT xs, ss FROM l

-- arrays in a join
SELECT x.id, y.id FROM l AS x JOIN l AS y ON x.xs = y.xs

-- arrays in a set operation
SELECT xs FROM l EXCEPT ALL SELECT ss2.xs FROM (SELECT xs FROM l WHERE id > 2) AS ss2

-- maps through a union
SELECT id, m FROM l UNION ALL SELECT id + 10, m FROM l
