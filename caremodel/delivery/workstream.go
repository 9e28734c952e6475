package delivery

import "github.com/newcaremodels/newcaremodels/caremodel"

// Workstream carries a part of an area of the support package. A leader from a
// vanguard and a national expert lead it together; both are required.
type Workstream struct {
	// Title is its name.
	Title string `json:"title"`
	// Area is the area, one of those of the plan's packages, that it carries.
	Area Area `json:"area"`
	// VanguardLeader and NationalExpert lead it together.
	VanguardLeader Leader `json:"vanguard_leader"`
	NationalExpert Expert `json:"national_expert"`
	// Bodies are the national bodies involved.
	Bodies []NationalBody `json:"bodies,omitempty"`
	// Starts and Ends are its first and last day; zero = not known, or open.
	Starts caremodel.Date `json:"starts,omitzero"`
	Ends   caremodel.Date `json:"ends,omitzero"`
	// Sources are where it was read.
	Sources []caremodel.Source `json:"sources,omitempty"`
}

// Leader leads a workstream on behalf of the vanguards.
type Leader struct {
	// Name is the leader's.
	Name string `json:"name"`
	// Vanguard is where the leader comes from; zero = not known.
	Vanguard caremodel.VanguardID `json:"vanguard,omitzero"`
}

// Expert is the national subject expert who leads a workstream with its leader.
type Expert struct {
	// Name is the expert's.
	Name string `json:"name"`
	// Body is where the expert comes from; blank = not known.
	Body NationalBody `json:"body,omitzero"`
}
