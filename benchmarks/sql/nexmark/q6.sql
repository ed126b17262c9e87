-- Average selling price by seller: over the last winning bids of each. Flink publishes this text and
-- cannot run it: its OVER takes no rows back. Differences: the filter on rownum is outside of the
-- query that numbers, where it must be; among auctions of a seller that were won at the same time the
-- order is by auction, so that there is one answer.
CREATE TABLE nexmark_q6 (seller BIGINT, avg_price BIGINT) WITH ('connector' = 'blackhole');

INSERT INTO nexmark_q6
SELECT Q.seller,
  CAST(AVG(Q.price) OVER (
    PARTITION BY Q.seller ORDER BY Q.dateTime, Q.id
    ROWS BETWEEN 10 PRECEDING AND CURRENT ROW) AS BIGINT)
FROM (
  SELECT id, seller, price, dateTime
  FROM (
    SELECT A.id, A.seller, B.price, B.dateTime,
      ROW_NUMBER() OVER (
        PARTITION BY A.id, A.seller ORDER BY B.price DESC, B.dateTime) AS rownum
    FROM auction AS A, bid AS B
    WHERE A.id = B.auction AND B.dateTime BETWEEN A.dateTime AND A.expires
  )
  WHERE rownum <= 1
) AS Q;
