package funding

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/sheet"
)

// ReadAllocationsCSV reads a table of allocations: a header, then one row an
// event. Rows with one id make one allocation, with its events in file order;
// allocations stand in the order of their first rows. The columns, in any order:
//
//   - id, recipients, year, stream, status, amount: required. The vanguards of p
//     are given by id, slug, name or alias, those of a joint award with a
//     semicolon between them; blank is central support.
//   - round, through, element, kind (blank = unspecified), supersedes (keys with
//     a semicolon between them), note: of the allocation. These and the required
//     ones but status and amount may be left blank after the allocation's first
//     row, and must not contradict it.
//   - on, bound, precision, reason: of the event and its figure.
//   - figure_note, source_title, source_publisher, source_url, source_published:
//     of the figure.
//
// The status is one of these words, in any letter case, with blanks, hyphens or
// underscores: requested; earmarked; approved in principle; approved, allocated
// or awarded; paid, spent or outturn; declined; withdrawn. Others are refused: a
// plan is no decision. A blank amount is not zero: where the figure was not
// published the bound says not-stated.
//
// Beside the bound "about" a blank precision is half of the last place that the
// amount is printed to: £500,000 for "£26m".
//
// Amounts are what [ParseMoney] reads, and what Excel and pandas write: "£ 700,000",
// "(500,000)", "7.0E+05". Years are what [ParseFinancialYear] reads, days what has
// one meaning: "2015-03-10", "10 March 2015", "20150310", and with the option
// DayFirst "10/03/2015".
//
// The options say how the file is written where it differs: see [caremodel.CSV]. Any
// other column is a violation. Violations name row and column ("row 17,
// column amount"; the header is row 1). On an error the allocations in all of
// whose rows nothing is wrong are returned beside it. The rules between records
// are [Ledger.Validate]'s.
//
// The file is read row by row; UTF-8 with or without byte-order mark, and
// Windows-1252, are read, and a row may have 64 KiB.
func ReadAllocationsCSV(r io.Reader, p *caremodel.Programme, options ...caremodel.CSV) ([]Allocation, error) {
	var c validate.Checker
	t := allocationTable{index: map[AllocationID]int{}}
	_, err := t.read(sheet.Open(r, options), p, &c)
	return t.sound(), errors.Join(c.Violations().Err(), err)
}

// read reads a table. What is wrong goes on c's list; the error is the underlying
// reader's. The scan is nil where the rows cannot be read.
func (t *allocationTable) read(rows *sheet.Reader, p *caremodel.Programme, c *validate.Checker) (*allocationScan, error) {
	s, err := beginAllocationRows(rows, p, c)
	if s != nil {
		err = rows.EachBytes(c, s.each(t.add))
	}
	return s, err
}

// allocationTable puts rows together into allocations.
type allocationTable struct {
	all     []Allocation
	index   map[AllocationID]int
	spoiled map[int]bool
	last    int // the allocation of the row before

	// Where the rows are asked for, the events of spoiled rows are kept too, and
	// rows has the row of each event.
	withRows bool
	rows     [][]eventAt
}

// eventAt is where an event stands in a table, and what of the row is wrong.
type eventAt struct {
	row   int
	wrong columnSet
}

// add takes one row.
func (t *allocationTable) add(row *allocationRow) {
	i, known := t.find(row.head.ID)
	if !known {
		row.begins()
		i = len(t.all)
		t.all = append(t.all, row.head)
		t.index[row.head.ID] = i
	} else {
		row.agrees(&t.all[i])
	}
	t.last = i
	if row.wrong != 0 {
		if t.spoiled == nil {
			t.spoiled = map[int]bool{}
		}
		t.spoiled[i] = true
	}
	if t.withRows {
		if !known {
			t.rows = append(t.rows, nil)
		}
		t.rows[i] = append(t.rows[i], eventAt{row.number, row.wrong})
		if row.wrong.has(columnAmount) || row.wrong.has(columnBound) {
			row.event.Figure.Amount, row.event.Figure.Bound = Money{}, caremodel.NotStated
		}
	} else if row.wrong != 0 {
		return
	}
	t.all[i].Events = append(t.all[i].Events, row.event)
}

func (t *allocationTable) find(id AllocationID) (int, bool) {
	if len(t.all) > 0 && t.all[t.last].ID == id {
		return t.last, true
	}
	i, ok := t.index[id]
	return i, ok
}

// sound returns the allocations in all of whose rows nothing was wrong.
func (t *allocationTable) sound() []Allocation {
	if len(t.spoiled) == 0 {
		return t.all
	}
	var sound []Allocation
	for i, a := range t.all {
		if !t.spoiled[i] {
			sound = append(sound, a)
		}
	}
	return sound
}

// agrees checks that a later row of an allocation does not contradict the first.
// A blank cell agrees with everything, and one that could not be read has been
// reported.
func (r *allocationRow) agrees(first *Allocation) {
	h := &r.head
	r.agree(columnRound, h.Round == "" || h.Round == first.Round)
	r.agree(columnRecipients, len(h.Recipients) == 0 || slices.Equal(h.Recipients, first.Recipients))
	r.agree(columnYear, h.Year.IsZero() || h.Year == first.Year)
	r.agree(columnThrough, h.Through.IsZero() || h.Through == first.Through)
	r.agree(columnElement, h.Element == "" || h.Element == first.Element)
	r.agree(columnStream, h.Stream == "" || h.Stream == first.Stream)
	r.agree(columnKind, r.blank(columnKind) || r.wrong.has(columnKind) || h.Kind == first.Kind)
	r.agree(columnSupersedes, len(h.Supersedes) == 0 || slices.Equal(h.Supersedes, first.Supersedes))
	r.agree(columnNote, h.Note == "" || h.Note == first.Note)
}

func (r *allocationRow) agree(c column, ok bool) {
	if !ok {
		r.error(c, validate.Conflict, "the first row of this allocation says something else: repeat it or leave the cell blank")
	}
}

// WriteCSV writes the ledger's allocations as a table that [ReadAllocationsCSV]
// reads: a header with every column, then one row an event, in the order of the
// ledger. Recipients are written as ids and amounts as plain numbers; equal
// ledgers give equal bytes.
//
// A row has no room for what other sources say of an event, for conditions and
// for the sources of an allocation as a whole, and an allocation without events
// has no row: [Ledger.WriteJSON] keeps them. Blanks at the ends of a text are lost
// in reading. What could not be read back is an error: a superseded key with a
// semicolon and a key with a blank at an end (both [validate.Format]), and a row over
// 64 KiB ([validate.TooLarge]).
func (l Ledger) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	if err := out.Write(columnNames[:]); err != nil {
		return err
	}
	var row [columns]string
	for i := range l.Allocations {
		a := &l.Allocations[i]
		if err := writeHead(&row, a); err != nil {
			return err
		}
		for j := range a.Events {
			if err := writeEvent(&row, &a.Events[j]); err != nil {
				return err
			}
			if err := fitsRow(&row); err != nil {
				return err
			}
			if err := out.Write(row[:]); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

// fitsRow refuses a row that is too long to be read back, quotation marks
// included.
func fitsRow(row *[columns]string) error {
	size := len("\n")
	for _, cell := range row {
		size += len(cell) + strings.Count(cell, `"`) + len(`"",`)
	}
	if size > sheet.MaxRecordBytes {
		return fault.New("funding.Ledger.WriteCSV", validate.TooLarge, row[columnID], "a row has at most "+strconv.Itoa(sheet.MaxRecordBytes)+" bytes")
	}
	return nil
}

// writeHead fills in the columns of an allocation.
func writeHead(row *[columns]string, a *Allocation) error {
	recipients := make([]string, len(a.Recipients))
	for i, id := range a.Recipients {
		recipients[i] = id.String()
	}
	superseded := make([]string, len(a.Supersedes))
	for i, id := range a.Supersedes {
		if strings.Contains(string(id), separator) {
			return fault.New("funding.Ledger.WriteCSV", validate.Format, string(id), "a superseded key cannot have a semicolon in a table")
		}
		superseded[i] = string(id)
	}
	if text := string(a.ID); strings.TrimFunc(text, unicode.IsSpace) != text {
		return fault.New("funding.Ledger.WriteCSV", validate.Format, text, "a key in a table cannot begin or end in a blank")
	}
	kind, err := optional(a.Kind)
	if err != nil {
		return err
	}
	row[columnID] = string(a.ID)
	row[columnRound] = string(a.Round)
	row[columnRecipients] = strings.Join(recipients, separator)
	row[columnYear] = a.Year.String()
	row[columnThrough] = a.Through.String()
	row[columnElement] = a.Element
	row[columnStream] = string(a.Stream)
	row[columnKind] = kind
	row[columnSupersedes] = strings.Join(superseded, separator)
	row[columnNote] = a.Note
	return nil
}

// writeEvent fills in the columns of an event.
func writeEvent(row *[columns]string, e *Event) error {
	status, err := optional(e.Status)
	if err != nil {
		return err
	}
	bound, err := e.Figure.Bound.MarshalText()
	if err != nil {
		return err
	}
	row[columnOn] = e.On.String()
	row[columnStatus] = status
	row[columnAmount], row[columnBound], row[columnPrecision] = "", "", ""
	if e.Figure.Known() {
		row[columnAmount] = e.Figure.Amount.String()
	}
	if e.Figure.Bound != caremodel.Exactly {
		row[columnBound] = string(bound)
	}
	if !e.Figure.Precision.IsZero() {
		row[columnPrecision] = e.Figure.Precision.String()
	}
	row[columnReason] = e.Reason
	row[columnFigureNote] = e.Figure.Note
	row[columnSourceTitle] = e.Figure.Source.Title
	row[columnSourcePublisher] = e.Figure.Source.Publisher
	row[columnSourceURL] = e.Figure.Source.URL
	row[columnSourcePublished] = e.Figure.Source.Published.String()
	return nil
}

// optional returns the text of a ladder's value, blank where it is unset.
func optional[T interface {
	IsZero() bool
	MarshalText() ([]byte, error)
}](v T) (string, error) {
	if v.IsZero() {
		return "", nil
	}
	text, err := v.MarshalText()
	return string(text), err
}
