WITH counts AS (
  SELECT auction, window_start, COUNT(*) AS num
  FROM (
    SELECT auction, time_bucket(INTERVAL '2 seconds', dateTime) - to_seconds(2 * back) AS window_start
    FROM bid, range(5) AS steps(back)
  )
  GROUP BY auction, window_start
)
SELECT auction, num
FROM counts
JOIN (SELECT window_start, MAX(num) AS most FROM counts GROUP BY window_start) USING (window_start)
WHERE num = most
