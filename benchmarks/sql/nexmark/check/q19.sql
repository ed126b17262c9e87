-- As ../q19.sql, with an order that decides between equal bids, so that there is one right answer.
CREATE TABLE nexmark_q19 (
  auction BIGINT, bidder BIGINT, price BIGINT, channel STRING, url STRING,
  dateTime TIMESTAMP(3), extra STRING, rank_number BIGINT
) WITH ('connector' = 'blackhole');

INSERT INTO nexmark_q19
SELECT * FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY auction ORDER BY price DESC, bidder, dateTime, channel, url, extra) AS rank_number
  FROM bid
)
WHERE rank_number <= 10;
