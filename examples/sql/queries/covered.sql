-- How many people the footprints of one category cover ($1; all of them where it
-- is blank), each person once, beside the sum in which some count twice: what
-- Atlas.Select(category).Account() answers.
--
-- An area stands in one row, however many footprints name it. Where they hold
-- shares of it, nobody knows whose: at least the largest is covered, and at most
-- all of them together. Not known is not nobody: of the vanguards meant, those are
-- missing that have no footprint, or one of which not all areas are known, and those
-- are aside that have footprints in layers that stand aside only. People whose number a
-- base does not state (population.at_most) count as the least that they can be.
WITH chosen AS (
	SELECT h.*
	FROM held h
	JOIN footprint f ON f.id = h.footprint
	JOIN vanguard v ON v.id = f.vanguard
	LEFT JOIN layer l ON l.name = f.layer
	WHERE ($1 = '' OR v.category = $1) AND NOT coalesce(l.aside, FALSE)
),
each_area AS (
	SELECT area,
	       sum(most) AS added_up,
	       max(least) AS least,
	       CASE WHEN max(CASE WHEN about = 0 AND least = people THEN 1 ELSE 0 END) = 1 THEN 0 ELSE max(about) END AS about,
	       CASE WHEN sum(most) < people THEN sum(most) ELSE people END AS most
	FROM chosen
	GROUP BY area, people
),
each_vanguard AS (
	SELECT v.id,
	       max(CASE WHEN f.id IS NOT NULL AND NOT coalesce(l.aside, FALSE) THEN 1 ELSE 0 END) AS here,
	       max(CASE WHEN f.completeness = 'incomplete' AND NOT coalesce(l.aside, FALSE) THEN 1 ELSE 0 END) AS incomplete,
	       max(CASE WHEN coalesce(l.aside, FALSE) THEN 1 ELSE 0 END) AS aside
	FROM vanguard v
	LEFT JOIN footprint f ON f.vanguard = v.id
	LEFT JOIN layer l ON l.name = f.layer
	WHERE $1 = '' OR v.category = $1
	GROUP BY v.id
)
SELECT count(*) AS areas,
       coalesce(sum(added_up), 0) AS naive,
       coalesce(sum(least), 0) AS covered_least,
       coalesce(sum(most), 0) AS covered_most,
       (SELECT sum(people) FROM population WHERE base = 0) AS population,
       coalesce(max(about), 0) = 1 AS approximate,
       (SELECT count(*) FROM each_vanguard WHERE here = 1 OR aside = 0) AS meant,
       (SELECT count(*) FROM each_vanguard WHERE here = 0 AND aside = 0 OR incomplete = 1) AS missing,
       (SELECT count(*) FROM each_vanguard WHERE here = 0 AND aside = 1) AS aside
FROM each_area
