package delivery

import (
	"github.com/newcaremodels/newcaremodels/caremodel"
)

// Workstream is work on an area of the support package. A leader from a vanguard
// and a national expert lead it together; both are required.
type Workstream struct {
	// Title is its name.
	Title string `json:"title"`
	// Area is its area, one of those of the plan's packages.
	Area Area `json:"area"`
	// VanguardLeader and NationalExpert lead it together.
	VanguardLeader Leader `json:"vanguard_leader"`
	NationalExpert Expert `json:"national_expert"` // who leads it for the national bodies
	// Bodies are the national bodies involved.
	Bodies []NationalBody `json:"bodies,omitempty"`
	// Starts and Ends are its first and last day; zero = not known, or open.
	Starts caremodel.Date `json:"starts,omitzero"`
	Ends   caremodel.Date `json:"ends,omitzero"` // last day; unset = open, or not known
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

// NationalBody is a national organisation involved in removing barriers. The
// constants are those of the programme of 2015; plans may use others, in lower case
// with hyphens.
type NationalBody string

// The arm's-length bodies that took part in the programme in 2015.
const (
	NHSEngland                NationalBody = "nhs-england"                 // commissioned primary and specialised care, and led the programme
	Monitor                   NationalBody = "monitor"                     // regulated NHS foundation trusts
	TrustDevelopmentAuthority NationalBody = "trust-development-authority" // oversaw NHS trusts that were not foundation trusts
	HealthEducationEngland    NationalBody = "health-education-england"    // planned and paid for the training of staff
)

// BodyDefinition describes a national body and its part in the programme.
type BodyDefinition struct {
	// Code is the body's code in records.
	Code NationalBody `json:"code"`
	// Name is the body's: "NHS Trust Development Authority".
	Name string `json:"name"`
	// Aim is its part in the programme, in a sentence.
	Aim string `json:"aim,omitzero"`
}

func (d BodyDefinition) words() (code, name, aim string) { return string(d.Code), d.Name, d.Aim }
