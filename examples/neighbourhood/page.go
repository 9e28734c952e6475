package main

import (
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/funding/appraisal"
)

// page is the report as it is written.
type page struct{ strings.Builder }

func (p *page) heading(words string) {
	fmt.Fprintf(p, "\n%s\n%s\n", words, strings.Repeat("-", len(words)))
}

// table writes rows of cells with tabs between them in columns, aligned to the
// right but for the first.
func (p *page) table(rows ...string) {
	first := 0
	for _, row := range rows {
		name, _, _ := strings.Cut(row, "\t")
		first = max(first, len(name))
	}
	t := tabwriter.NewWriter(p, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, row := range rows {
		name, rest, _ := strings.Cut(row, "\t")
		fmt.Fprintf(t, "%-*s\t%s\t\n", first, name, rest)
	}
	t.Flush()
}

func (p *page) programme(programme *caremodel.Programme) error {
	fmt.Fprintf(p, "%s\n%s\n", programme.Name(), strings.Repeat("=", len(programme.Name())))
	p.WriteString("The names of the places are real (source below). EVERYTHING ELSE IS MADE UP: which care model\n" +
		"a place builds, practices, patients, teams, days, targets and money.\n")
	p.heading("The places, by what they build (made up)")
	for category, n := range programme.CountByCategory() {
		def, _ := programme.Taxonomy().Definition(category)
		var names []string
		for place := range programme.InCategory(category) {
			names = append(names, place.Name)
		}
		fmt.Fprintf(p, "%d  %s: %s\n", n, def.Name, strings.Join(names, ", "))
	}
	fmt.Fprintf(p, "\nNames: %s,\n%s\n", places.Publisher, places.URL)
	return nil
}

// people shows each layer by itself, and all of them with each person once.
func (p *page) people(programme *caremodel.Programme, atlas *coverage.Atlas) error {
	p.heading("Registered patients covered, each counted once (made up)")
	fmt.Fprintf(p, "%s registered patients on %s. Teams lie within providers, so that the sum of the\n"+
		"layers counts most people twice or more. A range stands where two teams have half of one\n"+
		"practice's patients each: nobody knows whether they are the same half.\n\n", number(atlas.Population()), atlas.AsAt())
	rows := []string{"layer\tadded up\ttoo high by\tcovered\tof all"}
	for _, layer := range []string{inTeam, inProvider, inIntegrated, ""} {
		f, name := coverage.Filter{Layers: []string{layer}}, layer
		if layer == "" {
			f, name = coverage.Filter{}, "all three"
		}
		s, err := atlas.Select(f)
		if err != nil {
			return err
		}
		a := s.Account()
		rows = append(rows, strings.Join([]string{name, number(a.Naive), span(a.DoubleCounted), span(a.Covered), share(a.Covered)}, "\t"))
	}
	p.table(rows...)

	teams, err := atlas.Select(coverage.Filter{Layers: []string{inTeam}})
	if err != nil {
		return err
	}
	ages, err := teams.Breakdown("age")
	if err != nil {
		return err
	}
	p.WriteString("\n")
	rows = []string{"by neighbourhood teams, age\tpatients\tcovered\tof all"}
	for g := range ages.Groups() {
		rows = append(rows, strings.Join([]string{g.Value, number(g.Population), span(g.Covered), share(g.Covered)}, "\t"))
	}
	p.table(rows...)

	p.WriteString("\n")
	rows = []string{"by neighbourhood teams, place\tpatients\tcovered\tof all"}
	for place := range programme.All() {
		row, err := ofPlace(atlas, place)
		if err != nil {
			return err
		}
		rows = append(rows, row)
	}
	p.table(rows...)
	return nil
}

// ofPlace is a place's own patients, and those whom its teams cover.
func ofPlace(atlas *coverage.Atlas, place caremodel.Vanguard) (string, error) {
	of := func(layer string) (coverage.Estimate, error) {
		s, err := atlas.Select(coverage.Filter{Vanguards: []caremodel.VanguardID{place.ID}, Layers: []string{layer}})
		if err != nil {
			return coverage.Estimate{}, err
		}
		return s.Covered(), nil
	}
	all, err := of(inPlace)
	if err != nil {
		return "", err
	}
	covered, err := of(inTeam)
	covered.Of = all.High // of the place, not of the programme
	return strings.Join([]string{place.Name, number(all.High), span(covered), share(covered)}, "\t"), err
}

// target shows the way to the target on the days on which teams begin.
func (p *page) target(atlas *coverage.Atlas) error {
	goal := survey().Targets[0]
	s, err := atlas.Select(goal.Scope)
	if err != nil {
		return err
	}
	way, err := coverage.TrajectoryTo(goal, s.Observe())
	if err != nil {
		return err
	}
	p.heading(fmt.Sprintf("The way to %s by %s (made up)", goal.Share.Percent(0), goal.By))
	p.WriteString("Needed: the straight line from the first day to the target. The patients are those of the\nbase's own day, so that growth of the lists does not show.\n\n")
	rows := []string{"day\tcovered\tof all\tneeded\ttrack"}
	for _, point := range way.Points {
		rows = append(rows, strings.Join([]string{point.On.String(), span(point.Covered), share(point.Covered), span(point.Needed), point.Track.String()}, "\t"))
	}
	p.table(rows...)
	fmt.Fprintf(p, "\nShort of the target by %s people with %d days left; needed a year: %s.\n", span(way.Gap), way.Days, span(way.Pace))
	if !way.Majority.IsZero() {
		fmt.Fprintf(p, "More than half of the patients are covered for certain since %s.\n", way.Majority)
	}
	return nil
}

// money shows the financial case.
func (p *page) money(programme *caremodel.Programme) error {
	c := financialCase()
	a, err := c.Appraise(choices())
	if err != nil {
		return err
	}
	place, _ := programme.Vanguard(c.Vanguard)
	p.heading(fmt.Sprintf("The financial case of %s (made up)", place.Name))
	fmt.Fprintf(p, "Prices of %s, after optimism bias. Discounted by: %s;\nhealth effects by: %s. Breaks even at: the change of that line\n"+
		"alone at which costs and benefits are worth the same.\n\n", a.Base, a.Schedule, a.Health)
	rows := []string{"line\tside\tkind of value\ttotal\tpresent value\tbreaks even at"}
	for _, l := range a.Lines {
		rows = append(rows, strings.Join([]string{
			l.Name, l.Side.String(), l.Nature.String(), millions(l.Total), millions(l.PresentValue), change(l.Switching),
		}, "\t"))
	}
	p.table(rows...)
	p.WriteString("\n")
	rows = []string{"year\tcosts\tbenefits\tnet\tnet cash\tcash so far"}
	for _, y := range a.Years {
		rows = append(rows, strings.Join([]string{
			y.Year.String(), millions(y.Costs), millions(y.Benefits), millions(y.Net), millions(y.Cash), millions(y.CumulativeCash),
		}, "\t"))
	}
	p.table(rows...)
	p.WriteString("\n")
	outcomes, err := c.Sensitivity(choices(), scenarios()...)
	if err != nil {
		return err
	}
	rows = []string{"scenario\tnet present value\tbenefit per £1 of budget\tcash is back after"}
	for _, o := range outcomes {
		name := o.Scenario
		if name == "" {
			name = "as it stands"
		}
		rows = append(rows, strings.Join([]string{name, millions(o.Appraisal.NPSV), ratio(o.Appraisal.BCR), payback(o.Appraisal.Payback)}, "\t"))
	}
	p.table(rows...)
	return p.contribution(c)
}

// contribution holds the case against the programme's target for savings.
func (p *page) contribution(c appraisal.Case) error {
	portfolio := appraisal.Portfolio{Cases: []appraisal.Case{c}}
	got, err := portfolio.Against(savingTarget())
	if err != nil {
		return err
	}
	fmt.Fprintf(p, "\nOf the %s to be saved in %s the case gives %s (%s): %s saved less %s\n"+
		"spent, of that year alone. Beside it, and never added: %s of bed days, %s of health.\n",
		millions(got.Target.Amount), got.Target.Year, millions(got.Net), got.Share.Percent(0), millions(got.Saving), millions(got.Cost),
		millions(got.NotCounted.NonCashable), millions(got.NotCounted.Health))
	return nil
}

// oddities shows what the library found odd and did not refuse.
func (p *page) oddities(programme *caremodel.Programme, atlas *coverage.Atlas) error {
	p.heading("What is odd about the records")
	odd := validate.Join(programme.Warnings(), atlas.Warnings())
	for v := range odd.All() {
		fmt.Fprintf(p, "%s: %s\n  %s\n", v.Path, v.Value, v.Detail)
	}
	if odd.Len() == 0 {
		p.WriteString("Nothing.\n")
	}
	return nil
}

func span(e coverage.Estimate) string {
	text := number(e.Low)
	if e.Low != e.High {
		text += " to " + number(e.High)
	}
	switch {
	case !e.Known():
		return "not known"
	case e.Approximate:
		return "about " + text
	}
	return text
}

func share(e coverage.Estimate) string {
	low, high := e.Share()
	if e.Low == e.High {
		return low.Percent(1)
	}
	return low.Percent(1) + " to " + high.Percent(1)
}

// number writes a count with thousands apart.
func number(n int64) string {
	digits := strconv.FormatInt(n, 10)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

func millions(m funding.Money) string { return m.FormatMillions(2) }

func ratio(r caremodel.Ratio) string {
	if !r.Known() {
		return "not known"
	}
	return "£" + strconv.FormatFloat(r.Float64(), 'f', 2, 64)
}

// change is the change of a line at which the case breaks even.
func change(r caremodel.Ratio) string {
	switch {
	case !r.Known():
		return "-"
	case r.Compare(caremodel.Ratio{Num: -1, Den: 1}) < 0:
		return "no fall" // not even without the line
	}
	text := r.Percent(0)
	if r.Num > 0 {
		text = "+" + text
	}
	return text
}

func payback(p appraisal.Payback) string {
	if p.IsZero() {
		return fmt.Sprintf("not within %d years", horizon)
	}
	return strconv.FormatFloat(p.Years, 'f', 1, 64) + " years"
}
