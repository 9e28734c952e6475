// Package caremodel models who takes part in a programme of new care models, and
// what kind of care model each of them builds.
//
// The types you meet first: a [Definition] is a programme as records, a [Programme] the
// index that [NewProgramme] makes of it, and a [Vanguard] what it mostly answers with.
//
// A programme announces its vanguards in waves. Each vanguard is a place or a
// group of organisations that builds a care model of one category: an integrated
// primary and acute care system, enhanced health in care homes, or whatever a
// programme of today defines. The package holds these as records, checks them,
// and answers questions about them:
//
//	england := caremodel.England()                // NHS England's programme of 2015 to 2018
//	v, err := england.Find("Airedale & Partners") // whatever a source calls it
//	for category, n := range england.CountByCategory() { ... }
//
// What money a programme asked for, promised and paid is in package funding,
// whom it reaches in package coverage; both refer to vanguards by [VanguardID].
//
// # Representation
//
// A [Definition] is a programme as plain records ([Vanguard], [Partner],
// [Initiative], [Wave], [Fact], [Source]) for callers to fill, store and send.
// [NewProgramme] checks a definition and gives the [Programme]: an immutable
// index with every id and day of announcement filled in.
//
// A blank field is not known. It is never zero, never none, and never a guess.
//
// [Date], [Ratio] and [VanguardID] are small values that compare with ==, have
// one text, and go to databases as that text. [Category], [PartnerKind] and
// [ODSCode] are strings that callers may extend; [Stage] and [Bound] are closed
// sets of constants. A [Taxonomy] reads what people write for a category and gives the
// code; nothing here assumes the five categories of 2015.
//
// A vanguard's id is derived from the slugs of programme and vanguard
// ([VanguardIDFor]), so that two files agree on it without asking anybody; once
// it stands in a record it stays, whatever is renamed.
//
// # Constraints
//
// [Definition.Validate] lists every rule. In short: slugs, ids, names, waves and
// categories are unique; a vanguard's category and wave are ones that the
// programme defines; a merger leads to another vanguard and not in a circle; a
// record without a source is a warning. Rules that need a clock take the day as
// an argument ([Definition.ValidateAsOf]). The package reads no clock, opens no
// file and has no settings.
//
// # Errors
//
// A check reports every problem and not only the first: its place
// ("vanguards[3].partners[0].code"), its rule, the value, and what would be
// right. The error of [NewProgramme], [ReadDefinition] and [ReadProgramme] holds
// them all: [validate.Of] lists them, warnings included, errors.Is finds a rule
// ([validate.Duplicate], [Ambiguous]), and a failure of the reader that a
// document came from stays within reach too. The Parse functions, [Taxonomy.Parse]
// and [Programme.Find] say what was probably meant. Nothing panics on data; the
// Must functions are for tests and constants.
//
// # Wire format
//
// [ReadDefinition], [ReadProgramme] and [Definition.WriteJSON] use one JSON
// document:
//
//	{
//	  "format": "newcaremodels/programme/1",
//	  "slug": "neighbourhoods-2026",
//	  "name": "Neighbourhood health programme",
//	  "starts": "2026-04-01",
//	  "categories": [{"code": "NHC", "name": "Neighbourhood health centre"}],
//	  "waves": [{"name": "first", "announced": "2026-05-12"}],
//	  "vanguards": [{"slug": "harbour-town", "name": "Harbour Town", "category": "NHC", "wave": "first"}]
//	}
//
// Keys are the snake_case of the field names. What is not known is left out; an
// empty list is the same as an absent one; null is an error. Reading is strict
// and bounded: unknown fields, keys given twice, texts that are not valid UTF-8
// and data after the end are reported with their paths. Writing is canonical:
// equal definitions give the same bytes, with either JSON engine of the standard
// library.
//
// # The embedded programme
//
// [England] and [EnglandDefinition] are NHS England's New Care Models programme
// of 2015 to 2018: 50 vanguards in five categories, announced in three waves on
// 10 March, 24 July and 25 September 2015, with their partners and with a source
// for every record. DATA.md in the module's root tells where each kind of figure
// comes from and what is missing.
//
// # Concurrency
//
// Records are the caller's. A Programme and a Taxonomy may be used by several
// goroutines at once; what their methods return shares no memory with them.
package caremodel

//go:generate go run ../internal/laddergen
