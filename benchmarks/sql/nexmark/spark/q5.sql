-- Spark has windows as a function; both aggregates and the join are by the window as one value.
SELECT a.auction, a.num
FROM (
  SELECT auction, count(*) AS num, window(dateTime, '10 seconds', '2 seconds') AS w
  FROM bid GROUP BY auction, window(dateTime, '10 seconds', '2 seconds')
) a
JOIN (
  SELECT max(num) AS maxn, w
  FROM (
    SELECT count(*) AS num, window(dateTime, '10 seconds', '2 seconds') AS w
    FROM bid GROUP BY auction, window(dateTime, '10 seconds', '2 seconds')
  ) GROUP BY w
) m
ON a.w = m.w AND a.num >= m.maxn;
