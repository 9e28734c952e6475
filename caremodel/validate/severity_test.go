package validate_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

func TestSeverity_Codec(t *testing.T) {
	for s, want := range map[validate.Severity]string{
		validate.SeverityError: "error", validate.SeverityWarning: "warning", validate.SeverityInfo: "info",
	} {
		require.Equal(t, want, s.String())
		text, err := s.MarshalText()
		require.NoError(t, err)
		require.Equal(t, want, string(text))
		text, err = s.AppendText([]byte("is "))
		require.NoError(t, err)
		require.Equal(t, "is "+want, string(text))
		parsed, err := validate.ParseSeverity(want)
		require.NoError(t, err)
		require.Equal(t, s, parsed)
	}
	for _, s := range []validate.Severity{0, 4, 255} {
		_, err := s.MarshalText()
		require.Error(t, err)
		kept, err := s.AppendText([]byte("x"))
		require.Error(t, err)
		require.Equal(t, "x", string(kept))
		require.Contains(t, s.String(), "Severity(")
	}
}

// A larger value is milder: sorting by severity puts errors first.
func TestSeverity_Order(t *testing.T) {
	require.Less(t, validate.SeverityError, validate.SeverityWarning)
	require.Less(t, validate.SeverityWarning, validate.SeverityInfo)
}

// As a map key a severity is its word in both JSON engines.
func TestSeverity_MapKey(t *testing.T) {
	text, err := json.Marshal(map[validate.Severity]int{validate.SeverityWarning: 1})
	require.NoError(t, err)
	require.JSONEq(t, `{"warning":1}`, string(text))
}

func FuzzParseSeverity(f *testing.F) {
	for _, seed := range []string{"error", "warning", "info", "", "Error", " error", "1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := validate.ParseSeverity(text)
		kept := validate.SeverityInfo
		unmarshalled := kept.UnmarshalText([]byte(text))
		if err != nil {
			require.Zero(t, s)
			require.ErrorIs(t, err, validate.Format)
			require.Contains(t, err.Error(), "validate.ParseSeverity")
			require.Error(t, unmarshalled)
			require.Equal(t, validate.SeverityInfo, kept, "a failure leaves the value alone")
			return
		}
		require.NoError(t, unmarshalled)
		require.Equal(t, s, kept)
		require.Equal(t, text, s.String())
		encoded, err := json.Marshal(s)
		require.NoError(t, err)
		require.Equal(t, `"`+text+`"`, string(encoded))
	})
}
