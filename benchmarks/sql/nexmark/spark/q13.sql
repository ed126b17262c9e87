CREATE OR REPLACE TEMPORARY VIEW side_input (key BIGINT, value STRING)
USING csv OPTIONS (path '${DIR}/side_input.txt');

SELECT B.auction, B.bidder, B.price, B.dateTime, S.value
FROM bid B JOIN side_input S ON MOD(B.auction, 10000) = S.key;
