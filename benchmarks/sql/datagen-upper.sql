CREATE TABLE source (id INT, data STRING) WITH (
  'connector' = 'datagen',
  'rows-per-second' = '2000000000',
  'number-of-rows' = '${rows}',
  'fields.data.length' = '20'
);
CREATE TABLE sink (id INT, upper_data STRING) WITH ('connector' = 'blackhole');
INSERT INTO sink SELECT id, UPPER(data) AS upper_data FROM source WHERE id > 0;
