-- one column
SELECT a FROM r ORDER BY a
-- refused: ORDER BY in a query that does not end

-- descending
SELECT a, b, c FROM r ORDER BY a DESC, b DESC, c DESC
-- refused: ORDER BY in a query that does not end

-- NULLs last
SELECT b, a FROM r ORDER BY b NULLS LAST, a
-- refused: ORDER BY in a query that does not end

-- of groups
SELECT a, COUNT(*) FROM r GROUP BY a ORDER BY a DESC
-- refused: ORDER BY in a query that does not end

-- of a union
SELECT a FROM r UNION ALL SELECT b FROM r ORDER BY a DESC
-- refused: ORDER BY in a query that does not end

-- in a derived table, where it means nothing
SELECT a, b FROM (SELECT a, b FROM r ORDER BY b) AS q WHERE a > 1
