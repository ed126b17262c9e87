-- all columns
SELECT * FROM r

-- a filter
SELECT a, b FROM r WHERE b > 4

-- a union of three
SELECT a FROM r UNION ALL SELECT b FROM r UNION ALL SELECT a FROM s
