SELECT seller,
  CAST(FLOOR(AVG(price) OVER (
    PARTITION BY seller ORDER BY dateTime, id
    ROWS BETWEEN 10 PRECEDING AND CURRENT ROW)) AS BIGINT)
FROM (
  SELECT A.id, A.seller, B.price, B.dateTime,
    ROW_NUMBER() OVER (PARTITION BY A.id, A.seller ORDER BY B.price DESC, B.dateTime) AS place
  FROM auction A, bid B
  WHERE A.id = B.auction AND B.dateTime BETWEEN A.dateTime AND A.expires
)
WHERE place = 1
