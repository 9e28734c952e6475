package intern_test

import (
	"encoding/binary"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/internal/intern"
)

// An author of texts cannot choose their hashes, even for texts whose words would
// be multiplied by zero without the seed.
func TestHasher_NobodyChoosesHashes(t *testing.T) {
	const factor = 0xd6e8feb86659fd93 // of Fold
	var written, plain []string
	for n := range uint64(500) {
		text := binary.LittleEndian.AppendUint64(nil, n)
		written = append(written, string(binary.LittleEndian.AppendUint64(text, factor-16)))
		plain = append(plain, strings.Repeat("x", int(n)))
	}
	hashes := func(texts []string) []uint64 {
		h, out := intern.NewHasher(), make([]uint64, len(texts))
		for i, text := range texts {
			out[i] = h.Hash(text)
			require.Equal(t, out[i], h.HashBytes([]byte(text)))
		}
		slices.Sort(out)
		return out
	}
	for name, texts := range map[string][]string{"written": written, "of any length": plain} {
		first := hashes(texts)
		require.Len(t, slices.Compact(slices.Clone(first)), len(texts), name)
		require.NotEqual(t, first, hashes(texts), "%s: another seed gives other hashes", name)
	}
}
