SELECT P.id, P.name, P.w.start
FROM (
  SELECT id, name, window(dateTime, '10 seconds') AS w
  FROM person GROUP BY id, name, window(dateTime, '10 seconds')
) P
JOIN (
  SELECT seller, window(dateTime, '10 seconds') AS w
  FROM auction GROUP BY seller, window(dateTime, '10 seconds')
) A
ON P.id = A.seller AND P.w = A.w;
