-- Spark has windows as a function; the join of the two aggregates is by the window.
SELECT a.auction, a.num
FROM (
  SELECT auction, count(*) AS num, window(dateTime, '10 seconds', '2 seconds') AS w
  FROM bid GROUP BY auction, window(dateTime, '10 seconds', '2 seconds')
) a
JOIN (
  SELECT max(num) AS maxn, window(window_time(w), '2 seconds') AS hop, w
  FROM (
    SELECT count(*) AS num, window(dateTime, '10 seconds', '2 seconds') AS w
    FROM bid GROUP BY auction, window(dateTime, '10 seconds', '2 seconds')
  ) GROUP BY window(window_time(w), '2 seconds'), w
) m
ON a.w = m.w AND a.num >= m.maxn;
