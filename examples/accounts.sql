-- A table, a view of it that is always up to date, and reads that see each write at once.
CREATE TABLE accounts (
  id BIGINT PRIMARY KEY,
  owner STRING NOT NULL,
  balance DECIMAL(12,2) DEFAULT 0,
  CHECK (balance > -1000));
CREATE MATERIALIZED VIEW rich AS
  SELECT owner, SUM(balance) AS total FROM accounts GROUP BY owner HAVING SUM(balance) > 1000;

INSERT INTO accounts VALUES (1, 'ada', 5000), (2, 'bob', 10);
SELECT * FROM rich;

UPDATE accounts SET balance = balance + 2000 WHERE owner = 'bob';
SELECT * FROM rich;

-- One transaction is one moment: nobody sees the money twice, or not at all.
BEGIN;
UPDATE accounts SET balance = balance - 500 WHERE id = 1;
UPDATE accounts SET balance = balance + 500 WHERE id = 2;
COMMIT;
SELECT * FROM rich;

-- A view may get another query while others read it.
CREATE OR ALTER MATERIALIZED VIEW rich AS
  SELECT owner, SUM(balance) AS total FROM accounts GROUP BY owner HAVING SUM(balance) > 3000;
SELECT * FROM rich;
