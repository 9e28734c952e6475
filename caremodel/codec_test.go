package caremodel_test

import (
	"bytes"
	"database/sql"
	"database/sql/driver"
	"encoding"
	"encoding/json"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// text is a value with a text.
type text interface {
	comparable
	String() string
	encoding.TextMarshaler
	encoding.TextAppender
}

// textPointer is what reads such a value.
type textPointer[T any] interface {
	*T
	encoding.TextUnmarshaler
}

// requireTextLaws checks the laws of a text codec on one input, which need not
// be of the grammar. Before is any value.
func requireTextLaws[T text, P textPointer[T]](t require.TestingT, parse func(string) (T, error), input string, before T) {
	v, err := parse(input)
	read, decoded := before, before
	unmarshalErr := P(&read).UnmarshalText([]byte(input))
	quoted, jsonErr := json.Marshal(input)
	require.NoError(t, jsonErr)
	decodeErr := json.Unmarshal(quoted, &decoded)
	if err != nil {
		var zero T
		require.Equal(t, zero, v)
		violation, ok := errors.AsType[validate.Violation](err)
		require.True(t, ok)
		require.NotEmpty(t, violation.Code)
		require.NotEmpty(t, violation.Detail)
		require.Less(t, len(err.Error()), 1000)
		require.ErrorIs(t, unmarshalErr, violation.Code)
		require.Equal(t, before, read, "a failure leaves the value alone")
		require.Equal(t, before, decoded, "a failure leaves the value alone")
		require.Error(t, decodeErr)
		return
	}
	require.NoError(t, unmarshalErr)
	require.NoError(t, decodeErr)
	require.Equal(t, v, read)
	require.Equal(t, v, decoded)
	requireRoundTrip(t, parse, v)
}

// requireRoundTrip checks that a value has one text and comes back from it.
func requireRoundTrip[T text](t require.TestingT, parse func(string) (T, error), v T) {
	again, err := parse(v.String())
	require.NoError(t, err)
	require.Equal(t, v, again)

	marshalled, err := v.MarshalText()
	require.NoError(t, err)
	require.Equal(t, v.String(), string(marshalled))
	appended, err := v.AppendText([]byte("is "))
	require.NoError(t, err)
	require.Equal(t, "is "+v.String(), string(appended))
	encoded, err := json.Marshal(v)
	require.NoError(t, err)
	require.Equal(t, `"`+v.String()+`"`, string(encoded))
}

// requireNoText checks a value that has no text.
func requireNoText[T text](t require.TestingT, v T) {
	_, err := v.MarshalText()
	require.Error(t, err)
	appended, err := v.AppendText([]byte("x"))
	require.Error(t, err)
	require.Equal(t, "x", string(appended))
	_, err = json.Marshal(v)
	require.Error(t, err)
}

// requireDatabaseLaws checks Value and Scan. NULL and blank text never pass for
// what the value held before: they are errors, and leave it alone.
func requireDatabaseLaws[T interface {
	text
	driver.Valuer
}, P interface {
	*T
	sql.Scanner
}](t require.TestingT, v, before T) {
	stored, err := v.Value()
	require.NoError(t, err)
	require.Equal(t, driver.Value(v.String()), stored)
	for _, src := range []any{v.String(), []byte(v.String())} {
		read := before
		require.NoError(t, P(&read).Scan(src))
		require.Equal(t, v, read)
	}
	for _, src := range []any{nil, "", []byte{}, []byte(nil), "x", int64(7), 0.5, true} {
		read := before
		require.Error(t, P(&read).Scan(src), "%T", src)
		require.Equal(t, before, read)
	}
	var zero T
	read := before
	require.ErrorIs(t, P(&read).Scan(nil), validate.Required)
	_, err = zero.Value()
	require.Error(t, err, "what is unset has nothing to store")

	// sql.Null is where NULL belongs.
	null := sql.Null[T]{V: before, Valid: true}
	require.NoError(t, null.Scan(nil))
	require.False(t, null.Valid)
	require.Equal(t, zero, null.V)
}

// unescaped returns v as indented JSON.
func unescaped(t *testing.T, v any) []byte {
	t.Helper()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	require.NoError(t, enc.Encode(v))
	return b.Bytes()
}
