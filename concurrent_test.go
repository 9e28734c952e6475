package newcaremodels_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/delivery"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/coverage/evaluation"
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
	"github.com/newcaremodels/newcaremodels/funding"
)

// firstUse is set in the process in which nothing was asked before.
const firstUse = "NEWCAREMODELS_FIRST_USE"

// Many goroutines at once call every exported method of every index, and each gets
// the answer that every other gets. The goroutines are also the first to ask for
// the embedded programme, which is why the test runs itself in a process of its own.
// What it finds under the race detector, it finds in both.
func TestIndexes_ConcurrentUse(t *testing.T) {
	if os.Getenv(firstUse) == "" {
		again := exec.Command(os.Args[0], "-test.run=^TestIndexes_ConcurrentUse$", "-test.v")
		again.Env = append(os.Environ(), firstUse+"=1")
		out, err := again.CombinedOutput()
		require.NoError(t, err, string(out))
		require.Contains(t, string(out), "--- PASS: TestIndexes_ConcurrentUse")
		return
	}

	const goroutines = 8
	answers := make([]map[string]string, goroutines)
	var start, done sync.WaitGroup
	start.Add(1)
	for i := range answers {
		done.Go(func() {
			start.Wait()
			answers[i] = askAll()
		})
	}
	start.Done()
	done.Wait()
	require.Greater(t, len(answers[0]), 150)
	for _, said := range answers {
		require.Equal(t, answers[0], said)
	}
	for call, said := range answers[0] {
		require.False(t, strings.HasPrefix(said, noArgument), "%s: %s", call, said)
	}
}

const noArgument = "the test has no argument of type "

// askAll calls every exported method of the indexes of the embedded programme.
func askAll() map[string]string {
	said := map[string]string{}
	for n, index := range indexes() {
		v := reflect.ValueOf(index)
		for i := range v.NumMethod() {
			said[fmt.Sprintf("%d: %T.%s", n, index, v.Type().Method(i).Name)] = ask(v.Method(i))
		}
	}
	return said
}

// indexes are what is built once and then asked by everybody.
func indexes() []any {
	atlas := coverage.England()
	book := must(funding.England().Where(funding.Filter{Streams: []funding.Stream{funding.StreamTransformation}}))
	table := must(book.Table(funding.ByCategory, funding.ByYear))
	selection := must(atlas.Select(coverage.Filter{}))
	succession := coverage.EnglandSuccession()
	crosswalk := must(succession.Crosswalk(vintage("ccg-2015", "2015-04-01"), vintage("ccg-2017", "2017-04-01")))
	return []any{
		caremodel.England(), caremodel.EnglandTaxonomy(), delivery.England(),
		funding.England(), book, table, funding.GDPDeflators2025(),
		atlas, selection, selection.Overlap(), must(selection.Breakdown(coverage.England().Attributes()[0])), crosswalk, succession,
		evaluation.England(),
	}
}

func vintage(edition, day string) coverage.Vintage {
	return coverage.Vintage{Edition: coverage.Edition(edition), On: caremodel.MustParseDate(day)}
}

// samples are what methods are called with, by type. Most have an answer, and the
// rest are refused, which is an answer too.
func samples() []any {
	england := must(caremodel.England().Find("Airedale & Partners"))
	year := funding.MustParseFinancialYear("2015/16")
	return []any{
		england.Name, 1, 0.95, int64(100),
		england.ID, caremodel.MCP, caremodel.MustParseDate("2016-01-01"),
		delivery.ThemePace,
		year, funding.ByVanguard, funding.Filter{Categories: []caremodel.Category{caremodel.MCP}},
		funding.Split{Method: funding.SplitEqually, Source: caremodel.Source{Title: "a test"}},
		funding.GDPDeflators2025(), funding.MustParseMoney("12.34"), funding.Key{Category: caremodel.PACS, Year: year}, funding.FundID("transformation-fund"),
		func(caremodel.VanguardID) (int64, bool) { return 1000, true },
		coverage.Registered, coverage.Filter{}, coverage.Target{Share: caremodel.Ratio{Num: 1, Den: 2}, By: caremodel.MustParseDate("2020-12-31")},
		coverage.AreaCode("00C"), vintage("ccg-2015", "2015-04-01"), []coverage.AreaRate{{Area: "00C", Value: 1, People: 100}},
		[]coverage.Population{{Area: "00C", People: 100}},
		coverage.Base{Name: "a base", Basis: coverage.Resident, Edition: "ccg-2015", Units: []coverage.Population{{Area: "00C", People: 100}}},
		crosswalkOfOne(),
		evaluation.Measure("emergency-admissions"), evaluation.RateRatio, evaluation.Filter{}, evaluation.ResultID("none"), evaluation.StudyID("none"),
		indicator.RandomEffects,
	}
}

func crosswalkOfOne() coverage.Crosswalk {
	return must(coverage.EnglandSuccession().Crosswalk(vintage("ccg-2015", "2015-04-01"), vintage("ccg-2017", "2017-04-01"), "00C"))
}

// ask calls a method and renders all that it gives.
func ask(method reflect.Value) string {
	var out bytes.Buffer
	byType := map[reflect.Type]reflect.Value{reflect.TypeFor[io.Writer](): reflect.ValueOf(&out)}
	for _, a := range samples() {
		byType[reflect.TypeOf(a)] = reflect.ValueOf(a)
	}
	in := make([]reflect.Value, method.Type().NumIn())
	for i := range in {
		want := method.Type().In(i)
		if method.Type().IsVariadic() && i == len(in)-1 {
			in = in[:i] // nothing is an answer of its own
			break
		}
		v, ok := byType[want]
		if !ok {
			return noArgument + want.String()
		}
		in[i] = v
	}
	for _, v := range method.Call(in) {
		render(&out, v)
	}
	return out.String()
}

// render writes a result so that equal results are equal text: sequences as what
// they give, and pointers as what they point to.
func render(out *bytes.Buffer, v reflect.Value) {
	switch {
	case v.Type().CanSeq2() && v.Kind() == reflect.Func:
		for key, value := range v.Seq2() {
			render(out, key)
			render(out, value)
		}
	case v.Type().CanSeq() && v.Kind() == reflect.Func:
		for value := range v.Seq() {
			render(out, value)
		}
	default:
		if err, failed := v.Interface().(error); failed {
			fmt.Fprintln(out, err)
		} else if text, err := json.Marshal(v.Interface()); err == nil {
			fmt.Fprintf(out, "%s\n", text)
		} else {
			fmt.Fprintln(out, v.Interface())
		}
	}
}
