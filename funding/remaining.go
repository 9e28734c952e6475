package funding

// Remaining is what was approved and not yet paid, where both are known.
type Remaining struct {
	Key       Key     `json:"key"`
	Approved  Money   `json:"approved"`
	Paid      Money   `json:"paid"`
	Remaining Money   `json:"remaining"` // approved - paid; negative where more was paid
	Coverage  KnownOf `json:"coverage"`  // vanguards behind the sums, of those that the key means
}

// Remaining holds what was approved against what was paid of it, divided by any
// dimensions but [ByStatus] and [ByStrength]:
//
//	remaining = Σ approved - Σ paid
//
// Both sums are over the allocations that are approved, have not ended, and of
// which both are known: no record of a payment is not a payment of nothing.
//
// Its errors are those of [Book.Shortfall].
func (b *Book) Remaining(dims ...Dimension) ([]Remaining, error) {
	const op = "funding.Book.Remaining"
	found, err := b.compare(op, dims, prefer(Approved).unlessEnded(), asked(setOf(Paid)), true)
	if err != nil {
		return nil, err
	}
	out := make([]Remaining, len(found))
	for i, f := range found {
		out[i] = Remaining{Key: f.key, Approved: f.first, Paid: f.second, Coverage: f.coverage}
		if out[i].Remaining, err = f.difference(); err != nil {
			return nil, err
		}
	}
	return out, nil
}
