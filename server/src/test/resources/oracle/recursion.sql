-- numbers
WITH RECURSIVE q (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM q WHERE i < 10) SELECT i FROM q

-- numbers from a table
WITH RECURSIVE q (i) AS (SELECT a FROM r UNION ALL SELECT i + 1 FROM q WHERE i < 5) SELECT i FROM q

-- numbers from a table, each once
WITH RECURSIVE q (i) AS (SELECT a FROM r UNION SELECT i + 1 FROM q WHERE i < 6) SELECT i FROM q

-- what can be reached
WITH RECURSIVE q (n) AS (SELECT 0 UNION SELECT edge.dst FROM q JOIN edge ON q.n = edge.src) SELECT n FROM q

-- all pairs
WITH RECURSIVE q (src, dst) AS (SELECT src, dst FROM edge UNION SELECT q.src, edge.dst FROM q JOIN edge ON q.dst = edge.src) SELECT src, dst FROM q

-- all pairs, from the other end
WITH RECURSIVE q (src, dst) AS (SELECT src, dst FROM edge UNION SELECT edge.src, q.dst FROM edge JOIN q ON edge.dst = q.src) SELECT src, dst FROM q

-- paths of a graph without cycles, counted
WITH RECURSIVE q (src, dst) AS (SELECT src, dst FROM dag UNION ALL SELECT q.src, dag.dst FROM q JOIN dag ON q.dst = dag.src) SELECT src, dst, COUNT(*) FROM q GROUP BY src, dst

-- paths with lengths
WITH RECURSIVE q (src, dst, len) AS (SELECT src, dst, 1 FROM dag UNION ALL SELECT q.src, dag.dst, q.len + 1 FROM q JOIN dag ON q.dst = dag.src WHERE q.len < 4) SELECT src, dst, len FROM q

-- distances by UNION
WITH RECURSIVE q (n, len) AS (SELECT 0, 0 UNION SELECT edge.dst, q.len + 1 FROM q JOIN edge ON q.n = edge.src WHERE q.len < 5) SELECT n, MIN(len) FROM q GROUP BY n

-- the cheapest paths
WITH RECURSIVE q (dst, cost) AS (SELECT dst, w FROM dag WHERE src = 0 UNION SELECT dag.dst, q.cost + dag.w FROM q JOIN dag ON q.dst = dag.src) SELECT dst, MIN(cost) FROM q GROUP BY dst

-- paths as text
WITH RECURSIVE q (n, path) AS (SELECT 0, '0' UNION ALL SELECT dag.dst, q.path || CAST(dag.dst AS STRING) FROM q JOIN dag ON q.n = dag.src) SELECT n, path FROM q

-- from several roots
WITH RECURSIVE q (root, n) AS (SELECT k, k FROM n UNION SELECT q.root, edge.dst FROM q JOIN edge ON q.n = edge.src) SELECT root, n FROM q

-- with a filter on the edges
WITH RECURSIVE q (n) AS (SELECT a FROM r UNION SELECT dag.dst FROM q JOIN dag ON q.n = dag.src AND dag.w > 2) SELECT n FROM q

-- used twice
WITH RECURSIVE q (n) AS (SELECT 1 UNION SELECT edge.dst FROM q JOIN edge ON q.n = edge.src) SELECT x.n, y.n FROM q AS x JOIN q AS y ON x.n < y.n

-- joined with a table
WITH RECURSIVE q (n) AS (SELECT 0 UNION SELECT edge.dst FROM q JOIN edge ON q.n = edge.src) SELECT q.n, r.b FROM q JOIN r ON q.n = r.a

-- what cannot be reached
WITH RECURSIVE q (n) AS (SELECT 0 UNION SELECT edge.dst FROM q JOIN edge ON q.n = edge.src) SELECT k FROM n WHERE NOT EXISTS (SELECT 1 FROM q WHERE q.n = n.k)

-- from groups
WITH RECURSIVE q (n) AS (SELECT MIN(src) FROM edge UNION SELECT edge.dst FROM q JOIN edge ON q.n = edge.src) SELECT n FROM q

-- over groups of edges
WITH RECURSIVE q (n) AS (SELECT a FROM r UNION SELECT g.dst FROM q JOIN (SELECT src, MAX(dst) AS dst FROM dag GROUP BY src) AS g ON q.n = g.src) SELECT n FROM q

-- two joins in the step
WITH RECURSIVE q (n) AS (SELECT a FROM r UNION SELECT y.dst FROM q JOIN edge AS x ON q.n = x.src JOIN edge AS y ON x.dst = y.src) SELECT n FROM q

-- a table beside the recursion, unused inside
WITH RECURSIVE q (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM q WHERE i < 3), w AS (SELECT a FROM r WHERE a IS NOT NULL) SELECT q.i, COUNT(w.a) FROM q LEFT JOIN w ON q.i = w.a GROUP BY q.i

-- a step that gives several rows
WITH RECURSIVE q (i) AS (SELECT a FROM r WHERE a < 3 UNION ALL SELECT q.i + w.d FROM q JOIN (VALUES (1), (2)) AS w (d) ON q.i < 4) SELECT i, COUNT(*) FROM q GROUP BY i

-- distinct nodes of a recursion
WITH RECURSIVE q (src, dst) AS (SELECT src, dst FROM dag UNION ALL SELECT q.src, dag.dst FROM q JOIN dag ON q.dst = dag.src) SELECT DISTINCT src FROM q WHERE dst = 6

-- the manager's chain
WITH RECURSIVE q (id, top) AS (SELECT id, id FROM p WHERE g IS NULL UNION SELECT p.id, q.top FROM q JOIN p ON p.g = q.id) SELECT id, top FROM q

-- a UNION of two steps
WITH RECURSIVE q (n) AS (SELECT 0 UNION (SELECT edge.dst FROM q JOIN edge ON q.n = edge.src)) SELECT COUNT(*), SUM(n) FROM q
