package grants360

import (
	"slices"
	"strings"
)

// registersUK are the registers of organisations in the United Kingdom that
// org-id.guide lists (github.com/org-id/register, lists/gb), without the "GB-".
var registersUK = []string{
	"CASC", "CCSCUST", "CHC", "COE", "COH", "COOP", "CR", "EDU", "GOR", "GOV", "GOVUK", "HESA", "IRN", "LAE", "LAESTAB", "LANI", "LAS",
	"MPR", "NHS", "NIC", "NIEDU", "PLA", "PPG", "REV", "SC", "SCOTEDU", "SHPE", "SRS", "UKPRN", "WALEDU",
}

// registerOf splits an identifier into its register, as "GB-CHC", and the number
// there; both are blank if no register is recognised.
func registerOf(id string) (register, number string) {
	country, rest, _ := strings.Cut(id, "-")
	list, number, _ := strings.Cut(rest, "-")
	switch {
	case !matches(country, "AA") || list == "" || number == "" || strings.ContainsFunc(list, notOfList):
		return "", ""
	case country == "GB" && !slices.Contains(registersUK, list):
		return "", ""
	}
	return country + "-" + list, number
}

func notOfList(r rune) bool { return (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '_' }

// isCharityNumber reports whether a text has the form of a number of the registers
// of charities of England and Wales, of Scotland or of Northern Ireland.
func isCharityNumber(text string) bool {
	return slices.ContainsFunc([]string{"000000", "0000000", "SC000000", "NI000000", "NIC000000"}, func(p string) bool { return matches(text, p) })
}

// isCompanyNumber reports whether a text has the form of a number of Companies
// House: of companies, or after two letters of partnerships, societies and those of
// Scotland and Northern Ireland.
func isCompanyNumber(text string) bool {
	return slices.ContainsFunc([]string{"00000000", "AA000000", "AA00000A", "A0000000"}, func(p string) bool { return matches(text, p) })
}

// matches reports whether text has digits where pattern has zeros, capitals where
// it has an A, and otherwise the same characters.
func matches(text, pattern string) bool {
	if len(text) != len(pattern) {
		return false
	}
	for i := range len(text) {
		var ok bool
		switch c := text[i]; pattern[i] {
		case '0':
			ok = isDigit(c)
		case 'A':
			ok = 'A' <= c && c <= 'Z'
		default:
			ok = c == pattern[i]
		}
		if !ok {
			return false
		}
	}
	return true
}
