-- Everything that was decided about the money of one vanguard ($1, its slug), in
-- the order of decision, with the share of nobody: an award that it has together
-- with others says how many they are.
SELECT a.year, a.stream, e.on_day, e.status, e.amount, e.bound,
       (SELECT count(*) FROM recipient r WHERE r.allocation = a.id) AS recipients
FROM event e
JOIN allocation a ON a.id = e.allocation
WHERE EXISTS (SELECT 1 FROM recipient r JOIN vanguard v ON v.id = r.vanguard
              WHERE r.allocation = a.id AND v.slug = $1)
ORDER BY a.year, a.position, e.position
