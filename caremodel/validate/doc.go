// Package validate reports everything that is wrong with a record, not only
// the first thing: for every problem its place, its rule, its severity, the
// offending value, and what would be right.
//
// The types you meet first: a [Checker] collects problems, a [Place] is where one stands,
// and [Violations] is the list of them.
//
// # Representation
//
// A [Code] names a rule and is a constant that works with [errors.Is]. A
// [Violation] is one problem. [Violations] is an immutable list of them; it is
// deliberately not an error, because an empty list must never turn into a non-nil
// error. Use [Violations.Err] to get an error, and [Of] to get the list back from
// an error.
//
// A [Checker] collects violations while records are walked. Its zero value is
// ready, and callers use it for their own records too:
//
//	var c validate.Checker
//	for i, visit := range visits {
//		at := c.At("visits").Index(i)
//		if visit.Day == "" {
//			at.At("day").Error(validate.Required, "", "give the day of the visit")
//		}
//	}
//	return c.Violations().Err()
//
// # Constraints
//
// Paths are written as in "vanguards[3].partners[0].code", and for tables as in
// "row 17, column amount" (the header is row 1, as spreadsheets count). While
// records are valid no path is rendered, and nothing is allocated for places
// of up to four fields, each with or without an index.
//
// For each severity and code the first 100 violations are kept and the rest are
// counted, so that a flood of warnings never displaces an error.
//
// # Errors
//
// An error from [Violations.Err] prints the first few problems, one per line.
// errors.Is finds each code among them, and errors.AsType finds a [Violation].
//
// # Concurrency
//
// Violations may be shared between goroutines. A Checker belongs to one.
package validate
