package delivery

// NationalBody is a national organisation that has a part in removing barriers.
// The constants are those of the programme of 2015; plans may use others, in
// lower case with hyphens.
type NationalBody string

// The arm's-length bodies that took part in the programme in 2015.
const (
	NHSEngland                NationalBody = "nhs-england"
	Monitor                   NationalBody = "monitor"
	TrustDevelopmentAuthority NationalBody = "trust-development-authority"
	HealthEducationEngland    NationalBody = "health-education-england"
)
