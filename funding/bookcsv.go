package funding

import (
	"io"
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/sheet"
)

// ReadBookCSV reads a table of allocations, as [ReadAllocationsCSV] does, into a
// book. Funds, rounds and stated totals are l's, which has no allocations of its
// own ([validate.Conflict]). The book is the one that [NewBook] makes of l with the
// allocations that ReadAllocationsCSV reads, its warnings included; what either of
// them refuses is refused, with the same violations.
//
// It is for tables too large to be held as records: while it reads it keeps some
// fifty bytes of a row beside its key. Rows with one id may stand apart.
func ReadBookCSV(r io.Reader, p *caremodel.Programme, l Ledger) (*Book, error) {
	const op = "funding.ReadBookCSV"
	if n := len(l.Allocations); n > 0 {
		return nil, fault.New(op, validate.Conflict, strconv.Itoa(n), "the ledger has allocations of its own: the table has them")
	}
	if p == nil {
		return nil, fault.New(op, validate.Required, "", "give the programme whose vanguards receive the money")
	}
	s := newShelf()
	if err := s.read(sheet.NewReader(r), p); err != nil {
		return nil, err
	}
	s.close()
	return newBook(p, l, s)
}
