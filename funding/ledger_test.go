package funding_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/internal/goldentest"
)

// everyField is a ledger with something in every field of every record.
func everyField() funding.Ledger {
	y, day, m := funding.MustParseFinancialYear, caremodel.MustParseDate, funding.MustParseMoney
	source := caremodel.Source{Title: "Vanguard “support” package <launched> & more", Publisher: "NHS England", URL: "https://www.england.nhs.uk/?a=1&b=2", Published: day("2015-07-31")}
	figure := funding.Figure{Amount: m("£41m"), Bound: caremodel.About, Precision: m("£500,000"), Source: source, Note: "jointly"}
	joint, least, most := true, m("£1"), m("£100m")
	return funding.Ledger{
		Funds: []funding.Fund{{
			ID: "transformation", Name: "Transformation fund", Owner: "NHS England", Sources: []caremodel.Source{source},
			Limits: []funding.Limit{{From: y("2015/16"), Through: y("2017/18"), Amount: m("£200m")}},
		}},
		Rounds: []funding.Round{{
			ID: "first", Fund: "transformation", Name: "First round", Year: y("2015/16"), Sources: []caremodel.Source{source},
			Opens: day("2015-04-01"), Closes: day("2015-06-30"), Announced: day("2015-07-31"),
		}},
		Allocations: []funding.Allocation{
			{ID: "joint", Round: "first", Recipients: []caremodel.VanguardID{place(0), place(1)}, Year: y("2015/16"), Stream: funding.StreamTransformation, Kind: funding.Unspecified, Sources: []caremodel.Source{source}, Events: []funding.Event{
				{On: day("2015-07-31"), Status: funding.ApprovedInPrinciple, Figure: figure},
			}},
			{
				ID: "award", Round: "first", Recipients: []caremodel.VanguardID{place(0)}, Year: y("2015/16"), Through: y("2016/17"), Element: "evaluation",
				Stream: funding.StreamTransformation, Kind: funding.Capital, Supersedes: []funding.AllocationID{"joint"}, Note: "Řízení; naïve",
				Events: []funding.Event{
					{Status: funding.Requested, Figure: funding.Figure{Amount: m("£17.5m"), Bound: caremodel.AtMost, Source: source}},
					{On: day("2015-08-31"), Status: funding.Approved, Figure: figure, Others: []funding.Figure{figure, {Bound: caremodel.NotStated}}, Reason: "allocated"},
					{On: day("2016-01-31"), Status: funding.Paid, Figure: funding.Figure{Amount: m("-£5"), Source: source}, Reason: "clawback: milestone missed"},
				},
				Conditions: []funding.Condition{{Text: "all milestones by 31 December", Amount: m("£480,000"), By: day("2015-12-31"), Met: true}},
				Sources:    []caremodel.Source{source},
			},
			{ID: "central", Year: y("2015/16"), Stream: funding.StreamCentralSupport, Kind: funding.Revenue, Events: []funding.Event{
				{Status: funding.Approved, Figure: funding.Figure{Bound: caremodel.NotStated, Source: source}},
			}},
		},
		Stated: []funding.Stated{
			{Name: "over £60m for eight", AsAt: day("2015-07-31"), Figure: figure, Items: 8, Scope: funding.Filter{
				Years: []funding.FinancialYear{y("2015/16")}, Streams: []funding.Stream{funding.StreamTransformation}, Kinds: []funding.Kind{funding.Revenue},
				Statuses: []funding.Status{funding.Earmarked}, Strengths: []funding.Strength{funding.Pledge}, Categories: []caremodel.Category{caremodel.PACS},
				Waves: []string{""}, Regions: []string{""}, Vanguards: []caremodel.VanguardID{place(0)}, Funds: []funding.FundID{"transformation"},
				Rounds: []funding.RoundID{"first"}, Joint: &joint, From: day("2015-04-01"), Until: day("2016-03-31"), AtLeast: &least, AtMost: &most,
			}},
			{Name: "everything", Figure: figure},
		},
	}
}

func written(t require.TestingT, l funding.Ledger) []byte {
	var b bytes.Buffer
	require.NoError(t, l.WriteJSON(&b))
	return b.Bytes()
}

// TestLedger_JSON pins the wire format of every record, and that it reads back.
func TestLedger_JSON(t *testing.T) {
	p := smallProgramme(t, 5)
	l := everyField()
	require.NoError(t, l.Validate(p).Err())
	out := written(t, l)
	goldentest.Equal(t, "ledger.golden.json", out)
	back, err := funding.ReadLedger(bytes.NewReader(out), p)
	require.NoError(t, err)
	require.Equal(t, l, back)
	require.True(t, json.Valid(out))
}

func TestLedger_JSONEmpty(t *testing.T) {
	want := "{\n  \"format\": \"newcaremodels/ledger/1\"\n}\n"
	require.Equal(t, want, string(written(t, funding.Ledger{})))
	empty := funding.Ledger{Funds: []funding.Fund{}, Rounds: []funding.Round{}, Allocations: []funding.Allocation{}, Stated: []funding.Stated{}}
	require.Equal(t, want, string(written(t, empty)), "an empty list is an absent one")
	l, err := funding.ReadLedger(strings.NewReader(want), nil)
	require.NoError(t, err)
	require.Equal(t, funding.Ledger{}, l)
}

// TestLedger_JSONEmptyLists: within records too, so that equal ledgers give equal
// bytes.
func TestLedger_JSONEmptyLists(t *testing.T) {
	bare := funding.Ledger{
		Funds:       []funding.Fund{{ID: "f"}},
		Rounds:      []funding.Round{{ID: "r"}},
		Allocations: []funding.Allocation{{ID: "a", Events: []funding.Event{{Status: funding.Paid}}}},
		Stated:      []funding.Stated{{Name: "s"}},
	}
	want := written(t, bare)
	filled := bare
	filled.Funds = []funding.Fund{{ID: "f", Limits: []funding.Limit{}, Sources: []caremodel.Source{}}}
	filled.Rounds = []funding.Round{{ID: "r", Sources: []caremodel.Source{}}}
	filled.Allocations = []funding.Allocation{{
		ID: "a", Recipients: []caremodel.VanguardID{}, Supersedes: []funding.AllocationID{}, Conditions: []funding.Condition{}, Sources: []caremodel.Source{},
		Events: []funding.Event{{Status: funding.Paid, Others: []funding.Figure{}}},
	}}
	filled.Stated = []funding.Stated{{Name: "s", Scope: funding.Filter{Years: []funding.FinancialYear{}, Funds: []funding.FundID{}}}}
	require.Equal(t, string(want), string(written(t, filled)))
}

// TestReadLedger_Recipients: an id or a slug, and nothing looser.
func TestReadLedger_Recipients(t *testing.T) {
	p := caremodel.England()
	read := func(recipient string, p *caremodel.Programme) (funding.Ledger, error) {
		return funding.ReadLedger(strings.NewReader(`{"format":"newcaremodels/ledger/1","allocations":[
			{"id":"a","recipients":["`+recipient+`"],"year":"2015/16","stream":"matched","kind":"unspecified"},
			{"id":"b","year":"2015/16","stream":"central-support","kind":"unspecified"}]}`), p)
	}
	id := caremodel.VanguardIDFor("england-2015", "morecambe-bay")
	for _, text := range []string{"morecambe-bay", id.String(), strings.ToUpper(id.String())} {
		l, err := read(text, p)
		require.NoError(t, err)
		require.Equal(t, []caremodel.VanguardID{id}, l.Allocations[0].Recipients)
	}
	for _, text := range []string{"Better Care Together (Morecambe Bay Health Community)", "morecambe", "", "00000000-0000-0000-0000-000000000000"} {
		l, err := read(text, p)
		require.Equal(t, "allocations[0].recipients[0]", findings(validate.Of(err))[0].Path, text)
		require.Len(t, l.Allocations, 1, "the other one is sound")
		require.Equal(t, funding.AllocationID("b"), l.Allocations[0].ID)
	}
	_, err := read("morecambe-bay", nil)
	require.ErrorIs(t, err, validate.Unknown)
	_, err = read(id.String(), nil)
	require.NoError(t, err)
}

// TestReadLedger_Refuses: every problem of shape has its path and code, and what is
// sound comes back beside the error.
func TestReadLedger_Refuses(t *testing.T) {
	const sound = `{"id":"sound","year":"2015/16","stream":"central-support","kind":"revenue","events":[{"status":"paid","figure":{"amount":"34000000.00"}}]}`
	for record, want := range map[string]finding{
		`{"year":"2015/16"}`:                                                   failure("allocations[0].id", validate.Required),
		`{"id":"a","yaer":"2015/16"}`:                                          failure("allocations[0].yaer", validate.Unknown),
		`{"id":"a","year":"2015/17"}`:                                          failure("allocations[0].year", validate.Format),
		`{"id":"a","year":""}`:                                                 failure("allocations[0].year", validate.Format),
		`{"id":"a","year":null}`:                                               failure("allocations[0].year", validate.Format),
		`{"id":"a","id":"b"}`:                                                  failure("allocations[0].id", validate.Duplicate),
		`{"id":"a","kind":"Revenue"}`:                                          failure("allocations[0].kind", validate.Format),
		`{"id":"a","kind":1}`:                                                  failure("allocations[0].kind", validate.Format),
		`{"id":"a","recipients":"x"}`:                                          failure("allocations[0].recipients", validate.Format),
		`{"id":"a","events":[{}]}`:                                             failure("allocations[0].events[0].figure", validate.Required),
		`{"id":"a","events":[{"figure":{}}]}`:                                  failure("allocations[0].events[0].figure.amount", validate.Required),
		`{"id":"a","events":[{"figure":{"amount":4590000}}]}`:                  failure("allocations[0].events[0].figure.amount", validate.Format),
		`{"id":"a","events":[{"figure":{"amount":"£4.59m"}}]}`:                 failure("allocations[0].events[0].figure.amount", validate.Format),
		`{"id":"a","events":[{"figure":{"amount":"4590000.001"}}]}`:            failure("allocations[0].events[0].figure.amount", validate.Precision),
		`{"id":"a","events":[{"figure":{"amount":"1","bound":"over"}}]}`:       failure("allocations[0].events[0].figure.bound", validate.Format),
		`{"id":"a","events":[{"status":"allocated","figure":{"amount":"1"}}]}`: failure("allocations[0].events[0].status", validate.Format),
		`{"id":"a","events":[{"on":"2015-02-29","figure":{"amount":"1"}}]}`:    failure("allocations[0].events[0].on", validate.Range),
	} {
		l, err := funding.ReadLedger(strings.NewReader(`{"format":"newcaremodels/ledger/1","allocations":[`+record+`,`+sound+`]}`), nil)
		require.Equal(t, []finding{want}, findings(validate.Of(err)), record)
		require.Len(t, l.Allocations, 1, record)
		require.Equal(t, funding.AllocationID("sound"), l.Allocations[0].ID)
	}
	for document, want := range map[string]finding{
		``:                                       failure("document", validate.Format),
		`[]`:                                     failure("document", validate.Format),
		`{}`:                                     failure("format", validate.Required),
		`{"format":"newcaremodels/ledger/2"}`:    failure("format", validate.Unknown),
		`{"format":"newcaremodels/ledger/1"} {}`: failure("document", validate.Format),
		`{"format":"newcaremodels/ledger/1","stated":[{"name":"x","figure":{"amount":"1"}}]}`: failure("stated[0].scope", validate.Required),
	} {
		_, err := funding.ReadLedger(strings.NewReader(document), nil)
		require.Equal(t, []finding{want}, findings(validate.Of(err)), document)
	}
}

func TestLedger_WriteJSONRefuses(t *testing.T) {
	for _, l := range []funding.Ledger{
		{Allocations: []funding.Allocation{{Kind: 9}}},
		{Allocations: []funding.Allocation{{Recipients: []caremodel.VanguardID{{}}}}},
		{Allocations: []funding.Allocation{{Events: []funding.Event{{Status: 9}}}}},
	} {
		require.Error(t, l.WriteJSON(new(bytes.Buffer)))
		require.Error(t, l.Validate(nil).Err(), "what is in order can be written")
	}
}

// brokenWriter fails after some bytes.
type brokenWriter struct{ left int }

var errFull = errors.New("the disk is full")

func (w *brokenWriter) Write(p []byte) (int, error) {
	if w.left -= len(p); w.left < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestLedger_WriteFails(t *testing.T) {
	require.ErrorIs(t, funding.EnglandLedger().WriteJSON(&brokenWriter{100}), errFull)
	require.ErrorIs(t, funding.EnglandLedger().WriteCSV(&brokenWriter{100}), errFull)
}

// TestLedger_JSONRoundTrip: what was drawn, written and read is what was drawn.
func TestLedger_JSONRoundTrip(t *testing.T) {
	p := testProgramme(t)
	rapid.Check(t, func(t *rapid.T) {
		l := drawLedger(t)
		out := written(t, l)
		back, err := funding.ReadLedger(bytes.NewReader(out), p)
		require.NoError(t, err)
		require.Equal(t, string(out), string(written(t, back)))
		require.Equal(t, findings(l.Validate(p)), findings(back.Validate(p)))
	})
}

// FuzzReadLedger: no input makes the reader panic or lose a problem, and what it
// returns without an error writes the same bytes after a second reading.
func FuzzReadLedger(f *testing.F) {
	var b bytes.Buffer
	require.NoError(f, everyField().WriteJSON(&b))
	f.Add(b.Bytes())
	f.Add([]byte(`{"format":"newcaremodels/ledger/1","allocations":[{"id":"a","recipients":["place-1"],"year":"FY15/16","events":[{"figure":{"amount":"-0.01"}}]}]}`))
	f.Add([]byte(`{"format":"newcaremodels/ledger/1","funds":[{"id":"x","limits":[{"from":"2015/16","amount":"1"}]}]`))
	p := smallProgramme(f, 5)
	f.Fuzz(func(t *testing.T, document []byte) {
		l, err := funding.ReadLedger(bytes.NewReader(document), p)
		l.ValidateAsOf(p, caremodel.MustParseDate("2018-03-31"))
		if err != nil {
			require.Positive(t, validate.Of(err).Errors().Len())
			return
		}
		out := written(t, l)
		back, err := funding.ReadLedger(bytes.NewReader(out), p)
		require.NoError(t, err)
		require.Equal(t, string(out), string(written(t, back)))
	})
}
