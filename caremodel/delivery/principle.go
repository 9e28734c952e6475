package delivery

import (
	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// Principle is a rule that the programme works by. The constants are the six of
// the People and Communities Board of England's programme; plans may use others,
// in lower case with hyphens.
type Principle string

// The six principles of the People and Communities Board, drawn up with the
// vanguards.
const (
	PersonCentredCare          Principle = "person-centred-care"          // care and support planned with the person
	PartnershipWithCommunities Principle = "partnership-with-communities" // services made with citizens and communities
	Equality                   Principle = "equality"                     // inequalities narrowed
	Carers                     Principle = "carers"                       // carers found, supported and involved
	VoluntarySector            Principle = "voluntary-sector"             // voluntary, community and social enterprise organisations as partners
	Volunteering               Principle = "volunteering"                 // volunteering and social action enabled
)

// PrincipleDefinition describes a principle.
type PrincipleDefinition struct {
	// Code is the principle's code in records.
	Code Principle `json:"code"`
	// Name is what people call it: "Person-centred care".
	Name string `json:"name"`
	// Aim is what the principle asks for, in a sentence.
	Aim string `json:"aim,omitzero"`
}

// StandardPrinciples returns a fresh copy of the six principles, in order.
func StandardPrinciples() []PrincipleDefinition {
	return []PrincipleDefinition{
		{PersonCentredCare, "Person-centred care", "Care starts from the person and not from the service."},
		{PartnershipWithCommunities, "Partnership with communities", "Services are made together with citizens and communities."},
		{Equality, "Equality", "Equality is in view, and with it those whose health is worst."},
		{Carers, "Carers", "Carers are supported, and take part."},
		{VoluntarySector, "Voluntary sector", "Voluntary and community bodies and social enterprises are partners."},
		{Volunteering, "Volunteering", "Volunteering and social action are seen as what makes the change possible."},
	}
}

func (d PrincipleDefinition) words() (code, name, aim string) { return string(d.Code), d.Name, d.Aim }

// Assessment says how far a vanguard meets a principle. A later assessment of the
// same vanguard and principle replaces an earlier one.
type Assessment struct {
	// Vanguard is the vanguard that was assessed.
	Vanguard caremodel.VanguardID `json:"vanguard"`
	// Principle is the principle of the plan against which it was assessed.
	Principle Principle `json:"principle"`
	// Rating is how far it meets the principle.
	Rating Rating `json:"rating"`
	// Evidence is the basis of the rating.
	Evidence string `json:"evidence,omitzero"`
	// Assessed is the day of the assessment; zero = not known, and taken as earlier
	// than every known day.
	Assessed caremodel.Date `json:"assessed,omitzero"`
	// Assessor is who made it.
	Assessor string `json:"assessor,omitzero"`
	// Sources are where it was read.
	Sources []caremodel.Source `json:"sources,omitempty"`
}

// Rating is how far a vanguard meets a principle. The zero value is invalid: a
// vanguard that was not assessed has no assessment.
type Rating uint8

// The ratings.
const (
	RatingNotMet    Rating = iota + 1 // not met
	RatingPartlyMet                   // met in part
	RatingMet                         // met
)

var ratingNames = ladder.Names{"not-met", "partly-met", "met"}
