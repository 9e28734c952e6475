package jsontext_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/jsontext"
)

// word is a value with a text; a blank one is unset.
type word string

func (w word) IsZero() bool { return w == "" }

func (w word) MarshalText() ([]byte, error) {
	if w == "" {
		return nil, errors.New("unset")
	}
	return []byte(w), nil
}

func (w *word) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		return errors.New("blank")
	}
	*w = word(text)
	return nil
}

func TestUnmarshal(t *testing.T) {
	w := word("before")
	require.NoError(t, jsontext.Unmarshal([]byte(`"a\u00e9"`), "test.Word", &w))
	require.Equal(t, word("aé"), w)
	for text, code := range map[string]validate.Code{"null": validate.Required, "1": validate.Format, "{}": validate.Format, "true": validate.Format} {
		err := jsontext.Unmarshal([]byte(text), "test.Word", &w)
		require.ErrorIs(t, err, code)
		require.ErrorContains(t, err, "test.Word.UnmarshalJSON")
		require.Equal(t, word("aé"), w)
	}
	require.Error(t, jsontext.Unmarshal([]byte(`""`), "test.Word", &w))
}

func TestJsontext_Binary(t *testing.T) {
	for _, w := range []word{"", "a", "é"} {
		data, err := jsontext.MarshalBinary(w)
		require.NoError(t, err)
		back := word("before")
		require.NoError(t, jsontext.UnmarshalBinary(data, &back))
		require.Equal(t, w, back)
	}
}
