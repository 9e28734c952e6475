package grants360

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding"
)

// title returns the title of a grant: its round, or its year, and its recipients.
func (x *exporter) title(d *draft, who []caremodel.Vanguard) string {
	front := "Funding " + yearsInWords(d.a)
	if r := x.rounds[d.a.Round]; r != nil && r.Name != "" {
		front = r.Name
	}
	title := front + ": " + who[0].Name
	if others := len(who) - 1; others > 0 {
		title += fmt.Sprintf(" and %d more, jointly", others)
	}
	if d.a.Element != "" {
		title += " (" + d.a.Element + ")"
	}
	return cut(title, maxTitle)
}

// cut returns at most this many characters of a text; "…" marks a text that was
// cut.
func cut(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most-1]) + "…"
}

// describe says in words what a grant is for, and adds what the standard has no
// field for.
func (x *exporter) describe(d *draft, who []caremodel.Vanguard, awarded caremodel.Date, how string) string {
	say := &sentences{}
	say.add("Award for %s to %s.", yearsInWords(d.a), joinNames(names(who)))
	if len(who) > 1 {
		say.add("One amount, not divided among them.")
	}
	if d.a.Element != "" {
		say.add("It is a part of an award: %s.", d.a.Element)
	}
	if d.settled {
		say.add("Of %s for %d recipients it is what other awards have left for %d of them.", d.s.amount.FormatPounds(), len(d.a.Recipients), len(who))
	}
	if d.s.status == funding.Paid {
		say.add("No approval is recorded: it is the sum paid.")
	}
	if how != "" {
		say.add("The day of the award is not published: %s is %s.", awarded, how)
	}
	f := d.a.Events[d.s.last].Figure
	switch f.Bound {
	case caremodel.About:
		say.add("The source gives the amount as approximate.")
	case caremodel.AtLeast:
		say.add("The source gives the amount as the least that it may be.")
	case caremodel.AtMost:
		say.add("The source gives the amount as the most that it may be.")
	}
	if !f.Precision.IsZero() {
		say.add("The source rounds: the amount may be off by %s.", f.Precision.FormatPounds())
	}
	say.add("%s", sentence(f.Note))
	say.add("%s", sentence(d.a.Note))
	for _, c := range d.a.Conditions {
		say.add("%s", condition(c))
	}
	return say.String()
}

func condition(c funding.Condition) string {
	text := "Condition: " + strings.TrimSuffix(c.Text, ".")
	if !c.Amount.IsZero() {
		text += ", for " + c.Amount.FormatPounds()
	}
	if !c.By.IsZero() {
		text += ", by " + c.By.String()
	}
	if c.Met {
		text += ", met"
	}
	return text + "."
}

// yearsInWords returns "2015/16" or "2015/16 to 2018/19".
func yearsInWords(a *funding.Allocation) string {
	if a.LastYear() == a.Year {
		return a.Year.String()
	}
	return a.Year.String() + " to " + a.LastYear().String()
}

// sentences are joined with blanks between them.
type sentences struct{ b strings.Builder }

func (s *sentences) add(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if text == "" {
		return
	}
	if s.b.Len() > 0 {
		s.b.WriteByte(' ')
	}
	s.b.WriteString(text)
}

// sentence ends a text with a full stop unless it already ends a sentence.
func sentence(text string) string {
	if text == "" || strings.ContainsAny(text[len(text)-1:], ".!?") {
		return text
	}
	return text + "."
}

func (s *sentences) String() string { return s.b.String() }
