package funding_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/internal/goldentest"
)

// july is the first money of England's programme as a finance officer would keep
// it: names as sources write them, amounts as printed (NHS England, Vanguard
// support package launched, 31 July 2015; Health Service Journal 7004007).
const july = `id,round,recipients,year,stream,kind,on,status,amount,precision,reason,supersedes,source_publisher
sunderland,2015-16,All together better Sunderland,2015/16,transformation,,2015-07-31,earmarked,£6.5m,"£50,000",,,NHS England
northumberland,2015-16,northumberland,2015-16,transformation,,2015-07-31,Earmarked,£8.3m,,,,NHS England
joint,2015-16,"morecambe-bay; southern-hampshire;Isle of Wight ; salford together; Wirral Partners",FY15/16,transformation,,2015-07-31,approved in principle,£41m,"£500,000",to be finalised in August,,NHS England
sunderland,,,,,,,Allocated,6770000,5000,,,Health Service Journal
matched,,sunderland,2015/16,matched,revenue,,spent,£5.1m,,,,Health Service Journal
morecambe,2015-16,morecambe-bay,2015/16,transformation,unspecified,,awarded,"4,590,000",,,joint,Health Service Journal
`

func TestReadAllocationsCSV(t *testing.T) {
	p := caremodel.England()
	all, err := funding.ReadAllocationsCSV(strings.NewReader(july), p)
	require.NoError(t, err)

	id := func(slug string) caremodel.VanguardID { return caremodel.VanguardIDFor("england-2015", slug) }
	y := funding.MustParseFinancialYear("2015/16")
	figure := func(amount, precision, publisher string) funding.Figure {
		return funding.Figure{Amount: funding.MustParseMoney(amount), Precision: funding.MustParseMoney(precision), Source: caremodel.Source{Publisher: publisher}}
	}
	day := caremodel.MustParseDate("2015-07-31")
	const nhs, hsj = "NHS England", "Health Service Journal"
	require.Equal(t, []funding.Allocation{
		{ID: "sunderland", Round: "2015-16", Recipients: []caremodel.VanguardID{id("sunderland")}, Year: y, Stream: funding.StreamTransformation, Kind: funding.Unspecified, Events: []funding.Event{
			{On: day, Status: funding.Earmarked, Figure: figure("£6.5m", "£50,000", nhs)},
			{Status: funding.Approved, Figure: figure("£6.77m", "£5,000", hsj)},
		}},
		{ID: "northumberland", Round: "2015-16", Recipients: []caremodel.VanguardID{id("northumberland")}, Year: y, Stream: funding.StreamTransformation, Kind: funding.Unspecified, Events: []funding.Event{
			{On: day, Status: funding.Earmarked, Figure: figure("£8.3m", "0", nhs)},
		}},
		{ID: "joint", Round: "2015-16", Recipients: []caremodel.VanguardID{id("morecambe-bay"), id("southern-hampshire"), id("isle-of-wight"), id("salford-together"), id("wirral-partners")}, Year: y, Stream: funding.StreamTransformation, Kind: funding.Unspecified, Events: []funding.Event{
			{On: day, Status: funding.ApprovedInPrinciple, Figure: figure("£41m", "£500,000", nhs), Reason: "to be finalised in August"},
		}},
		{ID: "matched", Recipients: []caremodel.VanguardID{id("sunderland")}, Year: y, Stream: funding.StreamMatched, Kind: funding.Revenue, Events: []funding.Event{
			{Status: funding.Paid, Figure: figure("£5.1m", "0", hsj)},
		}},
		{ID: "morecambe", Round: "2015-16", Recipients: []caremodel.VanguardID{id("morecambe-bay")}, Year: y, Stream: funding.StreamTransformation, Kind: funding.Unspecified, Supersedes: []funding.AllocationID{"joint"}, Events: []funding.Event{
			{Status: funding.Approved, Figure: figure("£4.59m", "0", hsj)},
		}},
	}, all)
	l := funding.Ledger{Rounds: []funding.Round{{ID: "2015-16", Year: y, Sources: said()}}, Allocations: all}
	require.Empty(t, findings(l.Validate(p)))
}

// TestReadAllocationsCSV_Words: the words of published tables, and no others.
func TestReadAllocationsCSV_Words(t *testing.T) {
	read := func(word string) ([]funding.Allocation, error) {
		return funding.ReadAllocationsCSV(strings.NewReader("id,recipients,year,stream,status,amount\na,,2015/16,x,"+word+",1\n"), nil)
	}
	for word, want := range map[string]funding.Status{
		"requested": funding.Requested, "earmarked": funding.Earmarked,
		"approved in principle": funding.ApprovedInPrinciple, "approved-in-principle": funding.ApprovedInPrinciple, "approved_in_principle": funding.ApprovedInPrinciple,
		"approved": funding.Approved, "allocated": funding.Approved, "awarded": funding.Approved,
		"paid": funding.Paid, "spent": funding.Paid, "outturn": funding.Paid, "Outturn": funding.Paid, "PAID": funding.Paid,
		"declined": funding.Declined, "withdrawn": funding.Withdrawn,
	} {
		all, err := read(word)
		require.NoError(t, err, word)
		require.Equal(t, want, all[0].Events[0].Status, word)
	}
	// The words of other tables of the programme: a plan, an offer and a contract
	// are no decisions about an allocation.
	for _, word := range []string{"planned", "made_available", "contract", "pledged", "agreed", "approve", "in principle", "allocated?"} {
		all, err := read(word)
		require.Equal(t, []finding{failure("row 2, column status", validate.Format)}, findings(validate.Of(err)), word)
		require.Empty(t, all)
	}
}

// TestReadAllocationsCSV_Refuses: each problem has its row and column, and the
// allocations without one come back beside the error.
func TestReadAllocationsCSV_Refuses(t *testing.T) {
	p := caremodel.England()
	const head = "id,round,recipients,year,through,element,stream,kind,on,status,amount,bound,precision,reason,supersedes,source_published\n"
	const good = "good,r,sunderland,2015/16,,,transformation,revenue,2015-07-31,approved,1,,,,,\n"
	tests := []struct {
		row  string
		want []finding
	}{
		{"a,r,sunderland,2015/16,,,transformation,revenue,2015-07-31,approved,1,,,,,", nil},
		{",r,sunderland,2015/16,,,transformation,revenue,,approved,1,,,,,", []finding{failure("row 3, column id", validate.Required)}},
		{strings.Repeat("x", 81) + ",r,sunderland,2015/16,,,transformation,revenue,,approved,1,,,,,", []finding{failure("row 3, column id", validate.Format)}},
		{"a,r,Sunderlan,2015/16,,,transformation,revenue,,approved,1,,,,,", []finding{failure("row 3, column recipients", validate.Unknown)}},
		{"a,r,Wakefield,2015/16,,,transformation,revenue,,approved,1,,,,,", []finding{failure("row 3, column recipients", caremodel.Ambiguous)}},
		{"a,r,sunderland;,2015/16,,,transformation,revenue,,approved,1,,,,,", []finding{failure("row 3, column recipients", validate.Unknown)}},
		{"a,r," + place(0).String() + ",2015/16,,,transformation,revenue,,approved,1,,,,,", []finding{failure("row 3, column recipients", validate.Unknown)}},
		{"a,r,sunderland,2015/17,,,transformation,revenue,,approved,1,,,,,", []finding{failure("row 3, column year", validate.Format)}},
		{"a,r,sunderland,,,,transformation,revenue,,approved,1,,,,,", []finding{failure("row 3, column year", validate.Required)}},
		{"a,r,sunderland,2015/16,16/17,,transformation,revenue,,approved,1,,,,,", []finding{failure("row 3, column through", validate.Format)}},
		{"a,r,sunderland,2015/16,,,,revenue,,approved,1,,,,,", []finding{failure("row 3, column stream", validate.Required)}},
		{"a,r,sunderland,2015/16,,,transformation,Revenue,,approved,1,,,,,", []finding{failure("row 3, column kind", validate.Format)}},
		{"a,r,sunderland,2015/16,,,transformation,revenue,03/07/2015,approved,1,,,,,", []finding{failure("row 3, column on", validate.Format)}},
		{"a,r,sunderland,2015/16,,,transformation,revenue,,,1,,,,,", []finding{failure("row 3, column status", validate.Required)}},
		{"a,r,sunderland,2015/16,,,transformation,revenue,,approved,,,,,,", []finding{failure("row 3, column amount", validate.Required)}},
		{"a,r,sunderland,2015/16,,,transformation,revenue,,approved,a lot,,,,,", []finding{failure("row 3, column amount", validate.Format)}},
		{"a,r,sunderland,2015/16,,,transformation,revenue,,approved,0.001,,,,,", []finding{failure("row 3, column amount", validate.Precision)}},
		{"a,r,sunderland,2015/16,,,transformation,revenue,,approved,,not-stated,,,,", nil},
		{"a,r,sunderland,2015/16,,,transformation,revenue,,approved,1,over,,,,", []finding{failure("row 3, column bound", validate.Format)}},
		{"a,r,sunderland,2015/16,,,transformation,revenue,,approved,1,,half,,,", []finding{failure("row 3, column precision", validate.Format)}},
		{"a,r,sunderland,2015/16,,,transformation,revenue,,approved,1,,,,x;;y,", []finding{failure("row 3, column supersedes", validate.Required)}},
		{"a,r,sunderland,2015/16,,,transformation,revenue,,approved,1,,,,,2015", []finding{failure("row 3, column source_published", validate.Format)}},
		{"a,r,sunderland,2015/17,,,transformation,Revenue,,approve,much,,,,,", []finding{
			failure("row 3, column year", validate.Format), failure("row 3, column kind", validate.Format),
			failure("row 3, column status", validate.Format), failure("row 3, column amount", validate.Format),
		}},
		{"good,r2,dudley,2016/17,2017/18,part,matched,capital,,paid,1,,,,x,", []finding{
			failure("row 3, column round", validate.Conflict), failure("row 3, column recipients", validate.Conflict),
			failure("row 3, column year", validate.Conflict), failure("row 3, column through", validate.Conflict),
			failure("row 3, column element", validate.Conflict), failure("row 3, column stream", validate.Conflict),
			failure("row 3, column kind", validate.Conflict), failure("row 3, column supersedes", validate.Conflict),
		}},
		{"good,,,,,,,,,paid,1,,,,,", nil},
		{"a,b,c", []finding{failure("row 3", validate.Format)}},
	}
	for _, tt := range tests {
		all, err := funding.ReadAllocationsCSV(strings.NewReader(head+good+tt.row+"\n"), p)
		require.Equal(t, tt.want, findings(validate.Of(err)), tt.row)
		if tt.want == nil {
			require.NotEmpty(t, all)
		}
		for _, a := range all {
			require.Contains(t, []funding.AllocationID{"good", "a"}, a.ID)
			require.False(t, tt.want != nil && a.ID == "a", tt.row)
		}
		if strings.HasPrefix(tt.row, "good,r2") {
			require.Empty(t, all, "a row that contradicts spoils its allocation")
		}
	}
	blank, err := funding.ReadAllocationsCSV(strings.NewReader(head+"a,,,2015/16,,,central-support,,,declined,,,,,,\n"), p)
	require.NoError(t, err, "a refusal has no amount")
	require.Equal(t, funding.Unspecified, blank[0].Kind)
}

func TestReadAllocationsCSV_Header(t *testing.T) {
	for header, want := range map[string][]finding{
		"":                                 {failure("row 1", validate.Required)},
		"id,year,stream,status,amount":     {failure("row 1, column recipients", validate.Required)},
		"id,recipients,year,stream,status": {failure("row 1, column amount", validate.Required)},
		"id,id,recipients,year,stream,status,amount": {failure("row 1, column id", validate.Duplicate)},
		"id,recipients,yaer,stream,status,amount":    {failure("row 1, column year", validate.Required), failure("row 1, column yaer", validate.Unknown)},
	} {
		all, err := funding.ReadAllocationsCSV(strings.NewReader(header+"\na,,2015/16,x,paid,1\n"), nil)
		if header == "" {
			all, err = funding.ReadAllocationsCSV(strings.NewReader(""), nil)
		}
		require.Equal(t, want, findings(validate.Of(err)), header)
		require.Empty(t, all)
	}
	_, err := funding.ReadAllocationsCSV(strings.NewReader("id,recipients,yaer,stream,status,amount\n"), nil)
	require.ErrorContains(t, err, "year", "the nearest column is named")
}

// TestReadAllocationsCSV_Fails: what was read before the reader failed comes back.
func TestReadAllocationsCSV_Fails(t *testing.T) {
	r := io.MultiReader(strings.NewReader("id,recipients,year,stream,status,amount\na,,2015/16,x,paid,1\nb,,2015/16,x,paid,one\n"), iotest.ErrReader(errFull))
	all, err := funding.ReadAllocationsCSV(r, nil)
	require.ErrorIs(t, err, errFull)
	require.ErrorIs(t, err, validate.Format)
	require.Len(t, all, 1)
}

// manyRows is a table of n allocations, each bad-th of them with text for an
// amount.
type manyRows struct {
	n, bad, next int
	left         []byte
}

func (m *manyRows) Read(p []byte) (int, error) {
	if len(m.left) == 0 {
		switch {
		case m.next > m.n:
			return 0, io.EOF
		case m.next == 0:
			m.left = []byte("id,round,recipients,year,stream,kind,on,status,amount\n")
		default:
			amount := "£4.59m"
			if m.bad > 0 && m.next%m.bad == 0 {
				amount = "tbc"
			}
			m.left = fmt.Appendf(nil, "2016-17/%d,spring,place-%d,2016/17,transformation,revenue,2016-05-19,approved,%s\n", m.next, m.next%50, amount)
		}
		m.next++
	}
	n := copy(p, m.left)
	m.left = m.left[n:]
	return n, nil
}

// TestReadAllocationsCSV_Million: a million rows with a hundred bad ones report
// the hundred, each at its row, and the rest is there.
func TestReadAllocationsCSV_Million(t *testing.T) {
	n := 1_000_000
	if testing.Short() {
		n = 10_000
	}
	p := smallProgramme(t, 50)
	all, err := funding.ReadAllocationsCSV(&manyRows{n: n, bad: n / 100}, p)
	vs := validate.Of(err)
	require.Equal(t, 100, vs.Len())
	require.Zero(t, vs.Omitted())
	row := 0
	for v := range vs.All() {
		row += n / 100
		require.Equal(t, failure(fmt.Sprintf("row %d, column amount", row+1), validate.Format), finding{v.Path, v.Code, v.Severity})
		require.Equal(t, `"tbc"`, v.Value)
	}
	require.Len(t, all, n-100)
	require.Equal(t, funding.AllocationID(fmt.Sprintf("2016-17/%d", n-1)), all[len(all)-1].ID)
}

// TestCsv_WriteCSV pins the table, and that it reads back.
func TestCsv_WriteCSV(t *testing.T) {
	p := smallProgramme(t, 5)
	l := everyField()
	out := table(t, l)
	goldentest.Equal(t, "allocations.golden.csv", out)
	back, err := funding.ReadAllocationsCSV(bytes.NewReader(out), p)
	require.NoError(t, err)
	require.Equal(t, inTable(l.Allocations), back)
}

func table(t require.TestingT, l funding.Ledger) []byte {
	var b bytes.Buffer
	require.NoError(t, l.WriteCSV(&b))
	return b.Bytes()
}

// inTable returns what a table holds of allocations.
func inTable(all []funding.Allocation) []funding.Allocation {
	var out []funding.Allocation
	for _, a := range all {
		a.Conditions, a.Sources, a.Events = nil, nil, slices.Clone(a.Events)
		for j := range a.Events {
			a.Events[j].Others = nil
		}
		if len(a.Recipients) == 0 {
			a.Recipients = nil
		}
		if len(a.Events) > 0 {
			out = append(out, a)
		}
	}
	return out
}

func TestCsv_WriteCSVRefuses(t *testing.T) {
	paid := []funding.Event{{Status: funding.Paid}}
	for _, a := range []funding.Allocation{
		{ID: "a", Events: paid, Supersedes: []funding.AllocationID{"x;y"}},
		{ID: "a", Events: paid, Kind: 9},
		{ID: "a", Events: []funding.Event{{Status: 9}}},
		{ID: "a", Events: []funding.Event{{Figure: funding.Figure{Bound: 9}}}},
	} {
		require.Error(t, funding.Ledger{Allocations: []funding.Allocation{a}}.WriteCSV(io.Discard))
	}
}

// TestCSV_RoundTrip: what was drawn, written as a table and read is what was drawn,
// as far as a table holds it.
func TestCSV_RoundTrip(t *testing.T) {
	p := testProgramme(t)
	rapid.Check(t, func(t *rapid.T) {
		l := drawLedger(t)
		out := table(t, l)
		back, err := funding.ReadAllocationsCSV(bytes.NewReader(out), p)
		require.NoError(t, err)
		want := inTable(l.Allocations)
		require.Equal(t, len(want), len(back))
		for i := range want {
			if want[i].Kind == 0 {
				want[i].Kind = funding.Unspecified
			}
			require.Equal(t, want[i], back[i])
		}
	})
}

// FuzzReadAllocationsCSV: no table makes the reader panic; each problem names its
// row; what is read without one writes a table that says the same.
func FuzzReadAllocationsCSV(f *testing.F) {
	f.Add([]byte(july))
	f.Add([]byte("id,recipients,year,stream,status,amount,bound\n\"a\nb\",,2015/16,x,paid,,not-stated\n"))
	f.Add([]byte("\xef\xbb\xbfid;recipients\n"))
	p := caremodel.England()
	f.Fuzz(func(t *testing.T, in []byte) {
		all, err := funding.ReadAllocationsCSV(bytes.NewReader(in), p)
		for v := range validate.Of(err).All() {
			require.True(t, strings.HasPrefix(v.Path, "row "), v.Path)
		}
		l := funding.Ledger{Allocations: all}
		l.Validate(p)
		var b bytes.Buffer
		if err := l.WriteCSV(&b); err != nil {
			return
		}
		if slices.ContainsFunc(all, func(a funding.Allocation) bool {
			return strings.ContainsAny(a.Note+string(a.Round)+string(a.Stream)+a.Element, "\r\n")
		}) {
			return // a reader of CSV turns line breaks within quotes into one kind
		}
		back, err := funding.ReadAllocationsCSV(&b, p)
		if errors.Is(err, validate.TooLarge) {
			return // written out in full a row may pass the bound
		}
		require.NoError(t, err)
		require.Equal(t, len(all), len(back))
	})
}

func BenchmarkReadAllocationsCSV(b *testing.B) {
	const n = 100_000
	p := smallProgramme(b, 50)
	data, err := io.ReadAll(&manyRows{n: n})
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		all, err := funding.ReadAllocationsCSV(bytes.NewReader(data), p)
		if err != nil || len(all) != n {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/row")
}
