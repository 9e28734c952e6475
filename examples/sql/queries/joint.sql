-- The joint awards: one amount each, for several vanguards, that no source has
-- divided. Each stands in one row with its last decision; a join of events with
-- recipients, as in naive.sql, would count it once for every recipient.
SELECT a.id, a.year, a.through, e.status, e.amount,
       (SELECT count(*) FROM recipient r WHERE r.allocation = a.id) AS recipients
FROM allocation a
JOIN event e ON e.allocation = a.id
WHERE (SELECT count(*) FROM recipient r WHERE r.allocation = a.id) > 1
  AND e.position = (SELECT max(l.position) FROM event l WHERE l.allocation = a.id)
ORDER BY a.position
