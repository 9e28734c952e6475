package funding

import (
	"maps"
	"math"
	"slices"
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/deep"
	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// SplitMethod says how a joint award is divided. The zero value is unset and not
// a method.
type SplitMethod uint8

// The methods.
const (
	SplitEqually  SplitMethod = iota + 1 // the same for every recipient
	SplitByWeight                        // in proportion to weights, as populations
)

var splitMethodNames = ladder.Names{"equally", "by-weight"}

// Split divides joint awards among their recipients. No source has done so: a
// split is somebody's assumption, and says whose.
type Split struct {
	Method SplitMethod `json:"method"` // how an award is divided
	// Weights are the recipients' claims relative to each other, above zero: one for
	// each recipient of the awards; weights of others are ignored. None for
	// [SplitEqually].
	Weights map[caremodel.VanguardID]int64 `json:"weights,omitempty"`
	// Awards are the joint awards that are divided, by their place in the ledger,
	// as [Book.Undivided] gives them; none = all.
	Awards []int `json:"awards,omitempty"`
	// Source is who says so. It needs a title.
	Source caremodel.Source `json:"source"`
}

// WithSplit returns a view in which joint awards are divided as s says; of two
// splits of one award the later is in force. Each part is its recipient's own in
// every answer: it is kept by filters, stands under its recipient's key and counts
// as an amount of its own. The parts add up to the award exactly
// ([Money.Apportion], in the order of the programme's vanguards). What is left of a
// superseded award is divided among those of its recipients who still wait.
//
// An error holds a violation for everything that is wrong with s: no method, no
// source, a weight that is missing or not above zero, a vanguard or an award that
// the book does not have.
func (b *Book) WithSplit(s Split) (*Book, error) {
	b = b.orEmpty()
	d := division{split: deep.Copy(s), awards: slices.Sorted(slices.Values(s.Awards))}
	var c validate.Checker
	b.checkSplit(&c, s)
	if err := c.Violations().Err(); err != nil {
		return nil, opError("funding.Book.WithSplit", err)
	}
	if s.Method == SplitByWeight {
		d.weights = make([]int64, len(b.index.dicts.vanguards.Values))
		for id, w := range s.Weights {
			i, _ := b.index.dicts.vanguards.Find(id)
			d.weights[i] = w
		}
	}
	scope := *b.scope
	scope.splits = append(slices.Clip(scope.splits), d)
	return &Book{index: b.index, scope: &scope, warnings: b.warnings}, nil
}

// Splits returns the splits of the view in the order in which they were made.
func (b *Book) Splits() []Split {
	b = b.orEmpty()
	out := make([]Split, 0, len(b.scope.splits))
	for _, d := range b.scope.splits {
		out = append(out, deep.Copy(d.split))
	}
	return out
}

func (b *Book) checkSplit(c *validate.Checker, s Split) {
	if s.Method < SplitEqually || s.Method > SplitByWeight {
		c.At("method").Error(validate.Required, "", "say how the award is divided, "+splitMethodNames[0]+" or "+splitMethodNames[1])
	}
	if s.Source.Title == "" {
		c.At("source").At("title").Error(validate.Required, "", "a split is an assumption: say whose")
	}
	if s.Method == SplitEqually && len(s.Weights) > 0 {
		c.At("weights").Error(validate.Conflict, "", "an equal split has no weights")
	}
	for i, award := range s.Awards {
		if award < 0 || award >= b.index.len() || !b.index.partyOf(award).joint() {
			c.At("awards").Index(i).Error(validate.Unknown, strconv.Itoa(award), "no joint award stands at this place of the ledger")
		}
	}
	if s.Method == SplitByWeight && c.OK() {
		b.checkWeights(c, s)
	}
}

// checkWeights checks that each recipient of the awards has a weight that can be
// apportioned by.
func (b *Book) checkWeights(c *validate.Checker, s Split) {
	var sum uint64
	at := c.At("weights")
	for _, id := range slices.SortedFunc(maps.Keys(s.Weights), caremodel.VanguardID.Compare) {
		w := s.Weights[id]
		switch {
		case !b.index.dicts.vanguards.Has(id):
			at.Error(validate.Unknown, id.String(), "no vanguard of the programme has this id")
		case w <= 0:
			at.Error(validate.Range, strconv.FormatInt(w, 10), "the weight of "+id.String()+" is not above zero")
		case sum+uint64(w) > math.MaxInt64:
			at.Error(validate.Overflow, strconv.FormatInt(w, 10), "the weights add up to more than 9223372036854775807")
		default:
			sum += uint64(w)
		}
	}
	missing := map[int]bool{}
	d := division{awards: slices.Sorted(slices.Values(s.Awards))}
	for position := range b.index.len() {
		p := b.index.partyOf(position)
		if !p.joint() || !d.about(position) {
			continue
		}
		for _, v := range p.members {
			if _, ok := s.Weights[b.index.dicts.vanguards.Values[v]]; !ok {
				missing[v] = true
			}
		}
	}
	for _, v := range slices.Sorted(maps.Keys(missing)) {
		at.Error(validate.Required, b.index.dicts.vanguards.Values[v].String(), "a recipient without a weight")
	}
}

// partyOf returns who receives the allocation at a place of the ledger.
func (ix *index) partyOf(position int) *recipientCodes {
	return &ix.parties[ix.cellOf(position).party]
}

// division is a split, resolved against the index.
type division struct {
	split   Split
	awards  []int   // ascending; none = all
	weights []int64 // by place of vanguard; nil = equally
}

// about reports whether the split is about the joint award at this place.
func (d division) about(position int) bool {
	if len(d.awards) == 0 {
		return true
	}
	_, found := slices.BinarySearch(d.awards, position)
	return found
}

// divide divides m among these vanguards.
func (d division) divide(m Money, vanguards []int) []Money {
	weights := make([]int64, len(vanguards))
	for i, v := range vanguards {
		weights[i] = 1
		if d.weights != nil {
			weights[i] = d.weights[v]
		}
	}
	parts, err := m.Apportion(weights)
	if err != nil {
		return make([]Money, len(vanguards)) // not reached: WithSplit has checked the weights
	}
	return parts
}
