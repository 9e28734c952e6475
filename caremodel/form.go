package caremodel

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/form"
	"github.com/newcaremodels/newcaremodels/internal/near"
)

const (
	mostCode = 40 // bytes of a category's code
	mostList = 12 // names that a detail lists
)

// checkSlug checks "south-somerset-symphony".
func checkSlug(at validate.Place, text string) {
	if text == "" {
		at.Error(validate.Required, "", "give a slug of lower-case letters, digits and hyphens")
	} else if !form.Word(text, '-') {
		at.Error(validate.Format, text, `a slug is lower-case letters, digits and single hyphens between them, at most 80: "south-somerset-symphony"`)
	}
}

// checkKey checks "gp_practices_supporting".
func checkKey(at validate.Place, text string) {
	if text == "" {
		at.Error(validate.Required, "", "give a key of lower-case letters, digits and underscores")
	} else if !form.Word(text, '_') {
		at.Error(validate.Format, text, `a key is lower-case letters, digits and single underscores between them, at most 80: "gp_practices"`)
	}
}

// checkKind checks a partner's kind, which may be one of the caller's own.
func checkKind(at validate.Place, text string) {
	if text == "" || slices.Contains(partnerKinds, text) {
		return
	}
	if !form.Word(text, '-') {
		at.Error(validate.Format, text, `a kind is lower-case letters, digits and single hyphens between them: "foundation-trust"`)
	} else if best, ok := near.Best(text, values(partnerKinds)); ok {
		at.Warn(validate.Unlikely, text, "perhaps "+validate.Quote(best)+" was meant")
	}
}

// checkCode checks a category's code.
func checkCode(at validate.Place, text string) {
	ok := len(text) <= mostCode && strings.Trim(text, "-_") != ""
	for i := range len(text) {
		b := text[i]
		ok = ok && (b == '-' || b == '_' || matches('X', b) || b >= 'a' && b <= 'z')
	}
	if text == "" {
		at.Error(validate.Required, "", "give a code of letters, digits, hyphens or underscores")
	} else if !ok {
		at.Error(validate.Format, text, "a code is at most 40 letters, digits, hyphens and underscores, and not without a letter or digit")
	}
}

func itoa(n int) string { return strconv.Itoa(n) }

// listed writes names for people.
func listed(names []string) string {
	shown := make([]string, 0, mostList+1)
	for _, name := range names[:min(len(names), mostList)] {
		shown = append(shown, validate.Quote(name))
	}
	if more := len(names) - len(shown); more > 0 {
		shown = append(shown, itoa(more)+" more")
	}
	return strings.Join(shown, ", ")
}

func values(names []string) iter.Seq[string] { return slices.Values(names) }
