package evaluation_test

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage/evaluation"
	"github.com/newcaremodels/newcaremodels/internal/goldentest"
)

func writeCSV(t require.TestingT, r evaluation.Record) string {
	var out bytes.Buffer
	require.NoError(t, r.WriteCSV(&out))
	return out.String()
}

func TestRecord_WriteCSV(t *testing.T) {
	p, r := trialProgramme(t), fullRecord()
	text := writeCSV(t, r)
	goldentest.Equal(t, "record.golden.csv", text)
	read, err := evaluation.ReadRecordCSV(strings.NewReader(text), p)
	require.NoError(t, err)
	require.Equal(t, r, read)
}

func TestRecord_CSVOfEngland(t *testing.T) {
	r := evaluation.EnglandRecord()
	text := writeCSV(t, r)
	require.Equal(t, len(r.Results)+1, strings.Count(text, "\n")) // a row a result
	read, err := evaluation.ReadRecordCSV(strings.NewReader(text), caremodel.England())
	require.NoError(t, err)
	require.Equal(t, r, read)
}

// edit changes the cells of a table.
func edit(t require.TestingT, text string, change func(rows [][]string) [][]string) string {
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, csv.NewWriter(&out).WriteAll(change(rows)))
	return out.String()
}

// Columns of studies, groups and measures may be blank after their first rows.
func TestReadRecordCSV_TakesBlanksAfterTheFirstRow(t *testing.T) {
	r := evaluation.EnglandRecord()
	text := edit(t, writeCSV(t, r), func(rows [][]string) [][]string {
		seen := map[string]bool{}
		at := func(name string) int { return slices.Index(rows[0], name) }
		for _, row := range rows[1:] {
			for i, name := range rows[0] {
				section, _, dotted := strings.Cut(name, ".")
				key := section + "\x00" + row[at("measure")]
				if section == "study" || section == "group" {
					key = section + "\x00" + row[at("study")] + "\x00" + map[bool]string{true: row[at("group")]}[section == "group"]
				}
				if dotted && (section == "study" || section == "group" || section == "measure") && seen[key] {
					row[i] = ""
				}
			}
			seen["study\x00"+row[at("study")]+"\x00"] = true
			seen["group\x00"+row[at("study")]+"\x00"+row[at("group")]] = true
			seen["measure\x00"+row[at("measure")]] = true
		}
		return rows
	})
	require.Less(t, len(text), len(writeCSV(t, r))*2/3)
	read, err := evaluation.ReadRecordCSV(strings.NewReader(text), caremodel.England())
	require.NoError(t, err)
	require.Equal(t, r, read)
}

// What a later row says must be what the first one said.
func TestReadRecordCSV_RefusesContradictions(t *testing.T) {
	r := fullRecord()
	for name, path := range map[string]string{
		"study.title": "row 3, column study.title", "study.period": "row 3, column study.period", "study.sources[1].title": "row 3, column study.sources[1].url",
		"study.design": "row 3, column study.design",
	} {
		r.Results[1].Group = r.Results[0].Group
		r.Studies[0].Groups = r.Studies[0].Groups[1:2]
		r.Studies[0].Groups[0].Within = ""
		text := edit(t, writeCSV(t, r), func(rows [][]string) [][]string {
			last := rows[len(rows)-1]
			last[slices.Index(rows[0], name)] = map[string]string{"study.period": "2017", "study.design": "forecast"}[name]
			if last[slices.Index(rows[0], name)] == "" {
				last[slices.Index(rows[0], name)] = "otherwise"
			}
			return slices.Concat(rows[:1], rows[len(rows)-2:])
		})
		read, err := evaluation.ReadRecordCSV(strings.NewReader(text), trialProgramme(t))
		require.Equal(t, []string{"error conflict " + path}, listed(validate.Of(err)), name)
		require.Empty(t, read.Results)
		r = fullRecord()
	}
}

func TestReadRecordCSV_ReadsWhatPeopleWrite(t *testing.T) {
	p := trialProgramme(t)
	r, err := evaluation.ReadRecordCSV(strings.NewReader(
		"\ufeffID,study,group,Measure,kind,scale,estimate.value,estimate.low,estimate.high,confidence,check,study.design,study.period,group.vanguards,group.categories,source.url\n"+
			"1,s,all,A&E visits,effect,percent-change,33,16,54,95%,text,matched-cohort,2016/17,ash; The Birches,community provider,https://example.org/\n"+
			"2,s,all,emergency-admissions,effect,percent-change,3,1,5,95,text,,,,,https://example.org/\n"+
			"3,s,all,savings,effect,difference,3,1,5,0.95,text,,,,,https://example.org/\n"), p)
	require.NoError(t, err)
	require.Empty(t, r.Measures)
	require.Equal(t, evaluation.Measure("ae-attendances"), r.Results[0].Measure)
	for _, result := range r.Results {
		require.Equal(t, num("0.95"), result.Confidence)
	}
	g := r.Studies[0].Groups[0]
	require.Equal(t, []caremodel.VanguardID{vanguard("ash"), vanguard("birch")}, g.Vanguards)
	require.Equal(t, []caremodel.Category{"MCP"}, g.Categories)
	require.Equal(t, period("2016/17"), r.Studies[0].Period)
	require.NoError(t, r.Validate(p).Err())
}

// Columns, separator and days are as the caller says.
func TestReadRecordCSV_WithOptions(t *testing.T) {
	r, err := evaluation.ReadRecordCSV(strings.NewReader("Nr;study;group;measure;kind;period.from;source.published;Comment\n1;s;all;savings;level;10/03/2015;3 May 2016;x\n"),
		trialProgramme(t), caremodel.CSV{Columns: map[string]string{"Nr": "id", "Comment": ""}, Comma: ';', DayFirst: true})
	require.NoError(t, err)
	require.Equal(t, day("2015-03-10"), r.Results[0].Period.From)
	require.Equal(t, day("2016-05-03"), r.Results[0].Source.Published)
}

func TestReadRecordCSV_ReportsEverything(t *testing.T) {
	header := "id,study,group,measure,kind,estimate.value,period,period.from,study.design,group.size,group.outside,group.vanguards,study.sources[0].published\n"
	r, err := evaluation.ReadRecordCSV(strings.NewReader(header+
		"1,s,all,savings,level,1,,,statement,3,true,,2015-01-01\n"+
		",s,all,savings,level,1,,,,,,,\n"+
		"3,,all,savings,guess,1e3,,,,,,,\n"+
		"4,u,all,savings,level,1,2016,2016-01-01,statement,three,no,oak,01/02/2015\n"+
		"5,v,all,savings,level,1,x,,statement,,,,\n"+
		"6,w,all,savings,level,1,,,statement,,,,\n"), trialProgramme(t))
	require.Equal(t, []string{
		"error required row 3, column id",
		"error format row 4, column kind",
		"error format row 4, column estimate.value",
		"error required row 4, column study",
		"error conflict row 5, column period.from",
		"error format row 5, column study.sources[0].published",
		"error unknown row 5, column group.vanguards",
		"error format row 5, column group.size",
		"error format row 5, column group.outside",
		"error format row 6, column period",
	}, listed(validate.Of(err)))
	var kept []string
	for _, s := range r.Studies {
		kept = append(kept, string(s.ID))
	}
	for _, result := range r.Results {
		kept = append(kept, string(result.ID))
	}
	require.Equal(t, []string{"s", "v", "w", "1", "6"}, kept)
}

func TestReadRecordCSV_RefusesOtherColumns(t *testing.T) {
	for column, code := range map[string]validate.Code{
		"colour": validate.Unknown, "study.colour": validate.Unknown, "estimate.valu": validate.Unknown, "study.sources[x].url": validate.Unknown,
		"study.sources[0].colour": validate.Unknown, "study.sources[100].url": validate.Unknown, "id": validate.Duplicate,
	} {
		_, err := evaluation.ReadRecordCSV(strings.NewReader("id,study,group,measure,kind,"+column+"\n1,s,all,savings,level,\n"), trialProgramme(t))
		require.ErrorIs(t, err, code, column)
	}
	_, err := evaluation.ReadRecordCSV(strings.NewReader("id,study,group,measure\n"), trialProgramme(t))
	require.ErrorIs(t, err, validate.Required)
	_, err = evaluation.ReadRecordCSV(strings.NewReader(""), trialProgramme(t))
	require.ErrorIs(t, err, validate.Required)
	_, err = evaluation.ReadRecordCSV(strings.NewReader("id\n"), nil)
	require.ErrorIs(t, err, validate.Required)
}

// What could not be read back is refused, not lost.
func TestRecord_WriteCSVRefusesWhatItWouldLose(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*evaluation.Record)
		code   validate.Code
	}{
		{"a blank at the end", func(r *evaluation.Record) { r.Results[0].Note = "a " }, validate.Format},
		{"a semicolon in a list", func(r *evaluation.Record) { r.Measures[0].Aliases = []string{"a;b"} }, validate.Format},
		{"a long row", func(r *evaluation.Record) { r.Results[0].Note = strings.Repeat("x", 64<<10) }, validate.TooLarge},
		{"many sources", func(r *evaluation.Record) { r.Studies[0].Sources = make([]caremodel.Source, 101) }, validate.TooLarge},
	} {
		r := fullRecord()
		c.change(&r)
		require.ErrorIs(t, r.WriteCSV(&bytes.Buffer{}), c.code, c.name)
	}
}

// Whatever the order of studies, groups, measures and results is, it is kept.
func TestRecord_CSVKeepsOrder(t *testing.T) {
	england := evaluation.EnglandRecord()
	rapid.Check(t, func(t *rapid.T) {
		r := evaluation.Record{
			Measures: rapid.Permutation(england.Measures).Draw(t, "measures"),
			Studies:  rapid.Permutation(england.Studies).Draw(t, "studies"),
			Results:  rapid.Permutation(england.Results).Draw(t, "results"),
		}
		r.Results = r.Results[:rapid.IntRange(1, len(r.Results)).Draw(t, "n")]
		read, err := evaluation.ReadRecordCSV(strings.NewReader(writeCSV(t, r)), caremodel.England())
		require.NoError(t, err)
		require.Equal(t, r, read)
	})
}

func FuzzReadRecordCSV(f *testing.F) {
	f.Add(writeCSV(f, fullRecord()))
	f.Add("id,study,group,measure,kind,estimate.value,confidence\n1,s,all,savings,level,3,95%\n")
	f.Add("id,study,group,measure,kind,study.sources[0].url,study.period\n,s,,,,x,2016\n")
	p := trialProgramme(f)
	f.Fuzz(func(t *testing.T, text string) {
		r, err := evaluation.ReadRecordCSV(strings.NewReader(text), p)
		if err != nil {
			require.Positive(t, validate.Of(err).Len())
			return
		}
		r.Validate(p)
		var out bytes.Buffer
		if err := r.WriteCSV(&out); err != nil { // a text that a table cannot hold
			return
		}
		again, err := evaluation.ReadRecordCSV(bytes.NewReader(out.Bytes()), p)
		require.NoError(t, err)
		require.Equal(t, r, again)
	})
}

// A cell that is no day is told, and what it says.
func TestReadRecordCSV_NoDay(t *testing.T) {
	_, err := evaluation.ReadRecordCSV(strings.NewReader("id,study,group,measure,kind,source.published\n1,s,all,savings,level,31 June\n"), trialProgramme(t))
	require.ErrorIs(t, err, validate.Format)
	require.ErrorContains(t, err, `row 2, column source.published: "31 June"`)
}
