package caremodel_test

import (
	"crypto/sha1"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

var anyID = caremodel.VanguardIDFor("england-2015", "south-somerset-symphony")

func ids() *rapid.Generator[caremodel.VanguardID] {
	return rapid.Custom(func(t *rapid.T) caremodel.VanguardID {
		return caremodel.VanguardID(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "id"))
	}).Filter(func(id caremodel.VanguardID) bool { return !id.IsZero() })
}

// An id is the version 5 UUID of "programme/vanguard" in the name space of this
// library, made here by the words of RFC 9562, section 5.5.
func TestVanguardIDFor(t *testing.T) {
	version5 := func(space uuid.UUID, name string) (id uuid.UUID) {
		sum := sha1.Sum(append(space[:], name...))
		copy(id[:], sum[:])
		id[6] = id[6]&0x0f | 0x50
		id[8] = id[8]&0x3f | 0x80
		return id
	}
	space := version5(uuid.NameSpaceURL, "https://github.com/newcaremodels/newcaremodels")
	rapid.Check(t, func(t *rapid.T) {
		programme, vanguard := rapid.String().Draw(t, "programme"), rapid.String().Draw(t, "vanguard")
		got := caremodel.VanguardIDFor(programme, vanguard)
		require.Equal(t, version5(space, programme+"/"+vanguard), uuid.UUID(got))
	})
	// An id is for ever: this one stands in files.
	require.Equal(t, "b67d4699-a961-56fb-908a-01cd26f38c60", caremodel.VanguardIDFor("england-2015", "wirral-partners").String())
}

func TestVanguardID_Laws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id, other := ids().Draw(t, "id"), ids().Draw(t, "other")
		requireRoundTrip(t, caremodel.ParseVanguardID, id)
		requireDatabaseLaws(t, id, other)
		require.Equal(t, uuid.UUID(id).String(), id.String())
		require.Equal(t, compareStrings(id.String(), other.String()), id.Compare(other))
		require.Equal(t, id.Compare(other) == 0, id.Equal(other))

		parsed, err := caremodel.ParseVanguardID(strings.ToUpper(id.String()))
		require.NoError(t, err)
		require.Equal(t, id, parsed, "upper case is read, lower case is written")
	})
}

// Other parsers take all of these; the last four are of 36 characters.
func TestParseVanguardID_IsStrict(t *testing.T) {
	plain := anyID.String()
	for _, text := range []string{
		"", "x" + plain + "y", " " + plain + " ", "{" + plain + "}", "urn:uuid:" + plain, strings.ReplaceAll(plain, "-", ""),
		plain[:35], plain + "0", plain[:8] + "_" + plain[9:], strings.Replace(plain, plain[:1], "g", 1), "+" + plain[1:],
		plain[:7] + "-" + plain[7:8] + plain[9:],
	} {
		_, err := caremodel.ParseVanguardID(text)
		require.ErrorIs(t, err, validate.Format, text)
		requireTextLaws(t, caremodel.ParseVanguardID, text, anyID)
	}
	_, err := caremodel.ParseVanguardID("00000000-0000-0000-0000-000000000000")
	require.ErrorIs(t, err, validate.Required, "the nil UUID stands for nothing")
	require.Panics(t, func() { caremodel.MustParseVanguardID("x") })
	require.Equal(t, anyID, caremodel.MustParseVanguardID(plain))
}

func TestVanguardID_ZeroVanguardID(t *testing.T) {
	var zero caremodel.VanguardID
	require.True(t, zero.IsZero())
	require.Empty(t, zero.String())
	requireNoText(t, zero)
	encoded, err := json.Marshal(struct {
		ID caremodel.VanguardID `json:"id,omitzero"`
	}{})
	require.NoError(t, err)
	require.Equal(t, "{}", string(encoded))
	encoded, err = json.Marshal(map[caremodel.VanguardID]int{anyID: 1})
	require.NoError(t, err)
	require.Equal(t, `{"`+anyID.String()+`":1}`, string(encoded))
}

// Binary columns hold 16 bytes; a text column's 16 letters are no id.
func TestVanguardID_ScanBinary(t *testing.T) {
	var id caremodel.VanguardID
	require.NoError(t, id.Scan(anyID[:]))
	require.Equal(t, anyID, id)
	id = caremodel.VanguardID{}
	require.NoError(t, id.Scan([16]byte(anyID)))
	require.Equal(t, anyID, id)
	for _, src := range []any{[]byte("south-somerset-1"), make([]byte, 16), [16]byte{}, anyID[:15], append(anyID[:], 0)} {
		id := anyID
		require.Error(t, id.Scan(src), "%q", src)
		require.Equal(t, anyID, id)
	}
}

func FuzzParseVanguardID(f *testing.F) {
	for _, seed := range []string{anyID.String(), strings.ToUpper(anyID.String()), "{" + anyID.String() + "}", "", "00000000-0000-0000-0000-000000000000"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, input string) {
		requireTextLaws(t, caremodel.ParseVanguardID, input, anyID)
		if id, err := caremodel.ParseVanguardID(input); err == nil {
			require.Equal(t, strings.ToLower(input), id.String())
		}
	})
}

func TestVanguardID_Allocations(t *testing.T) {
	text, buffer := anyID.String(), make([]byte, 0, 64)
	require.LessOrEqual(t, testing.AllocsPerRun(100, func() {
		id, _ := caremodel.ParseVanguardID(text)
		buffer, _ = id.AppendText(buffer[:0]) // the uuid's text is a string of its own
		_ = id.Compare(anyID)
	}), 1.0)
}

func BenchmarkParseVanguardID(b *testing.B) {
	text := anyID.String()
	b.ReportAllocs()
	for b.Loop() {
		_, _ = caremodel.ParseVanguardID(text)
	}
}
