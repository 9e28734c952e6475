package caremodel_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

func newReader(document []byte) io.Reader { return bytes.NewReader(document) }

// places is a programme of vanguards with these names; a name may be followed by
// aliases after bars.
func places(t testing.TB, names ...string) *caremodel.Programme {
	t.Helper()
	d := minimal()
	template := d.Vanguards[0]
	d.Vanguards = nil
	for i, name := range names {
		v := template
		all := strings.Split(name, "|")
		v.Slug, v.Name, v.Aliases = "v-"+string(rune('a'+i)), all[0], all[1:]
		d.Vanguards = append(d.Vanguards, v)
	}
	return programme(t, d)
}

func TestFind(t *testing.T) {
	p := places(t, "Airedale & Partners", "East Midlands Radiology Consortium (EMRAD)", "Let's Move – Connecting Care",
		"Northumberland Accountable Care Organisation|Northumberland", "Northumbria Foundation Group")
	for text, slug := range map[string]string{
		"v-a": "v-a", "V A": "v-a",
		"Airedale & Partners": "v-a", "AIREDALE AND PARTNERS": "v-a", " the airedale, partners.": "v-a",
		"East Midlands Radiology Consortium (EMRAD)": "v-b", "east midlands radiology consortium": "v-b", "emrad": "v-b", "E.M.R.A.D.": "",
		"East Midlands Radiology Consortium EMRAD": "v-b",
		"Let’s move - connecting care":             "v-c", "lets move: Connecting Care": "v-c",
		"Northumberland": "v-d", "Northumbria Foundation Group": "v-e",
		"Airedale": "", "Partners": "", "": "", "&": "", "\xff": "",
	} {
		v, err := p.Find(text)
		if slug == "" {
			require.Error(t, err, text)
			require.Zero(t, v)
			continue
		}
		require.NoError(t, err, text)
		require.Equal(t, slug, v.Slug, text)
	}
}

func TestFind_ErrorsListTheCandidates(t *testing.T) {
	p := places(t, "West Wakefield|Salford Together", "Connecting Care – Wakefield District|Salford together", "Northumberland", "Airedale (One)")
	for _, tc := range []struct {
		text string
		code validate.Code
		says string
	}{
		{"Wakefield", caremodel.Ambiguous, `several vanguards have this in their names: "West Wakefield", "Connecting Care – Wakefield District"`},
		{"SALFORD TOGETHER", caremodel.Ambiguous, `several vanguards answer to it: "West Wakefield", "Connecting Care – Wakefield District"`},
		{"Wakefield District", validate.Unknown, `perhaps "Connecting Care – Wakefield District"`},
		{"Northumberlnd", validate.Unknown, `the nearest is "Northumberland"`},
		{"xyzzy", validate.Unknown, `no vanguard has this name`},
		{"", validate.Unknown, `no vanguard has this name`},
		{strings.Repeat("x ", 1<<16), validate.Unknown, `no vanguard has this name`},
	} {
		_, err := p.Find(tc.text)
		require.ErrorIs(t, err, tc.code, tc.text)
		require.ErrorContains(t, err, tc.says)
		require.ErrorContains(t, err, "caremodel.Programme.Find")
		require.Less(t, len(err.Error()), 1000)
	}

	names := make([]string, 20)
	for i := range names {
		names[i] = "Place " + string(rune('a'+i))
	}
	_, err := places(t, names...).Find("place")
	require.ErrorContains(t, err, `"Place l", 8 more`)
}

// A slug always leads to its vanguard, whatever others are called.
func TestFind_SlugWins(t *testing.T) {
	p := places(t, "First|V B", "Second")
	v, err := p.Find("v-b")
	require.NoError(t, err)
	require.Equal(t, "Second", v.Name)
	_, err = p.Find("V B")
	require.ErrorIs(t, err, caremodel.Ambiguous)
}

// Of the names of any programme: each leads to its own vanguard, or is ambiguous
// and was warned of.
func TestFind_Laws(t *testing.T) {
	word := rapid.SampledFrom([]string{"Alpha", "alpha", "Beta", "&", "and", "(Gamma)", "(", ")", "v-a", "The", "v", "b"})
	name := rapid.Map(rapid.SliceOfN(word, 1, 3), func(words []string) string { return strings.Join(words, " ") })
	built := 0
	rapid.Check(t, func(t *rapid.T) {
		d := minimal()
		template := d.Vanguards[0]
		d.Vanguards = nil
		for i := range rapid.IntRange(1, 4).Draw(t, "n") {
			v := template
			v.Slug, v.Name, v.Aliases = "v-"+string(rune('a'+i)), name.Draw(t, "name"), rapid.SliceOfN(name, 0, 2).Draw(t, "aliases")
			d.Vanguards = append(d.Vanguards, v)
		}
		p, err := caremodel.NewProgramme(d)
		if err != nil {
			return // two of one name
		}
		built++
		warned := errors.Is(asError(p.Warnings()), validate.Conflict)
		for v := range p.All() {
			found, err := p.Find(v.Slug)
			require.NoError(t, err)
			require.Equal(t, v.ID, found.ID)
			for _, text := range append([]string{v.Name}, v.Aliases...) {
				found, err := p.Find(text)
				switch {
				case err == nil && found.ID != v.ID:
					require.Equal(t, text, found.Slug, "only an exact slug leads elsewhere")
					require.True(t, warned)
				case err == nil:
				case errors.Is(err, caremodel.Ambiguous):
					require.True(t, warned, "%q is ambiguous and was not warned of", text)
				default:
					require.Empty(t, strings.Trim(text, " &()"), "only what has no letter is not found")
				}
			}
		}
	})
	require.NotZero(t, built)
}

// asError makes warnings an error, for errors.Is.
func asError(warnings validate.Violations) error {
	var all []error
	for v := range warnings.All() {
		all = append(all, v)
	}
	return errors.Join(all...)
}

func FuzzFind(f *testing.F) {
	for _, seed := range []string{"Wakefield", "Airedale & Partners", "emrad", "", "\xff", "Salford", "the and"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		v, err := caremodel.England().Find(text)
		again, err2 := caremodel.England().Find("  THE " + text + " !")
		if err != nil {
			require.Zero(t, v)
			require.Less(t, len(err.Error()), 3000)
			require.NotContains(t, err.Error(), "\n")
			return
		}
		require.True(t, caremodel.England().Has(v.ID))
		require.NoError(t, err2)
		require.Equal(t, v.ID, again.ID)
	})
}

func BenchmarkFind(b *testing.B) {
	p := caremodel.England()
	b.ReportAllocs()
	for b.Loop() {
		_, _ = p.Find("AIREDALE AND PARTNERS")
	}
}

// Only id, slug, name and alias resolve; everything that comes near is an error
// that lists whom it may mean.
func TestFind_Candidates(t *testing.T) {
	p := caremodel.England()
	for text, want := range map[string]string{
		"Airdale": "airedale-partners", "Tower Hamlet": "tower-hamlets-together", "Cumbria": "morecambe-bay", "01H": "", "01h": "", "NHS Dudley CCG": "dudley",
	} {
		_, err := p.Find(text)
		require.ErrorIs(t, err, validate.Unknown, text)
		var slugs []string
		for _, id := range caremodel.Candidates(err) {
			v, ok := p.Vanguard(id)
			require.True(t, ok)
			require.ErrorContains(t, err, v.Name)
			slugs = append(slugs, v.Slug)
		}
		require.NotEmpty(t, slugs, text)
		if want != "" {
			require.Contains(t, slugs, want, text)
		}
	}
	for v := range p.All() {
		found, err := p.Find(v.ID.String())
		require.NoError(t, err)
		require.Equal(t, v, found)
		require.Equal(t, v.Name, p.NameOf(v.ID))
	}
	require.Empty(t, p.NameOf(caremodel.VanguardID{}))
	require.Empty(t, caremodel.Candidates(nil))
	require.Empty(t, caremodel.Candidates(errors.New("another")))
	_, err := p.Find(caremodel.VanguardIDFor("a", "b").String())
	require.ErrorIs(t, err, validate.Unknown)
}

// Unknown names of a large programme cost little where nobody reads what they may
// have meant.
func TestFind_ManyUnknownNames(t *testing.T) {
	d := minimal()
	template := d.Vanguards[0]
	d.Vanguards = nil
	for i := range 20_000 {
		v := template
		v.Slug, v.Name = fmt.Sprintf("network-of-the-far-north-%d", i), fmt.Sprintf("Network of the Far North %d", i)
		d.Vanguards = append(d.Vanguards, v)
	}
	p := programme(t, d)
	var c validate.Checker
	for i := range 20_000 {
		_, err := p.Find(fmt.Sprintf("Network of the Far North %d", 20_000+i))
		c.Row(i + 2).Report(err)
		_, err = p.ID(fmt.Sprintf("network-of-the-far-north-%d", 20_000+i))
		c.Row(i + 2).Report(err)
	}
	require.Equal(t, 100, c.Violations().Len())
	require.Equal(t, 39_900, c.Violations().Omitted())
	perName := testing.AllocsPerRun(100, func() {
		_, err := p.Find("Network of the Far North 20001")
		c.Row(2).Report(err)
	})
	require.Less(t, perName, 50.0, "no work for each of the names that there are")
	require.ErrorContains(t, c.Violations().Err(), "the nearest is")
}
