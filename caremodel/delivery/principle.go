package delivery

// Principle is a rule that the programme works by. The constants are the six of
// the People and Communities Board of England's programme; plans may use others,
// in lower case with hyphens.
type Principle string

// The six principles of the People and Communities Board, drawn up with the
// vanguards.
const (
	PersonCentredCare          Principle = "person-centred-care"          // care that is person-centred
	PartnershipWithCommunities Principle = "partnership-with-communities" // services created in partnership with citizens and communities
	Equality                   Principle = "equality"                     // a focus on equality
	Carers                     Principle = "carers"                       // carers supported and involved
	VoluntarySector            Principle = "voluntary-sector"             // voluntary, community and social enterprise partners engaged
	Volunteering               Principle = "volunteering"                 // volunteering and social action as key enablers
)

// StandardPrinciples returns the six principles in their order, a fresh copy.
func StandardPrinciples() []Principle {
	return []Principle{PersonCentredCare, PartnershipWithCommunities, Equality, Carers, VoluntarySector, Volunteering}
}
