-- The money of one stream ($1) that was committed as known on a day ($2), by
-- category and year: what Book.AsAt(day).Where(stream).Table(ByCategory, ByYear)
-- answers, row by row.
--
-- Every step has one row an allocation, so that a joint award is one amount
-- whoever shares it. An allocation is committed with its last approved level, or
-- with the sum of its payments where it was never approved; what was declined or
-- withdrawn is committed no longer.
--
-- An award is taken off the one that it supersedes. Where that one supersedes another
-- in turn, or a later award supersedes several, the rest goes on to the next, award
-- by award from the latest to the first, which is the library's work and not SQL's:
-- Store.Committed refuses such records.
WITH known AS (
	SELECT e.*
	FROM event_day e
	JOIN allocation a ON a.id = e.allocation
	WHERE a.stream = $1 AND e.day <= $2
),
history AS (
	SELECT allocation,
	       max(position) FILTER (WHERE status = 'approved') AS level,
	       count(*) FILTER (WHERE status = 'paid') AS payments,
	       count(pence) FILTER (WHERE status = 'paid') AS payments_stated,
	       sum(pence) FILTER (WHERE status = 'paid') AS paid,
	       count(*) FILTER (WHERE status IN ('declined', 'withdrawn')) AS endings
	FROM known
	GROUP BY allocation
),
award AS (
	SELECT h.allocation,
	       h.endings = 0 AND (h.level IS NOT NULL OR h.payments > 0) AS committed,
	       h.endings = 0 AND h.level IS NULL AND h.payments > 0 AS paid_only,
	       CASE WHEN h.endings > 0 THEN NULL
	            WHEN h.level IS NOT NULL THEN l.pence
	            WHEN h.payments_stated = h.payments THEN h.paid
	       END AS pence,
	       CASE WHEN h.level IS NOT NULL THEN l.pence ELSE h.paid END AS at_least
	FROM history h
	LEFT JOIN known l ON l.allocation = h.allocation AND l.position = h.level
),
-- Awards that settle an earlier one for some of its recipients, or for the programme
-- itself where neither has one.
heir AS (
	SELECT s.award, w.allocation, CASE WHEN w.at_least > 0 THEN w.at_least ELSE 0 END AS pence
	FROM supersedes s
	JOIN award w ON w.allocation = s.allocation AND w.committed
	WHERE EXISTS (SELECT 1 FROM recipient theirs JOIN recipient ours ON ours.vanguard = theirs.vanguard
	              WHERE theirs.allocation = s.allocation AND ours.allocation = s.award)
	   OR NOT EXISTS (SELECT 1 FROM recipient either WHERE either.allocation IN (s.award, s.allocation))
),
-- Who has an award of their own; NULL stands for the programme itself.
settled AS (
	SELECT h.award, r.vanguard
	FROM heir h
	LEFT JOIN recipient r ON r.allocation = h.allocation
),
waiting AS (
	SELECT w.allocation
	FROM award w
	LEFT JOIN recipient r ON r.allocation = w.allocation
	WHERE w.paid_only OR NOT EXISTS (SELECT 1 FROM settled s
	                  WHERE s.award = w.allocation
	                    AND (s.vanguard = r.vanguard OR s.vanguard IS NULL AND r.vanguard IS NULL))
	GROUP BY w.allocation
),
-- A superseded award stands for what its recipients have not received since, and
-- for nothing once nobody waits. What was paid without an approval no later award
-- takes back.
standing AS (
	SELECT w.allocation, w.committed,
	       CASE WHEN w.paid_only OR h.award IS NULL THEN w.pence
	            WHEN w.pence < h.pence THEN 0
	            ELSE w.pence - h.pence
	       END AS pence
	FROM award w
	JOIN waiting ON waiting.allocation = w.allocation
	LEFT JOIN (SELECT award, sum(pence) AS pence FROM heir GROUP BY award) h ON h.award = w.allocation
)
SELECT c.category, c.joint, a.year, a.through,
       coalesce(sum(s.pence), 0) AS pence,
       coalesce(min(s.pence), 0) AS least,
       coalesce(max(s.pence), 0) AS most,
       count(s.pence) AS known,
       count(*) FILTER (WHERE s.committed AND s.pence IS NULL) AS unknown,
       count(*) FILTER (WHERE NOT s.committed) AS uncommitted
FROM standing s
JOIN allocation a ON a.id = s.allocation
JOIN allocation_category c ON c.allocation = s.allocation
LEFT JOIN category ON category.code = c.category
GROUP BY c.category, c.joint, category.position, a.year, a.through
ORDER BY category.position NULLS LAST, c.joint DESC, a.year, a.through NULLS FIRST
