-- The records of one programme, in PostgreSQL.
--
-- Columns are called as the keys of the library's JSON documents; where SQL has
-- taken the word, it gets its noun: on_day, from_year, to_area. A position is a
-- record's place in its list, from 0. NULL is not known, or none; no column holds
-- a blank text. Values go in as the texts of the library's Value methods and come
-- out for its Scan methods:
--
--   an amount       numeric(19,2)  exact, and sum(amount) is; its pence beside it
--   a day           date
--   a year          text           '2015/16'
--   a vanguard's id uuid
--   a share         text           '1/2'; its two numbers beside it, to multiply with
--   a ladder        text           its word: 'approved-in-principle'

CREATE TABLE source (
	id        bigint PRIMARY KEY,
	title     text,
	publisher text,
	url       text,
	published date,
	fields    text -- for which fields of a record it stands, with blanks between; NULL = the record as a whole
);

-- Who takes part ------------------------------------------------------------

CREATE TABLE programme (
	slug   text PRIMARY KEY,
	name   text NOT NULL,
	starts date,
	ends   date
);

CREATE TABLE programme_source (
	position integer PRIMARY KEY,
	source   bigint NOT NULL REFERENCES source
);

CREATE TABLE category (
	code     text PRIMARY KEY,
	position integer NOT NULL UNIQUE,
	name     text NOT NULL,
	aim      text
);

CREATE TABLE category_alias (
	category text NOT NULL REFERENCES category,
	position integer NOT NULL,
	alias    text NOT NULL,
	PRIMARY KEY (category, position)
);

CREATE TABLE wave (
	name      text PRIMARY KEY,
	position  integer NOT NULL UNIQUE,
	announced date NOT NULL,
	source    bigint REFERENCES source
);

CREATE TABLE vanguard (
	id           uuid PRIMARY KEY,
	position     integer NOT NULL UNIQUE,
	slug         text NOT NULL UNIQUE,
	name         text NOT NULL,
	category     text NOT NULL REFERENCES category,
	wave         text REFERENCES wave,
	announced    date,
	area         text,
	region       text,
	host         text,
	partner_list text,
	gp_practices integer,
	stage        text,
	merged_into  uuid REFERENCES vanguard DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE vanguard_alias (
	vanguard uuid NOT NULL REFERENCES vanguard,
	position integer NOT NULL,
	alias    text NOT NULL,
	PRIMARY KEY (vanguard, position)
);

CREATE TABLE vanguard_source (
	vanguard uuid NOT NULL REFERENCES vanguard,
	position integer NOT NULL,
	source   bigint NOT NULL REFERENCES source,
	PRIMARY KEY (vanguard, position)
);

CREATE TABLE partner (
	vanguard     uuid NOT NULL REFERENCES vanguard,
	position     integer NOT NULL,
	organisation text NOT NULL,
	kind         text,
	code         text,
	PRIMARY KEY (vanguard, position)
);

CREATE TABLE partner_source (
	vanguard uuid NOT NULL,
	partner  integer NOT NULL,
	position integer NOT NULL,
	source   bigint NOT NULL REFERENCES source,
	PRIMARY KEY (vanguard, partner, position),
	FOREIGN KEY (vanguard, partner) REFERENCES partner
);

CREATE TABLE initiative (
	vanguard uuid NOT NULL REFERENCES vanguard,
	position integer NOT NULL,
	title    text NOT NULL,
	kind     text,
	PRIMARY KEY (vanguard, position)
);

CREATE TABLE initiative_role (
	vanguard   uuid NOT NULL,
	initiative integer NOT NULL,
	position   integer NOT NULL,
	staff_role text NOT NULL,
	PRIMARY KEY (vanguard, initiative, position),
	FOREIGN KEY (vanguard, initiative) REFERENCES initiative
);

CREATE TABLE initiative_condition (
	vanguard   uuid NOT NULL,
	initiative integer NOT NULL,
	position   integer NOT NULL,
	condition  text NOT NULL,
	PRIMARY KEY (vanguard, initiative, position),
	FOREIGN KEY (vanguard, initiative) REFERENCES initiative
);

CREATE TABLE initiative_source (
	vanguard   uuid NOT NULL,
	initiative integer NOT NULL,
	position   integer NOT NULL,
	source     bigint NOT NULL REFERENCES source,
	PRIMARY KEY (vanguard, initiative, position),
	FOREIGN KEY (vanguard, initiative) REFERENCES initiative
);

CREATE TABLE person (
	position     integer PRIMARY KEY,
	name         text NOT NULL,
	role         text NOT NULL,
	organisation text,
	from_day     date,
	until        date
);

CREATE TABLE person_source (
	person   integer NOT NULL REFERENCES person,
	position integer NOT NULL,
	source   bigint NOT NULL REFERENCES source,
	PRIMARY KEY (person, position)
);

CREATE TABLE fact (
	position integer PRIMARY KEY,
	vanguard uuid REFERENCES vanguard, -- NULL = the programme's own
	key      text NOT NULL,
	value    text NOT NULL,
	unit     text,
	bound    text NOT NULL,
	as_at    date,
	source   bigint REFERENCES source,
	note     text
);

-- What money ----------------------------------------------------------------

CREATE TABLE fund (
	id       text PRIMARY KEY,
	position integer NOT NULL UNIQUE,
	name     text,
	owner    text
);

CREATE TABLE fund_limit (
	fund         text NOT NULL REFERENCES fund,
	position     integer NOT NULL,
	from_year    text NOT NULL,
	through      text,
	amount       numeric(19,2) NOT NULL,
	pence        bigint GENERATED ALWAYS AS (amount * 100) STORED,
	PRIMARY KEY (fund, position)
);

CREATE TABLE fund_source (
	fund     text NOT NULL REFERENCES fund,
	position integer NOT NULL,
	source   bigint NOT NULL REFERENCES source,
	PRIMARY KEY (fund, position)
);

CREATE TABLE round (
	id        text PRIMARY KEY,
	position  integer NOT NULL UNIQUE,
	fund      text REFERENCES fund,
	name      text,
	year      text,
	amount    numeric(19,2), -- its limit
	opens     date,
	closes    date,
	announced date
);

CREATE TABLE round_source (
	round    text NOT NULL REFERENCES round,
	position integer NOT NULL,
	source   bigint NOT NULL REFERENCES source,
	PRIMARY KEY (round, position)
);

CREATE TABLE allocation (
	id        text PRIMARY KEY,
	position  integer NOT NULL UNIQUE,
	round     text REFERENCES round,
	year      text NOT NULL,
	through   text,  -- the last year of money that no source divides
	element   text,
	stream    text NOT NULL,
	kind      text,
	note      text,
	year_ends date GENERATED ALWAYS AS (make_date(substr(year, 1, 4)::integer + 1, 3, 31)) STORED
);

-- One row is one vanguard of an allocation. Several rows are a joint award: one
-- amount, which a join with this table would count several times.
CREATE TABLE recipient (
	allocation text NOT NULL REFERENCES allocation,
	position   integer NOT NULL,
	vanguard   uuid NOT NULL REFERENCES vanguard,
	PRIMARY KEY (allocation, position),
	UNIQUE (allocation, vanguard)
);

CREATE TABLE supersedes (
	allocation text NOT NULL REFERENCES allocation,
	position   integer NOT NULL,
	award      text NOT NULL REFERENCES allocation DEFERRABLE INITIALLY DEFERRED,
	PRIMARY KEY (allocation, position)
);

CREATE TABLE allocation_condition (
	allocation text NOT NULL REFERENCES allocation,
	position   integer NOT NULL,
	text       text NOT NULL,
	amount     numeric(19,2),
	by_day     date,
	met        boolean NOT NULL,
	PRIMARY KEY (allocation, position)
);

CREATE TABLE allocation_source (
	allocation text NOT NULL REFERENCES allocation,
	position   integer NOT NULL,
	source     bigint NOT NULL REFERENCES source,
	PRIMARY KEY (allocation, position)
);

-- The history of an allocation: one row is one decision or payment, with the
-- figure that counts. Positions are the order of decision; the table only grows.
CREATE TABLE event (
	allocation text NOT NULL REFERENCES allocation,
	position   integer NOT NULL,
	on_day     date,
	status     text NOT NULL,
	amount     numeric(19,2),  -- NULL = not stated, which is not zero
	bound      text NOT NULL,
	precision  numeric(19,2) NOT NULL,
	source     bigint REFERENCES source,
	note       text,
	reason     text,
	pence      bigint GENERATED ALWAYS AS (amount * 100) STORED,
	PRIMARY KEY (allocation, position),
	CHECK ((amount IS NULL) = (bound = 'not-stated'))
);

-- What other sources say of the same decision: kept, and in no sum. It is a table
-- of its own so that no query adds it up by mistake.
CREATE TABLE other_figure (
	allocation text NOT NULL,
	event      integer NOT NULL,
	position   integer NOT NULL,
	amount     numeric(19,2),
	bound      text NOT NULL,
	precision  numeric(19,2) NOT NULL,
	source     bigint REFERENCES source,
	note       text,
	PRIMARY KEY (allocation, event, position),
	FOREIGN KEY (allocation, event) REFERENCES event,
	CHECK ((amount IS NULL) = (bound = 'not-stated'))
);

-- A published total. Its scope is a question, kept as the library's own JSON.
CREATE TABLE stated (
	position  integer PRIMARY KEY,
	name      text NOT NULL,
	scope     jsonb NOT NULL,
	as_at     date,
	amount    numeric(19,2),
	bound     text NOT NULL,
	precision numeric(19,2) NOT NULL,
	source    bigint REFERENCES source,
	note      text,
	items     integer,
	CHECK ((amount IS NULL) = (bound = 'not-stated'))
);

-- Which people --------------------------------------------------------------

-- The base that every question here rests on is at position 0; after it come the
-- alternatives, the same areas counted on another basis or day.
CREATE TABLE base (
	position integer PRIMARY KEY,
	name     text,
	basis    text NOT NULL,
	edition  text NOT NULL,
	as_at    date NOT NULL
);

CREATE TABLE base_source (
	base     integer NOT NULL REFERENCES base,
	position integer NOT NULL,
	source   bigint NOT NULL REFERENCES source,
	PRIMARY KEY (base, position)
);

-- One row is one cell: the people of an area, or of an area's age band and so on.
-- Those of the remainder are outside every unit.
CREATE TABLE population (
	base      integer NOT NULL REFERENCES base,
	remainder boolean NOT NULL,
	position  integer NOT NULL,
	area      text NOT NULL,
	people    bigint NOT NULL CHECK (people >= 0),
	at_most   bigint NOT NULL, -- 0: people is the number
	PRIMARY KEY (base, remainder, position)
);

CREATE TABLE population_attribute (
	base      integer NOT NULL,
	remainder boolean NOT NULL,
	position  integer NOT NULL,
	name      text NOT NULL,
	value     text NOT NULL,
	PRIMARY KEY (base, remainder, position, name),
	FOREIGN KEY (base, remainder, position) REFERENCES population
);

CREATE TABLE reference (
	position integer PRIMARY KEY,
	name     text,
	basis    text NOT NULL,
	as_at    date NOT NULL,
	people   bigint NOT NULL,
	source   bigint REFERENCES source
);

CREATE TABLE crosswalk (
	position     integer PRIMARY KEY,
	from_edition text NOT NULL,
	to_edition   text NOT NULL,
	method       text NOT NULL,
	identity     boolean NOT NULL -- areas of which no weight leads away stay what they are
);

CREATE TABLE crosswalk_weight (
	crosswalk integer NOT NULL REFERENCES crosswalk,
	position  integer NOT NULL,
	from_area text NOT NULL,
	to_area   text NOT NULL,
	share     text NOT NULL,
	PRIMARY KEY (crosswalk, position)
);

CREATE TABLE crosswalk_source (
	crosswalk integer NOT NULL REFERENCES crosswalk,
	position  integer NOT NULL,
	source    bigint NOT NULL REFERENCES source,
	PRIMARY KEY (crosswalk, position)
);

CREATE TABLE layer (
	name     text PRIMARY KEY,
	position integer NOT NULL UNIQUE,
	within   text REFERENCES layer DEFERRABLE INITIALLY DEFERRED,
	aside    boolean NOT NULL  -- in no question that does not name it
);

CREATE TABLE footprint (
	id           text PRIMARY KEY,
	position     integer NOT NULL UNIQUE,
	vanguard     uuid NOT NULL REFERENCES vanguard,
	layer        text REFERENCES layer,
	edition      text,
	from_day     date,
	until        date,
	completeness text,
	unmatched    boolean NOT NULL -- areas that the base does not have are warnings
);

CREATE TABLE footprint_source (
	footprint text NOT NULL REFERENCES footprint,
	position  integer NOT NULL,
	source    bigint NOT NULL REFERENCES source,
	PRIMARY KEY (footprint, position)
);

CREATE TABLE part (
	footprint text NOT NULL REFERENCES footprint,
	position  integer NOT NULL,
	area      text NOT NULL,
	share     text NOT NULL,
	bound     text NOT NULL,
	source    bigint REFERENCES source,
	share_num bigint GENERATED ALWAYS AS (split_part(share, '/', 1)::bigint) STORED,
	share_den bigint GENERATED ALWAYS AS (split_part(share, '/', 2)::bigint) STORED,
	PRIMARY KEY (footprint, position)
);

CREATE TABLE part_cell (
	footprint text NOT NULL,
	part      integer NOT NULL,
	name      text NOT NULL,
	value     text NOT NULL,
	PRIMARY KEY (footprint, part, name),
	FOREIGN KEY (footprint, part) REFERENCES part
);

CREATE TABLE claim (
	position  integer PRIMARY KEY,
	scope     jsonb NOT NULL,
	people    bigint,
	precision bigint,
	share     text,
	bound     text NOT NULL,
	basis     text,
	as_at     date,
	words     text,
	note      text,
	source    bigint REFERENCES source
);

CREATE TABLE target (
	position integer PRIMARY KEY,
	scope    jsonb NOT NULL,
	share    text,
	people   bigint,
	by_day   date,
	bound    text NOT NULL,
	source   bigint REFERENCES source
);

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
