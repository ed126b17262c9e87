-- one of all
SELECT a, b, c FROM r ORDER BY a, b, c LIMIT 1

-- three of all
SELECT a, b, c FROM r ORDER BY a, b, c LIMIT 3

-- descending
SELECT a, b, c FROM r ORDER BY a DESC, b DESC, c DESC LIMIT 3

-- mixed directions
SELECT a, b, c FROM r ORDER BY a DESC, b, c DESC LIMIT 4

-- NULLs last, ascending
SELECT a, b, c FROM r ORDER BY a NULLS LAST, b NULLS LAST, c LIMIT 4

-- NULLs first, descending
SELECT a, b, c FROM r ORDER BY a DESC NULLS FIRST, b DESC NULLS FIRST, c LIMIT 4

-- with OFFSET
SELECT a, b, c FROM r ORDER BY a, b, c LIMIT 3 OFFSET 2

-- OFFSET alone
SELECT a, b, c FROM r ORDER BY a, b, c OFFSET 5

-- OFFSET past the end
SELECT a, b, c FROM r ORDER BY a, b, c LIMIT 3 OFFSET 1000

-- FETCH FIRST
SELECT a, b, c FROM r ORDER BY b, a, c FETCH FIRST 2 ROWS ONLY

-- OFFSET and FETCH NEXT
SELECT a, b, c FROM r ORDER BY b, a, c OFFSET 1 ROWS FETCH NEXT 3 ROWS ONLY
-- duckdb
SELECT a, b, c FROM r ORDER BY b, a, c LIMIT 3 OFFSET 1

-- none
SELECT a, b, c FROM r ORDER BY a, b, c LIMIT 0

-- more than there are
SELECT a, b, c FROM r ORDER BY a, b, c LIMIT 1000

-- by what is not shown
SELECT c FROM r ORDER BY a, b, c LIMIT 5

-- by an expression
SELECT a, b, c FROM r ORDER BY a + b, a, b, c LIMIT 3

-- by the place of a column
SELECT c, b, a FROM r ORDER BY 3 DESC, 2, 1 LIMIT 3

-- by an alias
SELECT a AS k, b AS l, c AS m FROM r ORDER BY l DESC, k, m LIMIT 3

-- of a keyed table
SELECT id, v FROM p ORDER BY v DESC, id LIMIT 3

-- by the key alone
SELECT id, g, v FROM p ORDER BY id DESC LIMIT 4

-- of groups
SELECT a, COUNT(*) AS n FROM r GROUP BY a ORDER BY n DESC, a LIMIT 2

-- of groups by an aggregate that is not shown
SELECT a FROM r GROUP BY a ORDER BY SUM(b) DESC, a LIMIT 2

-- of a distinct
SELECT DISTINCT c FROM r ORDER BY c LIMIT 2

-- of a union
SELECT a FROM r UNION ALL SELECT a FROM s ORDER BY a LIMIT 4

-- of a join
SELECT r.a, r.b, s.b FROM r JOIN s ON r.a = s.a ORDER BY r.b DESC, s.b, r.a LIMIT 4

-- in a derived table
SELECT COUNT(*), SUM(b) FROM (SELECT a, b, c FROM r ORDER BY a, b, c LIMIT 5) AS q

-- in a derived table, joined
SELECT q.b, s.d FROM (SELECT a, b, c FROM r ORDER BY a DESC, b, c LIMIT 3) AS q JOIN s ON q.a = s.a

-- in a subquery of IN
SELECT a, b FROM r WHERE b IN (SELECT v FROM n ORDER BY v DESC, k LIMIT 3)

-- top of a top
SELECT a, b FROM (SELECT a, b FROM r ORDER BY a, b LIMIT 6) AS q ORDER BY b DESC, a LIMIT 2

-- in parts of a union
(SELECT a, b FROM r ORDER BY a, b LIMIT 2) UNION ALL (SELECT a, b FROM s ORDER BY a, b LIMIT 2)

-- how many rows any limit keeps
SELECT COUNT(*) FROM (SELECT a FROM r LIMIT 5) AS q

-- how many rows any offset leaves
SELECT COUNT(*) FROM (SELECT a FROM r OFFSET 5) AS q

-- a limit beside a table that goes on
SELECT q.n, COUNT(s.a), SUM(s.b) FROM (SELECT COUNT(*) AS n FROM (SELECT a FROM r LIMIT 2) AS w) AS q CROSS JOIN s GROUP BY q.n

-- of text
SELECT c FROM r ORDER BY c DESC NULLS LAST LIMIT 6

-- of decimals and doubles
SELECT x, f, a FROM t ORDER BY x DESC, f, a LIMIT 4

-- of times
SELECT ts, v, k FROM ev ORDER BY ts DESC, v, k LIMIT 4

-- ROW_NUMBER kept up to two
SELECT a, b, c FROM (SELECT a, b, c, ROW_NUMBER() OVER (PARTITION BY a ORDER BY b, c) AS rn FROM r) AS q WHERE rn <= 2

-- ROW_NUMBER kept up to two, and shown
SELECT a, b, c, rn FROM (SELECT a, b, c, ROW_NUMBER() OVER (PARTITION BY a ORDER BY b DESC, c) AS rn FROM r) AS q WHERE rn <= 2

-- ROW_NUMBER equal to one
SELECT a, b, c FROM (SELECT a, b, c, ROW_NUMBER() OVER (PARTITION BY a ORDER BY b DESC, c) AS rn FROM r) AS q WHERE rn = 1

-- ROW_NUMBER equal to two
SELECT a, b, c FROM (SELECT a, b, c, ROW_NUMBER() OVER (PARTITION BY a ORDER BY b, c) AS rn FROM r) AS q WHERE rn = 2

-- ROW_NUMBER between
SELECT a, b, c, rn FROM (SELECT a, b, c, ROW_NUMBER() OVER (ORDER BY a, b, c) AS rn FROM r) AS q WHERE rn BETWEEN 2 AND 4

-- ROW_NUMBER less than three, two partitions
SELECT a, c, b FROM (SELECT a, c, b, ROW_NUMBER() OVER (PARTITION BY a, c ORDER BY b) AS rn FROM r) AS q WHERE rn < 3

-- ROW_NUMBER and another condition
SELECT a, b, c FROM (SELECT a, b, c, ROW_NUMBER() OVER (PARTITION BY a ORDER BY b, c) AS rn FROM r) AS q WHERE rn <= 2 AND b > 3

-- RANK kept up to two
SELECT a, b FROM (SELECT a, b, RANK() OVER (PARTITION BY a ORDER BY b) AS rn FROM r) AS q WHERE rn <= 2

-- DENSE_RANK kept up to two
SELECT a, b FROM (SELECT a, b, DENSE_RANK() OVER (PARTITION BY a ORDER BY b DESC) AS rn FROM r) AS q WHERE rn <= 2

-- QUALIFY
SELECT a, b, c FROM r QUALIFY ROW_NUMBER() OVER (PARTITION BY a ORDER BY b, c) = 1

-- QUALIFY with more
SELECT a, b, c FROM r WHERE b > 2 QUALIFY ROW_NUMBER() OVER (PARTITION BY c ORDER BY b DESC, a) <= 2

-- last row per key of times
SELECT k, ts, v FROM (SELECT k, ts, v, ROW_NUMBER() OVER (PARTITION BY k ORDER BY ts DESC, v) AS rn FROM ev) AS q WHERE rn = 1

-- top two of groups per key
SELECT a, c, n FROM (SELECT a, c, n, ROW_NUMBER() OVER (PARTITION BY a ORDER BY n DESC, c) AS rn FROM (SELECT a, c, COUNT(*) AS n FROM r GROUP BY a, c) AS q) AS w WHERE rn <= 2
