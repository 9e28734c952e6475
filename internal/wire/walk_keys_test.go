package wire_test

import (
	"encoding/json"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/internal/wire"
)

// Long keys are distinguished without being held in memory.
func TestKeys_Long(t *testing.T) {
	const size, keys = 1 << 20, 40
	n, repeated := 0, 0
	next := func() (json.Token, error) {
		if n++; n > keys+1 {
			return json.Delim('}'), nil
		}
		return strconv.Itoa(min(n, keys)) + strings.Repeat("x", size), nil // the last key appears twice
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	require.NoError(t, wire.Keys(next, func(_ string, again bool) error {
		if again {
			repeated++
		}
		if n == keys {
			runtime.GC()
			runtime.ReadMemStats(&after)
		}
		return nil
	}))
	require.Equal(t, 1, repeated)
	require.Less(t, int64(after.HeapAlloc)-int64(before.HeapAlloc), int64(8*size))
}
