package funding

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
