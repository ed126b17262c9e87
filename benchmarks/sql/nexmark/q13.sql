-- Side input: each bid with a row of a table that is known beforehand. The harness writes
-- ${DIR}/side_input.txt: 10,000 lines "n,n".. Flink wants a column made by PROCTIME() in the place of the call.
CREATE TABLE side_input (
  key BIGINT, `value` STRING
) WITH ('connector' = 'filesystem', 'path' = '${DIR}/side_input.txt', 'format' = 'csv');

CREATE TABLE nexmark_q13 (
  auction BIGINT, bidder BIGINT, price BIGINT, dateTime TIMESTAMP(3), `value` STRING
) WITH ('connector' = 'blackhole');

INSERT INTO nexmark_q13
SELECT B.auction, B.bidder, B.price, B.dateTime, S.`value`
FROM bid B
JOIN side_input FOR SYSTEM_TIME AS OF PROCTIME() AS S
ON MOD(B.auction, 10000) = S.key;
