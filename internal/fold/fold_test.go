package fold_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/internal/fold"
)

func TestKey(t *testing.T) {
	for _, tc := range []struct{ text, want string }{
		{"Airedale & Partners", "airedale partners"},
		{"AIREDALE AND PARTNERS", "airedale partners"},
		{"The Airedale, and  partners.", "airedale partners"},
		{"Let's Get Moving", "lets get moving"},
		{"Let’s get moving", "lets get moving"},
		{"Connecting Care – Wakefield District", "connecting care wakefield district"},
		{"Connecting Care - Wakefield District", "connecting care wakefield district"},
		{"multi-specialty", "multi specialty"},
		{"A&E", "a e"},
		{"Northumbria", "northumbria"},
		{"Sandwell", "sandwell"}, // the letters "and" within a word stay
		{"Théâtre", "théâtre"},
		{"2gether NHS", "2gether nhs"},
		{"The And", "the and"},
		{" \u00a0–…\xff", ""},
		{"", ""},
	} {
		require.Equal(t, tc.want, fold.Key(tc.text), tc.text)
	}
}

func TestParts(t *testing.T) {
	require.Empty(t, fold.Parts("Encompass"))
	require.Empty(t, fold.Parts("(EMRAD) and more"))
	require.Equal(t, []string{"The Consortium ", "EMRAD"}, fold.Parts("The Consortium (EMRAD) "))
}

func FuzzKey(f *testing.F) {
	for _, seed := range []string{"Airedale & Partners", "the and", "İI\u0307ǅK", "a\xffb", "ʼ´`"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		key := fold.Key(text)
		require.Equal(t, key, fold.Key(key), "folding a second time changes nothing")
		require.Equal(t, key, fold.Key(" "+text+" "), "blanks around make no difference")
		require.Equal(t, strings.Join(fold.Words(text), " "), key)
		require.True(t, utf8.ValidString(key))
		require.Equal(t, strings.Join(strings.Fields(key), " "), key)
	})
}
