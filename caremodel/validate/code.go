package validate

// Code names the rule that a violation breaks. It is stable and made for
// programs; the text for people is [Violation.Detail], which may improve from
// release to release.
//
// Every Code is also an error, so that errors.Is(err, validate.Duplicate) tells
// whether an error of this library holds a violation of that rule. Packages
// add codes of their own with their name in front, as in "funding.overspent".
type Code string

// The codes that records of every kind share.
const (
	Required     Code = "required"     // something that must be given is missing
	Duplicate    Code = "duplicate"    // the same thing is given twice
	Unknown      Code = "unknown"      // a reference, name or field that does not exist
	Format       Code = "format"       // a text that does not have the required form
	Range        Code = "range"        // a number or date outside what is allowed
	Order        Code = "order"        // dates or steps in the wrong order
	Precision    Code = "precision"    // finer than the type can hold exactly
	Overflow     Code = "overflow"     // larger than the type can hold
	Conflict     Code = "conflict"     // two statements that cannot both be true
	Unreconciled Code = "unreconciled" // a stated figure that differs from the recomputed one
	Unlikely     Code = "unlikely"     // possible, but probably a mistake
	TooLarge     Code = "too-large"    // input beyond a stated bound
	Future       Code = "future"       // a date after the day of the check
	NotKnown     Code = "not-known"    // an answer that depends on figures nobody states
	Unreadable   Code = "unreadable"   // input whose reader failed before its end
)

// Error returns the code's text, which makes a Code usable as a sentinel.
func (c Code) Error() string { return string(c) }
