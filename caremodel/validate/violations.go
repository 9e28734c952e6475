package validate

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"iter"
	"log/slog"
	"slices"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/internal/ascii"
)

const (
	maxKept    = 100 // violations kept for each severity and code
	maxPrinted = 8   // violations that a printed error shows
)

// Violations is an immutable list of violations, in the order in which they
// were found. It is not an error: see [Violations.Err]. The zero value is empty.
type Violations struct {
	kept    []Violation
	tallies []tally // how many of each severity and code, in order of first finding
	causes  []error // errors from outside the library behind some of the violations
}

type tally struct {
	severity Severity
	code     Code
	n        int
}

// add keeps or counts v. It is only called on a list that is still being built.
func (vs *Violations) add(v Violation) {
	i := vs.tally(v.Severity, v.Code)
	if i < 0 {
		vs.tallies = append(vs.tallies, tally{v.Severity, v.Code, 0})
		i = len(vs.tallies) - 1
	}
	vs.tallies[i].n++
	if vs.tallies[i].n <= maxKept {
		vs.kept = append(vs.kept, v)
	}
}

// cause remembers an error from outside the library, for errors.Is and
// errors.AsType.
func (vs *Violations) cause(err error) {
	if len(vs.causes) < maxKept {
		vs.causes = append(vs.causes, err)
	}
}

// merge adds all of other, including what was only counted.
func (vs *Violations) merge(other Violations) {
	rest := slices.Clone(other.tallies)
	for _, v := range other.kept {
		vs.add(v)
		rest[other.tally(v.Severity, v.Code)].n--
	}
	for _, t := range rest {
		vs.addTally(t)
	}
	for _, err := range other.causes {
		vs.cause(err)
	}
}

// addTally counts n violations that were not kept.
func (vs *Violations) addTally(t tally) {
	if i := vs.tally(t.severity, t.code); i >= 0 {
		vs.tallies[i].n += t.n
		return
	}
	vs.tallies = append(vs.tallies, t)
}

func (vs Violations) tally(severity Severity, code Code) int {
	return slices.IndexFunc(vs.tallies, func(t tally) bool { return t.severity == severity && t.code == code })
}

func (vs Violations) count(severity Severity, code Code) int {
	if i := vs.tally(severity, code); i >= 0 {
		return vs.tallies[i].n
	}
	return 0
}

// All returns the violations that were kept, in the order in which they were
// found.
func (vs Violations) All() iter.Seq[Violation] { return slices.Values(vs.kept) }

// Len returns how many violations were kept; [Violations.Omitted] counts the
// rest.
func (vs Violations) Len() int { return len(vs.kept) }

// Omitted returns how many violations were found beyond the 100 that are kept
// for each severity and code.
func (vs Violations) Omitted() int {
	total := 0
	for _, t := range vs.tallies {
		total += t.n
	}
	return total - len(vs.kept)
}

// Errors returns the errors alone.
func (vs Violations) Errors() Violations { return vs.only(SeverityError) }

// Warnings returns the warnings alone.
func (vs Violations) Warnings() Violations { return vs.only(SeverityWarning) }

func (vs Violations) only(s Severity) Violations {
	return vs.Where(func(v Violation) bool { return v.Severity == s })
}

// Where returns the violations for which keep is true. Violations that were only
// counted cannot be tested: their count is kept if at least one violation of their
// severity and code is.
func (vs Violations) Where(keep func(Violation) bool) Violations {
	out := Violations{causes: vs.causes}
	asked := make([]int, len(vs.tallies))
	kept := make([]int, len(vs.tallies))
	for _, v := range vs.kept {
		i := vs.tally(v.Severity, v.Code)
		asked[i]++
		if keep(v) {
			out.kept = append(out.kept, v)
			kept[i]++
		}
	}
	for i, t := range vs.tallies {
		if kept[i] > 0 {
			t.n += kept[i] - asked[i]
			out.tallies = append(out.tallies, t)
		}
	}
	return out
}

// Under returns the violations with path in front of each of their paths. A field
// is followed by a dot: "name" under "areas[2]" becomes "areas[2].name". The name
// of a file is followed by a colon, as in "allocations.csv: row 17, column amount".
// A path is taken for the name of a file if it has a dot, a slash or a blank,
// unless it ends in "]" or begins with "row ". The colon is also used in front of a
// table's row, or of a path that already names a file.
func (vs Violations) Under(path string) Violations {
	if path == "" {
		return vs
	}
	kept, path := slices.Clone(vs.kept), ascii.Escape(path)
	for i := range kept {
		kept[i].Path = join(path, kept[i].Path)
	}
	vs.kept = kept
	return vs
}

func join(front, path string) string {
	file := strings.ContainsAny(front, "./\\ ") && !strings.HasSuffix(front, "]") && !strings.HasPrefix(front, "row ")
	switch {
	case path == "":
		return front
	case file || strings.HasPrefix(path, "row ") || strings.Contains(path, ": "):
		return front + ": " + path
	case strings.HasPrefix(path, "["):
		return front + path
	}
	return front + "." + path
}

// Join returns the violations of all lists, in argument order, with the same bound
// on how many are kept.
func Join(lists ...Violations) Violations {
	var out Violations
	for _, vs := range lists {
		out.merge(vs)
	}
	return out
}

// CodeCount is how often a code was found.
type CodeCount struct {
	Code     Code     `json:"code"`     // the code counted
	Severity Severity `json:"severity"` // the severity counted
	// Count is how many there are, including those beyond the bound.
	Count int `json:"count"`
	// Share is Count divided by the number of all violations, from 0 to 1.
	Share float64 `json:"share"`
}

// Summary counts the violations by severity and code, including those beyond the
// bound: errors before warnings before remarks, then the most frequent, then by
// code.
func (vs Violations) Summary() []CodeCount {
	total := len(vs.kept) + vs.Omitted()
	out := make([]CodeCount, 0, len(vs.tallies))
	for _, t := range vs.tallies {
		out = append(out, CodeCount{t.code, t.severity, t.n, float64(t.n) / float64(total)})
	}
	slices.SortFunc(out, func(a, b CodeCount) int {
		return cmp.Or(cmp.Compare(a.Severity, b.Severity), cmp.Compare(b.Count, a.Count), cmp.Compare(a.Code, b.Code))
	})
	return out
}

// MarshalJSON returns the violations that were kept as an array of objects; an
// empty list is [].
func (vs Violations) MarshalJSON() ([]byte, error) {
	if len(vs.kept) == 0 {
		return []byte("[]"), nil
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // the outer encoder decides about escaping
	if err := enc.Encode(vs.kept); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// String returns the violations that were kept, one per line, and how many more
// there are.
func (vs Violations) String() string {
	var b strings.Builder
	for i, v := range vs.kept {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(v.Error())
	}
	if more := vs.Omitted(); more > 0 {
		b.WriteString("\nand " + strconv.Itoa(more) + " more")
	}
	return b.String()
}

// LogValue returns how many errors, warnings and remarks there are, and the first
// eight violations.
func (vs Violations) LogValue() slog.Value {
	var counts [SeverityInfo + 1]int
	for _, t := range vs.tallies {
		counts[t.severity] += t.n
	}
	return slog.GroupValue(
		slog.Int("errors", counts[SeverityError]), slog.Int("warnings", counts[SeverityWarning]), slog.Int("remarks", counts[SeverityInfo]),
		slog.Any("first", vs.kept[:min(len(vs.kept), maxPrinted):min(len(vs.kept), maxPrinted)]),
	)
}

// Err returns nil unless at least one violation is an error. The error prints the
// first eight errors, one per line, and how many more there are. errors.Is finds
// the code of every entry, errors.AsType finds a [Violation], and [Of] returns the
// list, warnings included.
func (vs Violations) Err() error {
	if !slices.ContainsFunc(vs.kept, func(v Violation) bool { return v.Severity == SeverityError }) {
		return nil
	}
	return &listError{vs}
}

// Of returns the violations behind an error of this library, warnings included,
// however it was wrapped or joined. An error that holds none gives an empty list.
func Of(err error) Violations {
	switch e := err.(type) {
	case nil:
		return Violations{}
	case *listError:
		return e.list
	case Violation:
		var c Checker
		c.Add(e)
		return c.list
	case interface{ Unwrap() []error }:
		var lists []Violations
		for _, inner := range e.Unwrap() {
			lists = append(lists, Of(inner))
		}
		return Join(lists...)
	}
	if inner := errors.Unwrap(err); inner != nil {
		return Of(inner)
	}
	return Violations{}
}

// listError is the error of a list that holds at least one error.
type listError struct{ list Violations }

func (e *listError) Error() string {
	failures := e.list.Errors()
	var b strings.Builder
	for i, v := range failures.kept {
		if i == maxPrinted {
			break
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(v.Error())
	}
	shown := min(len(failures.kept), maxPrinted)
	if more := len(failures.kept) + failures.Omitted() - shown; more > 0 {
		b.WriteString("\nand " + strconv.Itoa(more) + " more")
	}
	return b.String()
}

// Unwrap returns every violation that was kept, followed by the errors behind them
// from outside the library.
func (e *listError) Unwrap() []error {
	out := make([]error, len(e.list.kept), len(e.list.kept)+len(e.list.causes))
	for i, v := range e.list.kept {
		out[i] = v
	}
	return append(out, e.list.causes...)
}
