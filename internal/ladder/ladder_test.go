package ladder_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

type status uint8

var names = ladder.Names{"requested", "approved-in-principle", "paid"}

func TestLadder(t *testing.T) {
	for i, name := range names {
		v := uint8(i + 1)
		require.Equal(t, name, names.String("Status", v))
		text, err := names.Append([]byte("is "), "Status", v)
		require.NoError(t, err)
		require.Equal(t, "is "+name, string(text))
		parsed, err := ladder.Parse[status](names, "x.ParseStatus", name)
		require.NoError(t, err)
		require.Equal(t, status(v), parsed)
	}
}

func TestLadder_ValuesOffTheLadder(t *testing.T) {
	for _, v := range []uint8{0, 4, 255} {
		text, err := names.Append([]byte("x"), "Status", v)
		require.ErrorContains(t, err, names.String("Status", v))
		require.Equal(t, "x", string(text))
	}
	require.Equal(t, "Status(4)", names.String("Status", 4))
}

func TestParse_IsStrict(t *testing.T) {
	for _, text := range []string{"", "Paid", " paid", "paid ", "pai", "1", "approved in principle"} {
		v, err := ladder.Parse[status](names, "x.ParseStatus", text)
		require.Zero(t, v)
		require.ErrorIs(t, err, validate.Format)
		require.ErrorContains(t, err, `use one of "requested", "approved-in-principle" or "paid"`)
	}
	_, err := ladder.Parse[status](ladder.Names{"only"}, "x.Parse", "no")
	require.EqualError(t, err, `x.Parse "no": use one of "only"`)
}

func TestLadder_NoAllocation(t *testing.T) {
	buffer := make([]byte, 0, 64)
	require.Zero(t, testing.AllocsPerRun(100, func() {
		_, _ = names.Append(buffer, "Status", 2)
		_, _ = ladder.Parse[status](names, "x.ParseStatus", "paid")
	}))
}
