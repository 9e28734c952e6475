-- How many people the footprints of one category cover ($1; all of them where it
-- is blank), each person once, beside the sum in which some count twice: what
-- Atlas.Select(category).Account() answers.
--
-- An area stands in one row, however many footprints name it. Where they hold
-- shares of it, nobody knows whose: at least the largest is covered, and at most
-- all of them together.
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
	       CASE WHEN sum(most) < people THEN sum(most) ELSE people END AS most
	FROM chosen
	GROUP BY area, people
)
SELECT count(*) AS areas,
       coalesce(sum(added_up), 0) AS naive,
       coalesce(sum(least), 0) AS covered_least,
       coalesce(sum(most), 0) AS covered_most,
       (SELECT sum(people) FROM population) AS population
FROM each_area
