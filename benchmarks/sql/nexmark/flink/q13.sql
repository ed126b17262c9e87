-- As ../q13.sql; Flink's file connector cannot be looked up in, so the side input is a map in memory.
CREATE TABLE side_input (
  key BIGINT, `value` STRING
) WITH ('connector' = 'side-input', 'path' = '${DIR}/side_input.txt');

CREATE TABLE nexmark_q13 (
  auction BIGINT, bidder BIGINT, price BIGINT, dateTime TIMESTAMP(3), `value` STRING
) WITH ('connector' = 'blackhole');

INSERT INTO nexmark_q13
SELECT B.auction, B.bidder, B.price, B.dateTime, S.`value`
FROM (SELECT *, PROCTIME() AS p_time FROM bid) B
JOIN side_input FOR SYSTEM_TIME AS OF B.p_time AS S
ON MOD(B.auction, 10000) = S.key;
