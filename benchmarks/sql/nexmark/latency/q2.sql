-- As ../q2.sql, with the time by which latency is measured.
CREATE TABLE nexmark_q2 (
  auction BIGINT, price BIGINT, dateTime TIMESTAMP(3)
) WITH ('connector' = 'blackhole');

INSERT INTO nexmark_q2
SELECT auction, price, dateTime FROM bid WHERE MOD(auction, 123) = 0;
