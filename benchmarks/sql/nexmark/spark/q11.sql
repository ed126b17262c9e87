SELECT bidder, count(*) AS bid_count, session_window(dateTime, '10 seconds') AS w
FROM bid GROUP BY bidder, session_window(dateTime, '10 seconds');
