-- one row
VALUES (1, 'a')

-- several rows
VALUES (1, 'a'), (2, NULL), (2, NULL)

-- as a table
SELECT x, y FROM (VALUES (1, 'a'), (2, 'b'), (CAST(NULL AS INT), 'c')) AS w (x, y) WHERE x > 1

-- with expressions
SELECT * FROM (VALUES (1 + 1, UPPER('a')), (3 * 2, 'b' || 'c')) AS w (x, y)

-- aggregated
SELECT COUNT(*), SUM(x) FROM (VALUES (1), (2), (3)) AS w (x)

-- without a table
SELECT 1 + 1, 'a'

-- without a table, no row
SELECT 1 WHERE FALSE

-- a filter that is never true
SELECT a, b FROM r WHERE FALSE

-- a filter that is NULL
SELECT a, b FROM r WHERE CAST(NULL AS BOOLEAN)

-- a filter that is always true
SELECT a, b FROM r WHERE TRUE OR a > 1

-- aggregated without a row
SELECT COUNT(*), MAX(a) FROM r WHERE FALSE

-- grouped without a row
SELECT a, COUNT(*) FROM r WHERE FALSE GROUP BY a

-- together with a table
SELECT a FROM r UNION ALL VALUES (100), (101)

-- in a subquery
SELECT a FROM r WHERE a IN (VALUES (1), (3))

-- crossed
SELECT w.x, COUNT(r.a) FROM (VALUES (0), (1), (7)) AS w (x) LEFT JOIN r ON r.a = w.x GROUP BY w.x
