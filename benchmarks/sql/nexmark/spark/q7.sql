SELECT B.auction, B.bidder, B.price, B.dateTime, B.extra
FROM bid B
JOIN (
  SELECT MAX(price) AS maxprice, window(dateTime, '10 seconds') AS w
  FROM bid GROUP BY window(dateTime, '10 seconds')
) B1
ON B.price = B1.maxprice AND B.dateTime >= B1.w.start AND B.dateTime < B1.w.end;
