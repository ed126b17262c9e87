SELECT B.auction, B.bidder, B.price, B.dateTime, B.extra
FROM bid B
JOIN (
  SELECT MAX(price) AS most, time_bucket(INTERVAL '10 seconds', dateTime) AS window_start
  FROM bid
  GROUP BY window_start
) W
ON B.price = W.most
WHERE B.dateTime BETWEEN W.window_start AND W.window_start + INTERVAL '10 seconds'
