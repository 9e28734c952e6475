package wire_test

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/wire"
)

func TestTokens(t *testing.T) {
	tokens := wire.NewTokens(strings.NewReader(`{"a":[1.50,"b",null]} `), 0)
	for _, want := range []json.Token{json.Delim('{'), "a", json.Delim('['), json.Number("1.50"), "b", nil, json.Delim(']'), json.Delim('}')} {
		got, err := tokens.Next()
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	require.NoError(t, tokens.End())
}

func TestTokens_Faults(t *testing.T) {
	broken := errors.New("broken pipe")
	for _, tc := range []struct {
		name string
		r    io.Reader
		max  int64
		want error
		says string
	}{
		{"cut off", strings.NewReader(`{"a":`), 0, validate.Format, "cut off"},
		{"empty", strings.NewReader(""), 0, validate.Format, "cut off"},
		{"no JSON", strings.NewReader(`{"a":,`), 0, validate.Format, "not JSON"},
		{"more follows", strings.NewReader(`{} {}`), 0, validate.Format, "more follows"},
		{"too large", strings.NewReader(`{"a":"` + strings.Repeat("x", 100) + `"}`), 50, validate.TooLarge, "at most 50 bytes"},
		{"a long text", strings.NewReader(`{"a":"` + strings.Repeat("x", 2<<20) + `"}`), 0, validate.TooLarge, "one text"},
		{"a reader that fails", io.MultiReader(strings.NewReader(`{"a":`), iotest.ErrReader(broken)), 0, broken, "broken pipe"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tokens := wire.NewTokens(tc.r, tc.max)
			var err error
			for err == nil {
				var token json.Token
				if token, err = tokens.Next(); token == json.Delim('}') {
					err = tokens.End()
				}
			}
			require.ErrorIs(t, err, tc.want)
			require.ErrorContains(t, err, tc.says)
		})
	}
}

// still never returns anything.
type still struct{}

func (still) Read([]byte) (int, error) { return 0, nil }

// A reader that returns single bytes costs no more than its bytes: a decoder that
// received the million blanks one by one would take ten minutes.
func TestTokens_ByteByByte(t *testing.T) {
	text := "{" + strings.Repeat(" ", 1<<20-100) + `"a":1}`
	tokens := wire.NewTokens(iotest.OneByteReader(strings.NewReader(text)), 0)
	for range 4 {
		_, err := tokens.Next()
		require.NoError(t, err)
	}
	require.NoError(t, tokens.End())

	_, err := wire.NewTokens(still{}, 0).Next()
	require.ErrorIs(t, err, io.ErrNoProgress)
}

func TestLabel(t *testing.T) {
	require.Equal(t, "Grant type", wire.Label("Grant type"))
	require.Equal(t, `"a.b"`, wire.Label("a.b"))
	require.Equal(t, `"a\nb"`, wire.Label("a\nb"))
	require.True(t, wire.Damaged("a\ufffdb"))
	require.False(t, wire.Damaged("a"))
}
