-- How not to do it: what was approved in principle in one stream ($1), by way of
-- the recipients. Every joint award is in the sum as often as it has recipients.
SELECT coalesce(sum(e.pence), 0) AS pence
FROM event e
JOIN allocation a ON a.id = e.allocation
JOIN recipient r ON r.allocation = a.id
WHERE e.status = 'approved-in-principle' AND a.stream = $1
