package funding

import (
	"io"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/wire"
)

// Ledger holds the records of a programme's money, as callers fill, store and
// send them. A ledger may hold anything; [Ledger.Validate] says what is wrong
// with it and [NewBook] refuses one that breaks a rule.
//
// The order of each list is the caller's and is kept.
type Ledger struct {
	Funds       []Fund       `json:"funds,omitempty"`       // what rounds are paid from
	Rounds      []Round      `json:"rounds,omitempty"`      // in which money was asked for and awarded
	Allocations []Allocation `json:"allocations,omitempty"` // requests, promises, awards and payments
	Stated      []Stated     `json:"stated,omitempty"`      // published totals, to be held against the sums
}

// Stated is a published total, as "over £60m for eight": not money of its own,
// but something that the ledger's figures can be held against with
// [Book.Reconcile].
type Stated struct {
	Name   string         `json:"name"`           // what it is called
	Scope  Filter         `json:"scope"`          // what the total covers
	AsAt   caremodel.Date `json:"as_at,omitzero"` // the day of which the total speaks; unset = everything known
	Figure Figure         `json:"figure"`         // as published
	Items  int            `json:"items,omitzero"` // how many recipients it covers; 0 = not said
}

// Format is what the "format" field of a ledger's JSON document says.
const Format = "newcaremodels/ledger/1"

// maxLedgerBytes bounds a ledger's JSON document.
const maxLedgerBytes = 256 << 20

// document is a ledger as it is written.
type document struct {
	Format string `json:"format"`
	Ledger
}

// WriteJSON writes the ledger as a JSON document of format
// "newcaremodels/ledger/1". The writing is canonical: equal ledgers give the same
// bytes, and an empty list is the same as an absent one. Recipients are written
// as ids. A ledger that [Ledger.Validate] finds in order can always be written,
// and read back as long as the document is no larger than [ReadLedger] takes.
func (l Ledger) WriteJSON(w io.Writer) error { return wire.Write(w, document{Format, l}) }

// ReadLedger reads a JSON document of format "newcaremodels/ledger/1".
// Recipients, and the vanguards that a stated total covers, are ids or slugs of
// p; a nil programme knows no slugs.
//
// It reports everything that is wrong with the document's shape: unknown fields,
// keys given twice, wrong types, texts that are no date, year, amount or
// vanguard, missing required fields (an amount above all: blank is not zero),
// null, text that is not UTF-8, data after the end, a document that is cut off,
// each with its path. The rules between records are [Ledger.Validate]'s.
//
// On an error the ledger holds the records with which nothing is wrong.
//
// A document may have 256 MiB, be 32 levels deep, and hold texts of up to 1 MiB;
// beside the records that it returns, the reader holds one text.
func ReadLedger(r io.Reader, p *caremodel.Programme) (Ledger, error) {
	l, doc := readLedger(r, p)
	doc.DropSpoiled(&l)
	return l, doc.Violations().Err()
}

// readLedger returns all that could be decoded, sound or not.
func readLedger(r io.Reader, p *caremodel.Programme) (Ledger, wire.Document) {
	var d document
	doc := wire.Read(r, &d, wire.Options{
		Format:   Format,
		MaxBytes: maxLedgerBytes,
		Resolve:  wire.Resolve(recipient(p)),
	})
	return d.Ledger, doc
}

// ReadBook reads a JSON document as [ReadLedger] does and builds the book. The
// error holds what is wrong with the document's shape and what breaks a rule, all
// of it.
func ReadBook(r io.Reader, p *caremodel.Programme) (*Book, error) {
	l, doc := readLedger(r, p)
	if doc.Cut() {
		return nil, doc.Violations().Err()
	}
	if doc.Violations().Len() > 0 {
		return nil, doc.Join(l.Validate(p)).Err()
	}
	return NewBook(p, l)
}

// recipient returns the reader of a vanguard in a JSON document: its id or its
// slug in p. The nearest name is looked for a few times only: it takes much longer
// than finding one that is there.
func recipient(p *caremodel.Programme) func(string) (caremodel.VanguardID, error) {
	slugs := map[string]caremodel.VanguardID{}
	if p != nil {
		for v := range p.All() {
			slugs[v.Slug] = v.ID
		}
	}
	const mostHints = 20
	unknown := 0
	return func(text string) (caremodel.VanguardID, error) {
		if id, ok := slugs[text]; ok {
			return id, nil
		}
		if id, err := caremodel.ParseVanguardID(text); err == nil {
			return id, nil
		}
		if unknown++; unknown > mostHints {
			return caremodel.VanguardID{}, fault.New("funding.ReadLedger", validate.Unknown, text, "no vanguard has this slug")
		}
		return caremodel.VanguardID{}, noSlug(p, text)
	}
}

// noSlug says that no vanguard has a slug, and which is probably meant.
func noSlug(p *caremodel.Programme, text string) error {
	const op = "funding.ReadLedger"
	if p == nil {
		return fault.New(op, validate.Unknown, text, "without a programme a vanguard is given by its id")
	}
	v, err := p.Find(text)
	if err != nil {
		return err
	}
	return fault.New(op, validate.Unknown, text, "write the vanguard's id or its slug, "+validate.Quote(v.Slug))
}

// records gives the allocations of a ledger in their order, however they are
// held.
type records interface {
	len() int
	// at returns an allocation. Where it is not held as a record it is put
	// together in room, and good until room is used again.
	at(i int, room *Allocation) *Allocation
	// distinct reports whether no two allocations can have the same key.
	distinct() bool
}

// held are allocations that are held as records.
type held []Allocation

func (h held) len() int { return len(h) }

func (h held) at(i int, _ *Allocation) *Allocation { return &h[i] }

func (h held) distinct() bool { return false }

// each passes the allocations of records, each good until the next.
func each(all records) func(yield func(int, *Allocation) bool) {
	return func(yield func(int, *Allocation) bool) {
		var room Allocation
		for i := range all.len() {
			if !yield(i, all.at(i, &room)) {
				return
			}
		}
	}
}
