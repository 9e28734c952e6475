// Package evaluation holds what was published about the results of a programme of
// care models: what changed for the people covered, by whose measure, and how far
// it can be told from what would have happened anyway.
//
// The types you meet first: a [Record] is studies and their results, [Evidence] the index
// that [NewEvidence] makes of it, and a [Finding] a result with its verdict.
//
// # What a result says
//
// A [Result] has a [Kind], and the four are never mixed:
//
//   - an effect is the treated against what would have been: a rate ratio of 0.60
//     beside matched controls;
//   - a change is over time in the group itself. Growth is no effect: a growth of
//     6 % beside 12 % elsewhere is better, not worse;
//   - a level is a value, perhaps beside that of others or of an earlier time;
//   - a characteristic says who was studied, and is no finding.
//
// A [Finding] is a result with its [Verdict] and the [Grounds] of the verdict, the
// strongest that there is: the confidence limits of an effect, its p value, the
// test of the difference of two estimates, the words of the source, the side of a
// bare figure. A result whose limits include no difference is inconclusive, and so
// is one that its source calls so. What has no limits and no test has no verdict
// by one. Forecasts, descriptions and crude figures beside adjusted ones are not
// judged.
//
// Which way is good is the measure's ([MeasureDefinition]). Of some, as outpatient
// attendances, neither way is; then only the source can judge.
//
// # What stands apart
//
// How a study was made ([Design], [Tier]) is one thing, who says it ([Relation])
// another. A tally ([Evidence.Tally]) that mixes tiers or holds own claims says
// so. It is vote counting: a description of what was published, and no synthesis.
// [Evidence.Unconfirmed] lists what is claimed and not measured,
// [Evidence.Conflicts] what contradicts what; both sides are kept.
//
// # What is pooled
//
// [Evidence.Pool] takes effects with two limits, of one tier with controls, of one
// measure, cohort and intervention, and refuses by name whatever could count the
// same people or the same controls twice. A mean of studies that differ in kind is
// a number about nobody: [Evidence.Forest] shows them side by side.
//
// Not among the answers is how certain all the evidence on an outcome is (GRADE).
// That is a judgement, and the caller's.
//
// # Representation
//
// A [Record] holds the records: measures ([MeasureDefinition]), studies and their
// groups ([Study], [Group]) and results ([Result]). They are plain structs that
// callers fill, store and send; [ReadRecord] and [ReadRecordCSV] read them,
// [Record.WriteJSON] and [Record.WriteCSV] write them, and [Record.Validate] says
// everything that is wrong with them. [NewEvidence] turns a sound record into
// [Evidence], the index that answers questions. [EnglandRecord] is the published
// evidence on NHS England's programme.
//
// A [Number] is a figure as it was printed, with its decimal places; the zero
// Number is not stated, never nought. Statistics are float64, finite or an error.
//
// # Errors
//
// Every error can be asked with errors.Is for a [validate.Code], and readers and
// [NewEvidence] report every violation with its path or its row and column, not
// only the first. Codes that only this package has begin with "evaluation.".
//
// # Concurrency
//
// [Evidence] and everything it returns may be used by any number of goroutines.
// Records are plain data: share them for reading only.
package evaluation

//go:generate go run ../../internal/laddergen
