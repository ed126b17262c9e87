-- INSERT INTO writes a query's rows to a table. Over an endless source it is a job that runs beside the prompt
-- (SHOW JOBS lists it, STOP JOB ends it); over this one, which ends, it is waited for.
CREATE TABLE orders (id BIGINT, product STRING) WITH (
  'connector' = 'datagen', 'fields.product.length' = '8',
  'fields.id.kind' = 'sequence', 'fields.id.start' = '1', 'fields.id.end' = '5');
CREATE TABLE shown (id BIGINT, product STRING) WITH ('connector' = 'print', 'print-identifier' = 'order');

INSERT INTO shown SELECT id, UPPER(product) FROM orders;
