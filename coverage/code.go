package coverage

import (
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// AreaCode is the code of an area or of an organisation whose people are
// counted: a code of the Office for National Statistics ("E01012345",
// "E38000143") or of the NHS Organisation Data Service ("12F", "A81001"). Codes
// are compared byte for byte.
//
// A code alone does not fix an area: an ODS code stays when a boundary moves, and
// a code of a small area may stand in two editions. [Base.Edition] settles which
// is meant.
type AreaCode string

// maxAreaCode bounds a code: those of the ODS have at most 12 characters.
const maxAreaCode = 12

// ParseAreaCode reads 1 to 12 capital letters and digits, and nothing else. It
// takes every code of that form, because new kinds of organisation bring new
// shapes; [AreaCode.Entity] tells what the shape means where that is known.
func ParseAreaCode(text string) (AreaCode, error) {
	if AreaCode(text).valid() {
		return AreaCode(text), nil
	}
	const op = "coverage.ParseAreaCode"
	if text == "" {
		return "", fault.New(op, validate.Required, "", "an area code is missing")
	}
	if isTotal(text) {
		return "", fault.New(op, validate.Format, text, "this is a word for all areas together, and no area: a row of totals has no place among those that it adds up")
	}
	if upper := strings.ToUpper(strings.TrimSpace(text)); AreaCode(upper).valid() {
		return "", fault.New(op, validate.Format, text, "an area code has capital letters and no blanks: write "+upper)
	}
	if bare := strings.Trim(text, `='"`); AreaCode(bare).valid() {
		return "", fault.New(op, validate.Format, text, "the code stands in the signs with which a spreadsheet keeps a text: write "+bare)
	}
	return "", fault.New(op, validate.Format, text, `an area code is 1 to 12 capital letters and digits, as in "E01012345" or "12F"`)
}

func (c AreaCode) valid() bool { return validCode(c) }

// validCode is the grammar of [ParseAreaCode].
func validCode[T ~string | ~[]byte](text T) bool {
	for i := range len(text) {
		if !isDigit(text[i]) && !isLetter(text[i]) {
			return false
		}
	}
	return len(text) >= 1 && len(text) <= maxAreaCode
}

// Scheme returns who gives out codes of this shape, or zero for a text that is
// no area code.
func (c AreaCode) Scheme() Scheme {
	switch {
	case c.isGSS():
		return SchemeGSS
	case c.valid():
		return SchemeODS
	}
	return 0
}

// isGSS reports whether c has the form of the ONS Register of Geographic Codes:
// a country's letter and eight digits.
func (c AreaCode) isGSS() bool {
	if len(c) != 9 || strings.IndexByte("EWSNKJLM", c[0]) < 0 {
		return false
	}
	for i := 1; i < 9; i++ {
		if !isDigit(c[i]) {
			return false
		}
	}
	return true
}

// Entity returns the kind of area or organisation that codes of this shape stand
// for, or blank where the shape is of no kind known here. For ODS codes the role
// of the organisation decides and the shape is only the likely kind: a code of
// the shape of a practice may be a walk-in centre or a prison.
func (c AreaCode) Entity() Entity {
	if c.isGSS() {
		if c.IsPseudo() {
			return EntityPseudo
		}
		return gssEntities[c[:3]]
	}
	if !c.valid() {
		return ""
	}
	return c.odsEntity()
}

// Country returns the country of an area by the first letter of its ONS code
// ("England", "Wales", "Scotland", "Northern Ireland"), or blank for areas across
// borders and codes of the ODS.
func (c AreaCode) Country() string {
	if !c.isGSS() {
		return ""
	}
	switch c[0] {
	case 'E':
		return "England"
	case 'W':
		return "Wales"
	case 'S':
		return "Scotland"
	case 'N':
		return "Northern Ireland"
	}
	return ""
}

// IsPseudo reports whether c stands for no place at all: "NO2011" for a patient
// without a small area, V81997 to V81999 for one without a known practice, "U"
// for a practice in no network, E99999999 and its like for a postcode outside
// every area. People under such a code are counted and never dropped.
func (c AreaCode) IsPseudo() bool {
	switch c {
	case "NO2011", "NO2021", "V81997", "V81998", "V81999", "U":
		return true
	}
	return c.isGSS() && c[1:] == "99999999"
}

func isDigit(b byte) bool  { return b >= '0' && b <= '9' }
func isLetter(b byte) bool { return b >= 'A' && b <= 'Z' }

// Scheme says who gives out an area code. The zero Scheme is unset.
type Scheme uint8

// The schemes.
const (
	SchemeGSS Scheme = iota + 1 // the Government Statistical Service: ONS Register of Geographic Codes
	SchemeODS                   // the NHS Organisation Data Service
)

var schemeNames = ladder.Names{"gss", "ods"}
