-- As ../q18.sql, with a key: of a best row by several columns Flink 2.3.0 takes nothing back (it plans the rank as
-- append-only), so that each row has to replace the one before.
CREATE TABLE nexmark_q18 (
  auction BIGINT, bidder BIGINT, price BIGINT, channel STRING, url STRING,
  dateTime TIMESTAMP(3), extra STRING,
  PRIMARY KEY (bidder, auction) NOT ENFORCED
) WITH ('connector' = 'blackhole');

INSERT INTO nexmark_q18
SELECT auction, bidder, price, channel, url, dateTime, extra
FROM (
  SELECT *,
    ROW_NUMBER() OVER (PARTITION BY bidder, auction ORDER BY dateTime DESC, price, channel, url, extra) AS rank_number
  FROM bid
)
WHERE rank_number <= 1;
