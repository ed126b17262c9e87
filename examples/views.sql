-- Views name queries; they can stand on each other. The seed makes the rows the same in every run.
CREATE TABLE readings (sensor INT, celsius DOUBLE) WITH (
  'connector' = 'datagen', 'number-of-rows' = '1000', 'seed' = '7',
  'fields.sensor.min' = '1', 'fields.sensor.max' = '9',
  'fields.celsius.min' = '-20', 'fields.celsius.max' = '50');

CREATE VIEW fahrenheit AS SELECT sensor, celsius * 9 / 5 + 32 AS degrees FROM readings;
CREATE VIEW alarms AS SELECT sensor, degrees FROM fahrenheit WHERE degrees > 120;

SHOW VIEWS;
SELECT sensor, ROUND(degrees, 1) AS degrees FROM alarms LIMIT 5;
EXPLAIN SELECT * FROM alarms;
