package delivery

// Principle is a rule that the programme works by. The constants are the six of
// the People and Communities Board of England's programme; plans may use others,
// in lower case with hyphens.
type Principle string

// The six principles of the People and Communities Board, drawn up with the
// vanguards.
const (
	PersonCentredCare          Principle = "person-centred-care"
	PartnershipWithCommunities Principle = "partnership-with-communities"
	Equality                   Principle = "equality"
	Carers                     Principle = "carers"
	VoluntarySector            Principle = "voluntary-sector"
	Volunteering               Principle = "volunteering"
)

// PrincipleDefinition says in words what a principle is.
type PrincipleDefinition struct {
	// Code is what records carry.
	Code Principle `json:"code"`
	// Name is what people call it: "Person-centred care".
	Name string `json:"name"`
	// Aim is what it asks for, in a sentence.
	Aim string `json:"aim,omitzero"`
}

// StandardPrinciples returns the six principles in their order, a fresh copy.
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
