package main

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/examples/internal/tables"
)

// width is that of a terminal.
const width = 80

// page is text for people, in lines of at most width characters.
type page struct {
	bytes.Buffer
	most int
}

func writeText(w io.Writer, r *report) error {
	p := &page{most: max(r.options.most, 1)}
	p.summary(r)
	p.checks(r)
	p.heading("What is wrong or odd")
	p.violations(r.wrong, "Nothing.")
	if err := p.ledger(r); err != nil {
		return err
	}
	p.heading("Lost on the way into the ledger")
	p.violations(r.lostIn, "Nothing.")
	p.heading("Lost on the way back to 360Giving")
	p.violations(r.lostBack, "Nothing.")
	_, err := w.Write(p.Bytes())
	return err
}

func (p *page) heading(text string) { fmt.Fprintf(p, "\n%s\n\n", strings.ToUpper(text)) }

func (p *page) summary(r *report) {
	name := cmp.Or(r.options.file, r.options.fromLedger)
	switch name {
	case "":
		name = "A made-up sample"
	case "-":
		name = "Standard input"
	}
	if len(r.grants.Records) == 0 {
		p.line(name + ": no grant that can be read.")
		return
	}
	p.line(fmt.Sprintf("%s: %s, %s, awarded %s.", name, count(len(r.grants.Records), "grant"), r.total(), r.awarded()))
	if r.broken() {
		p.line("Grants with an error are not in these figures.")
	}
}

// checks shows the checks that found something.
func (p *page) checks(r *report) {
	p.heading("The checks of 360Giving's data quality tool")
	passed := 0
	for _, c := range r.checks {
		if found(c.Found) == 0 {
			passed++
			continue
		}
		p.line(fmt.Sprintf("%5d  %s", found(c.Found), c.Name))
		p.places(c.Found)
	}
	p.line(fmt.Sprintf("%d of %d checks found nothing.", passed, len(r.checks)))
	if r.options.asAt.IsZero() {
		p.line("Four of them need a day: see -as-at.")
	}
}

// places lists where a check found something.
func (p *page) places(vs validate.Violations) {
	n := 0
	for v := range vs.All() {
		if n++; n > p.most {
			break
		}
		p.indented("       ", v.Path+" "+v.Value)
	}
	if rest := found(vs) - min(vs.Len(), p.most); rest > 0 {
		p.line(fmt.Sprintf("       and %d more", rest))
	}
}

// violations shows problems by code and severity.
func (p *page) violations(vs validate.Violations, none string) {
	for _, c := range vs.Summary() {
		p.line(fmt.Sprintf("%5d  %s: %s", c.Count, c.Severity, c.Code))
		n := 0
		for v := range vs.All() {
			if v.Code != c.Code || v.Severity != c.Severity {
				continue
			}
			if n++; n > p.most {
				p.line(fmt.Sprintf("       and %d more", c.Count-p.most))
				break
			}
			text := v.Path + ": " + v.Detail
			if v.Value != "" {
				text = v.Path + ": " + v.Value + ": " + v.Detail
			}
			p.indented("       ", text)
		}
	}
	if vs.Len() == 0 {
		p.line(none)
	}
}

// ledger shows the table.
func (p *page) ledger(r *report) error {
	p.heading("The ledger")
	if r.book == nil {
		p.line("It breaks a rule, and is not added up.")
		return nil
	}
	p.line(fmt.Sprintf("In the ledger: %d of %s.", len(r.imported.Ledger.Allocations), count(len(r.grants.Records), "grant")))
	p.WriteByte('\n')
	return r.table.WriteText(p)
}

func (p *page) line(text string) { p.indented("", text) }

// indented writes a text in lines that are broken between words, the further ones
// indented by two more.
func (p *page) indented(margin, text string) {
	line := margin
	for i, word := range strings.Split(tables.Plain(text), " ") {
		switch {
		case i == 0:
			line += word
		case len([]rune(line))+1+len([]rune(word)) <= width:
			line += " " + word
		default:
			fmt.Fprintln(p, line)
			line = margin + "  " + word
		}
	}
	fmt.Fprintln(p, strings.TrimRight(line, " "))
}
