-- Functions in SQL. They are expressions with a name, and may call each other.
CREATE FUNCTION celsius(fahrenheit DOUBLE) RETURNS DOUBLE RETURN (fahrenheit - 32) / 1.8;
CREATE FUNCTION judged(degrees DOUBLE, limits ROW<low INT, high INT>) RETURNS STRING RETURN
  CASE WHEN degrees < limits.low THEN 'cold' WHEN degrees > limits.high THEN 'hot' ELSE 'fine' END;
CREATE FUNCTION weather(fahrenheit DOUBLE) RETURNS STRING RETURN
  judged(celsius(fahrenheit), CAST(ROW(10, 25) AS ROW<low INT, high INT>));

SHOW USER FUNCTIONS;
DESCRIBE FUNCTION weather;

SELECT f, ROUND(celsius(f), 1) AS c, weather(f) AS weather
FROM (VALUES (14.0), (68.0), (104.0)) AS readings (f);

SELECT weather(f) AS weather, COUNT(*) AS n
FROM (VALUES (14.0), (50.0), (68.0), (104.0)) AS readings (f)
GROUP BY weather(f)
ORDER BY n DESC, weather;
