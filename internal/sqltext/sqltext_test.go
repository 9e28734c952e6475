package sqltext_test

import (
	"database/sql/driver"
	"errors"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/sqltext"
)

type text struct{ fail error }

func (v text) MarshalText() ([]byte, error) { return []byte("words"), v.fail }

func TestValue(t *testing.T) {
	v, err := sqltext.Value(text{})
	require.NoError(t, err)
	require.Equal(t, driver.Value("words"), v)
	require.True(t, driver.IsValue(v))

	broken := errors.New("unset")
	v, err = sqltext.Value(text{broken})
	require.ErrorIs(t, err, broken)
	require.Nil(t, v)
}

func TestScan(t *testing.T) {
	for _, src := range []any{"42", []byte("42")} {
		n := 7
		require.NoError(t, sqltext.Scan(&n, "x.N", src, strconv.Atoi))
		require.Equal(t, 42, n)
	}
}

// A value that cannot be read is an error, which keeps the previous row's value
// from being taken for it; dst is unchanged.
func TestScan_Failures(t *testing.T) {
	for _, tc := range []struct {
		src  any
		code error
		says string
	}{
		{nil, validate.Required, "x.N.Scan: the column is NULL: scan into sql.Null[x.N]"},
		{"", validate.Required, "x.N.Scan: the column is blank: store NULL and scan into sql.Null[x.N]"},
		{[]byte{}, validate.Required, "sql.Null[x.N]"},
		{[]byte(nil), validate.Required, "sql.Null[x.N]"},
		{int64(42), validate.Format, `x.N.Scan "42": a text is needed, not int64`},
		{4.2, validate.Format, "not float64"},
		{"x", strconv.ErrSyntax, "x"},
	} {
		n := 7
		err := sqltext.Scan(&n, "x.N", tc.src, strconv.Atoi)
		require.ErrorIs(t, err, tc.code)
		require.ErrorContains(t, err, tc.says)
		require.Equal(t, 7, n)
	}
}
