package caremodel

import (
	"slices"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// ODSCode is a code of the NHS Organisation Data Service: "12F", "RTE",
// "A81001". Codes are one to nine letters and digits, never used again for
// another organisation, and kept when a boundary moves: pair a code with a date
// where the area matters.
type ODSCode string

// ODSKind is a kind of organisation that an ODS code's shape allows.
type ODSKind string

// The kinds that [ODSCode.LikelyKinds] tells apart.
const (
	ODSCommissioner ODSKind = "clinical-commissioning-group" // sub-ICB location since 2022
	ODSCareBoard    ODSKind = "integrated-care-board"        // sustainability and transformation partnership before 2022
	ODSRegion       ODSKind = "region"                       // NHS England region
	ODSLocalOffice  ODSKind = "local-office"                 // area team before 2015
	ODSPractice     ODSKind = "gp-practice"                  // or another prescribing cost centre
	ODSNetwork      ODSKind = "primary-care-network"         // from 2019
	ODSTrust        ODSKind = "trust"                        // NHS trust or foundation trust
	ODSTrustSite    ODSKind = "trust-site"                   // a hospital or other place of a trust
	ODSCareTrust    ODSKind = "primary-care-trust"           // to 2013
)

// odsShapes are the forms of codes, by the counts in national files of 2015 to
// 2022: 9 = a digit, A = a letter, X = either, anything else itself.
var odsShapes = []struct {
	shape string
	kind  ODSKind
}{
	{"99A", ODSCommissioner},
	{"A9A9A", ODSCommissioner},
	{"QAX", ODSCareBoard},
	{"Y99", ODSRegion},
	{"Q99", ODSLocalOffice},
	{"A99999", ODSPractice},
	{"U99999", ODSNetwork},
	{"RXX", ODSTrust},
	{"TAA", ODSTrust},
	{"RXXXX", ODSTrustSite},
	{"5XX", ODSCareTrust},
}

// practiceLetters begin the codes of practices: W in Wales, S in Scotland, the
// others in England. Networks (U) and codes for none such as V81997, "no registered
// practice", share the form.
const practiceLetters = "ABCDEFGHJKLMNPYWS"

// ParseODSCode reads one to nine capital letters and digits. It accepts every
// code that has the general form, because the role of an organisation decides
// its kind and not the shape; [ODSCode.LikelyKinds] tells what the shape allows.
func ParseODSCode(text string) (ODSCode, error) {
	if !validODS(text) {
		return "", fault.New("caremodel.ParseODSCode", validate.Format, text,
			`an ODS code is 1 to 9 capital letters and digits, as in "12F" or "RTE"`)
	}
	return ODSCode(text), nil
}

func validODS(text string) bool {
	for i := range len(text) {
		if !matches('X', text[i]) {
			return false
		}
	}
	return len(text) >= 1 && len(text) <= 9
}

// LikelyKinds returns the kinds that the shape of c allows, in the order of the
// constants; none for a shape that no kind here has. A shape often allows
// several: "R0A" is a trust, and nothing but its role says which sort.
func (c ODSCode) LikelyKinds() []ODSKind {
	var kinds []ODSKind
	for _, s := range odsShapes {
		if c.has(s.shape) && !slices.Contains(kinds, s.kind) {
			kinds = append(kinds, s.kind)
		}
	}
	return kinds
}

func (c ODSCode) has(shape string) bool {
	if len(c) != len(shape) {
		return false
	}
	for i := range len(shape) {
		if !matches(shape[i], c[i]) {
			return false
		}
	}
	return shape != "A99999" || strings.IndexByte(practiceLetters, c[0]) >= 0
}

func matches(shape, b byte) bool {
	digit, letter := b >= '0' && b <= '9', b >= 'A' && b <= 'Z'
	switch shape {
	case '9':
		return digit
	case 'A':
		return letter
	case 'X':
		return digit || letter
	}
	return b == shape
}
