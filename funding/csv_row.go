package funding

import (
	"errors"
	"slices"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/form"
	"github.com/newcaremodels/newcaremodels/internal/key"
	"github.com/newcaremodels/newcaremodels/internal/near"
	"github.com/newcaremodels/newcaremodels/internal/sheet"
)

// column is a column of a table of allocations.
type column int

const (
	columnID column = iota
	columnRound
	columnRecipients
	columnYear
	columnThrough
	columnElement
	columnStream
	columnKind
	columnOn
	columnStatus
	columnAmount
	columnBound
	columnPrecision
	columnReason
	columnFigureNote
	columnSourceTitle
	columnSourcePublisher
	columnSourceURL
	columnSourcePublished
	columnSupersedes
	columnNote
	columns
)

var columnNames = [columns]string{
	"id", "round", "recipients", "year", "through", "element", "stream", "kind",
	"on", "status", "amount", "bound", "precision", "reason", "figure_note",
	"source_title", "source_publisher", "source_url", "source_published",
	"supersedes", "note",
}

// requiredColumns are those that a table must have.
var requiredColumns = [...]column{columnID, columnRecipients, columnYear, columnStream, columnStatus, columnAmount}

// separator stands between the recipients of a joint award, and between
// superseded keys.
const separator = ";"

// allocationRow is one row of a table of allocations: an event and what the row
// says of its allocation.
type allocationRow struct {
	number int        // of the spreadsheet; the header is row 1
	head   Allocation // without events; its lists are shared between rows
	event  Event
	sound  bool // nothing is wrong with the row

	fields [][]byte
	scan   *allocationScan
}

// beginAllocationRows reads the header of a table and returns what reads its rows;
// nil where they cannot be read. What is wrong goes on c's list. The error is the
// underlying reader's.
func beginAllocationRows(rows *sheet.Reader, p *caremodel.Programme, c *validate.Checker) (*allocationScan, error) {
	header, err := rows.Header()
	if problem, ok := errors.AsType[sheet.Problem](err); ok {
		problem.Record(c)
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	s := newAllocationScan(p, c)
	if !s.find(c.Row(rows.Row()), header) {
		return nil, nil
	}
	return s, nil
}

// each returns what reads a row and calls take with each that has an id, sound or
// not. The row is used again for the next call, but what head and event hold may be
// kept as long as it is not changed.
func (s *allocationScan) each(take func(*allocationRow)) func(n int, fields [][]byte) {
	row := &allocationRow{scan: s}
	return func(n int, fields [][]byte) {
		row.number, row.fields, row.sound = n, fields, true
		if row.read() {
			take(row)
		}
	}
}

// again returns a scan of the same columns with memories of its own.
func (s *allocationScan) again() *allocationScan {
	other := newAllocationScan(s.p, s.c)
	other.at = s.at
	return other
}

// allocationScan is what the rows of one table share. Neighbouring rows mostly
// say the same, so each column remembers what it read last.
type allocationScan struct {
	c  *validate.Checker
	p  *caremodel.Programme
	at [columns]int // where each column stands; -1 = nowhere

	texts      [columns]string // what each column said last, as text
	rounds     memory[RoundID]
	streams    memory[Stream]
	recipients memory[[]caremodel.VanguardID]
	supersedes memory[[]AllocationID]
	year       memory[FinancialYear]
	through    memory[FinancialYear]
	kind       memory[Kind]
	status     memory[Status]
	bound      memory[caremodel.Bound]
	on         memory[caremodel.Date]
	published  memory[caremodel.Date]
}

func newAllocationScan(p *caremodel.Programme, c *validate.Checker) *allocationScan {
	s := &allocationScan{c: c, p: p}
	s.recipients, s.supersedes = newMemory(s.parseRecipients), newMemory(parseKeys)
	s.year, s.through = newMemory(ParseFinancialYear), newMemory(ParseFinancialYear)
	s.kind = newMemory(ParseKind)
	s.rounds, s.streams = newMemory(readText[RoundID]), newMemory(readText[Stream])
	s.status = newMemory(statusOfWord)
	s.bound = newMemory(caremodel.ParseBound)
	s.on, s.published = newMemory(caremodel.ParseDate), newMemory(caremodel.ParseDate)
	return s
}

// find notes where the columns stand and reports whether the table can be read.
func (s *allocationScan) find(at validate.Place, header []string) bool {
	for c := range s.at {
		s.at[c] = -1
	}
	for i, name := range header {
		switch c := slices.Index(columnNames[:], name); {
		case c < 0:
			at.At(name).Error(validate.Unknown, name, unknownColumn(name))
		case s.at[c] >= 0:
			at.At(name).Error(validate.Duplicate, name, "another column bears this name")
		default:
			s.at[c] = i
		}
	}
	for _, c := range requiredColumns {
		if s.at[c] < 0 {
			at.At(columnNames[c]).Error(validate.Required, "", "the table must have this column")
		}
	}
	return s.c.OK()
}

func unknownColumn(name string) string {
	if best, ok := near.Best(strings.ToLower(name), slices.Values(columnNames[:])); ok {
		return "no such column; the nearest is " + best
	}
	return "no such column; there are " + strings.Join(columnNames[:], ", ")
}

// parseRecipients reads the vanguards of a row.
func (s *allocationScan) parseRecipients(text string) ([]caremodel.VanguardID, error) {
	var ids []caremodel.VanguardID
	for part := range strings.SplitSeq(text, separator) {
		id, err := s.vanguard(strings.TrimSpace(part))
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

func (s *allocationScan) vanguard(text string) (caremodel.VanguardID, error) {
	id, err := caremodel.ParseVanguardID(text)
	switch {
	case err == nil && (s.p == nil || s.p.Has(id)):
		return id, nil
	case err == nil:
		return id, fault.New("funding.ReadAllocationsCSV", validate.Unknown, text, "the programme has no vanguard with this id")
	case s.p == nil:
		return id, fault.New("funding.ReadAllocationsCSV", validate.Unknown, text, "without a programme a vanguard is given by its id")
	}
	v, err := s.p.Find(text)
	return v.ID, err
}

// parseKeys reads a list of keys.
func parseKeys(text string) ([]AllocationID, error) {
	var ids []AllocationID
	for part := range strings.SplitSeq(text, separator) {
		part = strings.TrimSpace(part)
		if part == "" {
			return nil, fault.New("funding.ReadAllocationsCSV", validate.Required, text, "a key is missing between the semicolons")
		}
		if wrong := key.Fault(part); wrong != "" {
			return nil, fault.New("funding.ReadAllocationsCSV", validate.Format, part, wrong)
		}
		ids = append(ids, AllocationID(part))
	}
	return ids, nil
}

// readCell reads a column into dst by way of m; a blank cell leaves the zero value.
func readCell[T any](r *allocationRow, c column, m *memory[T], dst *T) {
	var zero T
	*dst = zero
	if r.blank(c) {
		return
	}
	v, err := m.read(r.field(c))
	if err != nil {
		r.report(c, err)
		return
	}
	*dst = v
}

// read reads the row's cells. It reports false when there is no id to put the
// row under.
func (r *allocationRow) read() bool {
	if !r.readID() {
		return false
	}
	s, h := r.scan, &r.head
	h.Round = RoundID(r.text(columnRound))
	readCell(r, columnRecipients, &s.recipients, &h.Recipients)
	readCell(r, columnYear, &s.year, &h.Year)
	readCell(r, columnThrough, &s.through, &h.Through)
	h.Element = r.text(columnElement)
	h.Stream = Stream(r.text(columnStream))
	readCell(r, columnKind, &s.kind, &h.Kind)
	if r.blank(columnKind) {
		h.Kind = Unspecified
	}
	readCell(r, columnSupersedes, &s.supersedes, &h.Supersedes)
	h.Note = r.text(columnNote)
	r.readEvent()
	return true
}

func (r *allocationRow) readID() bool {
	id := r.field(columnID)
	if len(id) == 0 {
		r.error(columnID, validate.Required, "give the key of the allocation that this event belongs to")
		return false
	}
	r.head.ID = AllocationID(id)
	if wrong := key.Fault(string(r.head.ID)); wrong != "" {
		r.error(columnID, validate.Format, wrong)
	}
	return true
}

func (r *allocationRow) readEvent() {
	s, e := r.scan, &r.event
	e.Reason = r.text(columnReason)
	readCell(r, columnOn, &s.on, &e.On)
	readCell(r, columnStatus, &s.status, &e.Status)
	if r.blank(columnStatus) {
		r.error(columnStatus, validate.Required, "say what was decided")
	}
	f := &e.Figure
	readCell(r, columnBound, &s.bound, &f.Bound)
	r.money(columnAmount, &f.Amount)
	r.money(columnPrecision, &f.Precision)
	if r.blank(columnAmount) && f.Bound != caremodel.NotStated && e.Status.Strength() != 0 {
		r.error(columnAmount, validate.Required, "blank is not zero: give the amount, or the bound not-stated")
	}
	f.Note = r.text(columnFigureNote)
	f.Source.Title = r.text(columnSourceTitle)
	f.Source.Publisher = r.text(columnSourcePublisher)
	f.Source.URL = r.text(columnSourceURL)
	readCell(r, columnSourcePublished, &s.published, &f.Source.Published)
}

// money reads an amount; a blank cell is £0.00.
func (r *allocationRow) money(c column, dst *Money) {
	*dst = Money{}
	if r.blank(c) {
		return
	}
	m, err := ParseMoney(string(r.field(c)))
	if err != nil {
		r.report(c, err)
		return
	}
	*dst = m
}

// begins checks the cells that an allocation's first row must have.
func (r *allocationRow) begins() {
	if r.blank(columnYear) {
		r.error(columnYear, validate.Required, "give the financial year")
	}
	if r.blank(columnStream) {
		r.error(columnStream, validate.Required, "say by which route the money comes")
	}
}

// cell returns what stands in a column; nothing where the table has no such column.
func (s *allocationScan) cell(fields [][]byte, c column) []byte {
	if at := s.at[c]; at >= 0 {
		return fields[at]
	}
	return nil
}

func (r *allocationRow) field(c column) []byte { return r.scan.cell(r.fields, c) }

// text returns a column as text that may be kept; nothing where people could not
// read it.
func (r *allocationRow) text(c column) string {
	field := r.field(c)
	if len(field) == 0 {
		return ""
	}
	last := &r.scan.texts[c]
	if *last == string(field) {
		return *last
	}
	text := string(field)
	if !form.IsText(text) {
		r.sound = false
		form.Text(r.place(c), text)
		return ""
	}
	*last = text
	return text
}

func (r *allocationRow) blank(c column) bool { return len(r.field(c)) == 0 }

func (r *allocationRow) place(c column) validate.Place {
	return r.scan.c.Row(r.number).At(columnNames[c])
}

// error records what is wrong with a cell.
func (r *allocationRow) error(c column, code validate.Code, detail string) {
	r.sound = false
	r.place(c).Error(code, string(r.field(c)), detail)
}

// report records what a parser said of a cell.
func (r *allocationRow) report(c column, err error) {
	r.sound = false
	r.place(c).Report(err)
}

// Bounds on what a column remembers: so many texts, each of so many bytes.
const (
	maxRemembered     = 1 << 15
	maxRememberedText = 256
	firstSlots        = 1 << 8
)

// memory reads the texts of a column, each once as long as there are not too many,
// and numbers them from 1 on; 0 is a blank cell. Most are found in the slot where
// their bytes put them, by comparing two words: that takes a quarter of a look into
// a map, which ten columns of a million rows had made a fifth of the reading.
type memory[T any] struct {
	parse func(string) (T, error)
	slots []remembered
	texts []string // by number
	value []T
	known map[string]uint16
}

func newMemory[T any](parse func(string) (T, error)) memory[T] {
	return memory[T]{
		parse: parse, slots: make([]remembered, firstSlots), known: map[string]uint16{},
		texts: make([]string, 1), value: make([]T, 1), // of a blank cell
	}
}

// remembered is a text in its slot: its ends, its length and its number.
type remembered struct {
	first, last uint64
	size        int
	number      uint16
}

// read returns the value of a cell that is not blank.
func (m *memory[T]) read(field []byte) (T, error) {
	var n uint16
	if m.find(field, &n) {
		return m.value[n], nil
	}
	return m.parse(string(field))
}

// find sets n to the number of a cell's text, or returns false where its value is
// not remembered, whatever it is.
func (m *memory[T]) find(field []byte, n *uint16) (ok bool) {
	if len(field) == 0 {
		*n = 0
		return true
	}
	first, last := ends(field)
	slot := &m.slots[mix(first, last+uint64(len(field)))&uint64(len(m.slots)-1)]
	if slot.first == first && slot.last == last && slot.size == len(field) &&
		(slot.size <= wholeEnds || m.texts[slot.number] == string(field)) {
		*n = slot.number
		return true
	}
	if *n, ok = m.known[string(field)]; !ok {
		*n, ok = m.learn(string(field))
		return ok
	}
	*slot = remembered{first, last, len(field), *n}
	return true
}

// learn remembers a text, if it can be read and there is room.
func (m *memory[T]) learn(text string) (n uint16, ok bool) {
	if len(m.texts) > maxRemembered || len(text) > maxRememberedText {
		return 0, false
	}
	v, err := m.parse(text)
	if err != nil {
		return 0, false
	}
	n = uint16(len(m.texts))
	m.texts, m.value = append(m.texts, text), append(m.value, v)
	m.known[text] = n
	if 2*len(m.texts) > len(m.slots) {
		m.slots = make([]remembered, 4*len(m.slots)) // to be filled again
	}
	return n, true
}

// readText reads a text as it stands.
func readText[T ~string](text string) (T, error) {
	if form.IsText(text) {
		return T(text), nil
	}
	return "", fault.New("funding.ReadAllocationsCSV", validate.Format, text, "this is not a text")
}

// statusOfWord reads a decision as published tables write it. The words of the
// ladder itself are among them, so that what [Ledger.WriteCSV] writes can be
// read.
func statusOfWord(text string) (Status, error) {
	switch folded(text) {
	case "requested":
		return Requested, nil
	case "earmarked":
		return Earmarked, nil
	case "approved in principle":
		return ApprovedInPrinciple, nil
	case "approved", "allocated", "awarded":
		return Approved, nil
	case "paid", "spent", "outturn":
		return Paid, nil
	case "declined":
		return Declined, nil
	case "withdrawn":
		return Withdrawn, nil
	}
	return 0, fault.New("funding.ReadAllocationsCSV", validate.Format, text,
		"use requested; earmarked; approved in principle; approved, allocated or awarded; paid, spent or outturn; declined; withdrawn")
}

// folded returns text in lower case, with a blank for each hyphen and underscore.
func folded(text string) string {
	return strings.ToLower(strings.NewReplacer("-", " ", "_", " ").Replace(text))
}
