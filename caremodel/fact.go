package caremodel

// Fact is a figure of the programme, or of one of its vanguards, that has no
// record of its own: bids, practices in support, savings forecast. The value is
// text, because facts are quoted and never added up.
type Fact struct {
	// Key names the fact: lower case, digits and underscores; several facts may
	// share a key where sources disagree.
	Key string `json:"key"`
	// Value is the figure as text: "269"; blank only where the bound is NotStated.
	Value string `json:"value"`
	// Unit is what the value counts: "people".
	Unit string `json:"unit,omitzero"`
	// Bound is how the source puts the value: "more than 380" is AtLeast.
	Bound Bound `json:"bound,omitzero"`
	// Vanguard is the one of which the fact speaks; zero = the programme.
	Vanguard VanguardID `json:"vanguard,omitzero"`
	// AsAt is the day that the value is of; zero = the source gives no full date.
	AsAt Date `json:"as_at,omitzero"`
	// Source is where it was read.
	Source Source `json:"source,omitzero"`
	// Note is what a reader should know before quoting the value.
	Note string `json:"note,omitzero"`
}
