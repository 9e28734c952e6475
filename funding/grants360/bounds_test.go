package grants360_test

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/funding/grants360"
)

// repeated returns text again and again, n bytes in all, without holding them. A
// "#" in the text is a number that grows.
type repeated struct {
	text   string
	n      int
	i      int64
	buffer []byte
	rest   []byte
}

func (r *repeated) Read(p []byte) (int, error) {
	if r.n <= 0 {
		return 0, io.EOF
	}
	if len(r.rest) == 0 {
		r.fill()
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	r.n -= n
	return n, nil
}

func (r *repeated) fill() {
	r.buffer = r.buffer[:0]
	for len(r.buffer) < 64<<10 {
		r.i++
		for j := range len(r.text) {
			if r.text[j] == '#' {
				r.buffer = strconv.AppendInt(r.buffer, r.i, 10)
			} else {
				r.buffer = append(r.buffer, r.text[j])
			}
		}
	}
	r.rest = r.buffer
}

// Hostile files of 40 MB, and how much memory reading them may allocate in all,
// which is at least the peak.
func TestBounds_Memory(t *testing.T) {
	for _, tc := range []struct {
		name, before, text string
		want               validate.Code
		most               uint64
	}{
		{"a text", `{"grants":[{"title":"`, "x", validate.TooLarge, 8 << 20},
		{"a key", `{"grants":[{"`, "x", validate.TooLarge, 8 << 20},
		{"a number", `{"grants":[{"amountAwarded":`, "7", validate.TooLarge, 8 << 20},
		{"a text to pass over", `{"grants":[{"x":"`, "x", validate.TooLarge, 8 << 20},
		{"blanks", `{"grants":[`, " ", validate.TooLarge, 8 << 20},
		{"opening brackets", `{"grants":[{"x":`, "[", validate.TooLarge, 1 << 20},
		{"opening braces", `{"grants":[{"plannedDates":`, `{"x":`, validate.TooLarge, 1 << 20},
		{"grants without anything", `{"grants":[`, `{},`, validate.TooLarge, 32 << 20},
		{"no grants", `{"grants":[`, `1,`, validate.TooLarge, 16 << 20},
		{"keys of a package", `{`, `"x#":1,`, validate.TooLarge, 16 << 20},
		{"keys of a grant", `{"grants":[{`, `"x#":1,`, validate.TooLarge, 16 << 20},
		{"keys that stand twice", `{"grants":[{`, `"x":1,`, validate.TooLarge, 16 << 20},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := grants360.Read(io.MultiReader(strings.NewReader(tc.before), &repeated{text: tc.text, n: 40_000_000}))
			runtime.ReadMemStats(&after)
			used := after.TotalAlloc - before.TotalAlloc
			t.Logf("%d KiB", used>>10)
			require.ErrorIs(t, err, tc.want)
			require.Less(t, used, tc.most)
		})
	}
}

// Unknown names are counted separately up to a bound, beyond it together.
func TestBounds_ManyUnknownFields(t *testing.T) {
	var b strings.Builder
	for i := range 9_000 {
		fmt.Fprintf(&b, `"x%d":1,`, i)
	}
	g, err := read(pack(grant("a", strings.TrimSuffix(b.String(), ","))))
	require.NoError(t, err)
	require.Len(t, g.Records, 1)
	require.Equal(t, 1001, count(g.Warnings(), validate.SeverityInfo, validate.Unknown))
}

// Apart from the records, memory for warnings and unknown fields does not grow with
// the file: reading ten times as many odd grants allocates ten times as much.
func TestRead_Allocations(t *testing.T) {
	odd := func(n int) string {
		var b strings.Builder
		b.WriteString(`{"grants":[`)
		for i := range n {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(grant(fmt.Sprint(i), `"Grant type":"x","amountAppliedFor":1,"dateModified":"13/03/2015","plannedDates":[{"startDate":"01/04/2015"}]`))
		}
		b.WriteString("]}")
		return b.String()
	}
	per := func(n int) float64 {
		text := odd(n)
		return testing.AllocsPerRun(3, func() {
			if g, err := read(text); err != nil || len(g.Records) != n {
				t.Fatal(err)
			}
		}) / float64(n)
	}
	few, many := per(200), per(2000)
	t.Logf("%.0f allocations a grant, of many %.0f", few, many)
	require.Less(t, many, 400.0)
	require.LessOrEqual(t, many, few*1.05)
}

func BenchmarkRead(b *testing.B) {
	var document bytes.Buffer
	_, err := grants360.Write(&document, funding.EnglandLedger(), caremodel.England(), grants360.Options{})
	require.NoError(b, err)
	b.SetBytes(int64(document.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := grants360.Read(bytes.NewReader(document.Bytes())); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	l, p := funding.EnglandLedger(), caremodel.England()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := grants360.Write(io.Discard, l, p, grants360.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// Each bound accepts its limit and rejects one more.
func TestRead_Bounds(t *testing.T) {
	nested := func(levels int) string { // the package, its list and the grant are three
		return pack(grant("a", `"x":`+strings.Repeat("[", levels-3)+"0"+strings.Repeat("]", levels-3)))
	}
	for name, tc := range map[string]struct {
		at, above string
		code      validate.Code
	}{
		"levels":   {nested(32), nested(33), validate.TooLarge},
		"amount":   {pack(without("amountAwarded", "1."+strings.Repeat("0", 62))), pack(without("amountAwarded", "1."+strings.Repeat("0", 63))), validate.TooLarge},
		"greatest": {pack(without("amountAwarded", "92233720368547758.07")), pack(without("amountAwarded", "92233720368547758.08")), validate.Overflow},
	} {
		g, err := read(tc.at)
		require.NoError(t, err, name)
		require.Len(t, g.Records, 1, name)
		_, err = read(tc.above)
		require.ErrorIs(t, err, tc.code, name)
	}
}

// The key of a fund without a name is used in the programme's description; without
// a fund there is none.
func TestWrite_FundWithoutAName(t *testing.T) {
	l := funding.Ledger{
		Funds:  []funding.Fund{{ID: "purse", Owner: "The owner", Sources: []caremodel.Source{{Title: "A paper"}}, Limits: []funding.Limit{{From: year("2015/16"), Through: year("2015/16"), Amount: pounds("1000")}}}},
		Rounds: []funding.Round{{ID: "r", Fund: "purse", Year: year("2015/16"), Sources: []caremodel.Source{{Title: "A paper", URL: "https://example.org/%41z"}}}},
	}
	a := award("2015-07-31")
	a.Round = "r"
	l.Allocations = []funding.Allocation{a}
	g, _, err := grants360.FromLedger(l, trial(t), grants360.Options{})
	require.NoError(t, err)
	require.Equal(t, []grants360.GrantProgramme{{Code: "r", Title: "purse", Description: "A round of the fund: purse", URL: "https://example.org/%41z"}}, g.Records[0].GrantProgramme)
	require.Equal(t, "The owner", g.Records[0].FundingOrganization[0].Name)
}
