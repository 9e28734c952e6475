package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/funding/grants360"
)

// report is everything that the program finds out.
type report struct {
	options  options
	grants   grants360.Grants
	checks   []grants360.Check
	imported grants360.Imported
	book     *funding.Book // nil where the ledger breaks a rule
	table    funding.Table
	back     grants360.Grants // the ledger as grants once more

	wrong    validate.Violations // of the file, of making a ledger, and of the ledger: errors first
	lostIn   validate.Violations
	lostBack validate.Violations
}

func newReport(o options, stdin io.Reader) (*report, error) {
	r := &report{options: o}
	var refused validate.Violations
	var p parties
	var err error
	if o.fromLedger != "" {
		p, err = r.ofLedger(stdin)
	} else if r.grants, refused, err = read(o.file, stdin); err == nil {
		p, err = partiesOf(o.programme, r.grants)
	}
	if err != nil {
		return nil, err
	}
	r.checks = r.grants.Checks(o.asAt)
	refused, told := refused.Errors(), r.grants.Warnings()
	if !o.asAt.IsZero() {
		refused = validate.Join(refused, r.grants.ValidateAsOf(o.asAt).Errors())
	}
	r.imported, err = r.grants.Ledger(p.match, grants360.LedgerOptions{Prefix: r.prefix()})
	r.lostIn = r.imported.Lost
	ledger := r.imported.Ledger.Validate(p.programme)
	r.wrong = validate.Join(refused, validate.Of(err).Errors(), ledger.Errors(), told, r.imported.Warnings, ledger.Warnings())
	if ledger.Err() != nil {
		return r, nil
	}
	return r, r.addUp(p)
}

// ofLedger makes the grants of a ledger.
func (r *report) ofLedger(stdin io.Reader) (parties, error) {
	o := r.options
	p, err := partiesOf(cmp.Or(o.programme, "england"), r.grants)
	if err != nil {
		return p, err
	}
	in, closer, err := open(o.fromLedger, stdin)
	if err != nil {
		return p, err
	}
	defer closer()
	l, err := funding.ReadLedger(in, p.programme)
	if err != nil {
		return p, fmt.Errorf("%s: %w", o.fromLedger, err)
	}
	prefix := cmp.Or(o.prefix, "360G-"+p.programme.Slug())
	p.match = grants360.MatchIDs(p.programme, prefix)
	r.grants, r.lostBack, err = grants360.FromLedger(l, p.programme, grants360.Options{Prefix: prefix, Funder: o.funder, Streams: o.streams})
	r.back = r.grants
	return p, err
}

// addUp makes the table, and the grants of the ledger.
func (r *report) addUp(p parties) (err error) {
	if r.book, err = funding.NewBook(p.programme, r.imported.Ledger); err != nil {
		return err
	}
	if r.table, err = r.book.Table(r.options.by...); err != nil || r.options.fromLedger != "" {
		return err
	}
	r.back, r.lostBack, err = grants360.FromLedger(r.imported.Ledger, p.programme, grants360.Options{
		Streams: []funding.Stream{funding.StreamElsewhere, funding.StreamTransformation, funding.StreamMatched, funding.StreamCentralSupport},
		Prefix:  r.prefix(), Funder: r.funder(), Recipient: p.organisation, Package: r.grants.Package, Modified: r.grants.Package.Modified,
	})
	return err
}

// prefix is the publisher's, "360G-larch", where all grants have it: their keys do
// without it, and get it back.
func (r *report) prefix() string {
	var one string
	for i := range r.grants.Records {
		front, _, _ := strings.Cut(strings.TrimPrefix(r.grants.Records[i].ID, "360G-"), "-")
		prefix := "360G-" + front
		if !strings.HasPrefix(r.grants.Records[i].ID, prefix+"-") || one != "" && one != prefix {
			return ""
		}
		one = prefix
	}
	return one
}

// funder is who gives the grants, where all are of one: a ledger knows it only by the
// funds.
func (r *report) funder() grants360.Organization {
	var one grants360.Organization
	for i := range r.grants.Records {
		for _, f := range r.grants.Records[i].FundingOrganization {
			if f.ID == "" || f.Name == "" || one.ID != "" && f.ID != one.ID {
				return grants360.Organization{}
			}
			one = grants360.Organization{ID: f.ID, Name: f.Name}
		}
	}
	return one
}

// save writes the files that the flags name.
func (r *report) save() error {
	if name := r.options.ledger; name != "" {
		if err := write(name, r.imported.Ledger.WriteJSON); err != nil {
			return err
		}
	}
	if name := r.options.out; name != "" {
		return write(name, r.back.WriteJSON)
	}
	return nil
}

func (r *report) broken() bool { return r.wrong.Err() != nil }

// verdict says how many rules are broken.
func (r *report) verdict() string {
	n := 0
	for _, c := range r.wrong.Summary() {
		if c.Severity == validate.SeverityError {
			n += c.Count
		}
	}
	return count(n, "error")
}

// total says what the grants come to.
func (r *report) total() string {
	sum, err := funding.Sum(func(yield func(funding.Money) bool) {
		for i := range r.grants.Records {
			if !yield(r.grants.Records[i].AmountAwarded) {
				return
			}
		}
	})
	if err != nil || len(r.grants.Records) == 0 {
		return "an amount that is not known"
	}
	return sum.FormatPounds()
}

// awarded says from when to when grants were awarded.
func (r *report) awarded() string {
	var first, last caremodel.Date
	for i := range r.grants.Records {
		on := r.grants.Records[i].AwardDate
		if first.IsZero() || on.Before(first) {
			first = on
		}
		if on.After(last) {
			last = on
		}
	}
	return first.String() + " to " + last.String()
}

// found returns how often a check found something.
func found(vs validate.Violations) int { return vs.Len() + vs.Omitted() }

func count(n int, noun string) string {
	if n != 1 {
		noun = strings.TrimSuffix(noun+"s", "ss")
	}
	return fmt.Sprintf("%d %s", n, noun)
}
