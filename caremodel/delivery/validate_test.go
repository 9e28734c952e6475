package delivery_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/delivery"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/caremodel/validate/validatetest"
	"github.com/newcaremodels/newcaremodels/internal/goldentest"
)

func TestValidate_Passes(t *testing.T) {
	for name, plan := range map[string]delivery.Plan{"full": fullPlan(), "empty": {}, "review": review(), "progress": progress()} {
		validatetest.Expect(t, plan.Validate(fens(t)))
		require.Zero(t, plan.Validate(nil).Len(), name)
	}
}

// Every rule, each broken by itself in a plan that is otherwise valid.
func TestValidate_Rules(t *testing.T) {
	type want = validatetest.Want
	const warning = validate.SeverityWarning
	long := strings.Repeat("x", 81)
	for name, c := range map[string]struct {
		breakIt func(*delivery.Plan)
		want    []want
	}{
		"principle blank":        {func(l *delivery.Plan) { l.Principles[1].Code = "" }, []want{{Path: "principles[1].code", Code: validate.Required}}},
		"principles blank":       {func(l *delivery.Plan) { l.Principles = append(l.Principles, principles("", "")...) }, []want{{Path: "principles[2].code", Code: validate.Required}, {Path: "principles[2].name", Code: validate.Required}, {Path: "principles[3].code", Code: validate.Required}, {Path: "principles[3].name", Code: validate.Required}}},
		"principle no word":      {func(l *delivery.Plan) { l.Principles[1].Code = "Sustainability" }, []want{{Path: "principles[1].code", Code: validate.Format}}},
		"principle long":         {func(l *delivery.Plan) { l.Principles[1].Code = delivery.Principle(long) }, []want{{Path: "principles[1].code", Code: validate.Format}}},
		"principle twice":        {func(l *delivery.Plan) { l.Principles[1].Code = l.Principles[0].Code }, []want{{Path: "principles[1].code", Code: validate.Duplicate}}},
		"principle without name": {func(l *delivery.Plan) { l.Principles[1].Name = "" }, []want{{Path: "principles[1].name", Code: validate.Required}}},
		"principle damaged":      {func(l *delivery.Plan) { l.Principles[1].Aim = "\xff" }, []want{{Path: "principles[1].aim", Code: validate.Format}}},

		"package without name":       {func(l *delivery.Plan) { l.Packages[0].Name = "" }, []want{{Path: "packages[0].name", Code: validate.Required}}},
		"package twice":              {func(l *delivery.Plan) { l.Packages = append(l.Packages, l.Packages[0]) }, []want{{Path: "packages[1].name", Code: validate.Duplicate}}},
		"package backwards":          {func(l *delivery.Plan) { l.Packages[0].Until = l.Packages[0].From.AddDays(-1) }, []want{{Path: "packages[0].until", Code: validate.Order}}},
		"package of no wave":         {func(l *delivery.Plan) { l.Packages[0].Waves[0] = "sprung" }, []want{{Path: "packages[0].waves[0]", Code: validate.Unknown}}},
		"package of a wave twice":    {func(l *delivery.Plan) { l.Packages[0].Waves = []string{"spring", "spring"} }, []want{{Path: "packages[0].waves[1]", Code: validate.Duplicate}}},
		"package of a blank wave":    {func(l *delivery.Plan) { l.Packages[0].Waves[0] = "" }, []want{{Path: "packages[0].waves[0]", Code: validate.Required}}},
		"package without a source":   {func(l *delivery.Plan) { l.Packages[0].Sources = nil }, []want{{Path: "packages[0].sources", Code: validate.Required, Severity: warning}}},
		"package's source for a day": {func(l *delivery.Plan) { l.Packages[0].Sources[0].For[0] = "day" }, []want{{Path: "packages[0].sources[0].for[0]", Code: validate.Unknown}}},
		"area blank":                 {func(l *delivery.Plan) { l.Packages[0].Areas[1].Code = "" }, []want{{Path: "packages[0].areas[1].code", Code: validate.Required}}},
		"area no word":               {func(l *delivery.Plan) { l.Packages[0].Areas[1].Code = "the-" }, []want{{Path: "packages[0].areas[1].code", Code: validate.Format}}},
		"area twice":                 {func(l *delivery.Plan) { l.Packages[0].Areas[1].Code = l.Packages[0].Areas[0].Code }, []want{{Path: "packages[0].areas[1].code", Code: validate.Duplicate}}},
		"area without name":          {func(l *delivery.Plan) { l.Packages[0].Areas[1].Name = "" }, []want{{Path: "packages[0].areas[1].name", Code: validate.Required}}},

		"body blank":        {func(l *delivery.Plan) { l.Bodies[2].Code = "" }, []want{{Path: "bodies[2].code", Code: validate.Required}, {Path: "workstreams[0].bodies[1]", Code: validate.Unknown}}},
		"body without name": {func(l *delivery.Plan) { l.Bodies[0].Name = "" }, []want{{Path: "bodies[0].name", Code: validate.Required}}},
		"body twice":        {func(l *delivery.Plan) { l.Bodies = append(l.Bodies, l.Bodies[0]) }, []want{{Path: "bodies[3].code", Code: validate.Duplicate}}},

		"assessment of nobody":         {func(l *delivery.Plan) { l.Assessments[0].Vanguard = caremodel.VanguardID{} }, []want{{Path: "assessments[0].vanguard", Code: validate.Required}}},
		"assessment of a stranger":     {func(l *delivery.Plan) { l.Assessments[0].Vanguard = stranger }, []want{{Path: "assessments[0].vanguard", Code: validate.Unknown}}},
		"assessment against nothing":   {func(l *delivery.Plan) { l.Assessments[0].Principle = "" }, []want{{Path: "assessments[0].principle", Code: validate.Required}}},
		"assessment against no such":   {func(l *delivery.Plan) { l.Assessments[0].Principle = "carer" }, []want{{Path: "assessments[0].principle", Code: validate.Unknown}}},
		"assessment without a rating":  {func(l *delivery.Plan) { l.Assessments[0].Rating = 0 }, []want{{Path: "assessments[0].rating", Code: validate.Required}}},
		"assessment off the ladder":    {func(l *delivery.Plan) { l.Assessments[0].Rating = 4 }, []want{{Path: "assessments[0].rating", Code: validate.Range}}},
		"assessment twice":             {func(l *delivery.Plan) { l.Assessments = append(l.Assessments, l.Assessments[0]) }, []want{{Path: "assessments[1]", Code: validate.Duplicate}}},
		"assessment without a source":  {func(l *delivery.Plan) { l.Assessments[0].Sources = nil }, []want{{Path: "assessments[0].sources", Code: validate.Required, Severity: warning}}},
		"assessment of damaged text":   {func(l *delivery.Plan) { l.Assessments[0].Evidence = "a\xff" }, []want{{Path: "assessments[0].evidence", Code: validate.Format}}},
		"assessment of a book":         {func(l *delivery.Plan) { l.Assessments[0].Evidence = strings.Repeat("x", 64<<10+1) }, []want{{Path: "assessments[0].evidence", Code: validate.TooLarge}}},
		"assessment by a damaged name": {func(l *delivery.Plan) { l.Assessments[0].Assessor = "a\ufffd" }, []want{{Path: "assessments[0].assessor", Code: validate.Format}}},

		"workstream without a title":        {func(l *delivery.Plan) { l.Workstreams[0].Title = "" }, []want{{Path: "workstreams[0].title", Code: validate.Required}}},
		"workstream of two lines":           {func(l *delivery.Plan) { l.Workstreams[0].Title = "Shared\nrecord" }, []want{{Path: "workstreams[0].title", Code: validate.Format}}},
		"workstream without an area":        {func(l *delivery.Plan) { l.Workstreams[0].Area = "" }, []want{{Path: "workstreams[0].area", Code: validate.Required}}},
		"workstream of no such area":        {func(l *delivery.Plan) { l.Workstreams[0].Area = "estate" }, []want{{Path: "workstreams[0].area", Code: validate.Unknown}}},
		"workstream without a leader":       {func(l *delivery.Plan) { l.Workstreams[0].VanguardLeader.Name = "" }, []want{{Path: "workstreams[0].vanguard_leader", Code: delivery.Unled}}},
		"workstream without an expert":      {func(l *delivery.Plan) { l.Workstreams[0].NationalExpert = delivery.Expert{} }, []want{{Path: "workstreams[0].national_expert", Code: delivery.Unled}}},
		"workstream with a blank leader":    {func(l *delivery.Plan) { l.Workstreams[0].VanguardLeader.Name = " " }, []want{{Path: "workstreams[0].vanguard_leader.name", Code: validate.Format}}},
		"workstream with a blank expert":    {func(l *delivery.Plan) { l.Workstreams[0].NationalExpert.Name = "\t" }, []want{{Path: "workstreams[0].national_expert.name", Code: validate.Format}}},
		"workstream led by a stranger":      {func(l *delivery.Plan) { l.Workstreams[0].VanguardLeader.Vanguard = stranger }, []want{{Path: "workstreams[0].vanguard_leader.vanguard", Code: validate.Unknown}}},
		"workstream with a body of no form": {func(l *delivery.Plan) { l.Workstreams[0].NationalExpert.Body = "NHS England" }, []want{{Path: "workstreams[0].national_expert.body", Code: validate.Format}}},
		"workstream with a blank body":      {func(l *delivery.Plan) { l.Workstreams[0].Bodies[1] = "" }, []want{{Path: "workstreams[0].bodies[1]", Code: validate.Required}}},
		"workstream with a body twice":      {func(l *delivery.Plan) { l.Workstreams[0].Bodies[1] = l.Workstreams[0].Bodies[0] }, []want{{Path: "workstreams[0].bodies[1]", Code: validate.Duplicate}}},
		"workstream backwards":              {func(l *delivery.Plan) { l.Workstreams[0].Ends = l.Workstreams[0].Starts.AddDays(-1) }, []want{{Path: "workstreams[0].ends", Code: validate.Order}}},
		"workstream without a source":       {func(l *delivery.Plan) { l.Workstreams[0].Sources = nil }, []want{{Path: "workstreams[0].sources", Code: validate.Required, Severity: warning}}},

		"barrier without a slug":     {func(l *delivery.Plan) { l.Barriers[0].Slug = "" }, []want{{Path: "barriers[0].slug", Code: validate.Required}}},
		"barrier with no slug":       {func(l *delivery.Plan) { l.Barriers[0].Slug = "a_b" }, []want{{Path: "barriers[0].slug", Code: validate.Format}}},
		"barrier twice":              {func(l *delivery.Plan) { l.Barriers = append(l.Barriers, l.Barriers[0]) }, []want{{Path: "barriers[1].slug", Code: validate.Duplicate}}},
		"barrier without a theme":    {func(l *delivery.Plan) { l.Barriers[0].Theme = "" }, []want{{Path: "barriers[0].theme", Code: validate.Required}}},
		"barrier with no theme":      {func(l *delivery.Plan) { l.Barriers[0].Theme = "pay & prices" }, []want{{Path: "barriers[0].theme", Code: validate.Format}}},
		"barrier without a summary":  {func(l *delivery.Plan) { l.Barriers[0].Summary = "" }, []want{{Path: "barriers[0].summary", Code: validate.Required}}},
		"barrier by a damaged name":  {func(l *delivery.Plan) { l.Barriers[0].RaisedBy = "\xc3" }, []want{{Path: "barriers[0].raised_by", Code: validate.Format}}},
		"barrier of a stranger":      {func(l *delivery.Plan) { l.Barriers[0].Vanguard = stranger }, []want{{Path: "barriers[0].vanguard", Code: validate.Unknown}}},
		"barrier of no category":     {func(l *delivery.Plan) { l.Barriers[0].Category = "hospitals" }, []want{{Path: "barriers[0].category", Code: validate.Unknown}}},
		"barrier of a category name": {func(l *delivery.Plan) { l.Barriers[0].Category = "primary care networks" }, []want{{Path: "barriers[0].category", Code: validate.Unknown}}},
		"barrier off the ladder":     {func(l *delivery.Plan) { l.Barriers[0].Status = 4 }, []want{{Path: "barriers[0].status", Code: validate.Range}}},
		"barrier with a body":        {func(l *delivery.Plan) { l.Barriers[0].Bodies[0] = "-" }, []want{{Path: "barriers[0].bodies[0]", Code: validate.Format}}},
		"barrier without a source":   {func(l *delivery.Plan) { l.Barriers[0].Sources = nil }, []want{{Path: "barriers[0].sources", Code: validate.Required, Severity: warning}}},

		"milestone's stage of nobody": {func(l *delivery.Plan) { l.Milestones[0].Vanguard = caremodel.VanguardID{} }, []want{{Path: "milestones[0].stage", Code: validate.Conflict}}},
		"milestone of a stranger":     {func(l *delivery.Plan) { l.Milestones[0].Vanguard = stranger }, []want{{Path: "milestones[0].vanguard", Code: validate.Unknown}}},
		"milestone off the ladder":    {func(l *delivery.Plan) { l.Milestones[0].Stage = 7 }, []want{{Path: "milestones[0].stage", Code: validate.Range}}},
		"milestone without a title":   {func(l *delivery.Plan) { l.Milestones[0].Title = "" }, []want{{Path: "milestones[0].title", Code: validate.Required}}},
		"milestone without a day": {func(l *delivery.Plan) {
			l.Milestones[0].Due, l.Milestones[0].Reached = caremodel.Date{}, caremodel.Date{}
		}, []want{{Path: "milestones[0].reached", Code: validate.Required}}},
		"milestone not before":       {func(l *delivery.Plan) { l.Milestones[0].Bound = caremodel.AtLeast }, []want{{Path: "milestones[0].bound", Code: validate.Range}}},
		"milestone not stated":       {func(l *delivery.Plan) { l.Milestones[0].Bound = caremodel.NotStated }, []want{{Path: "milestones[0].bound", Code: validate.Range}}},
		"milestone bound off":        {func(l *delivery.Plan) { l.Milestones[0].Bound = 9 }, []want{{Path: "milestones[0].bound", Code: validate.Range}}},
		"milestone twice":            {func(l *delivery.Plan) { l.Milestones = append(l.Milestones, l.Milestones[0]) }, []want{{Path: "milestones[1]", Code: validate.Duplicate}}},
		"milestone without a source": {func(l *delivery.Plan) { l.Milestones[0].Sources = nil }, []want{{Path: "milestones[0].sources", Code: validate.Required, Severity: warning}}},

		"barrier with no such body": {func(l *delivery.Plan) { l.Barriers[0].Bodies[0] = "monitors" }, []want{{Path: "barriers[0].bodies[0]", Code: validate.Unknown}}},

		"source without anything":     {func(l *delivery.Plan) { l.Sources[0] = caremodel.Source{For: []string{"barriers"}} }, []want{{Path: "sources[0]", Code: validate.Required, Severity: warning}}},
		"source without a scheme":     {func(l *delivery.Plan) { l.Barriers[0].Sources[0].URL = "www.kingsfund.org.uk" }, []want{{Path: "barriers[0].sources[0].url", Code: validate.Format}}},
		"source with a blank":         {func(l *delivery.Plan) { l.Sources[0].URL = "https://fens.example/a b" }, []want{{Path: "sources[0].url", Code: validate.Format}}},
		"source of a damaged title":   {func(l *delivery.Plan) { l.Sources[0].Title = "\xff" }, []want{{Path: "sources[0].title", Code: validate.Format}}},
		"source of a damaged house":   {func(l *delivery.Plan) { l.Sources[0].Publisher = "\xff" }, []want{{Path: "sources[0].publisher", Code: validate.Format}}},
		"source at a damaged address": {func(l *delivery.Plan) { l.Sources[0].URL = "https://\xff" }, []want{{Path: "sources[0].url", Code: validate.Format}}},
	} {
		t.Run(name, func(t *testing.T) {
			plan := fullPlan()
			c.breakIt(&plan)
			vs := plan.Validate(fens(t))
			validatetest.Expect(t, vs, c.want...)
			for v := range vs.All() {
				require.NotEmpty(t, v.Detail)
			}
			_, err := delivery.NewDelivery(fens(t), plan)
			require.Equal(t, vs.Errors().Len() > 0, err != nil)
		})
	}
}

// Values just within a rule's limit are valid.
func TestValidate_RulesLimits(t *testing.T) {
	for name, change := range map[string]func(*delivery.Plan){
		"a word of 80":                 func(l *delivery.Plan) { l.Principles[1].Code = delivery.Principle(strings.Repeat("x", 80)) },
		"no list of bodies":            func(l *delivery.Plan) { l.Bodies, l.Barriers[0].Bodies = nil, []delivery.NationalBody{"anybody"} },
		"a milestone of the programme": func(l *delivery.Plan) { l.Milestones[0].Vanguard, l.Milestones[0].Stage = caremodel.VanguardID{}, 0 },
		"starts as it ends":            func(l *delivery.Plan) { l.Workstreams[0].Ends = l.Workstreams[0].Starts },
		"no end":                       func(l *delivery.Plan) { l.Workstreams[0].Ends = caremodel.Date{} },
		"an end without start":         func(l *delivery.Plan) { l.Workstreams[0].Starts = caremodel.Date{} },
		"assessed the next day": func(l *delivery.Plan) {
			l.Assessments = append(l.Assessments, l.Assessments[0])
			l.Assessments[1].Assessed = date("2028-03-02")
		},
		"assessed without day": func(l *delivery.Plan) {
			l.Assessments = append(l.Assessments, l.Assessments[0])
			l.Assessments[1].Assessed = caremodel.Date{}
		},
		"another vanguard": func(l *delivery.Plan) {
			l.Assessments = append(l.Assessments, l.Assessments[0])
			l.Assessments[1].Vanguard = march
		},
		"two of one day": func(l *delivery.Plan) {
			l.Milestones = append(l.Milestones, l.Milestones[0])
			l.Milestones[1].Title = "Second team"
		},
		"no such bodies":    func(l *delivery.Plan) { l.Barriers[0].Bodies = nil },
		"several lines":     func(l *delivery.Plan) { l.Assessments[0].Evidence = "one\ntwo\n" },
		"a publisher alone": func(l *delivery.Plan) { l.Sources[0] = caremodel.Source{Publisher: "NHS England"} },
	} {
		plan := fullPlan()
		change(&plan)
		require.Zero(t, plan.Validate(fens(t)).Len(), name)
	}
}

// Hints name what was probably meant.
func TestValidate_Hints(t *testing.T) {
	plan := fullPlan()
	plan.Assessments[0].Principle = "carer"
	plan.Workstreams[0].Area = "harnesing-technology"
	plan.Barriers[0].Category = "primary care network"
	var details []string
	for v := range plan.Validate(fens(t)).All() {
		details = append(details, v.Detail)
	}
	require.Equal(t, []string{
		`the plan lists no such principle; the nearest is "carers"`,
		`the plan lists no such area; the nearest is "harnessing-technology"`,
		`write the category's code, "NETWORK"`,
	}, details)
}

// A violation that only follows from another is not reported.
func TestValidate_KnockOns(t *testing.T) {
	twice := delivery.Plan{
		Assessments: []delivery.Assessment{{Rating: delivery.RatingMet, Sources: source}, {Rating: delivery.RatingMet, Sources: source}},
		Milestones:  []delivery.Milestone{{Vanguard: ely, Reached: date("2027-04-01"), Sources: source}, {Vanguard: ely, Reached: date("2027-04-01"), Sources: source}},
	}
	validatetest.Expect(t, twice.Validate(fens(t)),
		validatetest.Want{Path: "assessments[0].vanguard", Code: validate.Required}, validatetest.Want{Path: "assessments[0].principle", Code: validate.Required},
		validatetest.Want{Path: "assessments[1].vanguard", Code: validate.Required}, validatetest.Want{Path: "assessments[1].principle", Code: validate.Required},
		validatetest.Want{Path: "milestones[0].title", Code: validate.Required}, validatetest.Want{Path: "milestones[1].title", Code: validate.Required},
	)
}

// Milestones that go back to an earlier stage on exact days are reported at the
// later of the two, wherever it is in the list.
func TestValidate_Backwards(t *testing.T) {
	on := func(id caremodel.VanguardID, stage caremodel.Stage, day string, bound caremodel.Bound) delivery.Milestone {
		return delivery.Milestone{Vanguard: id, Stage: stage, Title: "At " + stage.String() + " " + day, Reached: date(day), Bound: bound, Sources: source}
	}
	const selected, designing, delivering, completed = caremodel.StageSelected, caremodel.StageDesigning, caremodel.StageDelivering, caremodel.StageCompleted
	for name, c := range map[string]struct {
		list []delivery.Milestone
		want string // the path of the only warning
	}{
		"up the ladder":          {[]delivery.Milestone{on(ely, selected, "2027-01-01", 0), on(ely, delivering, "2028-01-01", 0), on(ely, delivering, "2029-01-01", 0)}, ""},
		"listed backwards":       {[]delivery.Milestone{on(ely, delivering, "2028-01-01", 0), on(ely, selected, "2027-01-01", 0)}, ""},
		"back":                   {[]delivery.Milestone{on(ely, delivering, "2027-01-01", 0), on(ely, selected, "2028-01-01", 0)}, "milestones[1].stage"},
		"back, listed backwards": {[]delivery.Milestone{on(ely, selected, "2028-01-01", 0), on(ely, delivering, "2027-01-01", 0)}, "milestones[0].stage"},
		"back and on again":      {[]delivery.Milestone{on(ely, delivering, "2027-01-01", 0), on(ely, designing, "2028-01-01", 0), on(ely, completed, "2029-01-01", 0)}, "milestones[1].stage"},
		"another vanguard":       {[]delivery.Milestone{on(ely, delivering, "2027-01-01", 0), on(march, selected, "2028-01-01", 0)}, ""},
		"on one day":             {[]delivery.Milestone{on(ely, delivering, "2027-01-01", 0), on(ely, selected, "2027-01-01", 0)}, ""},
		"the later at most":      {[]delivery.Milestone{on(ely, delivering, "2027-01-01", 0), on(ely, selected, "2028-01-01", caremodel.AtMost)}, ""},
		"the later about":        {[]delivery.Milestone{on(ely, delivering, "2027-01-01", 0), on(ely, selected, "2028-01-01", caremodel.About)}, ""},
		"the earlier at most":    {[]delivery.Milestone{on(ely, delivering, "2027-01-01", caremodel.AtMost), on(ely, selected, "2028-01-01", 0)}, "milestones[1].stage"},
		"the earlier about":      {[]delivery.Milestone{on(ely, delivering, "2027-01-01", caremodel.About), on(ely, selected, "2028-01-01", 0)}, ""},
	} {
		var want []validatetest.Want
		if c.want != "" {
			want = []validatetest.Want{{Path: c.want, Code: validate.Order, Severity: validate.SeverityWarning}}
		}
		t.Run(name, func(t *testing.T) {
			validatetest.Expect(t, delivery.Plan{Milestones: c.list}.Validate(fens(t)), want...)
		})
	}
}

// Due days may be in the future; days of events may not.
func TestValidate_AsOf(t *testing.T) {
	plan := fullPlan() // assessed 2028-03-01, raised 2027-09-09, published 2028-05-12
	require.Zero(t, plan.ValidateAsOf(fens(t), date("2028-05-12")).Len())
	require.Zero(t, plan.ValidateAsOf(fens(t), caremodel.Date{}).Len())
	future := func(path string) validatetest.Want { return validatetest.Want{Path: path, Code: validate.Future} }
	published := []validatetest.Want{
		future("assessments[0].sources[0].published"), future("packages[0].sources[0].published"), future("workstreams[0].sources[0].published"), future("barriers[0].sources[0].published"),
		future("milestones[0].sources[0].published"), future("sources[0].published"),
	}
	validatetest.Expect(t, plan.ValidateAsOf(fens(t), date("2028-05-11")), published...)
	validatetest.Expect(t, plan.ValidateAsOf(fens(t), date("2028-02-29")), append(published, future("assessments[0].assessed"))...)
	validatetest.Expect(t, plan.ValidateAsOf(fens(t), date("2027-09-08")), append(published, future("assessments[0].assessed"), future("barriers[0].raised"), future("milestones[0].reached"))...)
}

// Without a programme, rules that need a programme are not checked, and all others
// are.
func TestValidate_WithoutProgramme(t *testing.T) {
	plan := fullPlan()
	plan.Milestones[0].Vanguard, plan.Barriers[0].Category, plan.Packages[0].Waves[0] = stranger, "hospitals", "winter"
	require.Zero(t, plan.Validate(nil).Len())
	plan.Milestones[0].Title = ""
	validatetest.Expect(t, plan.Validate(nil), validatetest.Want{Path: "milestones[0].title", Code: validate.Required})
}

// Several problems come in the order of the records, then of the rules.
func TestValidate_Order(t *testing.T) {
	plan := delivery.Plan{
		Principles:  principles("carers", "Carers", "carers", ""),
		Assessments: []delivery.Assessment{{Vanguard: stranger, Principle: "carer", Rating: 9}, {}},
		Packages:    []delivery.Package{areas("estates", "estates"), {Name: "Package", Published: date("2031-01-01"), Waves: []string{"winter"}}},
		Bodies:      []delivery.BodyDefinition{{Code: "monitor"}},
		Workstreams: []delivery.Workstream{
			{Area: "estate", Starts: date("2028-01-01"), Ends: date("2027-01-01"), Bodies: []delivery.NationalBody{"NHS"}},
			{Title: " Estates", Area: "estates", VanguardLeader: delivery.Leader{Name: "A", Vanguard: stranger}, NationalExpert: delivery.Expert{Body: "monitor"}, Sources: source},
		},
		Barriers: []delivery.Barrier{
			{Slug: "prices", Theme: "pricing", Summary: "Prices.", Category: "primary care networks", Status: 9, Sources: source},
			{Slug: "prices", Raised: date("2031-01-01")},
		},
		Milestones: []delivery.Milestone{
			{Vanguard: ely, Stage: caremodel.StageCompleted, Title: "Ends", Reached: date("2028-01-01"), Sources: source},
			{Vanguard: ely, Stage: caremodel.StageSelected, Title: "Begins again", Reached: date("2029-01-01"), Bound: caremodel.NotStated},
			{Vanguard: ely, Stage: caremodel.StageSelected, Title: "Begins again", Reached: date("2029-01-01"), Sources: source},
		},
		Sources: []caremodel.Source{{URL: "fens.example"}, {}},
	}
	var b bytes.Buffer
	for v := range plan.ValidateAsOf(fens(t), date("2030-01-01")).All() {
		b.WriteString(v.Error() + "\n")
	}
	goldentest.Equal(t, "violations.golden.txt", b.Bytes())
}

// wrongPlan has n unknown principles, and n of every other problem.
func wrongPlan(n int) delivery.Plan {
	var plan delivery.Plan
	var bodies []delivery.NationalBody
	for i := range n {
		plan.Principles = append(plan.Principles, principles(delivery.Principle(fmt.Sprintf("principle-%d", i)))...)
		plan.Assessments = append(plan.Assessments, delivery.Assessment{Vanguard: ely, Principle: delivery.Principle(fmt.Sprintf("principal-%d", i)), Rating: delivery.RatingMet})
		plan.Barriers = append(plan.Barriers, delivery.Barrier{Slug: fmt.Sprintf("b-%d", i), Theme: delivery.Theme(fmt.Sprintf("theme-%d", i)), Summary: "x"})
		plan.Milestones = append(plan.Milestones, delivery.Milestone{Vanguard: ely, Stage: caremodel.StageDelivering - caremodel.Stage(i%3), Title: fmt.Sprint(i), Reached: date("2027-01-01").AddDays(i)})
		bodies = append(bodies, delivery.NationalBody(fmt.Sprintf("body-%d", i)))
	}
	plan.Barriers[0].Bodies = bodies
	return plan
}

// The time for checking is linear in the plan, whatever is wrong with it.
func TestValidate_IsLinear(t *testing.T) {
	const n = 20_000
	p, plan := fens(t), wrongPlan(n)
	vs := plan.Validate(p)
	require.Equal(t, n, vs.Errors().Len()+vs.Errors().Omitted(), "one unknown principle an assessment")
	few := wrongPlan(n / 10)
	least := testing.AllocsPerRun(1, func() { few.Validate(p) })
	require.Less(t, testing.AllocsPerRun(1, func() { plan.Validate(p) }), 15*least, "ten times the records")

	plan.Assessments = nil
	d := deliver(t, plan)
	require.Len(t, d.Themes(), n)
	require.Len(t, d.Themes(delivery.ByTheme, delivery.ByBody), 2*n-1)
	require.Equal(t, n, d.Progress(date("9999-01-01"))[0].Reached)
}

// A valid plan costs the same few allocations however many records it has, apart
// from finding duplicates and a copy of the programme's vanguards, whose stages the
// milestones must not contradict.
func TestValidate_Allocates(t *testing.T) {
	plan, p := delivery.EnglandPlan(), caremodel.England()
	require.LessOrEqual(t, testing.AllocsPerRun(20, func() { plan.Validate(p) }), 60.0+float64(20*p.Len()))
}

func BenchmarkValidate(b *testing.B) {
	plan, p := delivery.EnglandPlan(), caremodel.England()
	b.ReportAllocs()
	for b.Loop() {
		plan.Validate(p)
	}
}
