-- Files as tables: what is written to a directory is read from there, in another format, too.
CREATE TABLE made (id BIGINT, name STRING, price DECIMAL(8,2), day DATE) WITH (
  'connector' = 'datagen', 'number-of-rows' = '1000', 'seed' = '1', 'rows-per-second' = '1000000',
  'fields.name.length' = '8');
CREATE TABLE prices (id BIGINT, name STRING, price DECIMAL(8,2), bucket INT) PARTITIONED BY (bucket) WITH (
  'connector' = 'filesystem', 'path' = 'leat-example', 'format' = 'json',
  'sink.partition-commit.policy.kind' = 'success-file');
INSERT INTO prices SELECT id, name, price, CAST(ABS(id % 4) AS INT) FROM made;

-- The partition's value is in the directory's name, the file's name is metadata.
CREATE TABLE written (id BIGINT, price DECIMAL(8,2), bucket INT, f STRING NOT NULL METADATA FROM 'file.name' VIRTUAL)
  PARTITIONED BY (bucket) WITH ('connector' = 'filesystem', 'path' = 'leat-example', 'format' = 'json');
SELECT bucket, COUNT(*) > 0 AS has_rows FROM written GROUP BY bucket ORDER BY bucket;
