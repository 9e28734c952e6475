package wire

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// Next returns the next token of a document, as [Tokens.Next] does; any error of it
// ends the walk.
type Next func() (json.Token, error)

// Keys passes on the keys of an object whose opening brace has been read, each with
// whether the object had it before; value must read what follows the key.
func Keys(next Next, value func(name string, again bool) error) error {
	seen := map[string]bool{}
	for {
		token, err := next()
		if err != nil || token == json.Delim('}') {
			return err
		}
		name := token.(string) // a key, or the closing brace
		short := brief(name)
		again := seen[short]
		seen[short] = true
		if err := value(name, again); err != nil {
			return err
		}
	}
}

// brief returns what represents a key in the set of keys seen: the key itself, or a
// hash of a long key, which no type knows and whose text would be held as long as
// its object is read.
func brief(key string) string {
	if len(key) <= maxLabel {
		return key
	}
	sum := sha256.Sum256([]byte(key))
	return string(sum[:])
}

// Elements passes on the first tokens of the elements of a list whose opening
// bracket has been read; element must read the rest of each.
func Elements(next func(i int) (json.Token, error), element func(i int, first json.Token) error) error {
	for i := 0; ; i++ {
		token, err := next(i)
		if err != nil || token == json.Delim(']') {
			return err
		}
		if err := element(i, token); err != nil {
			return err
		}
	}
}

// Pass skips what is left of the value that begins with a token, at a depth; see
// receives each of its tokens. A value that is too deep is the error of [Within].
func Pass(next Next, token json.Token, depth int, see func(json.Token)) (err error) {
	for open := 0; ; {
		switch token {
		case json.Delim('{'), json.Delim('['):
			open++
			if err := Within(depth + open); err != nil {
				return err
			}
		case json.Delim('}'), json.Delim(']'):
			open--
		}
		see(token)
		if open == 0 {
			return nil
		}
		if token, err = next(); err != nil {
			return err
		}
	}
}

// Within returns an error for a value too deep in its document.
func Within(depth int) error {
	if depth <= maxDepth {
		return nil
	}
	return fault.New("wire.Within", validate.TooLarge, "", fmt.Sprintf("a document may be at most %d levels deep", maxDepth))
}

// Show returns how a message shows a token.
func Show(token json.Token) string {
	switch t := token.(type) {
	case json.Delim:
		if t == '{' {
			return "{…}"
		}
		return "[…]"
	case nil:
		return "null"
	}
	return fmt.Sprint(token)
}

// Label returns how a path shows a key that no type knows: as it is, or quoted and
// cut if it could break a line or look like a longer path.
func Label(key string) string {
	odd := func(r rune) bool {
		return strings.ContainsRune(`.[]":`, r) || !unicode.IsGraphic(r) || r == utf8.RuneError
	}
	if key == "" || len(key) > maxLabel || strings.ContainsFunc(key, odd) {
		return validate.Quote(key)
	}
	return key
}

// Damaged reports whether a text that was read holds U+FFFD. The decoder puts it in
// place of bytes that are not valid UTF-8; if it was in the input already, the text
// was damaged earlier.
func Damaged(text string) bool { return strings.ContainsRune(text, utf8.RuneError) }
