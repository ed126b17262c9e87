-- What people get wrong; bad-input.txt has the answers.
CREATE TABLE input_table (id INT, data STRING) WITH ('connector' = 'datagen', 'rows-per-second' = '5');
CREATE TABLE p (id INT, data STRING) WITH ('connector' = 'print');
SELECT id FROM input_table WHER id > 1;
SELECT id,, 1 FROM input_table;
SELECT id
FROM inptable;
SELECT idd FROM input_table;
SELECT uper(data) FROM input_table;
CREATE TABLE a (id INTT) WITH ('connector' = 'datagen');
CREATE TABLE a (id INT) WITH ('connector' = 'datagn');
CREATE TABLE a (id INT) WITH ('connector' = 'datagen', 'rows-per-secnd' = '5');
CREATE TABLE a (id INT) WITH ('connector' = 'datagen', 'rows-per-second' = 'five');
CREATE TABLE a (id INT) WITH ('connector' = 'datagen', 'fields.id.kind' = 'sequence');
CREATE TABLE a (id INT) WITH ('rows-per-second' = '5');
SELECT UPPER(id) FROM input_table;
SELECT UPPER(data, 1) FROM input_table;
SELECT id + data FROM input_table;
SELECT id FROM input_table WHERE id;
INSERT INTO p SELECT id FROM input_table;
INSERT INTO p SELECT data, id FROM input_table;
INSERT INTO p (id, dat) SELECT id, data FROM input_table;
SELECT id, COUNT(*) FROM input_table;
STOP JOB 'job-99';
SET 'pipline.name' = 'x';
SET 'execution.on-error' = 'explode';
SOURCE 'nowhere.sql';
SELECT 1 / 0 AS q;
SELECT 'abc
