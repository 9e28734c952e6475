package delivery_test

import (
	"database/sql"
	"database/sql/driver"
	"encoding"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel/delivery"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// word has the methods that all enumerations have.
type word interface {
	~uint8
	encoding.TextMarshaler
	encoding.TextAppender
	fmt.Stringer
	driver.Valuer
	comparable
	IsZero() bool
}

// pointer is a pointer to a word.
type pointer[T word] interface {
	*T
	encoding.TextUnmarshaler
	sql.Scanner
}

// The words are part of the wire format and never change.
func TestLadder_Words(t *testing.T) {
	testLadder(t, delivery.ParseRating, "Rating", "Rating(0)", "not-met", "partly-met", "met")
	testLadder(t, delivery.ParseBarrierStatus, "BarrierStatus", "not known", "raised", "being-addressed", "removed")
	testLadder(t, delivery.ParseGrouping, "Grouping", "Grouping(0)", "theme", "category", "body")
}

func testLadder[T word, P pointer[T]](t *testing.T, parse func(string) (T, error), kind, zero string, words ...string) {
	t.Helper()
	for i, word := range words {
		v := T(i + 1)
		require.Equal(t, word, v.String())
		text, err := v.MarshalText()
		require.NoError(t, err)
		require.Equal(t, word, string(text))
		stored, err := v.Value()
		require.NoError(t, err)
		require.Equal(t, word, stored)
		testLadderWord[T, P](t, parse, word)
	}
	require.Equal(t, zero, T(0).String())
	require.True(t, T(0).IsZero())
	require.False(t, T(1).IsZero())
	require.Equal(t, fmt.Sprintf("%s(%d)", kind, len(words)+1), T(len(words)+1).String())
	for _, invalid := range []T{0, T(len(words) + 1), 255} {
		_, err := invalid.MarshalText()
		require.Error(t, err)
		_, err = invalid.Value()
		require.Error(t, err)
		_, err = json.Marshal(invalid)
		require.Error(t, err)
		text, err := invalid.AppendText([]byte("kept"))
		require.Error(t, err)
		require.Equal(t, "kept", string(text))
	}
	for _, text := range []string{"", " ", "Met", words[0] + " ", words[0] + "\x00", "1", "null"} {
		testLadderWord[T, P](t, parse, text)
	}
	var scanned T = 2
	require.ErrorContains(t, P(&scanned).Scan(nil), "sql.Null[delivery."+kind+"]")
	require.Error(t, P(&scanned).Scan(int64(1)), "the number of a word is nobody's business")
	require.EqualValues(t, 2, scanned)
	require.NoError(t, P(&scanned).Scan([]byte(words[0])))
	require.EqualValues(t, 1, scanned)
	var null sql.Null[T]
	require.NoError(t, null.Scan(nil))
	require.False(t, null.Valid)
}

// testLadderWord checks the laws of a codec on any text: a text that is read is
// written again unchanged, all ways of reading agree, and an error changes nothing.
func testLadderWord[T word, P pointer[T]](t *testing.T, parse func(string) (T, error), text string) {
	t.Helper()
	v, err := parse(text)
	var decoded, inJSON, scanned T = 3, 3, 3
	quoted, marshalErr := json.Marshal(text)
	require.NoError(t, marshalErr)
	if err != nil {
		require.ErrorIs(t, err, validate.Format)
		require.Zero(t, v)
		require.Error(t, P(&decoded).UnmarshalText([]byte(text)))
		require.Error(t, json.Unmarshal(quoted, &inJSON))
		require.Error(t, P(&scanned).Scan(text))
		require.EqualValues(t, []T{3, 3, 3}, []T{decoded, inJSON, scanned})
		return
	}
	require.Equal(t, text, v.String())
	require.NoError(t, P(&decoded).UnmarshalText([]byte(text)))
	require.NoError(t, json.Unmarshal(quoted, &inJSON))
	require.NoError(t, P(&scanned).Scan(text))
	require.Equal(t, []T{v, v, v}, []T{decoded, inJSON, scanned})
	written, err := json.Marshal(v)
	require.NoError(t, err)
	require.Equal(t, string(quoted), string(written))
	asKey, err := json.Marshal(map[T]int{v: 1})
	require.NoError(t, err)
	require.Equal(t, "{"+string(quoted)+":1}", string(asKey))
}

func FuzzLadders(f *testing.F) {
	for _, text := range []string{"met", "not-met", "removed", "body", "", "Met", "met\x00", "ｍet"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		testLadderWord(t, delivery.ParseRating, text)
		testLadderWord(t, delivery.ParseBarrierStatus, text)
		testLadderWord(t, delivery.ParseGrouping, text)
	})
}
