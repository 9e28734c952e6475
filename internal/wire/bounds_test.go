package wire_test

import (
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/wire"
)

// repeat returns text again and again, n bytes in all, without holding them.
type repeat struct {
	text string
	n    int64
	at   int
}

func (r *repeat) Read(p []byte) (int, error) {
	if r.n == 0 {
		return 0, io.EOF
	}
	n := 0
	for n < len(p) && r.n > 0 {
		p[n] = r.text[r.at]
		r.at = (r.at + 1) % len(r.text)
		n++
		r.n--
	}
	return n, nil
}

// allocated returns the bytes that f allocates in all, whether freed or not, which
// is at least the peak.
func allocated(f func()) int64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return int64(after.TotalAlloc - before.TotalAlloc)
}

// Hostile documents of 100 MB, and how much memory reading them may allocate in
// all.
func TestBounds_Memory(t *testing.T) {
	const size = 100_000_000
	head := `{"format":"newcaremodels/test/1","title":`
	for _, tc := range []struct {
		name, before, text string
		path               string
		most               int64
	}{
		{"a text", head + `"`, "x", "title", 8 << 20},
		{"a text of escapes", head + `"`, `\u00e9`, "title", 8 << 20},
		{"a key", head + `"t","`, "x", "document", 8 << 20},
		{"a number", head, "7", "title", 8 << 20},
		{"a text to pass over", head + `"t","x":"`, "x", "x", 8 << 20},
		{"blanks", head, " ", "title", 8 << 20},
		{"opening brackets", head, "[", "title", 1 << 20},
		{"wrong elements", head + `"t","places":[`, "1,", "places[10000]", 16 << 20},
		{"elements that say nothing", head + `"t","places":[`, `{"name":""},`, "places[10000]", 16 << 20},
		{"elements without what is required", head + `"t","places":[`, "{},", "places[10000]", 16 << 20},
		{"unknown fields", head + `"t","inner":{`, `"x":1,`, "inner.x", 16 << 20},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var doc wire.Document
			used := allocated(func() {
				_, doc = readFrom(io.MultiReader(strings.NewReader(tc.before), &repeat{text: tc.text, n: size}))
			})
			t.Logf("%d KiB", used>>10)
			require.True(t, doc.Cut())
			require.Contains(t, found(doc), fmt.Sprint(validate.TooLarge, " ", tc.path))
			require.Less(t, used, tc.most)
			requireSane(t, doc)
		})
	}
}

// The worst result for its document is a list of objects that are nearly empty,
// since all their fields are optional.
func TestBounds_WhatIsReturnedIsBounded(t *testing.T) {
	type source struct {
		Title     string `json:"title,omitzero"`
		Publisher string `json:"publisher,omitzero"`
		URL       string `json:"url,omitzero"`
	}
	var d struct {
		Format  string   `json:"format"`
		Sources []source `json:"sources,omitempty"`
	}
	const each = `{"url":"a"},`
	const size = 250_000 * len(each)
	text := io.MultiReader(strings.NewReader(`{"format":"newcaremodels/test/1","sources":[`),
		&repeat{text: each, n: int64(size)}, strings.NewReader(`{}]}`))
	require.NoError(t, wire.Read(text, &d, wire.Options{Format: format}).Violations().Err())
	require.Len(t, d.Sources, size/len(each)+1)
	require.Less(t, cap(d.Sources)*int(unsafe.Sizeof(source{})), 6*size)
}

// Each bound allows exactly what it says.
func TestBounds_AtTheEdge(t *testing.T) {
	nested := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	for _, tc := range []struct {
		name, allowed, refused, path string
	}{
		{"levels below an unknown field", with(`"x":` + nested(31)), with(`"x":` + nested(32)), "x"},
		{"levels below a value of a map", with(`"shares":{"a":` + nested(30) + `}`), with(`"shares":{"a":` + nested(31) + `}`), "shares.a"},
		{"levels below an element", with(`"places":[{"name":` + nested(29) + `}]`), with(`"places":[{"name":` + nested(30) + `}]`), "places[0].name"},
		{"elements that say nothing", with(`"places":[` + strings.Repeat(`{"name":""},`, 9_999) + `{"name":""}]`),
			with(`"places":[` + strings.Repeat(`{"name":""},`, 10_001) + `{"name":""}]`), "places[10000]"},
	} {
		_, doc := read(tc.allowed)
		require.NotContains(t, strings.Join(found(doc), "\n"), string(validate.TooLarge), tc.name)
		require.False(t, doc.Cut(), tc.name)
		_, doc = read(tc.refused)
		var large []string
		for _, f := range found(doc) {
			if strings.HasPrefix(f, string(validate.TooLarge)) {
				large = append(large, f)
			}
		}
		require.Equal(t, []string{string(validate.TooLarge) + " " + tc.path}, large, tc.name)
		require.True(t, doc.Cut(), tc.name)
	}

	label := strings.Repeat("k", 80)
	_, doc := read(with(`"` + label + `":1`))
	require.Equal(t, []string{"unknown " + label}, found(doc))
	_, doc = read(with(`"` + label + `k":1`))
	require.NotContains(t, found(doc)[0], label+"k")
	require.Contains(t, found(doc)[0], "…")
}
