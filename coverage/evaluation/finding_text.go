package evaluation

import (
	"fmt"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/internal/ascii"
	"github.com/newcaremodels/newcaremodels/internal/exact"
)

// String returns the finding as a sentence: "A&E attendances 33% higher (95%
// limits 16% to 54%) than matched controls: worse, by its interval".
func (f Finding) String() string {
	var b strings.Builder
	b.WriteString(f.measure.Name)
	b.WriteString(f.figures())
	b.WriteString(": ")
	b.WriteString(words(f.Verdict))
	if f.Grounds != 0 {
		b.WriteString(", by " + f.Grounds.phrase())
	}
	return ascii.Escape(b.String())
}

func (g Grounds) phrase() string {
	switch g {
	case ByInterval:
		return "its interval"
	case ByTest:
		return "its p value"
	case ByDifference:
		return "the difference of the two"
	case ByWords:
		return "its words"
	}
	return "its bare figure"
}

// words writes a constant as words.
func words(v fmt.Stringer) string { return strings.ReplaceAll(v.String(), "-", " ") }

// figures says what was found, to follow the name of the measure.
func (f *Finding) figures() string {
	r := &f.Result
	if !r.Estimate.stated() {
		return f.inWords()
	}
	switch {
	case r.Kind == KindCharacteristic:
		return ", " + f.level(&r.Estimate) + f.beside(&r.Comparator, " beside ", "others")
	case r.Kind == KindLevel:
		return " " + f.level(&r.Estimate) + f.beside(&r.Comparator, " beside ", f.than()) + f.beside(&r.Before, ", before ", "")
	case r.Kind == KindChange:
		return " " + f.moved(&r.Estimate, "up", "down") + f.limits(&r.Estimate) + f.changeBeside()
	case r.Scale.ratio() || r.Scale == Coefficient:
		return " " + words(r.Scale) + " " + r.Estimate.bounded(r.Estimate.Value.String()) + f.limits(&r.Estimate) + f.against()
	}
	if r.Scale == Difference && f.than() == "" && r.Estimate.Value.digits > 0 {
		return " of " + f.level(&r.Estimate)
	}
	return " " + f.moved(&r.Estimate, "higher", "lower") + f.limits(&r.Estimate) + f.compared()
}

// inWords says what a source without a figure says.
func (f *Finding) inWords() string {
	r := &f.Result
	text := f.against()
	if r.Reads != 0 {
		text += ", read as " + words(r.Reads)
	}
	switch {
	case r.Words != "":
		text += ", \"" + r.Words + "\""
	case r.Conclusive != 0:
		text += ", " + words(r.Conclusive)
	}
	return text
}

// than names what the result is held against.
func (f *Finding) than() string {
	c := f.Study.Comparator
	switch {
	case c.Words != "":
		return c.Words
	case c.Kind == ComparatorBefore:
		return "before"
	case c.Kind == ComparatorMatched:
		return "matched controls"
	case c.Kind == ComparatorSynthetic:
		return "a synthetic control"
	case c.Kind == ComparatorAreas:
		return "other areas"
	case c.Kind == ComparatorNonParticipants:
		return "those who did not take part"
	case c.Kind == ComparatorProjection:
		return "what was expected"
	}
	return ""
}

// compared follows "higher" and "lower".
func (f *Finding) compared() string {
	if than := f.than(); than != "" {
		return " than " + than
	}
	return ""
}

// against follows what is not higher or lower.
func (f *Finding) against() string {
	than := f.than()
	switch {
	case than == "" || than == "before":
		return ""
	case f.Study.Comparator.Kind == ComparatorBefore:
		return " on " + than
	}
	return " against " + than
}

// changeBeside follows a change.
func (f *Finding) changeBeside() string {
	c, e := &f.Result.Comparator, &f.Result.Estimate
	if !c.Value.Known() {
		return f.against()
	}
	beside := c.Value
	if c.Value.against(f.Result.Scale) == e.Value.against(f.Result.Scale) && !f.Result.Scale.ratio() {
		beside = beside.unsigned() // as the figure itself
	}
	text := ", beside " + c.bounded(f.amount(beside)) + f.limits(c)
	if than := f.than(); than != "" {
		text += " in " + than
	}
	return text
}

// beside names a second figure and whose it is.
func (f *Finding) beside(c *Figure, word, whose string) string {
	if !c.stated() {
		return ""
	}
	if whose != "" && whose != "before" {
		whose = " for " + whose
	}
	return word + f.level(c) + whose
}

// moved says by how much a figure is up or down.
func (f *Finding) moved(c *Figure, up, down string) string {
	if !c.Value.Known() {
		return "by a figure not printed"
	}
	r := &f.Result
	side := c.Value.against(r.Scale)
	switch {
	case r.Kind == KindChange && r.Scale.ratio():
		return words(r.Scale) + " " + c.bounded(c.Value.String())
	case side == 0 && r.Kind == KindChange:
		return "unchanged"
	case side == 0:
		return "no " + up
	case side < 0:
		up = down
	}
	text := c.bounded(f.amount(c.Value.unsigned()))
	if r.Kind == KindChange {
		return up + " " + text
	}
	return text + " " + up
}

// level says what a figure is, with its limits.
func (f *Finding) level(c *Figure) string {
	if !c.Value.Known() {
		return "not printed" + f.limits(c)
	}
	return c.bounded(f.amount(c.Value)) + f.limits(c)
}

// limits says what the limits of a figure are.
func (f *Finding) limits(c *Figure) string {
	confidence := percentOf(f.Result.Confidence)
	switch {
	case c.limited():
		return " (" + confidence + "limits " + f.bare(c.Low) + " to " + f.bare(c.High) + ")"
	case c.Low.Known():
		return " (" + confidence + "lower limit " + f.bare(c.Low) + ")"
	case c.High.Known():
		return " (" + confidence + "upper limit " + f.bare(c.High) + ")"
	}
	return ""
}

// percentOf writes a confidence as per cent: 0.95 is "95% ".
func percentOf(n Number) string {
	if !n.Known() {
		return ""
	}
	for ; n.places < 2; n.places++ {
		n.digits *= 10
	}
	n.places -= 2
	return n.String() + "% "
}

// amount writes a figure with its unit.
func (f *Finding) amount(n Number) string {
	text := f.bare(n)
	switch s := f.Result.Scale; {
	case s == PercentagePoints:
		return text + " percentage points"
	case s == PercentChange, s.ratio(), s == Coefficient:
		return text
	}
	unit := f.unit()
	for _, symbol := range [...]string{"GBP", "percent"} { // these stand in the figure
		if rest, ok := strings.CutPrefix(unit, symbol); ok && (rest == "" || rest[0] == ' ') {
			return text + rest
		}
	}
	return strings.TrimSuffix(text+" "+unit, " ")
}

// bare writes a figure with no more than its sign of per cent or pounds.
func (f *Finding) bare(n Number) string {
	switch s := f.Result.Scale; {
	case s == PercentChange:
		return n.String() + "%"
	case s.ratio() || s == Coefficient || s == PercentagePoints:
		return n.String()
	}
	text := n.String()
	if n.places == 0 {
		text = exact.Grouped(n.digits)
	}
	switch symbol, _, _ := strings.Cut(f.unit(), " "); symbol {
	case "percent":
		return text + "%"
	case "GBP":
		return strings.Replace("£"+text, "£-", "-£", 1)
	}
	return text
}

// bounded puts a bound before a figure.
func (c *Figure) bounded(text string) string {
	switch c.Bound {
	case caremodel.About:
		return "about " + text
	case caremodel.AtLeast:
		return "at least " + text
	case caremodel.AtMost:
		return "at most " + text
	}
	return text
}

// reason says how the verdict came about.
func (f *Finding) reason() string {
	switch f.why {
	case whyForecast:
		return "a forecast says what is expected, not what was found"
	case whyCharacteristic:
		return "it describes who was studied"
	case whyCrude:
		return "a crude figure, and the study has an adjusted one"
	case whyNoBetter:
		return "of this measure neither more nor less is better, and the source does not judge"
	case whyNoChange:
		return "a bare figure of no change proves nothing"
	case whyNothing:
		return f.nothing()
	}
	r := &f.Result
	switch f.Grounds {
	case ByInterval:
		return f.byInterval()
	case ByTest:
		return "p " + map[caremodel.Bound]string{caremodel.AtMost: "at most ", caremodel.AtLeast: "at least "}[r.PBound] + r.P.String() +
			map[bool]string{true: " leaves no difference open", false: " rules no difference out"}[f.Verdict == Inconclusive] + f.good()
	case ByDifference:
		w, _ := r.difference()
		i := w.Interval
		return fmt.Sprintf("the difference of the two, %s (%slimits %s to %s), %s%s", short(i.Value), percentOf(r.Confidence), short(i.Low), short(i.High),
			map[bool]string{true: "includes none", false: "excludes none"}[f.Verdict == Inconclusive], f.good())
	case ByWords:
		return f.byWords()
	}
	return "a bare figure without limits" + f.good()
}

// nothing says what is missing for a verdict.
func (f *Finding) nothing() string {
	r := &f.Result
	switch {
	case !r.Estimate.stated():
		return "the source gives neither a figure nor a direction"
	case r.Kind == KindChange:
		return "a change against others whose change is not known has no side"
	case r.Kind == KindLevel:
		return "a level with nothing to hold it against"
	}
	return "there is no figure to hold against no difference"
}

func (f *Finding) byInterval() string {
	r := &f.Result
	reference, none := "no difference", f.noDifference()
	if value, ok := r.reference(); ok {
		reference, none = "the figure beside it", f.bare(value)
	}
	limits := strings.Trim(f.limits(&r.Estimate), " ()")
	if f.Verdict == Inconclusive {
		return limits + " include " + none + ", " + reference
	}
	return limits + " exclude " + none + ", " + reference + f.good()
}

func (f *Finding) noDifference() string {
	if f.Result.Scale == PercentChange {
		return "0%"
	}
	return short(f.Result.Scale.null())
}

func (f *Finding) byWords() string {
	r := &f.Result
	text := "the source "
	switch {
	case r.Conclusive == NotConclusive && f.Lean != 0:
		text += "leans to " + words(f.Lean) + " and calls it not conclusive"
	case r.Conclusive == NotConclusive:
		text += "calls it not conclusive"
	case r.Reads == 0:
		text += "calls it conclusive"
	case r.Conclusive == Conclusive:
		text += "reads " + words(r.Reads) + ", conclusively"
	default:
		text += "reads " + words(r.Reads)
	}
	return text
}

// good says which way is good, where a side decides.
func (f *Finding) good() string {
	if f.Verdict != Better && f.Verdict != Worse {
		return ""
	}
	if f.measure.reading(true) == ReadsBetter {
		return "; more is better"
	}
	return "; less is better"
}

// short writes a statistic with as many places as people read.
func short(v float64) string {
	text := fmt.Sprintf("%.2f", v)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	if text == "-0" {
		return "0"
	}
	return text
}
