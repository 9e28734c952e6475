-- The records of one programme, in SQLite.
--
-- Columns are called as the keys of the library's JSON documents; where SQL has
-- taken the word, it gets its noun: on_day, from_year, to_area. A position is a
-- record's place in its list, from 0. NULL is not known, or none; no column holds
-- a blank text. Values are the texts of the library's Value methods, which its
-- Scan methods read:
--
--   an amount       '4590000.00'   text, never a float; its pence beside it, to add up
--   a day           '2015-03-10'
--   a year          '2015/16'
--   a vanguard's id 36 characters
--   a share         '1/2'          its two numbers beside it, to multiply with
--   a ladder        its word: 'approved-in-principle'
--
-- Tables are STRICT: a column that holds text refuses a number.

CREATE TABLE source (
	id        INTEGER PRIMARY KEY,
	title     TEXT,
	publisher TEXT,
	url       TEXT,
	published TEXT,
	fields    TEXT -- for which fields of a record it stands, with blanks between; NULL = the record as a whole
) STRICT;

-- Who takes part ------------------------------------------------------------

CREATE TABLE programme (
	slug   TEXT PRIMARY KEY,
	name   TEXT NOT NULL,
	starts TEXT,
	ends   TEXT
) STRICT;

CREATE TABLE programme_source (
	position INTEGER PRIMARY KEY,
	source   INTEGER NOT NULL REFERENCES source
) STRICT;

CREATE TABLE category (
	code     TEXT PRIMARY KEY,
	position INTEGER NOT NULL UNIQUE,
	name     TEXT NOT NULL,
	aim      TEXT
) STRICT;

CREATE TABLE category_alias (
	category TEXT NOT NULL REFERENCES category,
	position INTEGER NOT NULL,
	alias    TEXT NOT NULL,
	PRIMARY KEY (category, position)
) STRICT;

CREATE TABLE wave (
	name      TEXT PRIMARY KEY,
	position  INTEGER NOT NULL UNIQUE,
	announced TEXT NOT NULL,
	source    INTEGER REFERENCES source
) STRICT;

CREATE TABLE vanguard (
	id           TEXT PRIMARY KEY,
	position     INTEGER NOT NULL UNIQUE,
	slug         TEXT NOT NULL UNIQUE,
	name         TEXT NOT NULL,
	category     TEXT NOT NULL REFERENCES category,
	wave         TEXT REFERENCES wave,
	announced    TEXT,
	area         TEXT,
	region       TEXT,
	host         TEXT,
	partner_list TEXT,
	gp_practices INTEGER,
	stage        TEXT,
	merged_into  TEXT REFERENCES vanguard DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE TABLE vanguard_alias (
	vanguard TEXT NOT NULL REFERENCES vanguard,
	position INTEGER NOT NULL,
	alias    TEXT NOT NULL,
	PRIMARY KEY (vanguard, position)
) STRICT;

CREATE TABLE vanguard_source (
	vanguard TEXT NOT NULL REFERENCES vanguard,
	position INTEGER NOT NULL,
	source   INTEGER NOT NULL REFERENCES source,
	PRIMARY KEY (vanguard, position)
) STRICT;

CREATE TABLE partner (
	vanguard     TEXT NOT NULL REFERENCES vanguard,
	position     INTEGER NOT NULL,
	organisation TEXT NOT NULL,
	kind         TEXT,
	code         TEXT,
	PRIMARY KEY (vanguard, position)
) STRICT;

CREATE TABLE partner_source (
	vanguard TEXT NOT NULL,
	partner  INTEGER NOT NULL,
	position INTEGER NOT NULL,
	source   INTEGER NOT NULL REFERENCES source,
	PRIMARY KEY (vanguard, partner, position),
	FOREIGN KEY (vanguard, partner) REFERENCES partner
) STRICT;

CREATE TABLE initiative (
	vanguard TEXT NOT NULL REFERENCES vanguard,
	position INTEGER NOT NULL,
	title    TEXT NOT NULL,
	kind     TEXT,
	PRIMARY KEY (vanguard, position)
) STRICT;

CREATE TABLE initiative_role (
	vanguard   TEXT NOT NULL,
	initiative INTEGER NOT NULL,
	position   INTEGER NOT NULL,
	staff_role TEXT NOT NULL,
	PRIMARY KEY (vanguard, initiative, position),
	FOREIGN KEY (vanguard, initiative) REFERENCES initiative
) STRICT;

CREATE TABLE initiative_condition (
	vanguard   TEXT NOT NULL,
	initiative INTEGER NOT NULL,
	position   INTEGER NOT NULL,
	condition  TEXT NOT NULL,
	PRIMARY KEY (vanguard, initiative, position),
	FOREIGN KEY (vanguard, initiative) REFERENCES initiative
) STRICT;

CREATE TABLE initiative_source (
	vanguard   TEXT NOT NULL,
	initiative INTEGER NOT NULL,
	position   INTEGER NOT NULL,
	source     INTEGER NOT NULL REFERENCES source,
	PRIMARY KEY (vanguard, initiative, position),
	FOREIGN KEY (vanguard, initiative) REFERENCES initiative
) STRICT;

CREATE TABLE person (
	position     INTEGER PRIMARY KEY,
	name         TEXT NOT NULL,
	role         TEXT NOT NULL,
	organisation TEXT,
	from_day     TEXT,
	until        TEXT
) STRICT;

CREATE TABLE person_source (
	person   INTEGER NOT NULL REFERENCES person,
	position INTEGER NOT NULL,
	source   INTEGER NOT NULL REFERENCES source,
	PRIMARY KEY (person, position)
) STRICT;

CREATE TABLE fact (
	position INTEGER PRIMARY KEY,
	vanguard TEXT REFERENCES vanguard, -- NULL = the programme's own
	key      TEXT NOT NULL,
	value    TEXT NOT NULL,
	unit     TEXT,
	bound    TEXT NOT NULL,
	as_at    TEXT,
	source   INTEGER REFERENCES source,
	note     TEXT
) STRICT;

-- What money ----------------------------------------------------------------

CREATE TABLE fund (
	id       TEXT PRIMARY KEY,
	position INTEGER NOT NULL UNIQUE,
	name     TEXT,
	owner    TEXT
) STRICT;

CREATE TABLE fund_limit (
	fund         TEXT NOT NULL REFERENCES fund,
	position     INTEGER NOT NULL,
	from_year    TEXT NOT NULL,
	through      TEXT,
	amount       TEXT NOT NULL,
	pence        INTEGER AS (CAST(replace(amount, '.', '') AS INTEGER)),
	PRIMARY KEY (fund, position)
) STRICT;

CREATE TABLE fund_source (
	fund     TEXT NOT NULL REFERENCES fund,
	position INTEGER NOT NULL,
	source   INTEGER NOT NULL REFERENCES source,
	PRIMARY KEY (fund, position)
) STRICT;

CREATE TABLE round (
	id        TEXT PRIMARY KEY,
	position  INTEGER NOT NULL UNIQUE,
	fund      TEXT REFERENCES fund,
	name      TEXT,
	year      TEXT,
	amount    TEXT, -- its limit
	opens     TEXT,
	closes    TEXT,
	announced TEXT
) STRICT;

CREATE TABLE round_source (
	round    TEXT NOT NULL REFERENCES round,
	position INTEGER NOT NULL,
	source   INTEGER NOT NULL REFERENCES source,
	PRIMARY KEY (round, position)
) STRICT;

CREATE TABLE allocation (
	id        TEXT PRIMARY KEY,
	position  INTEGER NOT NULL UNIQUE,
	round     TEXT REFERENCES round,
	year      TEXT NOT NULL,
	through   TEXT,  -- the last year of money that no source divides
	element   TEXT,
	stream    TEXT NOT NULL,
	kind      TEXT,
	note      TEXT,
	year_ends TEXT AS (printf('%04d-03-31', substr(year, 1, 4) + 1))
) STRICT;

-- One row is one vanguard of an allocation. Several rows are a joint award: one
-- amount, which a join with this table would count several times.
CREATE TABLE recipient (
	allocation TEXT NOT NULL REFERENCES allocation,
	position   INTEGER NOT NULL,
	vanguard   TEXT NOT NULL REFERENCES vanguard,
	PRIMARY KEY (allocation, position),
	UNIQUE (allocation, vanguard)
) STRICT;

CREATE TABLE supersedes (
	allocation TEXT NOT NULL REFERENCES allocation,
	position   INTEGER NOT NULL,
	award      TEXT NOT NULL REFERENCES allocation DEFERRABLE INITIALLY DEFERRED,
	PRIMARY KEY (allocation, position)
) STRICT;

CREATE TABLE allocation_condition (
	allocation TEXT NOT NULL REFERENCES allocation,
	position   INTEGER NOT NULL,
	text       TEXT NOT NULL,
	amount     TEXT,
	by_day     TEXT,
	met        INTEGER NOT NULL CHECK (met IN (0, 1)),
	PRIMARY KEY (allocation, position)
) STRICT;

CREATE TABLE allocation_source (
	allocation TEXT NOT NULL REFERENCES allocation,
	position   INTEGER NOT NULL,
	source     INTEGER NOT NULL REFERENCES source,
	PRIMARY KEY (allocation, position)
) STRICT;

-- The history of an allocation: one row is one decision or payment, with the
-- figure that counts. Positions are the order of decision; the table only grows.
CREATE TABLE event (
	allocation TEXT NOT NULL REFERENCES allocation,
	position   INTEGER NOT NULL,
	on_day     TEXT,
	status     TEXT NOT NULL,
	amount     TEXT,  -- NULL = not stated, which is not zero
	bound      TEXT NOT NULL,
	precision  TEXT NOT NULL,
	source     INTEGER REFERENCES source,
	note       TEXT,
	reason     TEXT,
	pence      INTEGER AS (CAST(replace(amount, '.', '') AS INTEGER)),
	PRIMARY KEY (allocation, position),
	CHECK ((amount IS NULL) = (bound = 'not-stated'))
) STRICT;

-- What other sources say of the same decision: kept, and in no sum. It is a table
-- of its own so that no query adds it up by mistake.
CREATE TABLE other_figure (
	allocation TEXT NOT NULL,
	event      INTEGER NOT NULL,
	position   INTEGER NOT NULL,
	amount     TEXT,
	bound      TEXT NOT NULL,
	precision  TEXT NOT NULL,
	source     INTEGER REFERENCES source,
	note       TEXT,
	PRIMARY KEY (allocation, event, position),
	FOREIGN KEY (allocation, event) REFERENCES event,
	CHECK ((amount IS NULL) = (bound = 'not-stated'))
) STRICT;

-- A published total. Its scope is a question, kept as the library's own JSON.
CREATE TABLE stated (
	position  INTEGER PRIMARY KEY,
	name      TEXT NOT NULL,
	scope     TEXT NOT NULL CHECK (json_valid(scope)),
	as_at     TEXT,
	amount    TEXT,
	bound     TEXT NOT NULL,
	precision TEXT NOT NULL,
	source    INTEGER REFERENCES source,
	note      TEXT,
	items     INTEGER,
	CHECK ((amount IS NULL) = (bound = 'not-stated'))
) STRICT;

-- Which people --------------------------------------------------------------

-- The base that every question here rests on is at position 0; after it come the
-- alternatives, the same areas counted on another basis or day.
CREATE TABLE base (
	position INTEGER PRIMARY KEY,
	name     TEXT,
	basis    TEXT NOT NULL,
	edition  TEXT NOT NULL,
	as_at    TEXT NOT NULL
) STRICT;

CREATE TABLE base_source (
	base     INTEGER NOT NULL REFERENCES base,
	position INTEGER NOT NULL,
	source   INTEGER NOT NULL REFERENCES source,
	PRIMARY KEY (base, position)
) STRICT;

-- One row is one cell: the people of an area, or of an area's age band and so on.
-- Those of the remainder are outside every unit.
CREATE TABLE population (
	base      INTEGER NOT NULL REFERENCES base,
	remainder INTEGER NOT NULL CHECK (remainder IN (0, 1)),
	position  INTEGER NOT NULL,
	area      TEXT NOT NULL,
	people    INTEGER NOT NULL CHECK (people >= 0),
	at_most   INTEGER NOT NULL, -- 0: people is the number
	PRIMARY KEY (base, remainder, position)
) STRICT;

CREATE TABLE population_attribute (
	base      INTEGER NOT NULL,
	remainder INTEGER NOT NULL,
	position  INTEGER NOT NULL,
	name      TEXT NOT NULL,
	value     TEXT NOT NULL,
	PRIMARY KEY (base, remainder, position, name),
	FOREIGN KEY (base, remainder, position) REFERENCES population
) STRICT;

CREATE TABLE reference (
	position INTEGER PRIMARY KEY,
	name     TEXT,
	basis    TEXT NOT NULL,
	as_at    TEXT NOT NULL,
	people   INTEGER NOT NULL,
	source   INTEGER REFERENCES source
) STRICT;

CREATE TABLE crosswalk (
	position     INTEGER PRIMARY KEY,
	from_edition TEXT NOT NULL,
	to_edition   TEXT NOT NULL,
	method       TEXT NOT NULL,
	identity     INTEGER NOT NULL -- areas of which no weight leads away stay what they are
) STRICT;

CREATE TABLE crosswalk_weight (
	crosswalk INTEGER NOT NULL REFERENCES crosswalk,
	position  INTEGER NOT NULL,
	from_area TEXT NOT NULL,
	to_area   TEXT NOT NULL,
	share     TEXT NOT NULL,
	PRIMARY KEY (crosswalk, position)
) STRICT;

CREATE TABLE crosswalk_source (
	crosswalk INTEGER NOT NULL REFERENCES crosswalk,
	position  INTEGER NOT NULL,
	source    INTEGER NOT NULL REFERENCES source,
	PRIMARY KEY (crosswalk, position)
) STRICT;

CREATE TABLE layer (
	name     TEXT PRIMARY KEY,
	position INTEGER NOT NULL UNIQUE,
	within   TEXT REFERENCES layer DEFERRABLE INITIALLY DEFERRED,
	aside    INTEGER NOT NULL CHECK (aside IN (0, 1))  -- in no question that does not name it
) STRICT;

CREATE TABLE footprint (
	id           TEXT PRIMARY KEY,
	position     INTEGER NOT NULL UNIQUE,
	vanguard     TEXT NOT NULL REFERENCES vanguard,
	layer        TEXT REFERENCES layer,
	edition      TEXT,
	from_day     TEXT,
	until        TEXT,
	completeness TEXT,
	unmatched    INTEGER NOT NULL CHECK (unmatched IN (0, 1)) -- areas that the base does not have are warnings
) STRICT;

CREATE TABLE footprint_source (
	footprint TEXT NOT NULL REFERENCES footprint,
	position  INTEGER NOT NULL,
	source    INTEGER NOT NULL REFERENCES source,
	PRIMARY KEY (footprint, position)
) STRICT;

CREATE TABLE part (
	footprint TEXT NOT NULL REFERENCES footprint,
	position  INTEGER NOT NULL,
	area      TEXT NOT NULL,
	share     TEXT NOT NULL,
	bound     TEXT NOT NULL,
	source    INTEGER REFERENCES source,
	share_num INTEGER AS (CAST(substr(share, 1, instr(share, '/') - 1) AS INTEGER)),
	share_den INTEGER AS (CAST(substr(share, instr(share, '/') + 1) AS INTEGER)),
	PRIMARY KEY (footprint, position)
) STRICT;

CREATE TABLE part_cell (
	footprint TEXT NOT NULL,
	part      INTEGER NOT NULL,
	name      TEXT NOT NULL,
	value     TEXT NOT NULL,
	PRIMARY KEY (footprint, part, name),
	FOREIGN KEY (footprint, part) REFERENCES part
) STRICT;

CREATE TABLE claim (
	position  INTEGER PRIMARY KEY,
	scope     TEXT NOT NULL CHECK (json_valid(scope)),
	people    INTEGER,
	precision INTEGER,
	share     TEXT,
	bound     TEXT NOT NULL,
	basis     TEXT,
	as_at     TEXT,
	words     TEXT,
	note      TEXT,
	source    INTEGER REFERENCES source
) STRICT;

CREATE TABLE target (
	position INTEGER PRIMARY KEY,
	scope    TEXT NOT NULL CHECK (json_valid(scope)),
	share    TEXT,
	people   INTEGER,
	by_day   TEXT,
	bound    TEXT NOT NULL,
	source   INTEGER REFERENCES source
) STRICT;

-- What queries rest on ------------------------------------------------------

-- The day from which an event counts: its own, else that of its source, else the
-- next dated decision's of the same allocation, else the last of its year.
CREATE VIEW event_day AS
SELECT e.allocation, e.position, e.status, e.pence,
       coalesce(e.on_day,
                s.published,
                (SELECT n.on_day FROM event n
                 WHERE n.allocation = e.allocation AND n.position > e.position AND n.on_day IS NOT NULL
                 ORDER BY n.position LIMIT 1),
                a.year_ends) AS day
FROM event e
JOIN allocation a ON a.id = e.allocation
LEFT JOIN source s ON s.id = e.source;

-- One row is one allocation, however many recipients it has: their category where
-- they are of one. A joint award of several categories stands apart.
CREATE VIEW allocation_category AS
SELECT a.id AS allocation,
       CASE WHEN count(DISTINCT v.category) = 1 THEN min(v.category) END AS category,
       count(DISTINCT v.category) > 1 AS joint
FROM allocation a
LEFT JOIN recipient r ON r.allocation = a.id
LEFT JOIN vanguard v ON v.id = r.vanguard
GROUP BY a.id;

-- The people of an area, however finely the base cuts it.
CREATE VIEW area AS
SELECT area AS code, CAST(sum(people) AS BIGINT) AS people
FROM population WHERE base = 0 AND NOT remainder
GROUP BY area;

-- How many people of an area a footprint holds: at least and at most, for nobody
-- knows which half of an area its half is. Shares are rounded half to even. Parts
-- that are limited to cells (part_cell) need the cells, and are not here; numbers
-- of a share beyond nine digits would not fit.
CREATE VIEW held AS
SELECT footprint, area, people,
       CASE WHEN bound = 'about' THEN 1 ELSE 0 END AS about,
       CASE WHEN bound IN ('at-most', 'not-stated') THEN 0 ELSE stated END AS least,
       CASE WHEN bound IN ('at-least', 'not-stated') THEN people ELSE stated END AS most
FROM (
	SELECT p.footprint, p.area, a.people, p.bound,
	       a.people * p.share_num / p.share_den
	       + CASE WHEN 2 * (a.people * p.share_num % p.share_den)
	                   + (a.people * p.share_num / p.share_den) % 2 > p.share_den THEN 1 ELSE 0 END AS stated
	FROM part p
	JOIN area a ON a.code = p.area
	WHERE NOT EXISTS (SELECT 1 FROM part_cell c WHERE c.footprint = p.footprint AND c.part = p.position)
) parts;
