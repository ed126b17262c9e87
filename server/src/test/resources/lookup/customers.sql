CREATE TABLE IF NOT EXISTS customers (
  id INT PRIMARY KEY, country VARCHAR(2), "Zip" VARCHAR(10), since DATE, rating DECIMAL(5, 2),
  seen TIMESTAMP(6), active BOOLEAN, home BINARY VARYING(4));
MERGE INTO customers VALUES
  (1, 'AT', '1010', DATE '2020-01-31', 4.25, TIMESTAMP '2025-01-01 10:00:00.123456', TRUE, X'01FF'),
  (2, 'DE', NULL, NULL, NULL, NULL, NULL, NULL),
  (3, 'US', '94103', DATE '1999-12-31', -0.5, TIMESTAMP '2024-02-29 23:59:59', FALSE, X'');
CREATE TABLE IF NOT EXISTS prices (id INT PRIMARY KEY, item VARCHAR(10), region INT, price DECIMAL(10, 2));
MERGE INTO prices VALUES (1, 'tea', 1, 2.50), (2, 'tea', 2, 3.00), (3, 'milk', 1, 1.20), (4, 'milk', 1, 1.10), (5, NULL, 1, 0);
