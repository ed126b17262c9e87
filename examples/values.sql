-- Expressions over rows that are written out; every statement ends by itself.
SELECT 1 + 1 AS two, 'le' || 'at' AS name, CAST('2024-02-29' AS DATE) + INTERVAL '1' YEAR AS a_year_later;

SELECT
  id,
  UPPER(word) AS word,
  CASE WHEN price > 1 THEN 'dear' ELSE 'cheap' END AS judgement,
  TRY_CAST(word AS INT) AS number_or_null,
  price::INT AS rounded_down
FROM (VALUES (1, 'apple', 0.95), (2, '42', 1.80), (3, CAST(NULL AS STRING), 2.50)) AS goods (id, word, price)
WHERE id <> 4;

SELECT ARRAY[1, 2, 3] AS numbers, MAP['a', 1] AS map_of_one, ROW(1, 'x') AS pair;
