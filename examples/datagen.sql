-- Rows made up at a steady pace, and a query over them that runs until it is stopped.
CREATE TABLE input_table (id INT, data STRING) WITH ('connector' = 'datagen', 'rows-per-second' = '5');
SELECT id, UPPER(data) AS upper_data FROM input_table;
