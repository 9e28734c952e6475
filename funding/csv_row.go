package funding

import (
	"slices"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/form"
	"github.com/newcaremodels/newcaremodels/internal/intern"
	"github.com/newcaremodels/newcaremodels/internal/key"
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

// columnSet is a set of columns.
type columnSet uint32

func (s *columnSet) add(c column) { *s |= 1 << c }

func (s columnSet) has(c column) bool { return s>>c&1 == 1 }

// headColumns are those that say what an allocation is.
const headColumns columnSet = 1<<columnRound | 1<<columnRecipients | 1<<columnYear | 1<<columnThrough | 1<<columnElement | 1<<columnStream | 1<<columnKind

// requiredColumns are those that a table must have.
var requiredColumns = []string{"id", "recipients", "year", "stream", "status", "amount"}

// separator stands between the recipients of a joint award, and between
// superseded keys.
const separator = ";"

// allocationRow is one row of a table of allocations: an event and what the row
// says of its allocation.
type allocationRow struct {
	number int        // of the spreadsheet; the header is row 1
	head   Allocation // without events; its lists are shared between rows
	event  Event
	wrong  columnSet // in which something is wrong

	fields [][]byte
	scan   *allocationScan
}

// beginAllocationRows reads the header of a table and returns what reads its rows;
// nil where they cannot be read. What is wrong goes on c's list. The error is the
// underlying reader's.
func beginAllocationRows(rows *sheet.Reader, p *caremodel.Programme, c *validate.Checker) (*allocationScan, error) {
	found, ok, err := rows.Columns(c, sheet.Schema{Names: columnNames[:], Required: requiredColumns})
	if !ok || err != nil {
		return nil, err
	}
	return newAllocationScan(p, c, found, rows.DayFirst()), nil
}

// each returns what reads a row and calls take with each that has an id, sound or
// not. The row is used again for the next call, but what head and event hold may be
// kept as long as it is not changed.
func (s *allocationScan) each(take func(*allocationRow)) func(n int, fields [][]byte) {
	row := &allocationRow{scan: s}
	return func(n int, fields [][]byte) {
		row.number, row.fields, row.wrong = n, fields, 0
		if row.read() {
			take(row)
		}
	}
}

// again returns a scan of the same columns with memories of its own.
func (s *allocationScan) again() *allocationScan {
	return newAllocationScan(s.p, s.c, s.columns, s.dayFirst)
}

// allocationScan is what the rows of one table share. Neighbouring rows mostly
// say the same, so each column remembers what it read last.
type allocationScan struct {
	c        *validate.Checker
	p        *caremodel.Programme
	columns  sheet.Columns
	dayFirst bool

	texts [columns]string // what each column said last, as text

	wrongAmounts map[string]error // texts that are no amounts, and why

	rounds     parseCache[RoundID]
	streams    parseCache[Stream]
	recipients parseCache[[]caremodel.VanguardID]
	supersedes parseCache[[]AllocationID]
	year       parseCache[FinancialYear]
	through    parseCache[FinancialYear]
	kind       parseCache[Kind]
	status     parseCache[Status]
	bound      parseCache[caremodel.Bound]
	on         parseCache[caremodel.Date]
	published  parseCache[caremodel.Date]
}

func newAllocationScan(p *caremodel.Programme, c *validate.Checker, found sheet.Columns, dayFirst bool) *allocationScan {
	s := &allocationScan{c: c, p: p, columns: found, dayFirst: dayFirst, wrongAmounts: map[string]error{}}
	s.recipients, s.supersedes = newMemory(s.parseRecipients), newMemory(parseKeys)
	s.year, s.through = newMemory(ParseFinancialYear), newMemory(ParseFinancialYear)
	s.kind = newMemory(ParseKind)
	s.rounds, s.streams = newMemory(readText[RoundID]), newMemory(readText[Stream])
	s.status = newMemory(statusOfWord)
	s.bound = newMemory(caremodel.ParseBound)
	s.on, s.published = newMemory(s.parseDay), newMemory(s.parseDay)
	return s
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

// readCell reads a column into dst through m; a blank cell leaves the zero value.
func readCell[T any](r *allocationRow, c column, m *parseCache[T], dst *T) {
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
		r.error(columnID, validate.Required, r.without("give the key of the allocation that this event belongs to"))
		return false
	}
	if isTotal(id) && r.blank(columnYear) && r.blank(columnStream) {
		r.error(columnID, validate.Format, aTotal)
		return false
	}
	r.head.ID = AllocationID(id)
	if wrong := key.Fault(string(r.head.ID)); wrong != "" {
		r.error(columnID, validate.Format, wrong)
	}
	return true
}

// aTotal says what a row is that adds others up.
const aTotal = "this is a total of other rows, not an award: take it out of the table"

// without says what is wrong with a row without an id.
func (r *allocationRow) without(detail string) string {
	if slices.ContainsFunc(r.fields, isTotal) {
		return aTotal
	}
	return detail
}

// maxTotalWord is how long a cell is at most that names a total: "Grand total :".
const maxTotalWord = 20

// isTotal reports whether a cell names a row that adds others up.
func isTotal(field []byte) bool {
	if len(field) > maxTotalWord || !hasTal(field) {
		return false
	}
	switch strings.TrimRight(folded(string(field)), " :") {
	case "total", "totals", "grand total", "subtotal", "sub total":
		return true
	}
	return false
}

// hasTal reports whether a cell has the letters that end every such word: most have not.
func hasTal(field []byte) bool {
	for i := range max(0, len(field)-2) {
		if field[i]|0x20 == 't' && field[i+1]|0x20 == 'a' && field[i+2]|0x20 == 'l' {
			return true
		}
	}
	return false
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
	if f.Bound == caremodel.About && r.blank(columnPrecision) {
		plain, _ := form.Amount(string(r.field(columnAmount)))
		f.Precision = halfPlace(plain)
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
	field, known := r.field(c), r.scan.wrongAmounts
	if err, ok := known[string(field)]; ok {
		r.report(c, err)
		return
	}
	m, err := parseAmount(string(field))
	if err != nil {
		if len(known) < maxWrongAmounts && len(field) <= maxRememberedText {
			known[string(field)] = err
		}
		r.report(c, err)
		return
	}
	*dst = m
}

// maxWrongAmounts bounds the texts of which it is remembered that they are no amounts: a
// table with many wrong amounts mostly has a few, as "none" and "TBC".
const maxWrongAmounts = 1 << 8

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
	return s.columns.Cell(fields, int(c))
}

// parseAmount reads an amount as tables have it: whatever [ParseMoney] and
// [form.Amount] take together. A point before three digits may stand between
// thousands.
func parseAmount(text string) (Money, error) {
	m, asItStands := ParseMoney(text)
	if asItStands == nil && !longDecimals(text) {
		return m, nil
	}
	plain, wrong := form.Amount(text)
	if strings.HasPrefix(text, "Â£") {
		wrong = "the pound sign was damaged on the way: the file was UTF-8 and was opened as something else; save it as UTF-8"
	}
	switch {
	case wrong != "":
		return Money{}, fault.New("funding.ReadAllocationsCSV", validate.Format, text, wrong)
	case plain == text:
		return m, asItStands
	}
	m, err := ParseMoney(plain)
	if err != nil && asItStands != nil {
		err = asItStands // which says what is wrong with the text as it was written
	}
	return m, err
}

// longDecimals reports whether three characters or more follow a point.
func longDecimals(text string) bool {
	at := strings.IndexByte(text, '.')
	return at >= 0 && len(text)-at > len(".00")
}

// parseDay reads a day in every form that has one meaning.
func (s *allocationScan) parseDay(text string) (caremodel.Date, error) {
	if d, err := caremodel.ParseDate(text); err == nil {
		return d, nil
	}
	iso, wrong := form.Day(text, s.dayFirst)
	if wrong != "" {
		return caremodel.Date{}, fault.New("funding.ReadAllocationsCSV", validate.Format, text, wrong)
	}
	return caremodel.ParseDate(iso)
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
		r.wrong.add(c)
		form.Text(r.place(c), text)
		return ""
	}
	*last = text
	return text
}

func (r *allocationRow) blank(c column) bool { return len(r.field(c)) == 0 }

func (r *allocationRow) place(c column) validate.Place {
	return r.scan.c.Row(r.number).At(r.scan.columns.Label(int(c)))
}

// error records what is wrong with a cell.
func (r *allocationRow) error(c column, code validate.Code, detail string) {
	r.wrong.add(c)
	r.place(c).Error(code, string(r.field(c)), detail)
}

// report records what a parser said of a cell.
func (r *allocationRow) report(c column, err error) {
	r.wrong.add(c)
	r.place(c).Report(err)
}

// Bounds on what a column remembers: so many texts, each of so many bytes.
const (
	maxRemembered     = 1 << 15
	maxRememberedText = 256
	firstSlots        = 1 << 8
)

// parseCache reads the texts of a column, each once as long as there are not too many,
// and numbers them from 1 on; 0 is a blank cell. Most are found in the slot where
// their bytes put them, by comparing two words.
type parseCache[T any] struct {
	parse func(string) (T, error)
	slots []cacheSlot
	texts []string // by number
	value []T
	known map[string]uint16
	wrong map[string]error // texts that cannot be read
}

func newMemory[T any](parse func(string) (T, error)) parseCache[T] {
	return parseCache[T]{
		parse: parse, slots: make([]cacheSlot, firstSlots), known: map[string]uint16{},
		texts: make([]string, 1), value: make([]T, 1), // of a blank cell
	}
}

// cacheSlot is a text in its slot: its ends, its length and its number.
type cacheSlot struct {
	first, last uint64
	size        int
	number      uint16
}

// read returns the value of a cell that is not blank.
func (m *parseCache[T]) read(field []byte) (T, error) {
	var n uint16
	if m.find(field, &n) {
		return m.value[n], nil
	}
	if err, ok := m.wrong[string(field)]; ok {
		var zero T
		return zero, err
	}
	return m.parse(string(field))
}

// find sets n to the number of a cell's text, or returns false where its value is
// not remembered, whatever it is.
func (m *parseCache[T]) find(field []byte, n *uint16) (ok bool) {
	if len(field) == 0 {
		*n = 0
		return true
	}
	first, last := intern.Ends(field)
	slot := &m.slots[intern.Fold(first, last+uint64(len(field)))&uint64(len(m.slots)-1)]
	if slot.first == first && slot.last == last && slot.size == len(field) &&
		(slot.size <= intern.WholeEnds || m.texts[slot.number] == string(field)) {
		*n = slot.number
		return true
	}
	if *n, ok = m.known[string(field)]; !ok {
		*n, ok = m.addText(string(field))
		return ok
	}
	*slot = cacheSlot{first, last, len(field), *n}
	return true
}

// addText remembers a text, if it can be read and there is room.
func (m *parseCache[T]) addText(text string) (n uint16, ok bool) {
	if len(m.texts) > maxRemembered || len(text) > maxRememberedText {
		return 0, false
	}
	if _, known := m.wrong[text]; known {
		return 0, false
	}
	v, err := m.parse(text)
	if err != nil {
		m.remember(text, err)
		return 0, false
	}
	n = uint16(len(m.texts))
	m.texts, m.value = append(m.texts, text), append(m.value, v)
	m.known[text] = n
	if 2*len(m.texts) > len(m.slots) {
		m.slots = make([]cacheSlot, 4*len(m.slots)) // to be filled again
	}
	return n, true
}

// remember remembers that a text cannot be read, and why, if there is room: saying
// so can take much longer than reading one that can.
func (m *parseCache[T]) remember(text string, err error) {
	if len(m.wrong) >= maxRemembered {
		return
	}
	if m.wrong == nil {
		m.wrong = map[string]error{}
	}
	m.wrong[text] = err
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
	return strings.ToLower(dashes.Replace(text))
}

var dashes = strings.NewReplacer("-", " ", "_", " ")
