-- inner
SELECT r.a, r.b, s.d FROM r JOIN s ON r.a = s.a

-- left
SELECT r.a, r.b, s.d FROM r LEFT JOIN s ON r.a = s.a

-- right
SELECT r.a, s.b, s.d FROM r RIGHT JOIN s ON r.a = s.a

-- full
SELECT r.a, r.c, s.a, s.d FROM r FULL JOIN s ON r.a = s.a

-- cross
SELECT r.a, t.e FROM r CROSS JOIN t

-- by comma
SELECT r.a, s.b FROM r, s WHERE r.a = s.a

-- by comma without a condition
SELECT r.a, n.k FROM r, n WHERE r.b > 6

-- inner, two keys
SELECT r.a, r.b, r.c, s.d FROM r JOIN s ON r.a = s.a AND r.b = s.b

-- left, two keys
SELECT r.a, r.b, s.d FROM r LEFT JOIN s ON r.a = s.a AND r.b = s.b

-- right, two keys
SELECT r.c, s.a, s.b FROM r RIGHT JOIN s ON r.a = s.a AND r.b = s.b

-- full, two keys
SELECT r.a, r.b, s.a, s.b FROM r FULL JOIN s ON r.a = s.a AND r.b = s.b

-- inner with a residual
SELECT r.a, r.b, s.b FROM r JOIN s ON r.a = s.a AND r.b < s.b

-- left with a residual
SELECT r.a, r.b, s.b FROM r LEFT JOIN s ON r.a = s.a AND r.b < s.b

-- right with a residual
SELECT r.a, r.b, s.b FROM r RIGHT JOIN s ON r.a = s.a AND r.b < s.b

-- full with a residual
SELECT r.a, r.b, s.a, s.b FROM r FULL JOIN s ON r.a = s.a AND r.b < s.b

-- left with a condition on its left side
SELECT r.a, r.b, s.b FROM r LEFT JOIN s ON r.a = s.a AND r.b > 5

-- left with a condition on its right side
SELECT r.a, r.b, s.b FROM r LEFT JOIN s ON r.a = s.a AND s.b > 8

-- right with a condition on its right side
SELECT r.b, s.a, s.b FROM r RIGHT JOIN s ON r.a = s.a AND s.b > 8

-- full with conditions on both sides
SELECT r.a, r.b, s.a, s.b FROM r FULL JOIN s ON r.a = s.a AND r.b > 2 AND s.b < 9

-- inner, not equal
SELECT r.a, n.k FROM r JOIN n ON r.a <> n.k

-- inner, less
SELECT r.a, n.k, n.v FROM r JOIN n ON r.a < n.k

-- left, less
SELECT r.a, r.b, n.v FROM r LEFT JOIN n ON r.b < n.v

-- right, less
SELECT r.b, n.v FROM r RIGHT JOIN n ON r.b < n.v

-- full, less
SELECT r.b, n.v FROM r FULL JOIN n ON r.b < n.v

-- inner on a range
SELECT r.b, s.b FROM r JOIN s ON r.b BETWEEN s.b - 1 AND s.b + 1

-- left on a disjunction
SELECT r.a, r.b, n.k FROM r LEFT JOIN n ON r.a = n.k OR r.b = n.v

-- inner on a disjunction
SELECT r.a, r.b, s.a, s.b FROM r JOIN s ON r.a = s.a OR r.b = s.b

-- inner on true
SELECT r.a, s.d FROM r JOIN s ON TRUE

-- left on true
SELECT r.a, p.id FROM r LEFT JOIN p ON TRUE

-- left on false
SELECT r.a, s.d FROM r LEFT JOIN s ON FALSE

-- full on false
SELECT r.a, s.a FROM r FULL JOIN s ON FALSE

-- inner on expressions
SELECT r.a, s.a FROM r JOIN s ON r.a + 1 = s.a

-- left on expressions of both
SELECT r.b, s.b FROM r LEFT JOIN s ON MOD(r.b, 3) = MOD(s.b, 3)

-- on different types
SELECT r.a, s.d FROM r JOIN s ON r.a = s.d

-- on a decimal and an integer
SELECT r.a, t.x FROM r JOIN t ON r.a = t.x

-- on text
SELECT r.a, r.c, t.e FROM r JOIN t ON r.c = t.e

-- left on text
SELECT r.c, t.e, t.x FROM r LEFT JOIN t ON r.c = t.e

-- on text and number
SELECT r.a, t.x FROM r JOIN t ON r.a = t.a AND r.c = t.e

-- NULLs that match
SELECT r.a, s.a, s.b FROM r JOIN s ON r.a IS NOT DISTINCT FROM s.a

-- left, NULLs that match
SELECT r.a, s.a, s.b FROM r LEFT JOIN s ON r.a IS NOT DISTINCT FROM s.a

-- right, NULLs that match
SELECT r.a, s.a, s.b FROM r RIGHT JOIN s ON r.a IS NOT DISTINCT FROM s.a

-- full, NULLs that match
SELECT r.a, r.b, s.a, s.b FROM r FULL JOIN s ON r.a IS NOT DISTINCT FROM s.a

-- one key that matches NULLs and one that does not
SELECT r.a, r.b, s.d FROM r JOIN s ON r.a IS NOT DISTINCT FROM s.a AND r.b = s.b

-- left, one key that matches NULLs and one that does not
SELECT r.a, r.b, s.d FROM r LEFT JOIN s ON r.a IS NOT DISTINCT FROM s.a AND r.b = s.b

-- NULLs that match, by hand
SELECT r.a, s.b FROM r JOIN s ON r.a = s.a OR (r.a IS NULL AND s.a IS NULL)

-- distinct from
SELECT r.a, n.k FROM r JOIN n ON r.a IS DISTINCT FROM n.k

-- USING
SELECT a, r.b, s.d FROM r JOIN s USING (a)

-- USING two columns
SELECT a, b, c, d FROM r JOIN s USING (a, b)

-- left USING
SELECT a, c, d FROM r LEFT JOIN s USING (a)

-- right USING
SELECT a, c, d FROM r RIGHT JOIN s USING (a)

-- full USING
SELECT a, c, d FROM r FULL JOIN s USING (a)

-- USING with all columns
SELECT * FROM r JOIN s USING (a)

-- full USING with all columns
SELECT * FROM r FULL JOIN s USING (a, b)

-- NATURAL
SELECT a, b, c, d FROM r NATURAL JOIN s

-- NATURAL left
SELECT a, b, c, d FROM r NATURAL LEFT JOIN s

-- NATURAL full, all columns
SELECT * FROM r NATURAL FULL JOIN s

-- with itself
SELECT x.a, x.b, y.b FROM r AS x JOIN r AS y ON x.a = y.a

-- with itself, less
SELECT x.a, x.b, y.b FROM r AS x JOIN r AS y ON x.a = y.a AND x.b < y.b

-- with itself, left
SELECT x.b, y.a FROM r AS x LEFT JOIN r AS y ON x.b = y.a

-- with itself, full
SELECT x.a, x.b, y.a, y.b FROM r AS x FULL JOIN r AS y ON x.a = y.b

-- with itself by another column
SELECT x.id, y.id FROM p AS x JOIN p AS y ON x.v = y.id

-- three times itself
SELECT x.a, y.b, z.c FROM r AS x JOIN r AS y ON x.b = y.a JOIN r AS z ON y.b = z.a

-- three tables
SELECT r.a, s.d, t.e FROM r JOIN s ON r.a = s.a JOIN t ON r.a = t.a

-- three tables in a chain
SELECT r.a, s.b, t.e FROM r JOIN s ON r.b = s.b JOIN t ON s.a = t.a

-- four tables
SELECT r.a, s.b, t.e, n.v FROM r JOIN s ON r.a = s.a JOIN t ON s.a = t.a JOIN n ON t.a = n.k WHERE r.b > 5

-- a cycle of three
SELECT x.src, y.src, z.src FROM edge AS x JOIN edge AS y ON x.dst = y.src JOIN edge AS z ON y.dst = z.src AND z.dst = x.src

-- left then inner
SELECT r.a, s.b, t.e FROM r LEFT JOIN s ON r.a = s.a JOIN t ON r.a = t.a

-- left then left
SELECT r.a, s.b, t.e FROM r LEFT JOIN s ON r.a = s.a LEFT JOIN t ON s.b = t.a

-- left then full
SELECT r.a, s.b, t.a FROM r LEFT JOIN s ON r.a = s.a FULL JOIN t ON r.a = t.a

-- inner in the right side of a left
SELECT r.a, q.b, q.e FROM r LEFT JOIN (SELECT s.a, s.b, t.e FROM s JOIN t ON s.a = t.a) AS q ON r.a = q.a

-- nested by parentheses
SELECT r.a, s.b, t.e FROM r LEFT JOIN (s JOIN t ON s.a = t.a) ON r.a = s.a

-- full then full
SELECT r.a, s.a, t.a FROM r FULL JOIN s ON r.a = s.a FULL JOIN t ON s.a = t.a

-- right then left
SELECT r.b, s.a, t.e FROM r RIGHT JOIN s ON r.a = s.a LEFT JOIN t ON s.a = t.a

-- left, and only those without a match
SELECT r.a, r.b FROM r LEFT JOIN s ON r.a = s.a WHERE s.a IS NULL

-- left that a filter makes inner
SELECT r.a, s.b FROM r LEFT JOIN s ON r.a = s.a WHERE s.b > 5

-- full, and only those without a match
SELECT r.a, s.a FROM r FULL JOIN s ON r.a = s.a WHERE r.a IS NULL OR s.a IS NULL

-- filters on both sides
SELECT r.a, s.d FROM r JOIN s ON r.a = s.a WHERE r.b > 2 AND s.b < 9 AND r.b < s.b

-- on unique keys
SELECT x.id, x.v, y.v FROM p AS x JOIN p AS y ON x.id = y.id

-- on a unique key, one side
SELECT r.a, r.b, p.v FROM r JOIN p ON r.a = p.id

-- left on a unique key
SELECT r.a, r.b, p.v FROM r LEFT JOIN p ON r.a = p.id

-- full on a unique key
SELECT r.a, r.b, p.id, p.v FROM r FULL JOIN p ON r.a = p.id

-- columns that are never NULL
SELECT n.k, n.v, r.a FROM n LEFT JOIN r ON n.k = r.a

-- the side that an outer join fills is never NULL
SELECT r.a, n.k, n.v FROM r LEFT JOIN n ON r.a = n.k

-- aggregated
SELECT r.a, COUNT(*), SUM(s.d) FROM r JOIN s ON r.a = s.a GROUP BY r.a

-- left, aggregated
SELECT r.a, COUNT(*), COUNT(s.a), SUM(s.b) FROM r LEFT JOIN s ON r.a = s.a GROUP BY r.a

-- full, aggregated
SELECT COUNT(*), COUNT(r.a), COUNT(s.a), SUM(r.b), SUM(s.b) FROM r FULL JOIN s ON r.a = s.a

-- groups joined with rows
SELECT r.a, r.b, q.n FROM r JOIN (SELECT a, COUNT(*) AS n FROM s GROUP BY a) AS q ON r.a = q.a

-- groups joined with groups
SELECT x.a, x.n, y.m FROM (SELECT a, COUNT(*) AS n FROM r GROUP BY a) AS x FULL JOIN (SELECT a, COUNT(*) AS m FROM s GROUP BY a) AS y ON x.a = y.a

-- rows above the average of their group
SELECT r.a, r.b FROM r JOIN (SELECT a, AVG(b) AS m FROM r GROUP BY a) AS q ON r.a = q.a WHERE r.b > q.m

-- with a global aggregate
SELECT r.a, r.b, q.m FROM r CROSS JOIN (SELECT MAX(b) AS m FROM r) AS q

-- with VALUES
SELECT r.a, w.name FROM r JOIN (VALUES (1, 'one'), (2, 'two'), (2, 'deux')) AS w (k, name) ON r.a = w.k

-- VALUES on the left
SELECT w.k, r.b FROM (VALUES (1), (2), (9), (CAST(NULL AS INT))) AS w (k) LEFT JOIN r ON w.k = r.a

-- a key against a constant
SELECT r.a, s.b FROM r JOIN s ON r.a = s.a AND r.a = 2

-- the same key twice
SELECT r.a, s.b FROM r JOIN s ON r.a = s.a AND r.b = s.a

-- one column against two
SELECT r.a, s.a, s.b FROM r JOIN s ON r.a = s.a AND r.a = s.b

-- a condition over both that uses CASE
SELECT r.a, s.a FROM r JOIN s ON CASE WHEN r.b > 5 THEN r.a ELSE r.b END = s.a

-- a condition with text functions
SELECT r.c, t.e FROM r JOIN t ON UPPER(r.c) = UPPER(t.e) AND r.b > 2

-- duplicates multiply
SELECT COUNT(*) FROM r AS x JOIN r AS y ON x.c = y.c
