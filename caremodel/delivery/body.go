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

// BodyDefinition says in words what a national body is, and its part in the
// programme.
type BodyDefinition struct {
	// Code is what records carry.
	Code NationalBody `json:"code"`
	// Name is the body's: "NHS Trust Development Authority".
	Name string `json:"name"`
	// Aim is its part in the programme, in a sentence.
	Aim string `json:"aim,omitzero"`
}

func (d BodyDefinition) words() (code, name, aim string) { return string(d.Code), d.Name, d.Aim }
