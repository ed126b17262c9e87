SELECT bidder, COUNT(*), MIN(dateTime), MAX(dateTime) + INTERVAL '10 seconds'
FROM (
  SELECT bidder, dateTime, SUM(begins) OVER (PARTITION BY bidder ORDER BY dateTime) AS number
  FROM (
    SELECT bidder, dateTime,
      CASE
        WHEN dateTime - LAG(dateTime) OVER (PARTITION BY bidder ORDER BY dateTime)
          <= INTERVAL '10 seconds' THEN 0
        ELSE 1
      END AS begins
    FROM bid
  )
)
GROUP BY bidder, number
