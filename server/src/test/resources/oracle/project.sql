-- all columns
SELECT * FROM r

-- columns twice
SELECT a, a, b AS a FROM r

-- an expression
SELECT a + b, a * 2 FROM r

-- a filter
SELECT a, b FROM r WHERE b > 4

-- a filter on what is not shown
SELECT c FROM r WHERE a = 1 AND b > 3

-- a filter over a filter
SELECT a FROM (SELECT a, b FROM r WHERE b > 2) AS q WHERE a < 3

-- a constant
SELECT 1, 'x', a FROM r

-- a constant alone
SELECT 'x' FROM r

-- texts
SELECT UPPER(c), c || 'x' FROM r

-- casts
SELECT CAST(r.a AS BIGINT), CAST(r.b AS STRING), CAST(x AS DOUBLE) FROM r JOIN t ON r.a = t.a

-- decimals
SELECT x + 1, x * 2, x - x FROM t

-- doubles
SELECT f + 1, f * 2, -f FROM t

-- all types
SELECT * FROM y

-- a keyed table
SELECT id, g, v FROM p

-- a keyed table without its key
SELECT g, v FROM p

-- columns that are never NULL
SELECT k, v, k + v FROM n
