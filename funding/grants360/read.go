package grants360

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/wire"
)

const (
	// maxBytes is the greatest size of a file.
	maxBytes = 256 << 20
	// maxFailures is the number of errors after which reading stops.
	maxFailures = 10_000

	byteOrderMark = "\ufeff"
)

// Read reads a data package: a JSON object whose field "grants" is the list of
// grants, or a table in CSV with a grant in each row. It accepts files as they are
// published: deviations from the standard are reported ([Grants.Warnings]), and do
// not lose a grant.
//
// The columns of a table have the titles of the standard, without regard to case:
// "Identifier", "Amount Awarded", "Recipient Org:Name", and with an index for a
// list "Beneficiary Location:1:Name"; or the names of fields,
// "recipientOrganization/0/id". The options map other names, as caremodel.CSV says.
// Remaining columns are reported as fields that the standard does not have. In
// tables amounts are also read as spreadsheets write them, "£ 1,000"; places are by
// row and column.
//
// Amounts are read exactly. A grant is rejected, with an error that names the
// place, if it is not known what was given, by whom, to whom or when, or if there
// is a doubt about money: no id, or that of an earlier grant; no amount awarded; an
// amount that is not a number, is finer than a penny (except for the noise of a
// floating-point number, as in 41133.770000000004) or does not fit [funding.Money];
// a currency other than pounds, or none; no day of award; no recipient or no
// funder; a key given twice in an object. The error is returned with the grants
// that have no errors.
//
// Warnings are about the file: texts, lists and days in another form than the
// standard's, with how they were read (days as British files write them, the day
// before the month); a value that could not be read, and so is missing; the rules
// of [Grants.Validate]. Remarks, of severity info, are for null values; names and
// identifiers with blanks at their ends, which are cut off; amounts with the noise
// of a floating-point number; and fields that the standard does not have, each name
// once, with the place where it was first seen and how often it was: their values
// are not kept.
//
// The file is read token by token, or row by row. It may have 256 MiB, 32 levels of
// nesting and texts of up to 1 MiB; reading stops at 10,000 errors. Apart from the
// records that it returns, the reader holds one text, the ids of the grants and the
// names of the funders; the records are at worst a few dozen times the size of the
// file, for lists of nearly empty objects.
func Read(r io.Reader, options ...caremodel.CSV) (Grants, error) {
	d := &reader{auditor: newAuditor(caremodel.Date{}), spoiled: map[string]bool{}}
	if r == nil {
		r = nobody{}
	}
	if buffered := bufio.NewReader(r); isTable(buffered) {
		d.table(buffered, options)
	} else {
		d.document(buffered)
	}
	d.about(&d.pack)
	found := validate.Join(d.Violations(), d.unknown.told(validate.Unknown, "the standard has no such field: left out, "))
	return Grants{d.pack, d.records, milder(found), d.unheld.Violations()}, found.Err()
}

// nobody is the reader if the caller gave none.
type nobody struct{}

func (nobody) Read([]byte) (int, error) { return 0, errors.New("there is no reader of the file") }

// milder returns the warnings and remarks.
func milder(found validate.Violations) validate.Violations {
	return found.Where(func(v validate.Violation) bool { return v.Severity != validate.SeverityError })
}

// reader puts the tokens of a file into records.
type reader struct {
	auditor
	tokens  *wire.Tokens
	unknown tally
	unheld  validate.Checker // findings of the checks that are not made on records
	pack    Package
	records []Grant

	before  int             // errors before the current grant
	awarded bool            // it has an amount awarded
	spoiled map[string]bool // the fields of the current grant that could not be read
	field   string          // the field of the current grant
	money   bool            // the value being read is required of a grant
}

// isTable reports whether a file is not a JSON document, by how it begins.
func isTable(r *bufio.Reader) bool {
	head, _ := r.Peek(r.Size())
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte(byteOrderMark)), " \t\r\n")
	return len(head) > 0 && head[0] != '{' && head[0] != '['
}

// document reads a package in JSON.
func (d *reader) document(r *bufio.Reader) {
	if head, _ := r.Peek(len(byteOrderMark)); string(head) == byteOrderMark {
		_, _ = r.Discard(len(byteOrderMark))
		d.At("file").Warn(validate.Format, "", "the file begins with a byte-order mark, which JSON does not have")
	}
	d.tokens = wire.NewTokens(r, maxBytes)
	if err := d.file(); err == nil {
		d.ending()
	}
}

// errStop is the error of a file whose reading must stop; the cause is recorded
// where errStop is returned.
var errStop = errors.New("reading stopped")

// next reads a token. After an error the rest cannot be read.
func (d *reader) next(at validate.Place) (json.Token, error) {
	if d.failures >= maxFailures {
		d.fail(at, validate.TooLarge, "", fmt.Sprintf("%d problems with the file: reading stopped", maxFailures))
		return nil, errStop
	}
	token, err := d.tokens.Next()
	if err != nil {
		d.failures++
		at.Report(err)
		return nil, errStop
	}
	return token, nil
}

// at returns a function that reads the tokens of a place.
func (d *reader) at(at validate.Place) wire.Next {
	return func() (json.Token, error) { return d.next(at) }
}

// elementsOf returns a function that reads the first tokens of a list's elements.
func (d *reader) elementsOf(at validate.Place) func(int) (json.Token, error) {
	return func(i int) (json.Token, error) { return d.next(at.Index(i)) }
}

// file reads the package, up to its closing brace.
func (d *reader) file() error {
	at := d.At("file")
	token, err := d.next(at)
	if err != nil {
		return err
	}
	if token != json.Delim('{') {
		d.fail(at, validate.Format, wire.Show(token), "a file is one JSON object with the field grants")
		return errStop
	}
	list := false
	pack := reflect.ValueOf(&d.pack).Elem()
	err = d.keys(at, d.At, 1, func(place validate.Place, name string) error {
		if name == "grants" {
			list = true
			return d.grants(place)
		}
		_, err := d.member(place, "", name, pack, 1)
		return err
	})
	if err == nil && !list {
		d.fail(d.At("grants"), validate.Required, "", "the list of grants must be given")
	}
	return err
}

// ending reports anything that follows the package.
func (d *reader) ending() {
	if err := d.tokens.End(); err != nil {
		d.At("file").Report(err)
	}
}

// grants reads the list of grants and keeps the valid grants.
func (d *reader) grants(at validate.Place) error {
	token, err := d.next(at)
	if err != nil {
		return err
	}
	if token != json.Delim('[') {
		d.fail(at, validate.Format, wire.Show(token), "a list in [ ] is needed here")
		return d.rest(at, token, 1)
	}
	n := 0
	err = wire.Elements(d.elementsOf(at), func(i int, token json.Token) error {
		n++
		if token == json.Delim('{') {
			return d.grant(at.Index(i))
		}
		d.fail(at.Index(i), validate.Format, wire.Show(token), "an object in { } is needed here")
		return d.rest(at.Index(i), token, 2)
	})
	if err == nil && n == 0 {
		at.Warn(validate.Required, "", "a package has at least one grant")
	}
	return err
}

// grant reads a grant whose opening brace has been read, checks it, and keeps it
// unless it has an error.
func (d *reader) grant(at validate.Place) error {
	d.begin()
	var g Grant
	record := reflect.ValueOf(&g).Elem()
	err := d.keys(at, at.At, 3, func(place validate.Place, name string) error {
		d.field, d.money = name, needed(name)
		null, err := d.member(place, "grants[].", name, record, 3)
		d.awarded = d.awarded || name == "amountAwarded" && !null
		d.field, d.money = "", false
		return err
	})
	if err != nil {
		return err
	}
	d.keep(at, &g)
	return nil
}

// begin resets the state of the grant before.
func (d *reader) begin() {
	clear(d.spoiled)
	d.before, d.awarded = d.failures, false
}

// keep checks the current grant, and keeps it unless it has an error.
func (d *reader) keep(at validate.Place, g *Grant) {
	if !d.awarded {
		d.fail(at.At("amountAwarded"), validate.Required, "", "the amount awarded must be given: a blank is not £0.00")
		d.spoiled["amountAwarded"] = true
	}
	openCall(at.At("fromOpenCall"), &g.FromOpenCall)
	d.check(at, g, d.spoiled)
	if d.failures == d.before {
		d.records = append(d.records, *g)
	}
}

// openCall converts the forms of yes and no that publishers use to the standard's.
func openCall(at validate.Place, word *string) {
	written := *word
	switch strings.ToLower(written) {
	case "y", "yes", "true":
		*word = "Yes"
	case "n", "no", "false":
		*word = "No"
	}
	if *word != written {
		at.Warn(validate.Format, written, "the standard has Yes and No: read as "+*word)
	}
}

// needed reports whether a field says what was given, by whom, to whom or when.
func needed(name string) bool {
	switch name {
	case "id", "currency", "amountAppliedFor", "amountAwarded", "amountDisbursed", "awardDate",
		"recipientOrganization", "recipientIndividual", "fundingOrganization",
		"applicationTransaction", "commitmentTransaction", "disbursementTransaction":
		return true
	}
	return false
}

// neededWithin reports whether a field of a required record is required itself.
func neededWithin(name string) bool {
	switch name {
	case "id", "name", "value", "currency":
		return true
	}
	return false
}
