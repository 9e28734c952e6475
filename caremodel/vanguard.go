package caremodel

import (
	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// Vanguard is a place or a group of organisations that builds a new care model.
// A blank field is not known.
type Vanguard struct {
	// ID identifies the vanguard for ever; zero = filled from the slugs of
	// programme and vanguard when a programme is built.
	ID VanguardID `json:"id,omitzero"`
	// Slug is the vanguard's short name: lower case, digits and hyphens, unique
	// in the programme.
	Slug string `json:"slug"`
	// Name is the official name.
	Name string `json:"name"`
	// Aliases are other names that sources use.
	Aliases []string `json:"aliases,omitempty"`
	// Category is one of the programme's categories.
	Category Category `json:"category"`
	// Wave is the name of one of the programme's waves; blank = none.
	Wave string `json:"wave,omitzero"`
	// Announced is the day of its announcement; zero = the wave's.
	Announced Date `json:"announced,omitzero"`
	// Area is the place in words.
	Area string `json:"area,omitzero"`
	// Region is the NHS commissioning region; blank = not known, or national.
	Region string `json:"region,omitzero"`
	// Host is the lead or accountable organisation.
	Host string `json:"host,omitzero"`
	// PartnerList says how the source's list of partners reads; zero = not known.
	PartnerList ListExtent `json:"partner_list,omitzero"`
	// Partners are the organisations that take part.
	Partners []Partner `json:"partners,omitempty"`
	// GPPractices is the number of general practices that take part; 0 = not
	// known.
	GPPractices int `json:"gp_practices,omitzero"`
	// Stage is how far the vanguard is; zero = not known.
	Stage Stage `json:"stage,omitzero"`
	// MergedInto is the vanguard that this one went into, only when merged.
	MergedInto VanguardID `json:"merged_into,omitzero"`
	// Initiatives are named schemes.
	Initiatives []Initiative `json:"initiatives,omitempty"`
	// Sources are where the record was read.
	Sources []Source `json:"sources,omitempty"`
}

// PartnerKind is what sort of organisation a partner is. The constants are
// those of England's vanguards; callers may use kinds of their own, in lower
// case with hyphens.
type PartnerKind string

// The kinds of partners that England's vanguards have.
const (
	PartnerCCG             PartnerKind = "ccg"              // clinical commissioning group
	PartnerTrust           PartnerKind = "trust"            // NHS trust
	PartnerFoundationTrust PartnerKind = "foundation-trust" // NHS foundation trust
	PartnerCouncil         PartnerKind = "council"          // local authority
	PartnerGPGroup         PartnerKind = "gp-group"         // federation, partnership or practice
	PartnerAmbulance       PartnerKind = "ambulance"        // ambulance trust
	PartnerVoluntary       PartnerKind = "voluntary"        // voluntary, community or social enterprise
	PartnerOther           PartnerKind = "other"            // none of the above
)

var partnerKinds = []string{
	string(PartnerCCG), string(PartnerTrust), string(PartnerFoundationTrust), string(PartnerCouncil),
	string(PartnerGPGroup), string(PartnerAmbulance), string(PartnerVoluntary), string(PartnerOther),
}

// Partner is an organisation that takes part in a vanguard.
type Partner struct {
	// Organisation is its name.
	Organisation string `json:"organisation"`
	// Kind is what sort of organisation it is; blank = not known.
	Kind PartnerKind `json:"kind,omitzero"`
	// Code is its ODS code; blank = not known.
	Code ODSCode `json:"code,omitzero"`
	// Sources are where its part was read.
	Sources []Source `json:"sources,omitempty"`
}

// Initiative is a named scheme of a vanguard.
type Initiative struct {
	// Title is its name: "Let's Get Moving".
	Title string `json:"title"`
	// Kind is what it offers, in a few words: "extensive care service".
	Kind string `json:"kind,omitzero"`
	// StaffRoles are the roles that carry it: "health coach".
	StaffRoles []string `json:"staff_roles,omitempty"`
	// Conditions are whom or what it serves: "long-term conditions".
	Conditions []string `json:"conditions,omitempty"`
	// Sources are where it was read.
	Sources []Source `json:"sources,omitempty"`
}

// Stage is how far a vanguard is. The zero value means not known.
type Stage uint8

// The stages in order. The last three end a vanguard.
const (
	StageSelected   Stage = iota + 1 // chosen, not yet at work
	StageDesigning                   // designing the care model
	StageDelivering                  // delivering it
	StageCompleted                   // the programme's part has ended
	StageMerged                      // gone into another vanguard
	StageWithdrawn                   // left the programme
)

var stageNames = ladder.Names{"selected", "designing", "delivering", "completed", "merged", "withdrawn"}

// String returns the stage's word, "not known" for the zero Stage, and
// "Stage(9)" for an invalid one.
func (s Stage) String() string {
	if s == 0 {
		return "not known"
	}
	return stageNames.String("Stage", uint8(s))
}

// ListExtent is how a source's list reads: all there are, or some of them. The
// zero value means not known. A count over a list that is not complete is a lower
// bound.
type ListExtent uint8

// How a list may read.
const (
	ListComplete ListExtent = iota + 1 // "is made up of": all there are
	ListExamples                       // "partners include": some of them
)

var listExtentNames = ladder.Names{"complete", "examples"}

// String returns the extent's word, "not known" for the zero ListExtent, and
// "ListExtent(9)" for an invalid one.
func (e ListExtent) String() string {
	if e == 0 {
		return "not known"
	}
	return listExtentNames.String("ListExtent", uint8(e))
}
