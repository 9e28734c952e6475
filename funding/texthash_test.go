package funding_test

import (
	"encoding/binary"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/funding"
)

// Whoever writes a ledger does not choose the hashes of its texts: not even where
// the hash without its seed would multiply by nothing.
func TestTexthash_HashTextsAgainstThoseWhoKnowIt(t *testing.T) {
	const factor = 0xd6e8feb86659fd93 // of mix
	var written, plain []string
	for n := range uint64(500) {
		text := binary.LittleEndian.AppendUint64(nil, n)
		written = append(written, string(binary.LittleEndian.AppendUint64(text, factor-16)))
		plain = append(plain, strings.Repeat("x", int(n)))
	}
	for name, texts := range map[string][]string{"written": written, "of any length": plain} {
		hashes := funding.HashTexts(texts)
		require.Len(t, hashes, len(texts), "%s: bytes and string differ", name)
		slices.Sort(hashes)
		require.Len(t, slices.Compact(hashes), len(texts), name)
		again := funding.HashTexts(texts)
		slices.Sort(again)
		require.NotEqual(t, hashes, again, "%s: another seed gives other hashes", name)
	}
}
