package newcaremodels_test

import (
	"bytes"
	"encoding"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"os"
	"os/exec"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/delivery"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/coverage/evaluation"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/funding/appraisal"
	"github.com/newcaremodels/newcaremodels/funding/grants360"
)

// hostile are names that steer a terminal, forge a line of a report, turn the
// direction of writing, are code on a page or in a spreadsheet, or are no text.
var hostile = []string{
	"x\x1b[31m\x07\x00", "x\nforged: row 2", "x\r\nforged: row 2\tx", "x\u202egnp\u2066\u200f\ufeff", "x\u2028forged", "x\xff\xc3",
	"<img src=x onerror=alert(1)>|</td>&lt;b`*_~", "[x](javascript:alert(1))![x](x)", "=1+1|@x", "@SUM(A1)", "-x\"y", "+x,;y", strings.Repeat("\u202e<", 100),
}

// quiet are those of them that records may hold.
var quiet = "=x|@\u202e<img src=x onerror=alert(1)>[x](javascript:alert(1))`*_~\\\"&lt,"

// line reports what a text that stands on one line of a terminal holds that it must
// not.
func line(text string) error {
	if i := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsGraphic(r) }); i >= 0 {
		return fmt.Errorf("it holds %q", text[i:min(len(text), i+12)])
	}
	if !utf8.ValidString(text) {
		return errors.New("it is not UTF-8")
	}
	return nil
}

// lines is line for a text of several lines.
func lines(text string) error {
	for l := range strings.SplitSeq(text, "\n") {
		if strings.HasPrefix(l, "forged") {
			return errors.New("a name has a line of its own")
		}
		if err := line(l); err != nil {
			return err
		}
	}
	return nil
}

// page is lines for Markdown: nothing on it is HTML, a link, or a cell too many.
func page(text string) error {
	pipes := regexp.MustCompile(`(^|[^\\])(\\\\)*\|`)
	want := -1
	for l := range strings.Lines(text) {
		n := len(pipes.FindAllString(l, -1))
		if want < 0 {
			want = n
		}
		if n != want {
			return fmt.Errorf("%d cells in a table of %d", n, want)
		}
	}
	if regexp.MustCompile(`<|(^|[^\\])(\\\\)*[\[\]` + "`]").MatchString(text) {
		return errors.New("it is not text alone")
	}
	return lines(text)
}

func requireLine(t *testing.T, what, text string) {
	t.Helper()
	require.NoError(t, line(text), "%s: %q", what, text)
}

// requireSaid checks what violations say, in every form in which they say it.
func requireSaid(t *testing.T, what string, vs validate.Violations) {
	t.Helper()
	for v := range vs.All() {
		for _, text := range []string{v.Path, v.Value, v.Detail, v.Error(), fmt.Sprint(v)} {
			requireLine(t, what, text)
		}
	}
	for _, text := range []string{vs.String(), fmt.Sprintf("%+v", vs), fmt.Sprint(vs.Err()), fmt.Sprint(vs.Under("x\x1b\n" + what + ".csv"))} {
		require.NoError(t, lines(text), "%s: %q", what, text)
	}
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Error("checked", "found", vs)
	require.NoError(t, lines(log.String()), "%q", log.String())
}

func requireError(t *testing.T, what string, err error) {
	t.Helper()
	if err != nil {
		require.NoError(t, lines(err.Error()), "%s: %q", what, err.Error())
		requireSaid(t, what, validate.Of(err))
	}
}

// texts visits every text of a record: of a list its first element, which is made
// where there is none. The path is that of Go.
func texts(v reflect.Value, path string, visit func(path string, v reflect.Value)) {
	switch v.Kind() {
	case reflect.String:
		visit(path, v)
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				texts(v.Field(i), path+"."+f.Name, visit)
			}
		}
	case reflect.Slice:
		if v.Len() == 0 {
			v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		}
		texts(v.Index(0), path+"[0]", visit)
	case reflect.Map:
		for _, part := range []string{"key", "value"} {
			key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			change := func(p string, text reflect.Value) {
				visit(p, text)
				v.Set(reflect.MakeMap(v.Type()))
				v.SetMapIndex(key, value)
			}
			if part == "key" && key.Kind() == reflect.String {
				texts(key, path+"[key]", change)
			} else if part == "value" {
				texts(value, path+"[value]", change)
			}
		}
	}
}

// hostileRecord is a kind of records.
type hostileRecord struct {
	fresh    func() any                    // a pointer to sound ones
	validate func(any) validate.Violations // by every rule
	write    func(any, io.Writer) error    // as JSON
	read     func(io.Reader) (any, error)  // a pointer to what is read
	csv      func(any, io.Writer) error    // nil = they have none
	readCSV  func(io.Reader) (any, error)  // a pointer to what is read
	index    func(any) (any, error)        // nil = they have none
}

// hostileIndex is a definition's programme, by which the others are checked.
func hostileRecords(p *caremodel.Programme) map[string]hostileRecord {
	day, grants := caremodel.MustParseDate("2030-01-01"), madeUpGrants(p)
	return map[string]hostileRecord{
		"definition": {
			fresh:    func() any { d := caremodel.EnglandDefinition(); return &d },
			validate: func(d any) validate.Violations { return d.(*caremodel.Definition).ValidateAsOf(day) },
			write:    func(d any, w io.Writer) error { return d.(*caremodel.Definition).WriteJSON(w) },
			read:     func(r io.Reader) (any, error) { d, err := caremodel.ReadDefinition(r); return &d, err },
			csv: func(d any, w io.Writer) error {
				return errors.Join(d.(*caremodel.Definition).WriteCSV(w), d.(*caremodel.Definition).WritePartnersCSV(io.Discard))
			},
			readCSV: func(r io.Reader) (any, error) {
				d := caremodel.EnglandDefinition()
				list, err := caremodel.ReadVanguardsCSV(r, d)
				d.Vanguards = list
				return &d, err
			},
			index: func(d any) (any, error) { return caremodel.NewProgramme(*d.(*caremodel.Definition)) },
		},
		"ledger": {
			fresh:    func() any { l := funding.EnglandLedger(); return &l },
			validate: func(l any) validate.Violations { return l.(*funding.Ledger).ValidateAsOf(p, day) },
			write:    func(l any, w io.Writer) error { return l.(*funding.Ledger).WriteJSON(w) },
			read:     func(r io.Reader) (any, error) { l, err := funding.ReadLedger(r, p); return &l, err },
			csv:      func(l any, w io.Writer) error { return l.(*funding.Ledger).WriteCSV(w) },
			readCSV: func(r io.Reader) (any, error) {
				list, err := funding.ReadAllocationsCSV(r, p)
				return &funding.Ledger{Allocations: list}, err
			},
			index: func(l any) (any, error) { return funding.NewBook(p, *l.(*funding.Ledger)) },
		},
		"survey": {
			fresh:    func() any { s := coverage.EnglandSurvey(); return &s },
			validate: func(s any) validate.Violations { return s.(*coverage.Survey).ValidateAsOf(p, day) },
			write:    func(s any, w io.Writer) error { return s.(*coverage.Survey).WriteJSON(w) },
			read:     func(r io.Reader) (any, error) { s, err := coverage.ReadSurvey(r, p); return &s, err },
			index:    func(s any) (any, error) { return coverage.NewAtlas(p, *s.(*coverage.Survey)) },
		},
		"plan": {
			fresh:    func() any { l := delivery.EnglandPlan(); return &l },
			validate: func(l any) validate.Violations { return l.(*delivery.Plan).ValidateAsOf(p, day) },
			write:    func(l any, w io.Writer) error { return l.(*delivery.Plan).WriteJSON(w) },
			read:     func(r io.Reader) (any, error) { l, err := delivery.ReadPlan(r, p); return &l, err },
			index:    func(l any) (any, error) { return delivery.NewDelivery(p, *l.(*delivery.Plan)) },
		},
		"evidence": {
			fresh:    func() any { r := evaluation.EnglandRecord(); return &r },
			validate: func(r any) validate.Violations { return r.(*evaluation.Record).ValidateAsOf(p, day) },
			write:    func(r any, w io.Writer) error { return r.(*evaluation.Record).WriteJSON(w) },
			read:     func(r io.Reader) (any, error) { l, err := evaluation.ReadRecord(r, p); return &l, err },
			csv:      func(r any, w io.Writer) error { return r.(*evaluation.Record).WriteCSV(w) },
			readCSV:  func(r io.Reader) (any, error) { l, err := evaluation.ReadRecordCSV(r, p); return &l, err },
			index:    func(r any) (any, error) { return evaluation.NewEvidence(p, *r.(*evaluation.Record)) },
		},
		"case": {
			fresh:    func() any { c := madeUpCase(); return &c },
			validate: func(c any) validate.Violations { return c.(*appraisal.Case).Validate() },
			write:    func(c any, w io.Writer) error { return c.(*appraisal.Case).WriteJSON(w) },
			read:     func(r io.Reader) (any, error) { c, err := appraisal.ReadCase(r); return &c, err },
			index: func(c any) (any, error) {
				return c.(*appraisal.Case).Appraise(appraisal.Options{Schedule: appraisal.GreenBook2026()})
			},
		},
		"grants": {
			fresh: func() any { return clone(&grants) },
			validate: func(g any) validate.Violations {
				return validate.Join(g.(*grants360.Grants).ValidateAsOf(day), g.(*grants360.Grants).Warnings())
			},
			write: func(g any, w io.Writer) error { return g.(*grants360.Grants).WriteJSON(w) },
			read:  func(r io.Reader) (any, error) { g, err := grants360.Read(r); return &g, err },
			index: func(g any) (any, error) {
				return g.(*grants360.Grants).Ledger(grants360.MatchNames(p), grants360.LedgerOptions{})
			},
		},
	}
}

func madeUpCase() appraisal.Case {
	year := funding.MustParseFinancialYear("2015/16")
	return appraisal.Case{Base: year, Lines: []appraisal.Line{
		{
			Name: "Team", Side: appraisal.Cost, Nature: appraisal.Cashable, Payer: "the council",
			Amounts: []appraisal.Amount{{Year: year, Money: funding.MustParseMoney("100")}}, Source: caremodel.Source{Title: "A page"},
		},
		{
			Name: "Beds", Side: appraisal.Benefit, Nature: appraisal.Cashable,
			Amounts: []appraisal.Amount{{Year: year, Money: funding.MustParseMoney("300")}}, Source: caremodel.Source{Title: "A page"},
		},
	}}
}

func madeUpGrants(p *caremodel.Programme) grants360.Grants {
	l := funding.EnglandLedger()
	l.Allocations = l.Allocations[:4]
	g, _, err := grants360.FromLedger(l, p, grants360.Options{Prefix: "360G-x", Funder: grants360.Organization{ID: "GB-x", Name: "The funder"}})
	if err != nil {
		panic(err)
	}
	return g
}

// Whatever text stands in whichever field, what the rules say of it is plain.
func TestHostile_Rules(t *testing.T) {
	for name, kind := range hostileRecords(caremodel.England()) {
		t.Run(name, func(t *testing.T) {
			paths := 0
			texts(reflect.ValueOf(kind.fresh()).Elem(), name, func(string, reflect.Value) { paths++ })
			for i, text := range hostile {
				for at := -1; at < paths; at++ { // at all fields, and at each alone
					if at >= 0 && (at+i)%4 != 0 { // one in four: all texts go through all kinds of fields
						continue
					}
					record, n, where := kind.fresh(), 0, name
					shorten(reflect.ValueOf(record).Elem())
					texts(reflect.ValueOf(record).Elem(), name, func(path string, v reflect.Value) {
						if n == at || at < 0 {
							v.SetString(text)
							where = path
						}
						n++
					})
					requireSaid(t, where, kind.validate(record))
				}
			}
		})
	}
}

// withQuiet puts a hostile text into every field in which the rules bear one.
func withQuiet(t *testing.T, kind hostileRecord) (record any, changed int) {
	t.Helper()
	record = kind.fresh()
	before := kind.validate(record).Errors().Len()
	require.Zero(t, before)
	n := 0
	texts(reflect.ValueOf(kind.fresh()).Elem(), "", func(string, reflect.Value) { n++ })
	for at := range n {
		trial, i := clone(record), 0
		texts(reflect.ValueOf(trial).Elem(), "", func(_ string, v reflect.Value) {
			if i == at {
				v.SetString(quiet)
			}
			i++
		})
		if prune(reflect.ValueOf(trial).Elem()); kind.validate(trial).Err() == nil {
			record = trial
			changed++
		}
	}
	return record, changed
}

// clone copies a record, of which nothing is shared that texts changes.
func clone(record any) any {
	out := reflect.New(reflect.TypeOf(record).Elem())
	copyValue(out.Elem(), reflect.ValueOf(record).Elem())
	return out.Interface()
}

func copyValue(to, from reflect.Value) {
	to.Set(from)
	switch from.Kind() {
	case reflect.Struct:
		for i := range from.NumField() {
			if from.Type().Field(i).IsExported() {
				copyValue(to.Field(i), from.Field(i))
			}
		}
	case reflect.Slice:
		if from.Len() > 0 {
			to.Set(reflect.MakeSlice(from.Type(), from.Len(), from.Len()))
			for i := range from.Len() {
				copyValue(to.Index(i), from.Index(i))
			}
		}
	}
}

// prune takes out the elements that texts made and that hold nothing.
func prune(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				prune(v.Field(i))
			}
		}
	case reflect.Slice:
		if v.Len() > 0 {
			prune(v.Index(0))
		}
		if v.Len() == 1 && v.Index(0).IsZero() {
			v.SetZero()
		}
	case reflect.Map:
		if v.Len() == 1 && v.MapIndex(v.MapKeys()[0]).IsZero() {
			v.SetZero()
		}
	}
}

// What the rules bear is kept by JSON and CSV, and shown by no text or page as it
// stands.
func TestHostile_Writers(t *testing.T) {
	for name, kind := range hostileRecords(caremodel.England()) {
		t.Run(name, func(t *testing.T) {
			record, changed := withQuiet(t, kind)
			require.Greater(t, changed, 2)
			t.Log(changed, "fields")
			var b bytes.Buffer
			require.NoError(t, kind.write(record, &b))
			require.True(t, json.Valid(b.Bytes()))
			back, err := kind.read(bytes.NewReader(b.Bytes()))
			require.NoError(t, err)
			var again bytes.Buffer
			require.NoError(t, kind.write(back, &again))
			require.Equal(t, b.String(), again.String())
			if kind.csv != nil {
				b.Reset()
				require.NoError(t, kind.csv(record, &b))
				back, err := kind.readCSV(bytes.NewReader(b.Bytes()))
				require.NoError(t, err)
				again.Reset()
				require.NoError(t, kind.csv(back, &again))
				require.Equal(t, b.String(), again.String())
				require.Contains(t, b.String(), strings.ReplaceAll(quiet, `"`, `""`))
			}
			index, err := kind.index(record)
			require.NoError(t, err)
			s := speaker{t: t, seen: map[reflect.Type]int{}, names: map[string]bool{}}
			s.all(name, reflect.ValueOf(index), 4)
			t.Log(len(s.names), "texts of", slices.Sorted(maps.Keys(s.names)))
		})
	}
}

// speaker calls whatever methods a value has, and reads what they return.
type speaker struct {
	t     *testing.T
	seen  map[reflect.Type]int // values of a type that were asked
	names map[string]bool      // methods that gave a text
}

const enough = 40 // values of one type

func (s *speaker) all(path string, v reflect.Value, depth int) {
	if !v.IsValid() || depth < 0 || (v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface) && v.IsNil() {
		return
	}
	if s.seen[v.Type()]++; s.seen[v.Type()] > enough {
		return
	}
	base := v.Type()
	if base.Kind() == reflect.Pointer {
		base = base.Elem()
	}
	if base.PkgPath() != "" && !strings.HasPrefix(base.PkgPath(), "github.com/newcaremodels") {
		return
	}
	s.said(path, v)
	s.written(path, v)
	for i := range v.NumMethod() {
		method := v.Type().Method(i)
		if regexp.MustCompile("^(Write|Unmarshal|Scan|Gob|Marshal|Append|String|Error|Compare|Equal|Log)").MatchString(method.Name) {
			continue
		}
		for _, args := range arguments(method.Type) {
			for j, out := range v.Method(i).Call(args) {
				s.all(fmt.Sprintf("%s.%s#%d", path, method.Name, j), out, depth-1)
			}
		}
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				s.all(path+"."+v.Type().Field(i).Name, v.Field(i), depth-1)
			}
		}
	case reflect.Slice:
		for i := range min(v.Len(), enough) {
			s.all(path+"[]", v.Index(i), depth-1)
		}
	case reflect.Func:
		s.each(path, v, depth)
	}
}

// each reads what an iterator yields.
func (s *speaker) each(path string, v reflect.Value, depth int) {
	t, n := v.Type(), 0
	if !t.CanSeq() && !t.CanSeq2() || v.IsNil() {
		return
	}
	if t.CanSeq2() {
		for a, b := range v.Seq2() {
			s.all(path+"()", a, depth-1)
			s.all(path+"()", b, depth-1)
			if n++; n == enough {
				break
			}
		}
		return
	}
	for a := range v.Seq() {
		s.all(path+"()", a, depth-1)
		if n++; n == enough {
			break
		}
	}
}

// said reads a value's own text.
func (s *speaker) said(path string, v reflect.Value) {
	switch x := v.Interface().(type) {
	case validate.Violations:
		requireSaid(s.t, path, x)
	case error:
		requireError(s.t, path, x)
	case fmt.Stringer:
		s.names[v.Type().String()+".String"] = true
		check := line
		if v.MethodByName("WriteText").IsValid() {
			check = lines // a table prints as it is written
		}
		require.NoError(s.t, check(x.String()), "%s: %q", path, x.String())
	}
}

// written reads what a value writes for people, and has CSV and JSON read by
// others.
func (s *speaker) written(path string, v reflect.Value) {
	for name, check := range map[string]func(string) error{
		"WriteText": lines, "WriteMarkdown": page,
		"WriteCSV":  func(text string) error { _, err := csv.NewReader(strings.NewReader(text)).ReadAll(); return err },
		"WriteJSON": func(text string) error { return json.Unmarshal([]byte(text), new(any)) },
	} {
		method := v.MethodByName(name)
		if !method.IsValid() {
			continue
		}
		var b bytes.Buffer
		write, ok := method.Interface().(func(io.Writer) error)
		require.True(s.t, ok, path)
		require.NoError(s.t, write(&b), path)
		require.NoError(s.t, check(b.String()), "%s.%s: %s", path, name, b.String())
		s.names[v.Type().String()+"."+name] = true
	}
}

// arguments are those with which a method is called; none = it is not.
func arguments(method reflect.Type) [][]reflect.Value {
	var args []reflect.Value
	for i := 1; i < method.NumIn(); i++ {
		in := method.In(i)
		if method.IsVariadic() && i == method.NumIn()-1 {
			return variadic(args, in.Elem())
		}
		given, ok := argument(in)
		if !ok {
			return nil
		}
		args = append(args, given)
	}
	return [][]reflect.Value{args}
}

// variadic gives none of the last argument, and each of the dimensions of tables.
func variadic(args []reflect.Value, last reflect.Type) [][]reflect.Value {
	all := [][]reflect.Value{args}
	if last == reflect.TypeFor[funding.Dimension]() {
		for d := funding.ByVanguard; ; d++ {
			if _, err := d.MarshalText(); err != nil {
				break
			}
			all = append(all, append(slices.Clone(args), reflect.ValueOf(d)))
		}
	} else if given, ok := argument(last); ok {
		all = append(all, append(slices.Clone(args), given))
	}
	return all
}

func argument(in reflect.Type) (reflect.Value, bool) {
	for _, v := range []any{
		caremodel.MustParseDate("2017-03-31"), funding.MustParseFinancialYear("2015/16"), funding.GDPDeflators2025(),
		func(caremodel.VanguardID) (int64, bool) { return 1000, true },
	} {
		if reflect.TypeOf(v) == in {
			return reflect.ValueOf(v), true
		}
	}
	switch in.Kind() {
	case reflect.String:
		return reflect.ValueOf(quiet).Convert(in), true
	case reflect.Struct, reflect.Uint8, reflect.Array:
		return reflect.Zero(in), true
	}
	return reflect.Value{}, false
}

// hostileTables are sound tables, and what reads them.
func hostileTables(p *caremodel.Programme) map[string]func(string) error {
	base := coverage.Columns{Area: "area", People: "people", Attributes: []string{"age"}}
	head := coverage.Base{
		Basis: coverage.Registered, Edition: "GP practices", AsAt: caremodel.MustParseDate("2016-04-01"), Sources: []caremodel.Source{{Title: "A page"}},
	}
	return map[string]func(string) error{
		"slug,name,category,announced,stage,source_title\nash,Ash,MCP,2016-04-01,designing,A page\n": func(text string) error {
			_, err := caremodel.ReadVanguardsCSV(strings.NewReader(text), caremodel.EnglandDefinition())
			return errors.Join(err, caremodel.ValidateVanguardsCSV(strings.NewReader(text), caremodel.EnglandDefinition()).Err())
		},
		"vanguard,organisation,kind,code\nSalford Together,A practice,gp-group,A81001\n": func(text string) error {
			_, err := caremodel.ReadPartnersCSV(strings.NewReader(text), caremodel.EnglandDefinition())
			return err
		},
		"id,recipients,year,stream,status,amount,on,source_title\nx,Salford Together,2015/16,transformation,approved,1000,2016-04-01,A page\n": func(text string) error {
			_, err := funding.ReadAllocationsCSV(strings.NewReader(text), p)
			return errors.Join(err, funding.ValidateAllocationsCSV(strings.NewReader(text), p, funding.EnglandLedger()).Err())
		},
		"area,people,age\nA81001,4000,0-17\n": func(text string) error {
			_, err := coverage.ReadBaseCSV(strings.NewReader(text), base)
			_, other := coverage.ReadAtlasCSV(strings.NewReader(text), base, p, coverage.Survey{Base: head})
			return errors.Join(err, other)
		},
		"id,vanguard,layer,area,share,source_title\nx,Salford Together,care-homes,A81001,1/2,A page\n": func(text string) error {
			_, err := coverage.ReadFootprintsCSV(strings.NewReader(text), p)
			return err
		},
		"from,to,people\nE01000001,E01000002,7\n": func(text string) error {
			_, err := coverage.ReadIntersectionsCSV(strings.NewReader(text), coverage.LookupColumns{From: "from", To: "to", People: "people"})
			return err
		},
		"Identifier,Title,Description,Currency,Amount Awarded,Award Date,Recipient Org:0:Identifier,Recipient Org:0:Name,Funding Org:0:Identifier,Funding Org:0:Name\n" +
			"360G-x-1,T,D,GBP,1000,2016-04-01,GB-1,One,GB-2,Two\n": func(text string) error {
			_, err := grants360.Read(strings.NewReader(text))
			return err
		},
	}
}

// Whatever stands in whichever cell of a table, the header included, its reader tells
// of it plainly.
func TestHostile_Tables(t *testing.T) {
	for table, read := range hostileTables(caremodel.England()) {
		require.NoError(t, validate.Of(read(table)).Errors().Err(), table)
		rows, err := csv.NewReader(strings.NewReader(table)).ReadAll()
		require.NoError(t, err)
		refused := 0
		for _, text := range hostile {
			for i, row := range rows {
				for j, was := range row {
					rows[i][j] = text
					var b strings.Builder
					require.NoError(t, csv.NewWriter(&b).WriteAll(rows))
					err := read(b.String())
					requireError(t, row[0], err)
					if err != nil {
						refused++
					}
					rows[i][j] = was
				}
			}
			requireError(t, "text alone", read(text))
			requireError(t, "first line", read(text+"\n"+table))
		}
		require.Greater(t, refused, len(hostile))
	}
	for _, text := range hostile {
		for _, o := range []caremodel.CSV{{Columns: map[string]string{text: "id"}}, {Columns: map[string]string{"id": text}}, {Header: []string{text}, NoHeader: true}} {
			_, err := funding.ReadAllocationsCSV(strings.NewReader("id,recipients\nx,y\n"), caremodel.England(), o)
			require.Error(t, err)
			requireError(t, "options", err)
		}
	}
}

// shorten leaves two elements of each list.
func shorten(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				shorten(v.Field(i))
			}
		}
	case reflect.Slice:
		if v.Len() > 2 {
			v.Set(v.Slice(0, 2))
		}
		for i := range v.Len() {
			shorten(v.Index(i))
		}
	}
}

// The same holds for the keys of documents and for every text that a type reads.
func TestHostile_Documents(t *testing.T) {
	key := regexp.MustCompile(`"[a-zA-Z_]+":`)
	for name, kind := range hostileRecords(caremodel.England()) {
		record := kind.fresh()
		shorten(reflect.ValueOf(record).Elem())
		var b bytes.Buffer
		require.NoError(t, kind.write(record, &b))
		document, seen := b.String(), map[string]bool{}
		for _, at := range key.FindAllStringIndex(document, -1) {
			if was := document[at[0]:at[1]]; !seen[was] {
				seen[was] = true
				for i, text := range hostile {
					in := `"` + strings.NewReplacer(`"`, `\"`, `\`, `\\`).Replace(text) + `"` // control characters as they are
					if (i+len(seen))%2 == 0 {
						quoted, err := json.Marshal(text)
						require.NoError(t, err)
						in = string(quoted)
					}
					cut := at[i/2%2] // in place of the key, or as its value
					in += [...]string{":", `,"x":`}[i/2%2]
					_, err := kind.read(strings.NewReader(document[:cut] + in + document[at[1]:]))
					requireError(t, name+was, err)
				}
			}
		}
		require.Greater(t, len(seen), 4)
	}
	for _, text := range hostile {
		for _, v := range values {
			if u, ok := reflect.New(reflect.TypeOf(v)).Interface().(encoding.TextUnmarshaler); ok {
				requireError(t, fmt.Sprintf("%T", v), u.UnmarshalText([]byte(text)))
			}
		}
		_, err := caremodel.England().Find(text)
		requireError(t, "Find", err)
		_, err = caremodel.EnglandTaxonomy().Parse(text)
		requireError(t, "Parse", err)
	}
}

// The programs show no name as it stands, whatever file or flag it comes from.
func TestHostile_Programs(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs the example programs")
	}
	dir := t.TempDir()
	out, err := exec.Command("go", "build", "-o", dir, "./examples/programme", "./examples/validate", "./examples/grants", "./examples/coverage", "./examples/indicators", "./examples/neighbourhood").CombinedOutput()
	require.NoError(t, err, string(out))
	t.Chdir(dir)
	write := func(name, text string) { require.NoError(t, os.WriteFile(name, []byte(text), 0o600)) }
	for name, kind := range hostileRecords(caremodel.England()) {
		record, _ := withQuiet(t, kind)
		var b bytes.Buffer
		require.NoError(t, kind.write(record, &b))
		write(name+".json", b.String())
		if kind.csv != nil {
			b.Reset()
			require.NoError(t, kind.csv(record, &b))
			write(name+".csv", b.String())
		}
	}
	bad := strings.Join(hostile[:6], "") + quiet
	cell := `"` + strings.ReplaceAll(bad, `"`, `""`) + `"`
	write("header.csv", "id,recipients,year,stream,status,amount,"+cell+"\nx,y,z,a,b,c,d\n")
	write("cells.csv", "id,recipients,year,stream,status,amount,source_title\n"+strings.Repeat(cell+",", 6)+cell+"\n")
	write("key.json", `{"format":"newcaremodels/programme/1",`+string(must(json.Marshal(bad)))+`:1,"slug":`+string(must(json.Marshal(bad)))+`}`)
	write("x\x1b[31m\nforged.csv", "area\n")
	write("base.csv", "area,people,decile\nE01000001,100,1\nE01000002,200,2\nE01000003,300,3\n")
	quoted := `"` + strings.ReplaceAll(quiet, `"`, `""`) + `"`
	write("footprints.csv", "area,network\nE01000001,"+quoted+"\nE01000002,"+quoted+"\nE01000003,\n")
	people := []string{"coverage", "-base", "base.csv", "-edition", "LSOA 2011", "-counted", "2017-06-30", "-footprints", "footprints.csv", "-in", "network", "-by", "decile"}
	records := []string{"-programme", "definition.json", "-ledger", "ledger.json", "-survey", "survey.json", "-plan", "plan.json", "-evidence", "evidence.json"}
	for _, c := range [][]string{
		append([]string{"programme"}, records...), append([]string{"programme", "-list"}, records...),
		append([]string{"programme", "-format", "markdown"}, records...), append([]string{"programme", "-format", "html"}, records...),
		append([]string{"programme", "-format", "json"}, records...), append([]string{"programme", "-format", "csv", "-table", "vanguards"}, records...),
		append([]string{"programme", "-by", "vanguard,round,fund"}, records...), append([]string{"programme", "-vanguard", quiet}, records...),
		append([]string{"validate", "-case", "case.json", "-grants", "grants.json", "-as-at", "2016-01-01"}, records...),
		append([]string{"validate", "-allocations", "header.csv", "-allocations", "cells.csv", "-format", "json"}, records...),
		append([]string{"validate", "-allocations", "header.csv", "-allocations", "cells.csv"}, records...),
		{"validate", "-vanguards", "definition.csv", "-allocations", "cells.csv"}, {"validate", "-vanguards", "header.csv"}, {"validate", "-vanguards", "cells.csv"},
		{"grants", "grants.json"}, {"grants", "-by", "vanguard,fund,round", "-programme", "definition.json", "grants.json"}, {"grants", "-format", "json", "grants.json"},
		{"grants", "-from-ledger", "ledger.json", "-programme", "definition.json"},
		{"coverage", "-base", "header.csv", "-area", "id", "-people", "amount", "-edition", "LSOA 2011", "-counted", "2017-06-30", "-footprints", "cells.csv", "-unit", "area", "-in", "network"},
		people, append(people, "-format", "markdown"), append(people, "-format", "html"), append(people, "-format", "json"),
		{"coverage", "-base", "header.csv", "-footprints", "cells.csv", "-edition", "LSOA 2011", "-counted", "2017-06-30"},
		{"coverage", "-base", "base.csv", "-footprints", "cells.csv", "-edition", "LSOA 2011", "-counted", "2017-06-30", "-unit", "x\x1b[31m", "-in", quiet},
		{"indicators", "rates", "header.csv"}, {"indicators", "rates", "cells.csv"}, {"neighbourhood"},
	} {
		code := runHostile(t, c)
		if c[0] == "programme" || c[0] == "coverage" && !slices.Contains(c, "cells.csv") {
			require.Zero(t, code, "%q", c)
		}
	}
	for _, program := range []string{"programme", "validate", "grants", "coverage", "indicators", "neighbourhood"} {
		for _, text := range []string{hostile[0], "x\x1b[31m\nforged.csv", quiet} {
			if strings.Contains(text, "\x00") {
				text = strings.ReplaceAll(text, "\x00", "") // no argument of a program has it
			}
			for _, flag := range []string{"", "-programme", "-ledger", "-allocations", "-populations", "-footprints", "-base", "-format", "-table", "-by", "-vanguard", "-as-at", "-o", "rates", "-from-ledger", "-" + text} {
				if flag == "-o" && program != "validate" || flag == "" && program == "indicators" {
					continue // files that are written
				}
				runHostile(t, slices.DeleteFunc([]string{program, flag, text}, func(arg string) bool { return arg == "" }))
			}
		}
	}
}

// runHostile runs a program of the working folder and reads what it prints.
func runHostile(t *testing.T, args []string) (code int) {
	t.Helper()
	cmd := exec.Command("./"+args[0], args[1:]...)
	var stdout, stderr strings.Builder
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	require.NoError(t, lines(strings.ReplaceAll(stderr.String(), "\t", " ")), "%q: %q", args, stderr.String()) // usage has tabs
	require.NotContains(t, stderr.String(), "goroutine", "%q", args)
	switch i := slices.Index(args, "-format"); {
	case i < 0 || args[i+1] == "text":
		require.NoError(t, lines(stdout.String()), "%q", args)
	case args[i+1] == "json" && err == nil:
		require.True(t, json.Valid([]byte(stdout.String())), "%q", args)
	case args[i+1] == "markdown":
		require.NoError(t, lines(stdout.String()), "%q", args)
		require.NotRegexp(t, `[^\\]\]\(javascript`, stdout.String())
		require.NotContains(t, stdout.String(), "<img")
	case args[i+1] == "html":
		require.NotContains(t, stdout.String(), "<img")
		require.NotContains(t, stdout.String(), `href="javascript`)
	}
	return cmd.ProcessState.ExitCode()
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
