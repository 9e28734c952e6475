// Package coverage says how many people a programme of care models covers, each
// person counted once, beside the sum in which some are counted twice.
//
// The types you meet first: a [Survey] is the records, an [Atlas] the index that
// [NewAtlas] makes of them, a [Selection] some of its footprints, and an [Estimate] how
// many people they cover.
//
// # What counts
//
// Published statistics add up the populations of vanguards. A person who lives
// where a community provider and an urgent-care network both work stands in that
// sum twice. This package never adds footprints up without saying so:
//
//   - Covered ([Selection.Covered]) counts each person once, however many
//     footprints they are in. It is the figure to quote.
//   - Naive ([Account]) is the plain sum of the footprints, as most publications
//     give it. Quote it only together with the count above, and never as a number
//     of people.
//   - DoubleCounted is the difference of the two.
//   - Of ([Estimate]) is the base's whole population, people outside every unit
//     included. A share of England is a share of that.
//
// A figure has a lower and an upper end. They are equal as long as every footprint
// covers whole areas. Where a source says "half of the district", nobody knows which
// half: two such halves may be the same people or different ones, and the two ends
// are those two cases (Fréchet bounds, area by area). Nor is it known which of the
// district's ages or deciles the half is in: a group of m of its n people has between
// max(0, k-(n-m)) and min(m, k) of k people covered. Nothing here assumes that partial
// coverage is independent or even; [Selection.Independent] and [Proportional] make
// these guesses for whoever asks for them by name. Quote both ends, or neither.
//
// Not known is not nobody. A vanguard whose areas no source names covers somebody, and
// [Estimate] says of how many of the vanguards meant that is so: the truth is at least
// Low, and at most High only when none is missing.
//
// # What never mixes
//
//   - Basis. Residents, registered patients, weighted patients and people served
//     are four different populations. Lists of patients in England added up to
//     57.0 million in spring 2015, when about 54.8 million people lived there; by
//     clinical commissioning group the ratio runs from 0.84 to 1.45. "Five million
//     people" are 9.1 % of the one and 8.8 % of the other, and a published "nine
//     per cent" fits both: [Atlas.Reconcile] says which was tried.
//     The list of a practice is of registered patients, so that practices are
//     refused in a base of residents, and beside areas.
//   - Date. A base and its denominators have a day. The population moves too.
//   - Edition. A code means an area of one edition: "LSOA 2011", "CCG April 2015".
//     A [Crosswalk] carries figures from one to another, and a [Succession] of
//     mergers, splits and transfers builds a crosswalk between two days. A footprint
//     says the edition of its own codes ([Footprint]): 01K of 2015 and 01K of 2017 are
//     not the same people.
//
// A figure of one basis, date or edition is never held against another silently:
// it is an error.
//
// # When not to quote a figure
//
//   - A footprint that is [Incomplete] gives a lower bound; one that is [Derived]
//     rests on who is a partner, and a partner may work for a part of its people
//     only.
//   - Shares of areas with [caremodel.AtMost] or [caremodel.NotStated] bounds say
//     that some people are covered, and not who or how many.
//   - A claim that was the source of a share proves nothing about it: the two are
//     reported as not independent.
//   - A selection leaves out layers that stand aside, as people in care homes,
//     unless they are named: they are served, not resident.
//   - Patients whose small area is not known (NO2011), and residents of Wales on
//     English lists, stay in the base and are reported. A share that leaves them out
//     is too high.
//   - By-area breakdowns show people without the attribute as unknown. They are
//     never spread over the known groups.
//
// # Representation
//
// A [Survey] holds the records: a base of people by area ([Base], [Population]),
// layers ([Layer]), footprints and their parts ([Footprint], [Part]), published
// claims and targets ([Claim], [Target]). They are plain structs that callers
// fill, store and send; [ReadSurvey], [ReadBaseCSV] and [ReadFootprintsCSV] read
// them, with a [BaseOption] files as they are published, [Survey.WriteJSON] writes them
// and [Survey.Validate] says everything that is wrong with them. [NewAtlas] turns a
// sound survey into an [Atlas], the index that answers questions. Answers write themselves as CSV, text and Markdown, and as
// JSON; [NewReport] does so for those that are lists, with the names of vanguards.
//
// People are int64 counts. A [Share] is a fraction in lowest terms. No count
// passes through a float.
//
// # Rounding
//
// A part covers the people of its area times its share, rounded half to even, in
// whole people. Where whole people are shared out, between footprints or by a
// crosswalk, it is by largest remainder (Hamilton), so that the total stays exact
// to the person; the earlier gets the odd one on a tie.
//
// # Errors
//
// Every error can be asked with errors.Is for a [validate.Code], and readers and
// [NewAtlas] report every violation with its path or its row and column, not only
// the first. Rules that only this package has are codes that begin with
// "coverage.".
//
// # Concurrency
//
// An [Atlas] and everything it returns may be used by any number of goroutines.
// Records are plain data: share them for reading only.
package coverage
