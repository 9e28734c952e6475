package funding_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
)

// textPlaces is every place of a ledger where a caller's text stands.
var textPlaces = []struct {
	path string
	set  func(l *funding.Ledger, text string)
}{
	{"funds[0].name", func(l *funding.Ledger, text string) { l.Funds[0].Name = text }},
	{"funds[0].owner", func(l *funding.Ledger, text string) { l.Funds[0].Owner = text }},
	{"funds[0].sources[0].title", func(l *funding.Ledger, text string) { l.Funds[0].Sources[0].Title = text }},
	{"rounds[0].name", func(l *funding.Ledger, text string) { l.Rounds[0].Name = text }},
	{"rounds[0].sources[0].publisher", func(l *funding.Ledger, text string) { l.Rounds[0].Sources[0].Publisher = text }},
	{"allocations[0].element", func(l *funding.Ledger, text string) { l.Allocations[0].Element = text }},
	{"allocations[0].note", func(l *funding.Ledger, text string) { l.Allocations[0].Note = text }},
	{"allocations[0].sources[0].title", func(l *funding.Ledger, text string) { l.Allocations[0].Sources[0].Title = text }},
	{"allocations[0].conditions[0].text", func(l *funding.Ledger, text string) {
		l.Allocations[0].Conditions = []funding.Condition{{Text: text}}
	}},
	{"allocations[0].events[1].reason", func(l *funding.Ledger, text string) { l.Allocations[0].Events[1].Reason = text }},
	{"allocations[0].events[1].figure.note", func(l *funding.Ledger, text string) { l.Allocations[0].Events[1].Figure.Note = text }},
	{"allocations[0].events[1].figure.source.title", func(l *funding.Ledger, text string) {
		l.Allocations[0].Events[1].Figure.Source.Title = text
	}},
	{"allocations[0].events[1].others[0].note", func(l *funding.Ledger, text string) {
		l.Allocations[0].Events[1].Others = []funding.Figure{{Note: text}}
	}},
	{"allocations[0].events[1].others[0].source.publisher", func(l *funding.Ledger, text string) {
		l.Allocations[0].Events[1].Others = []funding.Figure{{Source: caremodel.Source{Publisher: text}}}
	}},
	{"stated[0].name", func(l *funding.Ledger, text string) { l.Stated[0].Name = text }},
	{"stated[0].figure.note", func(l *funding.Ledger, text string) { l.Stated[0].Figure.Note = text }},
	{"stated[0].figure.source.title", func(l *funding.Ledger, text string) { l.Stated[0].Figure.Source.Title = text }},
}

// TestValidate_Texts: what a document cannot hold is refused at its place, and
// what is not refused can be written and read back.
func TestValidate_Texts(t *testing.T) {
	p := smallProgramme(t, 5)
	for _, tt := range textPlaces {
		for text, code := range map[string]validate.Code{
			"a\xffb":                      validate.Format,
			"a\x00b":                      validate.Format,
			"a\u0085b":                    validate.Format,
			"M\uFFFDn":                    validate.Format,
			strings.Repeat("x", 64<<10+1): validate.TooLarge,
		} {
			l := inOrder()
			tt.set(&l, text)
			require.Equal(t, []finding{failure(tt.path, code)}, findings(l.Validate(p)), "%.10q", text)
		}
		l := inOrder()
		tt.set(&l, "Ynys Môn & <co> “\U0001F3E5”")
		require.Empty(t, findings(l.Validate(p)), tt.path)
		var document bytes.Buffer
		require.NoError(t, l.WriteJSON(&document), tt.path)
		back, err := funding.ReadLedger(&document, p)
		require.NoError(t, err, tt.path)
		require.Equal(t, l, back, tt.path)
	}
}

// TestValidate_ScopeValues: a stated total's filter holds nothing that a document
// cannot hold, with and without a programme.
func TestValidate_ScopeValues(t *testing.T) {
	day := caremodel.MustParseDate
	less, more := funding.Pence(1), funding.Pence(2)
	scope := funding.Filter{
		Years: []funding.FinancialYear{{}}, Kinds: []funding.Kind{funding.Revenue, 4}, Statuses: []funding.Status{0},
		Strengths: []funding.Strength{5}, Streams: []funding.Stream{"a\xff"},
		From: day("2016-01-01"), Until: day("2015-12-31"), AtLeast: &more, AtMost: &less,
	}
	want := []finding{
		failure("stated[0].scope.years[0]", validate.Required), failure("stated[0].scope.streams[0]", validate.Unknown),
		failure("stated[0].scope.kinds[1]", validate.Range), failure("stated[0].scope.statuses[0]", validate.Range),
		failure("stated[0].scope.strengths[0]", validate.Range), failure("stated[0].scope.until", validate.Order),
		failure("stated[0].scope.at_most", validate.Order),
	}
	l := inOrder()
	l.Stated[0].Scope = scope
	require.Equal(t, want, findings(l.Validate(smallProgramme(t, 5))))
	require.Equal(t, want, findings(l.Validate(nil)))

	l.Stated[0].Scope = funding.Filter{
		Vanguards: []caremodel.VanguardID{{}}, Categories: []caremodel.Category{"a\x00"}, Waves: []string{"a\xff"}, Regions: []string{"\uFFFD"},
	}
	require.Equal(t, []finding{
		failure("stated[0].scope.categories[0]", validate.Format),
		failure("stated[0].scope.waves[0]", validate.Format), failure("stated[0].scope.regions[0]", validate.Format), failure("stated[0].scope.vanguards[0]", validate.Required),
	}, findings(l.Validate(nil)))
}

// TestValidate_CSVTexts: both readers of a table refuse a text that a document cannot hold,
// by row and column, each time that it appears.
func TestValidate_CSVTexts(t *testing.T) {
	const table = "id,recipients,year,stream,status,amount,element,reason,note,source_title,source_url\n" +
		"a,,2015/16,central-support,approved,5,a\x01b,,,,\n" +
		"b,,2015/16,central-support,approved,5,,a\x01b,a\x7fb,,\n" +
		"c,,2015/16,central-support,approved,5,,,,M\uFFFDn,\n" +
		"d,,2015/16,central-support,approved,5,,,,M\uFFFDn,https://x/a\x02\n" +
		"e,,2015/16,central-\x00support,approved,5,ok,,,,\n" +
		"f,,2015/16,central-support,approved,5,fine,,,,\n"
	want := []finding{
		failure("row 2, column element", validate.Format), failure("row 3, column note", validate.Format),
		failure("row 3, column reason", validate.Format), failure("row 4, column source_title", validate.Format),
		failure("row 5, column source_title", validate.Format), failure("row 5, column source_url", validate.Format),
		failure("row 6, column stream", validate.Format),
	}
	sound, err := funding.ReadAllocationsCSV(strings.NewReader(table), nil)
	require.Equal(t, want, findings(validate.Of(err)))
	require.Len(t, sound, 1)
	require.Equal(t, funding.AllocationID("f"), sound[0].ID)
	_, err = funding.ReadBookCSV(strings.NewReader(table), smallProgramme(t, 5), funding.Ledger{})
	require.Equal(t, want, findings(validate.Of(err)))
}

// TestValidate_WriteCSVRefusesWhatCannotBeReadBack: no key is changed and no row is lost on
// the way through a table.
func TestValidate_WriteCSVRefusesWhatCannotBeReadBack(t *testing.T) {
	l := inOrder()
	l.Allocations[0].ID = "award "
	require.ErrorIs(t, l.WriteCSV(&bytes.Buffer{}), validate.Format)

	l = inOrder()
	l.Allocations[0].Note = strings.Repeat(`"`, 40_000)
	require.Empty(t, findings(l.Validate(nil)))
	require.ErrorIs(t, l.WriteCSV(&bytes.Buffer{}), validate.TooLarge)
}

// TestValidate_CSVHeaderCase: a column in another letter case is told what it should be.
func TestValidate_CSVHeaderCase(t *testing.T) {
	all, err := funding.ReadAllocationsCSV(strings.NewReader("ID,Recipients, YEAR ,stream,status,amount\na,,2015/16,central-support,paid,1\n"), nil)
	require.NoError(t, err)
	require.Len(t, all, 1)
}

// TestValidate_ListedSources: a source in a list that says nothing is told at its
// place, as in every other package of the library.
func TestValidate_ListedSources(t *testing.T) {
	l := inOrder()
	blank := append(said(), caremodel.Source{Published: caremodel.MustParseDate("2016-05-19")})
	l.Funds[0].Sources, l.Rounds[0].Sources, l.Allocations[0].Sources = blank, blank, blank
	require.Equal(t, []finding{
		warning("funds[0].sources[1]", validate.Required), warning("rounds[0].sources[1]", validate.Required),
		warning("allocations[0].sources[1]", validate.Required),
	}, findings(l.Validate(nil)))
	require.Equal(t, []finding{
		warning("funds[0].sources[1]", validate.Required), failure("funds[0].sources[1].published", validate.Future),
	}, findings(l.ValidateAsOf(nil, caremodel.MustParseDate("2016-05-18")))[:2])
}
