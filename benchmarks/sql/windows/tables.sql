CREATE TABLE events (k BIGINT, v BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '1' SECOND) WITH ('connector' = 'disorder', 'rows' = '${rows}', 'keys' = '2000', 'rows-per-second' = '20000');
CREATE TABLE visits (k BIGINT, v BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '1' SECOND) WITH ('connector' = 'disorder', 'rows' = '${rows}', 'keys' = '20000', 'rows-per-second' = '20000');
CREATE TABLE others (k BIGINT, v BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '1' SECOND) WITH ('connector' = 'disorder', 'rows' = '${rows}', 'keys' = '20000', 'rows-per-second' = '20000');
CREATE TABLE rates (k BIGINT, v BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '1' SECOND, PRIMARY KEY (k) NOT ENFORCED) WITH ('connector' = 'disorder', 'rows' = '${rows}', 'keys' = '20000', 'rows-per-second' = '20000');
CREATE TABLE `result` (${result}) WITH ('connector' = 'tally')
