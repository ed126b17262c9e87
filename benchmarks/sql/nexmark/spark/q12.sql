SELECT bidder, count(*) AS bid_count, window(p_time, '10 seconds') AS w
FROM (SELECT *, current_timestamp() AS p_time FROM bid)
GROUP BY bidder, window(p_time, '10 seconds');
