package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"text/tabwriter"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/funding"
)

// report prints what a store answers, beside the library's own indexes.
type report struct {
	store     Store
	out       io.Writer
	programme *caremodel.Programme
	book      *funding.Book
	atlas     *coverage.Atlas // nil = there are no people to count
}

func newReport(store Store, out io.Writer, records Records) (report, error) {
	p, err := caremodel.NewProgramme(records.Definition)
	if err != nil {
		return report{}, err
	}
	r := report{store: store, out: out, programme: p}
	if r.book, err = funding.NewBook(p, records.Ledger); err == nil && records.counted() {
		r.atlas, err = coverage.NewAtlas(p, records.Survey)
	}
	return r, err
}

func (r report) all(ctx context.Context, day caremodel.Date, slug string) error {
	for _, section := range []func(context.Context) error{
		r.readBack,
		func(ctx context.Context) error {
			return r.committed(ctx, "National money that was committed, by category and year", lastDay)
		},
		func(ctx context.Context) error {
			return r.committed(ctx, "The same as known on "+day.String(), day)
		},
		r.joint,
		func(ctx context.Context) error { return r.history(ctx, slug) },
		r.people,
	} {
		if err := section(ctx); err != nil {
			return err
		}
	}
	return nil
}

// table prints a title and aligned rows.
func (r report) table(title, header string, rows func(add func(cells ...any))) error {
	fmt.Fprintf(r.out, "%s\n\n", title)
	w := tabwriter.NewWriter(r.out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, header+"\t")
	rows(func(cells ...any) {
		for _, c := range cells {
			fmt.Fprintf(w, "%v\t", c)
		}
		fmt.Fprintln(w)
	})
	if err := w.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintln(r.out)
	return err
}

// readBack prints what came out of the database, as counts.
func (r report) readBack(ctx context.Context) error {
	records, err := r.store.Load(ctx)
	if err != nil {
		return err
	}
	d, l, s := records.Definition, records.Ledger, records.Survey
	events := 0
	for _, a := range l.Allocations {
		events += len(a.Events)
	}
	_, err = fmt.Fprintf(r.out, "Stored and read back: %d vanguards, %d allocations with %d events, %d footprints, %d claims.\n\n",
		len(d.Vanguards), len(l.Allocations), events, len(s.Footprints), len(s.Claims))
	return err
}

// committed prints the committed national money beside the book's own sum.
func (r report) committed(ctx context.Context, title string, day caremodel.Date) error {
	rows, err := r.store.Committed(ctx, funding.StreamTransformation, day)
	if err != nil {
		return err
	}
	book, err := r.book.AsAt(day).Where(funding.Filter{Streams: []funding.Stream{funding.StreamTransformation}})
	if err != nil {
		return err
	}
	want, err := book.Total()
	if err != nil && !errors.Is(err, validate.NotKnown) {
		return err
	}
	var total funding.Row
	err = r.table(title, "category\tyear\tsum\tknown\tunknown\tuncommitted", func(add func(...any)) {
		for _, row := range rows {
			sum := row.Sum.FormatPounds()
			if row.Count == 0 && row.Unknown > 0 {
				sum = "not known"
			}
			add(standing(row.Key), years(row.Key.Year, row.Key.Through), sum, row.Count, row.Unknown, row.Uncommitted)
			row.Key = funding.Key{}
			if total, err = total.Merge(row); err != nil {
				return
			}
		}
		add("all", "", total.Sum.FormatPounds(), total.Count, total.Unknown, total.Uncommitted)
	})
	if err == nil && total.Sum != want {
		err = fmt.Errorf("the database adds up to %v and the book to %v", total.Sum, want)
	}
	return err
}

// standing names where a row stands: money for several categories at once, or for
// nobody by name, is of none.
func standing(k funding.Key) string {
	switch {
	case k.Joint:
		return "joint"
	case k.Category == "":
		return "programme"
	}
	return string(k.Category)
}

func years(first, last funding.FinancialYear) string {
	if last.IsZero() {
		return first.String()
	}
	return first.String() + " to " + last.String()
}

// joint prints the joint awards, and what becomes of them in a careless join.
func (r report) joint(ctx context.Context) error {
	awards, err := r.store.Joint(ctx)
	if err != nil {
		return err
	}
	err = r.table("Joint awards: one amount for several vanguards, one row each", "award\tyears\tstatus\tamount\trecipients", func(add func(...any)) {
		for _, a := range awards {
			amount := "not stated"
			if a.Amount.Valid {
				amount = a.Amount.V.FormatPounds()
			}
			add(a.ID, years(a.Year, a.Through), a.Status, amount, a.Recipients)
		}
	})
	if err != nil || len(awards) == 0 {
		return err
	}
	promises, err := r.book.Where(funding.Filter{
		Streams: []funding.Stream{funding.StreamTransformation}, Statuses: []funding.Status{funding.ApprovedInPrinciple},
	})
	if err != nil {
		return err
	}
	once, err := promises.Total()
	if errors.Is(err, validate.NotKnown) { // none of them is approved in principle
		return nil
	} else if err != nil {
		return err
	}
	careless, err := r.store.Naive(ctx, funding.StreamTransformation)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(r.out, "Approved in principle: %s. By way of a join with the recipients: %s,\neach joint award as often as it has recipients.\n\n",
		once.FormatPounds(), careless.FormatPounds())
	return err
}

// history prints a vanguard's money.
func (r report) history(ctx context.Context, slug string) error {
	if slug == "" {
		return nil
	}
	decisions, err := r.store.History(ctx, slug)
	if err != nil {
		return err
	}
	return r.table("The money of "+slug+", decision by decision", "year\tstream\tday\tstatus\tamount\trecipients", func(add func(...any)) {
		for _, d := range decisions {
			day, amount := "not known", "not stated"
			if d.On.Valid {
				day = d.On.V.String()
			}
			if d.Amount.Valid {
				amount = d.Amount.V.FormatPounds()
			}
			add(d.Year, d.Stream, day, d.Status, amount, d.Recipients)
		}
	})
}

// people prints the people of each category beside the atlas's own figure.
func (r report) people(ctx context.Context) error {
	if r.atlas == nil {
		_, err := fmt.Fprintln(r.out, "No populations and footprints are given.")
		return err
	}
	categories := []caremodel.Category{""}
	for c := range r.programme.Taxonomy().All() {
		categories = append(categories, c.Code)
	}
	var failed error
	err := r.table("People of the base, each once, beside the naive sum (layers that stand aside left out)", "category\tareas\tadded up\tvanguards not known\tcovered by the others", func(add func(...any)) {
		for _, c := range categories {
			people, err := r.store.Covered(ctx, c)
			if err == nil {
				err = r.agrees(c, people)
			}
			if err != nil {
				failed = err
				return
			}
			add(cmp.Or(string(c), "all"), people.Areas, grouped(people.Naive), people.missing(), people.text())
		}
	})
	if failed != nil {
		return failed
	}
	return err
}

// grouped writes a number with commas.
func grouped(n int64) string {
	if n < 1000 {
		return strconv.FormatInt(n, 10)
	}
	return grouped(n/1000) + fmt.Sprintf(",%03d", n%1000)
}

// agrees holds the people of a category against the atlas.
func (r report) agrees(c caremodel.Category, people People) error {
	var f coverage.Filter
	if c != "" {
		f.Categories = []caremodel.Category{c}
	}
	s, err := r.atlas.Select(f)
	if err != nil {
		return err
	}
	want := s.Account()
	same := want.Covered == people.Covered
	if _, aside := s.Aside(); want.Covered.Meant == 0 && len(aside) > 0 {
		same = len(aside) == people.Aside && people.Covered.Meant == 0
	}
	if !same || want.Naive != people.Naive {
		return fmt.Errorf("%s: the database counts %v and the atlas %v", c, people.Covered, want.Covered)
	}
	return nil
}
