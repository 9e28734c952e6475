package key_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/internal/key"
)

func TestFault(t *testing.T) {
	for _, sound := range []string{"", "a", "2015-16/transformation/Ynys Môn", strings.Repeat("x", key.MaxBytes)} {
		require.Empty(t, key.Fault(sound), "%q", sound)
	}
	for _, faulty := range []string{"a\nb", "a\x00", "\u0085", "a\xff", "a\uFFFD", strings.Repeat("x", key.MaxBytes+1)} {
		require.NotEmpty(t, key.Fault(faulty), "%q", faulty)
	}
}
