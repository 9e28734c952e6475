package main

import (
	"fmt"
	"io"
	"strconv"
	"text/tabwriter"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding"
)

// printAnswer prints both tables.
func printAnswer(w io.Writer, p *caremodel.Programme, q MoneyQuestion, answer Answer) error {
	fmt.Fprintln(w, "Money")
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, d := range q.By {
		fmt.Fprintf(t, "%v\t", d)
	}
	fmt.Fprintln(t, "sum\tknown\tunknown\tuncommitted\t")
	var total funding.Row
	for _, row := range answer.Rows {
		for _, d := range q.By {
			fmt.Fprintf(t, "%s\t", label(p, d, row.Key))
		}
		fmt.Fprintln(t, figures(row))
		row.Key = funding.Key{}
		var err error
		if total, err = total.Merge(row); err != nil {
			return err
		}
	}
	for range q.By {
		fmt.Fprint(t, "\t")
	}
	fmt.Fprintln(t, figures(total))
	if err := t.Flush(); err != nil {
		return err
	}

	fmt.Fprintln(w, "\nPeople")
	t = tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "footprints\tadded up\tcovered, each person once\t")
	for _, a := range answer.Accounts {
		added := "not known"
		if a.Account.Covered.Known() {
			added = grouped(a.Account.Naive)
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t\n", a.Name, added, a.Account.Covered)
	}
	return t.Flush()
}

// grouped writes a number with commas.
func grouped(n int64) string {
	if n < 1000 {
		return strconv.FormatInt(n, 10)
	}
	return grouped(n/1000) + fmt.Sprintf(",%03d", n%1000)
}

// figures are the cells of a row. A row of which nothing is known does not say
// £0.00.
func figures(r funding.Row) string {
	sum := r.Sum.FormatPounds()
	if r.Count == 0 && r.Unknown > 0 {
		sum = "not known"
	}
	return fmt.Sprintf("%s\t%d\t%d\t%d\t", sum, r.Count, r.Unknown, r.Uncommitted)
}

// label is the value of a dimension for people.
func label(p *caremodel.Programme, d funding.Dimension, k funding.Key) string {
	text := map[funding.Dimension]string{
		funding.ByCategory: string(k.Category), funding.ByWave: k.Wave, funding.ByRegion: k.Region, funding.ByYear: k.Year.String(),
		funding.ByStream: string(k.Stream), funding.ByFund: string(k.Fund), funding.ByRound: string(k.Round),
	}[d]
	switch {
	case d == funding.ByVanguard:
		v, _ := p.Vanguard(k.Vanguard)
		text = v.Slug
	case d == funding.ByYear && !k.Through.IsZero():
		text += " to " + k.Through.String()
	case d == funding.ByKind && k.Kind != 0:
		text = k.Kind.String()
	case d == funding.ByStatus && k.Status != 0:
		text = k.Status.String()
	case d == funding.ByStrength && k.Strength != 0:
		text = k.Strength.String()
	}
	switch {
	case text != "":
		return text
	case k.Joint && d <= funding.ByRegion:
		return "jointly"
	}
	return "none"
}
