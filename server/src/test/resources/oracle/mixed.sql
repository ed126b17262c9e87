-- correlated scalar in ORDER BY limit
SELECT a, b, c FROM r ORDER BY (SELECT COUNT(*) FROM s WHERE s.a = r.a) DESC, a, b, c LIMIT 4

-- correlated scalar over an aggregate in ORDER BY
SELECT a, COUNT(*) FROM r GROUP BY a ORDER BY (SELECT MAX(s.b) FROM s WHERE s.a = r.a) NULLS LAST, a LIMIT 3

-- subquery in case in aggregate with filter exists
SELECT c, SUM(CASE WHEN a IN (SELECT s.a FROM s WHERE s.b > r.b) THEN 1 ELSE 0 END) FILTER (WHERE b NOT IN (SELECT v FROM n WHERE n.k = r.a)) FROM r GROUP BY c

-- window over aggregate over join
SELECT r.a, COUNT(*) AS m, SUM(COUNT(*)) OVER (ORDER BY r.a), RANK() OVER (ORDER BY MAX(s.b) DESC), LAG(SUM(s.b), 1, 0) OVER (ORDER BY r.a) FROM r LEFT JOIN s ON r.a = s.a GROUP BY r.a

-- window over rollup
SELECT a, c, COUNT(*), RANK() OVER (PARTITION BY GROUPING(a, c) ORDER BY COUNT(*) DESC) FROM r GROUP BY ROLLUP (a, c)

-- window over recursion
WITH RECURSIVE q (n, len) AS (SELECT 0, 0 UNION SELECT edge.dst, q.len + 1 FROM q JOIN edge ON q.n = edge.src WHERE q.len < 4) SELECT n, len, ROW_NUMBER() OVER (PARTITION BY n ORDER BY len), COUNT(*) OVER (ORDER BY len DESC) FROM q

-- rollup over recursion
WITH RECURSIVE q (n, len) AS (SELECT 0, 0 UNION SELECT edge.dst, q.len + 1 FROM q JOIN edge ON q.n = edge.src WHERE q.len < 4) SELECT n, len, COUNT(*) FROM q GROUP BY CUBE (n, len)

-- grouping sets with duplicates, empty, distinct and filter
SELECT a, c, COUNT(DISTINCT b) FILTER (WHERE b > 2), SUM(b), GROUPING(a, c) FROM r GROUP BY GROUPING SETS ((a), (a), (), (), (c, a), (c))

-- grouping sets times rollup
SELECT a, b, c, COUNT(*), MIN(b) FROM r GROUP BY GROUPING SETS ((a), (b)), ROLLUP (c, a)

-- grouping sets over empty with empty twice
SELECT a, COUNT(*), SUM(b) FROM r WHERE b > 100 GROUP BY GROUPING SETS ((), (), (a))

-- grouping sets aggregated key column
SELECT a, SUM(a), COUNT(a), MAX(a) FROM r GROUP BY ROLLUP (a)

-- grouping sets with filter on key of aggregate
SELECT a, c, COUNT(*) FILTER (WHERE a > 1), ARRAY_AGG(b ORDER BY b) FROM r GROUP BY CUBE (a, c)

-- grouping sets filtered outside on the key
SELECT * FROM (SELECT a, c, COUNT(*) AS m FROM r GROUP BY CUBE (a, c)) AS q WHERE a = 1

-- grouping sets filtered outside on a key is null
SELECT * FROM (SELECT a, c, COUNT(*) AS m FROM r GROUP BY CUBE (a, c)) AS q WHERE a IS NULL AND c = 'x'

-- rollup filtered outside
SELECT * FROM (SELECT a, c, COUNT(*) AS m FROM r GROUP BY ROLLUP (a, c)) AS q WHERE c IS NULL

-- full join chain with on coalesce
SELECT r.a, s.a, t.a, n.k FROM r FULL JOIN s ON r.a = s.a FULL JOIN t ON COALESCE(r.a, s.a) = t.a FULL JOIN n ON n.k = COALESCE(r.a, s.a, t.a)

-- full join filtered on coalesce
SELECT r.a, s.a FROM r FULL JOIN s ON r.a = s.a AND r.b = s.b WHERE COALESCE(r.b, s.b) > 5

-- full join filtered on one side
SELECT r.a, s.a, s.b FROM r FULL JOIN s ON r.a = s.a AND r.b < s.b WHERE r.b > 5

-- full join filtered on both sides
SELECT r.a, s.a, s.b FROM r FULL JOIN s ON r.a = s.a WHERE r.b > 5 AND s.b > 4

-- full join with constant conditions
SELECT r.a, s.a, s.b FROM r FULL JOIN s ON r.a = 2 AND s.b > 5

-- right join with null safe and residual
SELECT r.a, r.b, s.a, s.b FROM r RIGHT JOIN s ON r.a IS NOT DISTINCT FROM s.a AND r.b > s.b

-- full join with null safe and residual
SELECT r.a, r.b, s.a, s.b FROM r FULL JOIN s ON r.a IS NOT DISTINCT FROM s.a AND r.b > s.b

-- full with itself less
SELECT x.a, x.b, y.a, y.b FROM r AS x FULL JOIN r AS y ON x.a = y.a AND x.b < y.b AND x.c <> y.c

-- left join with itself is not distinct
SELECT x.a, x.b, y.b FROM r AS x LEFT JOIN r AS y ON x.a IS NOT DISTINCT FROM y.b AND x.c IS NOT DISTINCT FROM y.c

-- semi with null safe
SELECT a, c FROM r WHERE EXISTS (SELECT 1 FROM t WHERE t.e IS NOT DISTINCT FROM r.c AND t.a IS NOT DISTINCT FROM r.a)

-- anti with null safe and residual
SELECT a, c FROM r WHERE NOT EXISTS (SELECT 1 FROM t WHERE t.e IS NOT DISTINCT FROM r.c AND t.a < r.a)

-- not in over left join
SELECT r.a, s.b FROM r LEFT JOIN s ON r.a = s.a WHERE s.b NOT IN (SELECT v FROM n)

-- in with nulls on an expression
SELECT a, NULLIF(b, 3) IN (SELECT NULLIF(s.b, 5) FROM s WHERE s.a = r.a) FROM r

-- not in, correlated, negated twice
SELECT a FROM r WHERE NOT (b NOT IN (SELECT s.b FROM s WHERE s.a = r.a)) OR NOT (a NOT IN (SELECT k FROM n))

-- except all with nulls
SELECT a, c FROM r EXCEPT ALL SELECT a, e FROM t EXCEPT ALL SELECT a, c FROM r WHERE b > 5

-- mixed precedence
SELECT a FROM r UNION ALL SELECT a FROM s INTERSECT SELECT a FROM t EXCEPT SELECT k FROM n

-- except of an aggregate with a union
SELECT a, COUNT(*) FROM r GROUP BY a EXCEPT ALL (SELECT a, COUNT(*) FROM s GROUP BY a UNION ALL SELECT k, 2 FROM n)

-- limit with offset in subquery of in
SELECT a, b FROM r WHERE b IN (SELECT s.b FROM s ORDER BY s.b, s.a, s.d LIMIT 3 OFFSET 2)

-- limit with offset in correlated scalar
SELECT a, (SELECT s.b FROM s WHERE s.a = r.a ORDER BY s.b, s.d LIMIT 1 OFFSET 1) FROM r

-- limit with offset in lateral left
SELECT r.a, q.b FROM r LEFT JOIN LATERAL (SELECT s.b FROM s WHERE s.a = r.a ORDER BY s.b DESC, s.d LIMIT 2 OFFSET 1) AS q ON TRUE

-- lateral left with condition
SELECT r.a, r.b, q.b FROM r LEFT JOIN LATERAL (SELECT s.b FROM s WHERE s.a = r.a) AS q ON q.b > r.b
-- duckdb
SELECT r.a, r.b, s.b FROM r LEFT JOIN s ON s.a = r.a AND s.b > r.b

-- lateral left with aggregate and condition
SELECT r.a, r.b, q.m FROM r LEFT JOIN LATERAL (SELECT MAX(s.b) AS m FROM s WHERE s.a = r.a) AS q ON q.m > r.b
-- duckdb
SELECT r.a, r.b, q.m FROM r LEFT JOIN (SELECT x.a, MAX(s.b) AS m FROM (SELECT DISTINCT a FROM r) x LEFT JOIN s ON s.a = x.a GROUP BY x.a) AS q ON q.a IS NOT DISTINCT FROM r.a AND q.m > r.b

-- lateral with window
SELECT r.a, r.b, q.b, q.rn FROM r CROSS JOIN LATERAL (SELECT s.b, ROW_NUMBER() OVER (ORDER BY s.b, s.d) AS rn FROM s WHERE s.a = r.a) AS q

-- lateral with window and outer column
SELECT r.a, r.b, q.b, q.t FROM r CROSS JOIN LATERAL (SELECT s.b, SUM(s.b + r.b) OVER (PARTITION BY s.d ORDER BY s.b) AS t FROM s WHERE s.a < r.a) AS q

-- lateral with rollup
SELECT r.a, q.b, q.m FROM (SELECT DISTINCT a FROM r) AS r CROSS JOIN LATERAL (SELECT s.b, COUNT(*) AS m FROM s WHERE s.a = r.a GROUP BY ROLLUP (s.b)) AS q

-- lateral within lateral
SELECT r.a, q.b, w.v FROM r CROSS JOIN LATERAL (SELECT s.b, s.a FROM s WHERE s.a = r.a) AS q LEFT JOIN LATERAL (SELECT n.v FROM n WHERE n.k = q.a AND n.v > r.b) AS w ON TRUE

-- lateral with except
SELECT r.a, r.b, q.b FROM r CROSS JOIN LATERAL (SELECT s.b FROM s WHERE s.a = r.a EXCEPT SELECT n.v FROM n WHERE n.v > r.b) AS q

-- lateral intersect all
SELECT r.a, r.b, q.b FROM r CROSS JOIN LATERAL (SELECT s.b FROM s WHERE s.a = r.a INTERSECT ALL SELECT n.v FROM n WHERE n.v > r.b) AS q

-- lateral full join inside
SELECT r.a, q.x, q.y FROM r CROSS JOIN LATERAL (SELECT s.b AS x, n.v AS y FROM (SELECT * FROM s WHERE s.a = r.a) AS s FULL JOIN n ON s.b = n.v AND n.k = r.a) AS q

-- unnest left with ordinality
SELECT id, u.x, u.o FROM l LEFT JOIN UNNEST(xs) WITH ORDINALITY AS u (x, o) ON TRUE
-- duckdb
SELECT id, unnest(xs), generate_subscripts(xs, 1) FROM l UNION ALL SELECT id, NULL, NULL FROM l WHERE xs IS NULL OR len(xs) = 0

-- unnest ordinality in window
SELECT id, u.x, SUM(u.x) OVER (PARTITION BY id ORDER BY u.o, u.x) FROM l CROSS JOIN UNNEST(xs) WITH ORDINALITY AS u (x, o)
-- duckdb
SELECT id, x, SUM(x) OVER (PARTITION BY id ORDER BY o, x) FROM (SELECT id, unnest(xs) AS x, generate_subscripts(xs, 1) AS o FROM l) AS q

-- arrays as window partition
SELECT id, xs, COUNT(*) OVER (PARTITION BY xs), RANK() OVER (PARTITION BY ss ORDER BY id) FROM l

-- array group with distinct
SELECT id, COUNT(DISTINCT xs), COUNT(xs), COUNT(DISTINCT ss) FROM l GROUP BY id

-- arrays left joined
SELECT x.id, y.id, y.xs FROM l AS x LEFT JOIN l AS y ON x.xs = y.xs AND x.id < y.id

-- arrays full joined null safe
SELECT x.id, y.id FROM l AS x FULL JOIN l AS y ON x.xs IS NOT DISTINCT FROM y.xs AND x.id < y.id

-- arrays in in
SELECT id FROM l WHERE xs IN (SELECT y.xs FROM l AS y WHERE y.id > 2)

-- arrays not in
SELECT id FROM l WHERE xs NOT IN (SELECT y.xs FROM l AS y WHERE y.id > 2 AND y.xs IS NOT NULL)

-- arrays aggregated first
SELECT id, ARRAY_AGG(ss[1] ORDER BY ss[1]) FROM l GROUP BY id

-- unnest with group of correlated aggregate
SELECT id, (SELECT SUM(u.x) FROM UNNEST(l.xs) AS u (x)), (SELECT COUNT(*) FROM UNNEST(l.ss) AS u (x) JOIN r ON r.c = u.x) FROM l

-- doubles as group key
SELECT f, COUNT(*), SUM(x), MIN(x) FROM t GROUP BY f

-- doubles summed and averaged by key
SELECT a, SUM(f), AVG(f), MIN(f), MAX(f), COUNT(DISTINCT f), SUM(DISTINCT f) FROM t GROUP BY a

-- nan in everything
SELECT ti, SUM(db), AVG(db), MIN(db), MAX(db), COUNT(DISTINCT db) FROM y GROUP BY ti

-- nan and negative zero as join key
SELECT x.ti, y.ti, x.db FROM y AS x JOIN y ON x.db = y.db AND x.ti < y.ti

-- nan and negative zero, left
SELECT x.ti, y.ti, x.db FROM y AS x LEFT JOIN y ON x.db = y.db AND x.ti < y.ti

-- nan in in
SELECT ti, db IN (SELECT z.db FROM y AS z WHERE z.ti > y.ti) FROM y

-- nan distinct union
SELECT db FROM y UNION SELECT fl FROM y

-- nan in window order
SELECT ti, db, RANK() OVER (ORDER BY db), COUNT(*) OVER (ORDER BY db DESC), SUM(ti) OVER (PARTITION BY db) FROM y

-- nan in range window with offset
SELECT db, COUNT(*) OVER (ORDER BY db RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING) FROM y WHERE db IS NOT NULL

-- nan extremes in frames
SELECT ti, db, MIN(db) OVER (ORDER BY ti, db ROWS 1 PRECEDING), MAX(db) OVER (ORDER BY ti, db ROWS 1 PRECEDING) FROM y

-- nan sums in frames
SELECT ti, db, SUM(db) OVER (ORDER BY ti, db ROWS 1 PRECEDING) FROM y

-- cross type join keys
SELECT x.i, y.bi FROM y AS x JOIN y ON x.i = y.bi AND x.ti = y.sm

-- cross type join keys decimal double
SELECT x.de, y.db FROM y AS x JOIN y ON x.de = y.db

-- cross type join keys float double
SELECT x.fl, y.db FROM y AS x JOIN y ON x.fl = y.db

-- cross type keys tiny and decimal
SELECT x.ti, y.de FROM y AS x LEFT JOIN y ON x.ti = y.de

-- cross type union
SELECT ti FROM y UNION SELECT sm FROM y UNION SELECT de FROM y

-- cross type in
SELECT i FROM y WHERE ti IN (SELECT bi FROM y) OR sm IN (SELECT de FROM y)

-- wide decimals summed
SELECT ti, SUM(wi), MIN(wi), COUNT(DISTINCT wi) FROM y GROUP BY ti

-- wide decimals summed in windows
SELECT ti, wi, SUM(wi) OVER (ORDER BY wi, ti), SUM(de) OVER (PARTITION BY ti) FROM y

-- wide decimals in range frames
SELECT wi, COUNT(*) OVER (ORDER BY wi RANGE BETWEEN 2 PRECEDING AND CURRENT ROW) FROM y WHERE wi IS NOT NULL

-- dates in range frames
SELECT da, COUNT(*) OVER (ORDER BY da RANGE BETWEEN INTERVAL '1' DAY PRECEDING AND CURRENT ROW) FROM y

-- range of time descending with nulls
SELECT k, ts, v, SUM(v) OVER (PARTITION BY k ORDER BY ts DESC RANGE BETWEEN INTERVAL '30' SECOND PRECEDING AND INTERVAL '10' SECOND FOLLOWING) FROM ev

-- range of time nulls last
SELECT k, ts, v, COUNT(*) OVER (PARTITION BY k ORDER BY ts NULLS LAST RANGE BETWEEN INTERVAL '30' SECOND PRECEDING AND CURRENT ROW) FROM ev

-- range of time, nulls first desc
SELECT ts, v, COUNT(*) OVER (ORDER BY ts DESC NULLS FIRST RANGE BETWEEN UNBOUNDED PRECEDING AND INTERVAL '10' SECOND FOLLOWING) FROM ev

-- range of months
SELECT da, COUNT(*) OVER (ORDER BY da RANGE BETWEEN INTERVAL '660' MONTH PRECEDING AND CURRENT ROW) FROM y

-- numeric range desc nulls first, unbounded
SELECT b, COUNT(*) OVER (ORDER BY b DESC NULLS FIRST RANGE BETWEEN UNBOUNDED PRECEDING AND 2 PRECEDING), SUM(a) OVER (ORDER BY b NULLS LAST RANGE BETWEEN 3 FOLLOWING AND UNBOUNDED FOLLOWING) FROM r

-- numeric range negative empty frames
SELECT b, SUM(a) OVER (ORDER BY b RANGE BETWEEN 3 PRECEDING AND 2 PRECEDING), COUNT(*) OVER (ORDER BY b RANGE BETWEEN 3 FOLLOWING AND 4 FOLLOWING), MIN(a) OVER (ORDER BY b DESC RANGE BETWEEN 3 FOLLOWING AND 4 FOLLOWING) FROM r

-- rows frames past the ends
SELECT a, b, c, SUM(b) OVER (ORDER BY a, b, c ROWS BETWEEN 5 PRECEDING AND 3 PRECEDING), COUNT(*) OVER (ORDER BY a, b, c ROWS BETWEEN 3 FOLLOWING AND 5 FOLLOWING), FIRST_VALUE(b) OVER (ORDER BY a, b, c ROWS BETWEEN 3 FOLLOWING AND 5 FOLLOWING), LAST_VALUE(b) OVER (ORDER BY a, b, c ROWS BETWEEN 5 PRECEDING AND 3 PRECEDING), NTH_VALUE(b, 2) OVER (ORDER BY a, b, c ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) FROM r

-- range frames first and last values
SELECT b, FIRST_VALUE(b) OVER (ORDER BY b RANGE BETWEEN 2 PRECEDING AND 1 PRECEDING), LAST_VALUE(b) OVER (ORDER BY b RANGE BETWEEN 1 FOLLOWING AND 3 FOLLOWING) FROM r

-- lag of zero and default from a column
SELECT a, b, c, LAG(b, 0) OVER (ORDER BY a, b, c), LAG(b, 1, a) OVER (ORDER BY a, b, c) FROM r

-- ntile with many tiles
SELECT a, b, c, NTILE(100) OVER (ORDER BY a, b, c), NTILE(1) OVER (ORDER BY a, b, c), NTILE(4) OVER (PARTITION BY a ORDER BY b DESC, c DESC) FROM r

-- distinct aggregates in windows
SELECT a, b, COUNT(DISTINCT c) OVER (PARTITION BY a), SUM(DISTINCT b) OVER (PARTITION BY a) FROM r

-- array agg in windows
SELECT a, b, ARRAY_AGG(b) OVER (PARTITION BY a ORDER BY b ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM r

-- text agg in windows
SELECT a, c, STRING_AGG(c, ',') OVER (PARTITION BY a ORDER BY c) FROM r

-- percentile, edges
SELECT a, PERCENTILE(b, 0.5), PERCENTILE(b, 0.99), PERCENTILE(b, 0.0) FROM r GROUP BY a
-- duckdb
SELECT a, quantile_cont(b, 0.5), quantile_cont(b, 0.99), quantile_cont(b, 0.0) FROM r GROUP BY a

-- bool aggregates in windows
SELECT a, b, BOOL_AND(b > 3) OVER (PARTITION BY a ORDER BY b), BOOL_OR(b > 7) OVER (PARTITION BY a ORDER BY b DESC ROWS 1 PRECEDING) FROM r

-- several windows, several frames, one with filter
SELECT a, b, c, COUNT(*) FILTER (WHERE c = 'x') OVER (ORDER BY a, b, c ROWS 2 PRECEDING), MAX(c) OVER (PARTITION BY b ORDER BY a ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING), PERCENT_RANK() OVER (ORDER BY b DESC), CUME_DIST() OVER (PARTITION BY c ORDER BY b NULLS LAST) FROM r

-- window in a correlated scalar subquery
SELECT a, (SELECT MAX(q.rk) FROM (SELECT RANK() OVER (ORDER BY s.b) AS rk, s.a FROM s WHERE s.a = r.a) AS q) FROM r

-- rownum filtered in a correlated way
SELECT r.a, (SELECT SUM(q.b) FROM (SELECT s.b, ROW_NUMBER() OVER (ORDER BY s.b, s.d) AS rn FROM s WHERE s.a = r.a) AS q WHERE q.rn <= 2) FROM r

-- rownum offset filter
SELECT a, b, c FROM (SELECT a, b, c, ROW_NUMBER() OVER (PARTITION BY a ORDER BY b, c) AS rn FROM r) AS q WHERE rn > 1 AND rn <= 3

-- rownum with never true filters
SELECT a, b, c FROM (SELECT a, b, c, ROW_NUMBER() OVER (PARTITION BY a ORDER BY b, c) AS rn FROM r) AS q WHERE rn = 0 OR rn < 1

-- rownum filter with reversed comparison
SELECT a, b, c FROM (SELECT a, b, c, ROW_NUMBER() OVER (PARTITION BY a ORDER BY b, c) AS rn FROM r) AS q WHERE 3 > rn AND rn <> 2

-- rownum filter compared to a column
SELECT a, b, c FROM (SELECT a, b, c, ROW_NUMBER() OVER (PARTITION BY a ORDER BY b, c) AS rn FROM r) AS q WHERE rn <= a

-- rownum filter in a set
SELECT a, b, c FROM (SELECT a, b, c, ROW_NUMBER() OVER (PARTITION BY a ORDER BY b, c) AS rn FROM r) AS q WHERE rn IN (1, 3)

-- rank top with ties and ntile
SELECT a, b, t FROM (SELECT a, b, RANK() OVER (PARTITION BY a ORDER BY b DESC) AS rk, NTILE(2) OVER (PARTITION BY a ORDER BY b, c) AS t FROM r) AS q WHERE rk <= 2

-- two ranks filtered
SELECT a, b FROM (SELECT a, b, RANK() OVER (PARTITION BY a ORDER BY b DESC) AS rk, DENSE_RANK() OVER (PARTITION BY a ORDER BY b) AS dr FROM r) AS q WHERE rk <= 2 AND dr <= 2

-- rownum twice the same with filter
SELECT a, b, c, r2 FROM (SELECT a, b, c, ROW_NUMBER() OVER (PARTITION BY a ORDER BY b, c) AS rn, ROW_NUMBER() OVER (PARTITION BY a ORDER BY b, c) AS r2 FROM r) AS q WHERE rn <= 2

-- rank filter with partition push
SELECT a, b, rk FROM (SELECT a, b, RANK() OVER (PARTITION BY a ORDER BY b DESC) AS rk FROM r) AS q WHERE rk <= 2 AND a = 2

-- filter on not the partition
SELECT a, b, c, rk FROM (SELECT a, b, c, RANK() OVER (PARTITION BY a, c ORDER BY b DESC) AS rk FROM r) AS q WHERE a > 1 AND b > 2 AND c IS NOT NULL

-- filter on the partition of one of two windows
SELECT a, b, c, rk, m FROM (SELECT a, b, c, RANK() OVER (PARTITION BY a ORDER BY b DESC) AS rk, COUNT(*) OVER (PARTITION BY c) AS m FROM r) AS q WHERE a > 1 AND c = 'x'

-- top in a full join
SELECT x.a, x.b, y.a, y.b FROM (SELECT a, b, c FROM r ORDER BY b DESC, a, c LIMIT 3) AS x FULL JOIN (SELECT a, b FROM s ORDER BY b, a, d LIMIT 3) AS y ON x.a = y.a

-- distinct limit offset
SELECT DISTINCT a, c FROM r ORDER BY c DESC, a LIMIT 3 OFFSET 1

-- limit over ties of equal rows
SELECT a FROM r ORDER BY a LIMIT 3 OFFSET 1

-- top by expression of aggregates
SELECT a, MIN(b) FROM r GROUP BY a ORDER BY SUM(b) - COUNT(*) DESC NULLS LAST, a LIMIT 2 OFFSET 1

-- recursion fed by a top
WITH RECURSIVE q (n) AS (SELECT * FROM (SELECT src FROM edge ORDER BY src DESC, dst LIMIT 2) AS z UNION SELECT edge.dst FROM q JOIN edge ON q.n = edge.src) SELECT n FROM q

-- recursion with left join in the step
WITH RECURSIVE q (n, m) AS (SELECT a, 0 FROM r UNION SELECT n.v, q.m + 1 FROM q LEFT JOIN n ON q.n = n.k WHERE q.m < 3) SELECT n, m, COUNT(*) FROM q GROUP BY n, m

-- recursion with exists in the step
WITH RECURSIVE q (n) AS (SELECT 0 UNION SELECT edge.dst FROM q JOIN edge ON q.n = edge.src WHERE EXISTS (SELECT 1 FROM n WHERE n.k = edge.dst)) SELECT n FROM q

-- recursion with not exists of others in the step
WITH RECURSIVE q (n) AS (SELECT 0 UNION SELECT edge.dst FROM q JOIN edge ON q.n = edge.src WHERE NOT EXISTS (SELECT 1 FROM n WHERE n.k = edge.dst)) SELECT n FROM q

-- recursion with unnest in the step
WITH RECURSIVE q (n) AS (SELECT 1 UNION SELECT u.x FROM q JOIN l ON q.n = l.id CROSS JOIN UNNEST(l.xs) AS u (x)) SELECT n FROM q
-- duckdb
WITH RECURSIVE u AS (SELECT id, unnest(xs) AS x FROM l), q (n) AS (SELECT 1 UNION SELECT u.x FROM q JOIN u ON q.n = u.id) SELECT n FROM q

-- recursion over a recursion
WITH RECURSIVE q (n) AS (SELECT 0 UNION SELECT edge.dst FROM q JOIN edge ON q.n = edge.src), w (n) AS (SELECT MAX(n) FROM q UNION SELECT dag.dst FROM w JOIN dag ON w.n = dag.src) SELECT n FROM w

-- recursion joined null safe
WITH RECURSIVE q (n) AS (SELECT 0 UNION SELECT edge.dst FROM q JOIN edge ON q.n IS NOT DISTINCT FROM edge.src) SELECT n FROM q

-- recursion in a scalar subquery
SELECT a, (WITH RECURSIVE q (n) AS (SELECT 0 UNION SELECT edge.dst FROM q JOIN edge ON q.n = edge.src) SELECT COUNT(*) FROM q WHERE q.n > r.a) FROM r

-- a self join of a view that is aggregated, full
WITH v AS (SELECT a, COUNT(*) AS m, SUM(b) AS t FROM r GROUP BY a) SELECT x.a, x.m, y.a, y.t FROM v AS x FULL JOIN v AS y ON x.m = y.t

-- count of nothing by correlated not in
SELECT a, (SELECT COUNT(*) FROM s WHERE s.a = r.a AND s.b NOT IN (SELECT n.v FROM n WHERE n.k = r.a)) FROM r

-- correlated with or
SELECT a, b FROM r WHERE EXISTS (SELECT 1 FROM s WHERE s.a = r.a OR s.b = r.b)

-- correlated count with or
SELECT a, b, (SELECT COUNT(*) FROM s WHERE s.a = r.a OR s.b > r.b) FROM r

-- correlated two levels with aggregates of outer columns
SELECT a, (SELECT SUM(r.b) FROM s WHERE s.a = r.a) FROM r
-- duckdb
SELECT a, (SELECT SUM(x) FROM (SELECT r.b AS x FROM s WHERE s.a = r.a) AS z) FROM r

-- exists over limit zero
SELECT a FROM r WHERE NOT EXISTS (SELECT 1 FROM s WHERE s.a = r.a LIMIT 0)

-- exists over offset
SELECT a FROM r WHERE EXISTS (SELECT 1 FROM s WHERE s.a = r.a ORDER BY s.b LIMIT 1 OFFSET 1)

-- coalesce over full using in groups
SELECT a, COUNT(*), COUNT(r.b), COUNT(s.b) FROM r FULL JOIN s USING (a) GROUP BY a

-- min max of windows in groups having windows
SELECT a, MAX(rk), MIN(t) FROM (SELECT a, RANK() OVER (PARTITION BY c ORDER BY b) AS rk, SUM(b) OVER (PARTITION BY a ORDER BY c) AS t FROM r) AS q GROUP BY a HAVING MAX(rk) > 1

-- listagg distinct desc
SELECT a, STRING_AGG(DISTINCT c, '-' ORDER BY c DESC) FROM r GROUP BY a

-- stddev of one row
SELECT a, b, c, STDDEV_SAMP(b), VAR_SAMP(b), STDDEV_POP(b) FROM r GROUP BY a, b, c

-- global over a full join on nothing
SELECT COUNT(*), COUNT(x.a), COUNT(y.a), SUM(x.b) FROM (SELECT * FROM r WHERE b > 7) AS x FULL JOIN (SELECT * FROM s WHERE b > 9) AS y ON x.b = y.b

-- anti join both ways in a union
SELECT a, 'r' FROM r WHERE NOT EXISTS (SELECT 1 FROM s WHERE s.a = r.a AND s.b = r.b) UNION ALL SELECT a, 's' FROM s WHERE NOT EXISTS (SELECT 1 FROM r WHERE s.a = r.a AND s.b = r.b)

-- twelve way join
SELECT COUNT(*) FROM n AS n1 JOIN n AS n2 ON n1.k = n2.v JOIN n AS n3 ON n2.k = n3.v JOIN p AS p1 ON p1.id = n3.k LEFT JOIN p AS p2 ON p2.id = p1.g LEFT JOIN p AS p3 ON p3.id = p2.v LEFT JOIN p AS p4 ON p4.id = p3.v JOIN p AS p5 ON p5.id = n1.v FULL JOIN p AS p6 ON p6.id = p5.g LEFT JOIN p AS p7 ON p7.id = p6.g WHERE COALESCE(p7.v, 1) < 8

-- two unnested subqueries of one key in or
SELECT a, b FROM r WHERE a IN (SELECT s.a FROM s WHERE s.b = r.b) OR b IN (SELECT n.v FROM n WHERE n.k = r.a) OR (SELECT COUNT(*) FROM t WHERE t.a = r.a) > 2

-- join order with null rejecting chain
SELECT r.a, s.b, t.e, n.v FROM r LEFT JOIN s ON r.a = s.a LEFT JOIN t ON s.a = t.a LEFT JOIN n ON t.a = n.k WHERE n.v IS NOT NULL OR t.e = 'x'

-- outer join with is null in its condition
SELECT r.a, s.a, s.b FROM r LEFT JOIN s ON r.a = s.a AND s.b IS NULL

-- outer join then case when null
SELECT r.a, CASE WHEN s.b IS NULL THEN -1 ELSE s.b END, COALESCE(s.d, 5) FROM r LEFT JOIN s ON r.a = s.a AND r.b = s.b WHERE COALESCE(s.b, 4) < 6

-- left join then inner with coalesce
SELECT r.a, s.b, n.v FROM r LEFT JOIN s ON r.a = s.a JOIN n ON n.v = COALESCE(s.b, r.b)

-- left join then left on is not distinct
SELECT r.a, s.b, t.e FROM r LEFT JOIN s ON r.a = s.a LEFT JOIN t ON t.a IS NOT DISTINCT FROM s.b

-- nested outer joins on the right
SELECT r.a, s.b, t.e, n.v FROM r LEFT JOIN (s LEFT JOIN (t FULL JOIN n ON t.a = n.k) ON s.a = t.a) ON r.a = s.a

-- constants from the filled side
SELECT r.a, q.one, q.b FROM r LEFT JOIN (SELECT a, 1 AS one, b FROM s WHERE b > 5) AS q ON r.a = q.a

-- constants from the filled side aggregated
SELECT r.a, COUNT(q.one), SUM(q.one) FROM r LEFT JOIN (SELECT a, 1 AS one FROM s) AS q ON r.a = q.a GROUP BY r.a

-- coalesced constants from both sides filled
SELECT x.k, y.k, x.one, y.two FROM (SELECT a AS k, 1 AS one FROM r) AS x FULL JOIN (SELECT a AS k, COALESCE(b, 0) AS two FROM s) AS y ON x.k = y.k

-- filled side filtered by its constant
SELECT r.a, q.one FROM r LEFT JOIN (SELECT a, 1 AS one FROM s) AS q ON r.a = q.a WHERE q.one IS NULL

-- global aggregate on the filled side
SELECT r.a, q.m FROM r LEFT JOIN (SELECT COUNT(*) AS m FROM s) AS q ON r.a = q.m

-- constant equality through a full join
SELECT x.a, y.a FROM (SELECT a FROM r WHERE a = 2) AS x FULL JOIN (SELECT a FROM s) AS y ON x.a = y.a

-- constant equality through a left join
SELECT x.a, y.a, y.b FROM (SELECT a FROM r WHERE a = 2) AS x LEFT JOIN s AS y ON x.a = y.a

-- distinct on unique plus outer
SELECT DISTINCT p.id, s.b FROM p LEFT JOIN s ON p.g = s.a

-- group by key of unique side after join
SELECT p.id, COUNT(*), MAX(s.b) FROM p LEFT JOIN s ON p.id = s.a GROUP BY p.id

-- unique key after full join is not unique
SELECT id, COUNT(*) FROM (SELECT p.id FROM p FULL JOIN s ON p.id = s.a) AS q GROUP BY id

-- unique key after union
SELECT id, COUNT(*) FROM (SELECT id FROM p UNION ALL SELECT id FROM p) AS q GROUP BY id

-- distinct over unnested unique key
SELECT DISTINCT p.id FROM p CROSS JOIN (VALUES (1), (2)) AS w (x)

-- unique keys of grouping sets are not unique
SELECT DISTINCT a FROM (SELECT a, c, COUNT(*) AS m FROM r GROUP BY ROLLUP (a, c)) AS q

-- unique keys of a top one
SELECT q.a, COUNT(*) FROM (SELECT a, b FROM (SELECT a, b, ROW_NUMBER() OVER (PARTITION BY a ORDER BY b) AS rn FROM r) AS z WHERE rn <= 2) AS q GROUP BY q.a

-- unique keys of a rank one are not unique
SELECT q.a, COUNT(*) FROM (SELECT a, b FROM (SELECT a, b, RANK() OVER (PARTITION BY a ORDER BY b) AS rn FROM r) AS z WHERE rn = 1) AS q GROUP BY q.a
