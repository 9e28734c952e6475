-- The awards that supersede several, or supersede one and are superseded themselves.
SELECT DISTINCT s.allocation
FROM supersedes s
WHERE s.position > 0 OR EXISTS (SELECT 1 FROM supersedes later WHERE later.award = s.allocation)
ORDER BY s.allocation
