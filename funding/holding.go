package funding

// holder is whose money an analysis holds against other money of the same: a
// party, under one row, in one year or of one stream where the analysis asks.
type holder struct {
	row          uint64
	party        uint32
	span, stream uint32
}

// holding is the money of a holder, on the two sides of a comparison.
type holding struct {
	cell cell
	side [2]struct {
		sum            total
		there, unknown bool
	}
}

// holdings gathers the money of holders.
type holdings map[holder]*holding

// add adds a claim to one side of its holder's money.
func (h holdings) add(who holder, side int, c claim) {
	held, ok := h[who]
	if !ok {
		held = &holding{cell: c.cell}
		h[who] = held
	}
	s := &held.side[side]
	s.there = true
	s.unknown = s.unknown || !c.known
	s.sum.add(c.amount)
}

// known reports whether one side is there and wholly known.
func (h *holding) known(side int) bool { return h.side[side].there && !h.side[side].unknown }

// into adds the holdings of which both sides are known to an analysis's rows.
func (h holdings) into(s *strands) {
	for _, held := range h {
		row, both := s.at(held.cell), held.known(0) && held.known(1)
		row.who.note(s.layout.recipients(held.cell), both)
		if both {
			row.first.plus(held.side[0].sum)
			row.second.plus(held.side[1].sum)
		}
	}
}
