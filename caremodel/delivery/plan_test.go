package delivery_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/delivery"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/caremodel/validate/validatetest"
	"github.com/newcaremodels/newcaremodels/internal/goldentest"
)

func written(t require.TestingT, plan delivery.Plan) []byte {
	var b bytes.Buffer
	require.NoError(t, plan.WriteJSON(&b))
	return b.Bytes()
}

func read(t *testing.T, document string) (delivery.Plan, error) {
	t.Helper()
	return delivery.ReadPlan(strings.NewReader(document), fens(t))
}

// The wire format of every record, with all fields and with only the required
// fields.
func TestPlan_WireFormat(t *testing.T) {
	for name, plan := range map[string]delivery.Plan{
		"full.golden.json":  fullPlan(),
		"bare.golden.json":  barePlan(),
		"empty.golden.json": {},
	} {
		goldentest.Equal(t, name, written(t, plan))
		back, err := delivery.ReadPlan(bytes.NewReader(written(t, plan)), fens(t))
		require.NoError(t, err, name)
		require.Equal(t, plan, back, name)
		require.NoError(t, plan.Validate(fens(t)).Err(), name)
	}
}

// A full plan has no zero field in any record, so that the golden file shows all of
// them.
func TestPlan_FullPlanIsFull(t *testing.T) {
	plan := fullPlan()
	noZero(t, reflect.ValueOf(plan), "plan")
}

func noZero(t *testing.T, v reflect.Value, path string) {
	t.Helper()
	require.False(t, v.IsZero(), path)
	switch v.Kind() {
	case reflect.Slice:
		require.NotZero(t, v.Len(), path)
		noZero(t, v.Index(0), path)
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				noZero(t, v.Field(i), path+"."+f.Name)
			}
		}
	}
}

// An empty list is the same as an absent one.
func TestPlan_EmptyLists(t *testing.T) {
	empty := delivery.Plan{
		Principles: []delivery.PrincipleDefinition{}, Assessments: []delivery.Assessment{}, Packages: []delivery.Package{}, Bodies: []delivery.BodyDefinition{}, Workstreams: []delivery.Workstream{},
		Barriers: []delivery.Barrier{}, Milestones: []delivery.Milestone{}, Sources: []caremodel.Source{},
	}
	require.Equal(t, written(t, delivery.Plan{}), written(t, empty))
	barriers := barePlan()
	barriers.Barriers[0].Bodies, barriers.Barriers[0].Sources = []delivery.NationalBody{}, []caremodel.Source{}
	require.Equal(t, written(t, barePlan()), written(t, barriers))
}

// A plan without errors can be written and read again without loss.
func TestPlan_RoundTrip(t *testing.T) {
	p := fens(t)
	rapid.Check(t, func(rt *rapid.T) {
		plan := anyPlan(rt)
		require.NoError(rt, plan.Validate(p).Err())
		document := written(rt, plan)
		back, err := delivery.ReadPlan(bytes.NewReader(document), p)
		require.NoError(rt, err)
		require.Equal(rt, plan, back)
		require.Equal(rt, document, written(rt, back))
	})
}

func TestPlan_WriteJSONRefuses(t *testing.T) {
	for name, plan := range map[string]delivery.Plan{
		"no rating":  {Assessments: []delivery.Assessment{{Vanguard: ely, Principle: delivery.Carers}}},
		"rating off": {Assessments: []delivery.Assessment{{Vanguard: ely, Principle: delivery.Carers, Rating: 9}}},
		"no stage":   {Milestones: []delivery.Milestone{{Vanguard: ely, Stage: 9, Title: "x", Reached: date("2027-01-01")}}},
		"damaged":    {Packages: []delivery.Package{areas("a\xff")}},
		"no id":      {Assessments: []delivery.Assessment{{Principle: delivery.Carers, Rating: delivery.RatingMet}}},
	} {
		require.Error(t, plan.WriteJSON(io.Discard), name)
		require.Error(t, plan.Validate(fens(t)).Err(), name)
	}
	require.Error(t, fullPlan().WriteJSON(brokenWriter{}))
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errors.New("the disk is full") }

// Vanguards are given by id or by slug, and written by id.
func TestReadPlan_Slugs(t *testing.T) {
	const document = `{"format": "newcaremodels/delivery/1",
		"principles": [{"code": "carers", "name": "Carers"}], "packages": [{"name": "First", "areas": [{"code": "estates", "name": "Estates"}]}],
		"assessments": [{"vanguard": "ely", "principle": "carers", "rating": "met"}, {"vanguard": "MARCH", "principle": "carers", "rating": "met"}],
		"workstreams": [{"title": "Estates", "area": "estates", "vanguard_leader": {"name": "A", "vanguard": "wisbech"}, "national_expert": {"name": "B"}}],
		"barriers": [{"slug": "prices", "theme": "pricing", "summary": "Prices.", "vanguard": "chatteris"}],
		"milestones": [{"vanguard": "ELY-ID", "stage": "selected", "title": "Announced", "reached": "2027-04-01"}]}`
	sound := strings.NewReplacer("MARCH", march.String(), "ELY-ID", strings.ToUpper(ely.String())).Replace(document)
	plan, err := read(t, sound)
	require.NoError(t, err)
	require.Equal(t, ely, plan.Assessments[0].Vanguard)
	require.Equal(t, march, plan.Assessments[1].Vanguard)
	require.Equal(t, wisbech, plan.Workstreams[0].VanguardLeader.Vanguard)
	require.Equal(t, chatteris, plan.Barriers[0].Vanguard)
	require.Equal(t, ely, plan.Milestones[0].Vanguard)
	require.NotContains(t, string(written(t, plan)), `"vanguard": "ely"`)

	// A vanguard that the programme does not have is reported with its path and the
	// nearest slug.
	strange := strings.NewReplacer("MARCH", stranger.String(), "ELY-ID", "elly", `"chatteris"`, `""`, `"wisbech"`, `"Wisbech"`).Replace(document)
	plan, err = read(t, strange)
	validatetest.Expect(t, validate.Of(err),
		validatetest.Want{Path: "assessments[1].vanguard", Code: validate.Unknown},
		validatetest.Want{Path: "workstreams[0].vanguard_leader.vanguard", Code: validate.Unknown},
		validatetest.Want{Path: "barriers[0].vanguard", Code: validate.Unknown},
		validatetest.Want{Path: "milestones[0].vanguard", Code: validate.Unknown},
	)
	require.ErrorContains(t, err, `the nearest slug is "ely"`)
	require.Len(t, plan.Assessments, 1)
	require.Equal(t, ely, plan.Assessments[0].Vanguard)
	require.Empty(t, plan.Workstreams)
	require.Empty(t, plan.Barriers)
	require.Empty(t, plan.Milestones)
	require.Equal(t, delivery.Carers, plan.Principles[0].Code)
}

// Without a programme only ids can be resolved.
func TestReadPlan_WithoutProgramme(t *testing.T) {
	plan, err := delivery.ReadPlan(bytes.NewReader(written(t, fullPlan())), nil)
	require.NoError(t, err)
	require.Equal(t, fullPlan(), plan)
	_, err = delivery.ReadPlan(strings.NewReader(`{"format": "newcaremodels/delivery/1",
		"barriers": [{"slug": "prices", "theme": "pricing", "summary": "Prices.", "vanguard": "ely"}]}`), nil)
	validatetest.Expect(t, validate.Of(err), validatetest.Want{Path: "barriers[0].vanguard", Code: validate.Format})
}

// Every problem of a document's shape is reported with its path, in one reading,
// and the records without problems are kept.
func TestReadPlan_Faults(t *testing.T) {
	document, err := os.ReadFile("testdata/faulty.json")
	require.NoError(t, err)
	plan, err := delivery.ReadPlan(bytes.NewReader(document), fens(t))
	var b bytes.Buffer
	for v := range validate.Of(err).All() {
		b.WriteString(v.Error() + "\n")
	}
	goldentest.Equal(t, "faulty.golden.txt", b.Bytes())
	require.Equal(t, delivery.Plan{
		Principles:  []delivery.PrincipleDefinition{{Code: delivery.Carers, Name: "Carers"}},
		Assessments: []delivery.Assessment{{Vanguard: march, Principle: delivery.Carers, Rating: delivery.RatingMet}},
		Milestones:  []delivery.Milestone{{Vanguard: ely, Stage: caremodel.StageSelected, Title: "Announced", Reached: date("2027-04-01")}},
	}, plan)
}

func TestReadPlan_Hostile(t *testing.T) {
	const head = `{"format":"newcaremodels/delivery/1"`
	for name, c := range map[string]struct {
		document string
		path     string
		code     validate.Code
	}{
		"nothing":              {"", "document", validate.Format},
		"blank":                {" \n", "document", validate.Format},
		"no object":            {"[]", "document", validate.Format},
		"null":                 {"null", "document", validate.Format},
		"cut off":              {head + `,"bodies":[{"code":"a","name":"A"}`, "bodies[1]", validate.Format},
		"two documents":        {head + "}{}", "document", validate.Format},
		"trailing":             {head + "}x", "document", validate.Format},
		"no format":            {"{}", "format", validate.Required},
		"another format":       {`{"format":"newcaremodels/programme/1"}`, "format", validate.Unknown},
		"unknown field":        {head + `,"bariers":[]}`, "bariers", validate.Unknown},
		"letter case":          {head + `,"Bodies":[]}`, "Bodies", validate.Unknown},
		"key twice":            {head + `,"bodies":[],"bodies":[]}`, "bodies", validate.Duplicate},
		"list of nulls":        {head + `,"bodies":[null]}`, "bodies[0]", validate.Format},
		"no list":              {head + `,"bodies":"estates"}`, "bodies", validate.Format},
		"number":               {head + `,"bodies":[{"code":1e999999,"name":"A"}]}`, "bodies[0].code", validate.Format},
		"not UTF-8":            {head + ",\"bodies\":[{\"code\":\"a\xff\",\"name\":\"A\"}]}", "bodies[0].code", validate.Format},
		"half a surrogate":     {head + `,"bodies":[{"code":"\ud800","name":"A"}]}`, "bodies[0].code", validate.Format},
		"empty date":           {head + `,"barriers":[{"slug":"a","theme":"b","summary":"c","raised":""}]}`, "barriers[0].raised", validate.Format},
		"no such day":          {head + `,"barriers":[{"slug":"a","theme":"b","summary":"c","raised":"2027-02-29"}]}`, "barriers[0].raised", validate.Range},
		"nil id":               {head + `,"barriers":[{"slug":"a","theme":"b","summary":"c","vanguard":"00000000-0000-0000-0000-000000000000"}]}`, "barriers[0].vanguard", validate.Unknown},
		"deep":                 {head + `,"x":` + strings.Repeat("[", 10000), "x", validate.TooLarge},
		"deep in a known list": {head + `,"bodies":[` + strings.Repeat(`{"a":`, 10000), "bodies[0].a", validate.TooLarge},
		"long text":            {head + `,"bodies":[{"code":"` + strings.Repeat("a", 2<<20), "bodies[0].code", validate.TooLarge},
	} {
		plan, err := read(t, c.document)
		require.ErrorIs(t, err, c.code, name)
		found := false
		for v := range validate.Of(err).All() {
			found = found || v.Path == c.path && v.Code == c.code
			require.LessOrEqual(t, len([]rune(v.Value)), 83, name)
		}
		require.True(t, found, "%s: %v", name, err)
		require.NoError(t, plan.WriteJSON(io.Discard), name)
	}
}

func TestReadPlan_Bounds(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 64 MiB")
	}
	endless := io.MultiReader(strings.NewReader(`{"format":"newcaremodels/delivery/1","bodies":[`), spring(`{"code":"`+strings.Repeat("a", 60<<10)+`","name":"A"},`))
	_, err := delivery.ReadPlan(endless, fens(t))
	require.ErrorIs(t, err, validate.TooLarge)

	broken := iotest.TimeoutReader(iotest.OneByteReader(bytes.NewReader(written(t, fullPlan()))))
	_, err = delivery.ReadPlan(broken, fens(t))
	require.ErrorIs(t, err, validate.Unreadable)

	slow := iotest.OneByteReader(bytes.NewReader(written(t, fullPlan())))
	plan, err := delivery.ReadPlan(slow, fens(t))
	require.NoError(t, err)
	require.Equal(t, fullPlan(), plan)
}

// spring returns a reader that repeats a text without end.
func spring(text string) io.Reader { return &repeater{text: text} }

type repeater struct {
	text string
	at   int
}

func (r *repeater) Read(p []byte) (int, error) {
	n := copy(p, r.text[r.at:])
	r.at = (r.at + n) % len(r.text)
	return n, nil
}

// No document makes the reader panic; a plan returned without an error is written
// and read again without loss, and an error has violations with paths.
func FuzzReadPlan(f *testing.F) {
	f.Add(written(f, fullPlan()))
	f.Add(written(f, barePlan()))
	f.Add([]byte(`{"format":"newcaremodels/delivery/1","milestones":[{"vanguard":"ely","stage":"selected","title":"","reached":"2027-04-01","bound":"exactly"}]}`))
	f.Add([]byte(`{"format":"newcaremodels/delivery/1","bodies":[{"code":"\ufffd","name":"A"}],"bodies":null}`))
	p := fens(f)
	f.Fuzz(func(t *testing.T, document []byte) {
		plan, err := delivery.ReadPlan(bytes.NewReader(document), p)
		for v := range validate.Of(err).All() {
			require.NotEmpty(t, v.Path)
			require.NotEmpty(t, v.Code)
		}
		require.Equal(t, err != nil, validate.Of(err).Errors().Len() > 0)
		plan.Validate(p)
		first := written(t, plan)
		back, readErr := delivery.ReadPlan(bytes.NewReader(first), p)
		require.NoError(t, readErr)
		require.Equal(t, first, written(t, back))
		if err == nil {
			require.True(t, json.Valid(document))
			require.Equal(t, plan.Validate(p), back.Validate(p))
			if d, err := delivery.NewDelivery(p, plan); err == nil {
				d.Principles()
				d.UnledAreas()
				d.Themes(delivery.ByTheme, delivery.ByCategory, delivery.ByBody)
				d.Progress(date("2028-01-01"))
				d.MilestonesOf(ely)
			}
		}
	})
}
