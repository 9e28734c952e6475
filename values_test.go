package newcaremodels_test

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"log/slog"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/delivery"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/coverage/evaluation"
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/funding/appraisal"
	"github.com/newcaremodels/newcaremodels/funding/grants360"
)

// values are of the types of the library that have a text.
var values = []any{
	caremodel.MustParseDate("2016-04-01"), caremodel.VanguardIDFor("a", "b"), caremodel.Ratio{Num: 1, Den: 2}, caremodel.AtLeast, caremodel.ListExamples,
	caremodel.StageDesigning,
	delivery.BarrierRaised, delivery.RatingMet, delivery.ByTheme,
	validate.SeverityWarning,
	funding.MustParseMoney("5"), funding.MustParseFinancialYear("2015/16"), quarter(), funding.Revenue, funding.Approved, funding.Pledge, funding.HalfEven,
	funding.ByYear, funding.SplitEqually, funding.Agrees,
	appraisal.Cost, appraisal.Cashable, appraisal.AllCosts, appraisal.Outsourcing,
	half(), coverage.Resident, coverage.Complete, coverage.EventMerge, coverage.MethodBestFit, coverage.SchemeODS, coverage.OnTrack, coverage.Agrees,
	indicator.ConsistentPass, indicator.CountOfPeople, indicator.RiskRatio, indicator.EffectRatio, indicator.HighIsGood, indicator.RandomEffects, indicator.TrendUp,
	evaluation.DesignForecast, evaluation.TierControlled, evaluation.RelationOwn, evaluation.RiskLow, evaluation.ComparatorAreas, evaluation.KindLevel,
	evaluation.Plain, evaluation.Crude, evaluation.ReadsWorse, evaluation.Conclusive, evaluation.NotChecked, evaluation.Better, evaluation.BySign,
	evaluation.ByCohort, evaluation.ConflictFigure,
	indicator.VariationCommon, indicator.FunnelRate, indicator.SignalNone, indicator.Better, indicator.SpecialCauses(0),
}

func quarter() funding.Quarter {
	q, err := funding.ParseQuarter("2015/16 Q1")
	if err != nil {
		panic(err)
	}
	return q
}

func half() coverage.Share {
	s, err := coverage.ParseShare("1/2")
	if err != nil {
		panic(err)
	}
	return s
}

// Every type that reads its text refuses JSON's null.
func TestValues_HaveAllCodecs(t *testing.T) {
	methods := map[string][]string{} // by package and type
	require.NoError(t, filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if entry.IsDir() && (strings.HasPrefix(entry.Name(), ".") && path != "." || entry.Name() == "examples" || entry.Name() == "internal") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		require.NoError(t, err)
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Recv == nil {
				continue
			}
			receiver := f.Recv.List[0].Type
			if pointer, ok := receiver.(*ast.StarExpr); ok {
				receiver = pointer.X
			}
			if name, ok := receiver.(*ast.Ident); ok && name.IsExported() {
				methods[file.Name.Name+"."+name.Name] = append(methods[file.Name.Name+"."+name.Name], f.Name.Name)
			}
		}
		return nil
	}))
	for name, has := range methods {
		if slices.Contains(has, "UnmarshalText") {
			require.Subset(t, has, []string{"MarshalText", "UnmarshalJSON"}, name)
		}
	}
}

// JSON's null never leaves the value of the row before in place unsaid.
func TestValues_NullIsAnError(t *testing.T) {
	for _, v := range values {
		row := reflect.New(reflect.StructOf([]reflect.StructField{{Name: "Value", Type: reflect.TypeOf(v), Tag: `json:"value"`}}))
		row.Elem().Field(0).Set(reflect.ValueOf(v))
		require.Error(t, json.Unmarshal([]byte(`{"value":null}`), row.Interface()), "%T", v)
		require.Equal(t, v, row.Elem().Field(0).Interface())
		for _, wrong := range []string{`{"value":7}`, `{"value":""}`, `{"value":{}}`, `{"value":[]}`} {
			require.Error(t, json.Unmarshal([]byte(wrong), row.Interface()), "%T %s", v, wrong)
			require.Equal(t, v, row.Elem().Field(0).Interface())
		}
		text, err := json.Marshal(row.Interface())
		require.NoError(t, err)
		back := reflect.New(row.Elem().Type())
		require.NoError(t, json.Unmarshal(text, back.Interface()), "%T %s", v, text)
		require.Equal(t, row.Interface(), back.Interface())
	}
}

// A log shows a value by its text, and blank where it is unset.
func TestValues_InLogs(t *testing.T) {
	for _, v := range values {
		for name, handler := range map[string]func(*bytes.Buffer) slog.Handler{
			"text": func(b *bytes.Buffer) slog.Handler { return slog.NewTextHandler(b, nil) },
			"json": func(b *bytes.Buffer) slog.Handler { return slog.NewJSONHandler(b, nil) },
		} {
			var b bytes.Buffer
			log := slog.New(handler(&b))
			log.Info("award", "set", v, "unset", reflect.Zero(reflect.TypeOf(v)).Interface())
			require.NotContains(t, b.String(), "ERROR", "%s %T", name, v)
			require.NotContains(t, b.String(), "(0)", "%s %T", name, v)
		}
	}
}

// Gob holds every record of the library.
func TestValues_Gob(t *testing.T) {
	for _, v := range values {
		for _, v := range []any{v, reflect.Zero(reflect.TypeOf(v)).Interface()} {
			row := reflect.New(reflect.StructOf([]reflect.StructField{{Name: "Value", Type: reflect.TypeOf(v)}}))
			row.Elem().Field(0).Set(reflect.ValueOf(v))
			requireGob(t, row.Interface(), reflect.New(row.Elem().Type()).Interface())
		}
	}
	definition, ledger, survey, plan := caremodel.EnglandDefinition(), funding.EnglandLedger(), coverage.EnglandSurvey(), delivery.EnglandPlan()
	requireGob(t, &definition, new(caremodel.Definition))
	requireGob(t, &ledger, new(funding.Ledger))
	requireGob(t, &survey, new(coverage.Survey))
	requireGob(t, &plan, new(delivery.Plan))
	record := evaluation.EnglandRecord()
	requireGob(t, &record, new(evaluation.Record))
}

func requireGob(t *testing.T, v, back any) {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, gob.NewEncoder(&b).Encode(v), "%T", v)
	require.NoError(t, gob.NewDecoder(&b).Decode(back), "%T", v)
	require.Equal(t, v, back)
}

// The zero indexes answer as empty ones or with an error.
func TestValues_ZeroIndexes(t *testing.T) {
	book, atlas := new(funding.Book), new(coverage.Atlas)
	_, err := book.Total()
	require.ErrorIs(t, err, validate.NotKnown)
	table, err := book.Table(funding.ByVanguard, funding.ByYear)
	require.NoError(t, err)
	require.Zero(t, table.Len())
	_, err = book.Where(funding.Filter{Categories: []caremodel.Category{caremodel.MCP}})
	require.ErrorIs(t, err, validate.Unknown)
	_, err = book.Headroom("fund")
	require.ErrorIs(t, err, validate.Unknown)
	require.Zero(t, book.Len())
	require.Zero(t, book.Programme().Len())
	require.Empty(t, book.Reconcile())
	require.Zero(t, book.AsAt(caremodel.MustParseDate("2016-04-01")).Len())
	for range book.Positions() {
		t.Fatal("no allocations")
	}

	require.Zero(t, atlas.Population())
	require.Empty(t, atlas.Observe())
	require.Empty(t, atlas.Reconcile())
	_, err = atlas.Select(coverage.Filter{})
	require.ErrorIs(t, err, validate.Required)
	_, err = atlas.Trajectory(coverage.Target{})
	require.ErrorIs(t, err, validate.Required)

	_, err = caremodel.ReadDefinition(nil)
	require.ErrorIs(t, err, validate.Unreadable)
}

// A document of records alone is told what it lacks.
func TestRead_WithoutFormat(t *testing.T) {
	definition := caremodel.EnglandDefinition()
	text, err := json.Marshal(definition)
	require.NoError(t, err)
	_, err = caremodel.ReadDefinition(bytes.NewReader(text))
	require.ErrorIs(t, err, validate.Required)
	require.ErrorContains(t, err, `give "format": "newcaremodels/programme/1": WriteJSON writes it`)
}

// A reader that is missing is one that cannot be read, for tables and documents.
func TestRead_NilReader(t *testing.T) {
	p := caremodel.England()
	for name, read := range map[string]func() error{
		"definition":  func() error { _, err := caremodel.ReadDefinition(nil); return err },
		"vanguards":   func() error { _, err := caremodel.ReadVanguardsCSV(nil, caremodel.EnglandDefinition()); return err },
		"ledger":      func() error { _, err := funding.ReadLedger(nil, p); return err },
		"allocations": func() error { _, err := funding.ReadAllocationsCSV(nil, p); return err },
		"base": func() error {
			_, err := coverage.ReadBaseCSV(nil, coverage.Columns{Area: "area", People: "people"})
			return err
		},
		"footprints": func() error { _, err := coverage.ReadFootprintsCSV(nil, p); return err },
		"evidence":   func() error { _, err := evaluation.ReadRecordCSV(nil, p); return err },
		"case":       func() error { _, err := appraisal.ReadCase(nil); return err },
		"grants":     func() error { _, err := grants360.Read(nil); return err },
	} {
		require.ErrorIs(t, read(), validate.Unreadable, name)
	}
}

// An index, and whatever else shows nothing of its inside, never turns into "{}" or
// into addresses: JSON has its figures or says what to marshal instead, and it prints
// and logs as a short text or as its table.
func TestValues_OpaqueTypes(t *testing.T) {
	for _, index := range append(indexes(), appraisal.GreenBook2026()) {
		name := fmt.Sprintf("%T", index)
		if text, err := json.Marshal(index); err == nil {
			require.NotContains(t, []string{"{}", "null"}, string(text), name)
		} else {
			require.ErrorContains(t, err, "marshal", name)
		}
		printed := fmt.Sprint(index)
		require.NotEmpty(t, printed, name)
		require.NotContains(t, printed, "0x", name)
		var b bytes.Buffer
		slog.New(slog.NewJSONHandler(&b, nil)).Info("built", "index", index)
		require.NotContains(t, b.String(), "!ERROR", name)
		zero := reflect.Zero(reflect.TypeOf(index))
		if zero.Kind() == reflect.Pointer {
			zero = reflect.New(zero.Type().Elem())
		}
		require.NotContains(t, fmt.Sprint(zero.Interface()), "0x", name)
	}
}

// What is called a fresh copy shares no memory with the next one, in no field.
func TestValues_FreshCopies(t *testing.T) {
	for _, fresh := range []func() any{
		func() any { return caremodel.EnglandDefinition() }, func() any { return caremodel.England().Definition() },
		func() any { return caremodel.EnglandCategories() },
		func() any { return delivery.EnglandPlan() }, func() any { return delivery.England().Plan() },
		func() any { return funding.EnglandLedger() }, func() any { return slices.Collect(funding.England().Rounds()) },
		func() any { return slices.Collect(funding.England().Funds()) },
		func() any { return coverage.EnglandSurvey() }, func() any { return coverage.EnglandSuccession() },
		func() any { return evaluation.EnglandRecord() }, func() any { return evaluation.EnglandMeasures() },
		func() any { return slices.Collect(evaluation.England().Findings()) },
	} {
		one, other := fresh(), fresh()
		require.Equal(t, one, other)
		requireApart(t, reflect.TypeOf(one).String(), reflect.ValueOf(one), reflect.ValueOf(other))
	}
}

func requireApart(t *testing.T, path string, a, b reflect.Value) {
	t.Helper()
	switch a.Kind() {
	case reflect.Slice, reflect.Map, reflect.Pointer:
		if a.IsNil() || a.Kind() != reflect.Pointer && a.Len() == 0 {
			return
		}
		if a.Pointer() == b.Pointer() {
			t.Fatalf("%s is shared", path)
		}
	}
	switch a.Kind() {
	case reflect.Slice:
		for i := range a.Len() {
			requireApart(t, path+"[]", a.Index(i), b.Index(i))
		}
	case reflect.Map:
		for _, key := range a.MapKeys() {
			requireApart(t, path+"[]", a.MapIndex(key), b.MapIndex(key))
		}
	case reflect.Pointer:
		requireApart(t, path, a.Elem(), b.Elem())
	case reflect.Struct:
		for i := range a.NumField() {
			if f := a.Type().Field(i); f.IsExported() {
				requireApart(t, path+"."+f.Name, a.Field(i), b.Field(i))
			}
		}
	}
}
