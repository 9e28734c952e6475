package ascii_test

import (
	"strings"
	"testing"

	"github.com/newcaremodels/newcaremodels/internal/ascii"
)

// byByte is the definition.
func byByte(text string) bool {
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			return false
		}
	}
	return true
}

// Every byte at every place of texts of every length around the width of a word.
func TestPrintable(t *testing.T) {
	for n := range 26 {
		for at := range n {
			for b := range 256 {
				text := strings.Repeat("~", at) + string([]byte{byte(b)}) + strings.Repeat(" ", n-at-1)
				if got := ascii.Printable(text); got != byByte(text) {
					t.Fatalf("%q: %t", text, got)
				}
			}
		}
	}
}

func FuzzPrintable(f *testing.F) {
	f.Add("award-00000001")
	f.Add("£5,000 for the vanguard")
	f.Fuzz(func(t *testing.T, text string) {
		if got := ascii.Printable(text); got != byByte(text) {
			t.Fatalf("%q: %t", text, got)
		}
	})
}

func BenchmarkPrintable(b *testing.B) {
	for b.Loop() {
		ascii.Printable("award-00000001")
	}
}

func TestEscape(t *testing.T) {
	for text, want := range map[string]string{
		"plain | <b> = @":        "plain | <b> = @",
		"Café – £5 日本 \ufffd":    "Café – £5 日本 \ufffd",
		"a\nb\r\x1b[31m\x00\x7f": `a\nb\r\x1b[31m\x00\x7f`,
		"\u202egnp\u2028\u200b":  `\u202egnp\u2028\u200b`,
		"\xffé\xe2\x80":          `\xffé\xe2\x80`,
	} {
		if got := ascii.Escape(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
