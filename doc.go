// Package newcaremodels is the front page of a library that models programmes
// of new care models: who takes part, what money each asked for, was promised and
// was paid, how many people are covered, each person counted once, and what
// changed for them. The library is in the packages below; this one holds no code.
//
// # A tour
//
// Start with package caremodel. A programme is plain records that you fill or
// read from JSON, and an index that NewProgramme builds from them, which rejects
// records that break a rule and names every rule that is broken. One programme
// comes with the library, so that there is something to check against: NHS
// England's New Care Models programme of 2015 to 2018.
//
//	programme := caremodel.England()
//	vanguard, err := programme.Find("Airedale and Partners")
//
// Package funding holds money to the penny, financial years, and the book: an
// index over allocations with their history. It knows what may be added up and
// what may not: a request is no award, a promise is no payment, local money is no
// national money, and a joint award is one award.
//
//	book, err := funding.England().Where(funding.Filter{Streams: []funding.Stream{funding.StreamTransformation}})
//	table, err := book.Table(funding.ByCategory, funding.ByYear)
//
// Package coverage holds populations, footprints and the atlas: an index that
// counts each person once, shows who is counted twice, and gives bounds where a
// source says "part of" and nobody knows which part.
//
//	first, err := coverage.England().Select(coverage.Filter{Categories: []caremodel.Category{caremodel.MCP}})
//	covered := first.Covered()
//
// # The shape of the three packages
//
// A reader who knows one knows all. Records are plain structs: Definition,
// Ledger, Survey. Each has a Validate method, a WriteJSON method and a function
// that reads it. An index is built from records once, is immutable, and is safe
// for concurrent use: Programme, Book, Atlas. Each package has the embedded
// programme both ways: EnglandDefinition and England, EnglandLedger and England,
// EnglandSurvey and England.
//
// # What is around them
//
//   - caremodel/validate reports everything that is wrong with a record, and
//     collects violations of your own records too; caremodel/validate/validatetest
//     is one call for a data team's own tests.
//   - caremodel/delivery is how a programme is run: principles, support package,
//     barriers, milestones.
//   - funding/appraisal is the financial case: discounting, net present value,
//     benefit-cost ratio, payback.
//   - funding/grants360 reads and writes the 360Giving standard.
//   - coverage/indicator has England's official indicator methods on plain numbers.
//   - coverage/evaluation holds studies and their results, and says what each is worth.
//
// # What holds everywhere
//
// The packages are pure: they open no file, dial no host, read no clock and keep
// no mutable state. What crosses their boundary is an io.Reader, an io.Writer, an
// iterator or a value; storage and interface are yours. Money is whole pence and
// people are whole people: nothing wraps, rounds or drops silently. Blank means
// not known and is never counted as zero. Nothing panics on data. Orders are
// documented and the same in every run.
package newcaremodels
