-- one column
SELECT DISTINCT a FROM r

-- two columns
SELECT DISTINCT a, c FROM r

-- all columns
SELECT DISTINCT * FROM r

-- an expression
SELECT DISTINCT MOD(b, 3), c || '!' FROM r

-- over a filter
SELECT DISTINCT c FROM r WHERE b > 4

-- over a join
SELECT DISTINCT r.a, s.d FROM r JOIN s ON r.a = s.a

-- over a union
SELECT DISTINCT a FROM (SELECT a FROM r UNION ALL SELECT a FROM s UNION ALL SELECT a FROM t) AS u

-- over groups
SELECT DISTINCT n FROM (SELECT a, COUNT(*) AS n FROM r GROUP BY a) AS q

-- with aggregates in one query
SELECT DISTINCT COUNT(*) FROM r GROUP BY a

-- of a unique key
SELECT DISTINCT id, g FROM p

-- of a distinct
SELECT DISTINCT a FROM (SELECT DISTINCT a, b FROM r) AS q

-- of a constant
SELECT DISTINCT 1 FROM r

-- DISTINCT ON with a total order
SELECT DISTINCT ON (a) a, b, c FROM r ORDER BY a, b DESC, c
-- refused: DISTINCT ON

-- DISTINCT ON two columns
SELECT DISTINCT ON (a, c) a, c, b FROM r ORDER BY a, c, b
-- refused: DISTINCT ON
