package fault_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

func TestNew(t *testing.T) {
	err := fault.New("funding.ParseMoney", validate.Precision, "£5p", "finer than a penny")
	require.EqualError(t, err, `funding.ParseMoney "£5p": finer than a penny`)
	require.EqualError(t, fault.New("funding.Sum", validate.Overflow, "", "too large"), "funding.Sum: too large")

	for _, wrapped := range []error{err, fmt.Errorf("row 3: %w", err), errors.Join(errors.New("x"), err)} {
		require.ErrorIs(t, wrapped, validate.Precision)
		require.NotErrorIs(t, wrapped, validate.Overflow)
		v, ok := errors.AsType[validate.Violation](wrapped)
		require.True(t, ok)
		want := validate.Violation{
			Code: validate.Precision, Severity: validate.SeverityError, Value: `"£5p"`, Detail: "finer than a penny",
		}
		require.Equal(t, want, v)
		for found := range validate.Of(wrapped).All() {
			require.Equal(t, want, found)
		}
		require.Equal(t, 1, validate.Of(wrapped).Len())
	}
}

// The message stays short and on one line for every value.
func TestFault_ValuesAreQuotedAndCut(t *testing.T) {
	err := fault.New("op", validate.Format, strings.Repeat("x\n", 1<<20), "wrong")
	require.Less(t, len(err.Error()), 200)
	require.NotContains(t, err.Error(), "\n")
}
