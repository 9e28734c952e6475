package newcaremodels_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/delivery"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/funding"
)

// stated is a fact that one of the programme's five texts states, and where a record
// holds it: document, path and value.
type stated struct {
	text  int    // number of the text
	words string // a few words that find it there
	in    string // programme, delivery, ledger or survey
	at    string // keys; [key=value] picks a record of a list
	holds string
}

// The five texts: 0 the director's page of March 2016, 1 her article of autumn 2015, 2
// her talk at The King's Fund with readers' comments, 3 a recruiter's page of 2017, 4
// the support package of July 2015. In the order of the texts.
var textsState = []stated{
	{0, "first anniversary", "delivery", "milestones[reached=2016-03-31].title", "First anniversary: from planning to delivery"},
	{0, "50 vanguards", "programme", "facts[key=vanguards_total].value", "50"},
	{0, "launched in March last year", "programme", "starts", "2015-03-10"},
	{0, "more than five million people", "survey", "claims[as_at=2016-03-31].people", "5000000"},
	{0, "more than five million people", "survey", "claims[as_at=2016-03-31].bound", "at-least"},
	{0, "around nine per cent", "survey", "claims[as_at=2016-03-31].share", "9/100"},
	{0, "around nine per cent", "programme", "facts[key=population_share_england].value", "9"},
	{0, "more than 1,000 GP practices", "programme", "facts[key=gp_practices_supporting].value", "1000"},
	{0, "more than 1,000 GP practices", "programme", "facts[key=gp_practices_supporting].bound", "at-least"},
	{0, "more than 40 clinical commissioning groups", "programme", "facts[key=ccgs_supporting].value", "40"},
	{0, "Age UK, Macmillan", "programme", "facts[key=carers_and_voluntary_partners].value", "Age UK, Macmillan Cancer Support and the Carers Trust, fire services, housing associations and faith groups"},
	{0, "five vanguard types", "programme", "categories[code=PACS].name", "Integrated primary and acute care system"},
	{0, "five vanguard types", "programme", "categories[code=MCP].name", "Multispecialty community provider"},
	{0, "five vanguard types", "programme", "categories[code=EHCH].name", "Enhanced health in care homes"},
	{0, "five vanguard types", "programme", "categories[code=UEC].name", "Urgent and emergency care"},
	{0, "five vanguard types", "programme", "categories[code=ACC].name", "Acute care collaboration"},
	{0, "My Life A Full Life (Isle of Wight)", "programme", "vanguards[slug=isle-of-wight].name", "My Life a Full Life (Isle of Wight)"},
	{0, "Cheshire and Merseyside Women and Children", "programme", "vanguards[slug=cheshire-merseyside-women-children].aliases", "Cheshire and Merseyside Women and Children's Services"},
	{0, "Wakefield District", "programme", "vanguards[slug=wakefield-connecting-care].name", "Connecting Care – Wakefield District"},
	{0, "majority of the country", "programme", "facts[key=coverage_ambition].value", "majority of the country"},
	{0, "Shared decision making", "programme", "facts[key=programme_values].value", "decisions shared with patients"},
	{0, "health inequalities", "delivery", "principles[code=equality].aim", "Equality is in view, and with it those whose health is worst."},
	{0, "#vanguards365", "programme", "facts[key=anniversary_tags].value", "#vanguards365, #futureNHS"},
	{0, "New Care Models Programme Director in January 2015", "programme", "facts[key=programme_director_appointed].value", "2015-01"},
	{0, "New Care Models Programme Director", "programme", "people[name=Samantha Jones].organisation", "NHS England"},

	{1, "we launched 29", "programme", "facts[key=vanguards_first_wave].value", "29"},
	{1, "Isle of Wight", "programme", "vanguards[slug=isle-of-wight].wave", "first"},
	{1, "Northumbria", "programme", "vanguards[slug=northumberland].wave", "first"},
	{1, "director for new care models", "programme", "people[name=Samantha Jones].role", "director of the new care models programme"},
	{1, "another 21 vanguards", "programme", "facts[key=vanguards_after_first_wave].value", "21"},
	{1, "15 are working", "programme", "facts[key=vanguards_acc].value", "15"},
	{1, "remainder focusing", "programme", "facts[key=vanguards_uec].value", "8"},
	{1, "£200m transformation fund", "programme", "facts[key=transformation_fund_2015_16].value", "200000000"},
	{1, "£200m transformation fund", "ledger", "funds[id=transformation-2015-16].limits.amount", "200000000.00"},
	{1, "Shared decision making", "programme", "facts[key=programme_values].value", "decisions shared with patients"},
	{1, "the 50 vanguards", "programme", "facts[key=vanguards_total].value", "50"},
	{1, "narrowing health inequalities", "delivery", "principles[code=equality].name", "Equality"},
	{1, "different care settings", "delivery", "barriers[slug=working-across-settings].summary", "Leaders have to learn to work across care settings and across the bounds of organisations."},
	{1, "voluntary and community organisations", "delivery", "principles[code=voluntary-sector].name", "Voluntary sector"},
	{1, "funding as challenged", "delivery", "barriers[slug=money-is-short].raised_by", "the director of the programme"},

	{2, "King's Fund is working with NHS England", "delivery", "bodies[code=kings-fund].name", "The King's Fund"},
	{2, "Cumbria or Millom", "programme", "vanguards[slug=morecambe-bay].partners.organisation", "NHS Cumbria CCG"},
	{2, "visited all of the Vanguards", "programme", "facts[key=sites_visited].value", "29"},
	{2, "thematic reviews", "delivery", "milestones[reached=2015-12-31].title", "Thematic reviews played back to the vanguards"},
	{2, "how long change takes", "delivery", "barriers[slug=time-that-change-takes].theme", "pace"},
	{2, "results very quickly", "delivery", "barriers[slug=wish-for-quick-results].theme", "pace"},
	{2, "whether it is technology", "delivery", "barriers[slug=technology].theme", "technology"},
	{2, "system leadership discussions", "delivery", "barriers[slug=system-leadership].theme", "leadership"},
	{2, "existing workforce", "delivery", "barriers[slug=workforce].theme", "workforce"},
	{2, "national contract", "delivery", "barriers[slug=national-contract].theme", "contract"},
	{2, "employed by NHS England", "delivery", "bodies[code=nhs-england].aim", "Runs the programme, whose director it employs, and is one of its sponsors."},
	{2, "blended team", "programme", "facts[key=programme_team].value", "a mixed team"},
	{2, "Monitor TDA", "delivery", "bodies[code=monitor].name", "Monitor"},
	{2, "Monitor TDA", "delivery", "bodies[code=trust-development-authority].name", "NHS Trust Development Authority"},
	{2, "Health Education England", "delivery", "bodies[code=health-education-england].name", "Health Education England"},
	{2, "whether it is pricing", "delivery", "barriers[slug=pricing].theme", "pricing"},
	{2, "around collaboration", "delivery", "barriers[slug=collaboration].theme", "collaboration"},
	{2, "procurement", "delivery", "barriers[slug=procurement].theme", "procurement"},
	{2, "busy dealing with the day job", "delivery", "barriers[slug=time-of-commissioners].raised_by", "The King's Fund"},
	{2, "patient engagement and clinical involvement", "programme", "facts[key=programme_values].value", "patients engaged, clinicians involved, delivery by the local systems"},
	{2, "doing today at the same time", "delivery", "barriers[slug=today-and-tomorrow].theme", "capacity"},
	{2, "about 125 GPs", "programme", "facts[key=wessex_lmc_attendance].value", "125"},
	{2, "about 270 people in total", "programme", "facts[key=wessex_lmc_attendance].note", "A meeting on the care models at Wessex LMC; about 270 people in all."},
	{2, "majority of the country covered", "programme", "facts[key=coverage_ambition].note", "What the Five Year Forward View hopes for; the director says the same of three or four years on."},
	{2, "without changing culture", "delivery", "barriers[slug=culture-and-leaders].raised_by", "a reader at Wrightington, Wigan and Leigh NHS Foundation Trust"},
	{2, "poor clinical engagement", "delivery", "barriers[slug=clinical-engagement].raised_by", "a reader at Wrightington, Wigan and Leigh NHS Foundation Trust"},
	{2, "£22 billion efficiency gap", "programme", "facts[key=nhs_efficiency_gap].value", "22000000000"},
	{2, "requisite financial modelling", "delivery", "barriers[slug=financial-modelling].raised_by", "a reader at Moorfields Eye Hospital NHS Foundation Trust"},

	{3, "over £100 million", "programme", "facts[key=new_money_2017_18].value", "100000000"},
	{3, "over £100 million", "ledger", "stated[name=vanguard funding, 2017/18 (rounded)].figure.bound", "at-least"},
	{3, "announced by NHS England in December", "delivery", "milestones[reached=2016-12-15].title", "Money for 2017/18 announced"},
	{3, "50 vanguards", "programme", "facts[key=vanguards_total].value", "50"},
	{3, "South Devon", "programme", "vanguards[slug=south-devon-torbay-uec].name", "South Devon and Torbay System Resilience Group"},
	{3, "fewer trips to hospitals", "programme", "facts[key=programme_aim].value", "fewer visits to hospitals, more care near home"},
	{3, "People and Communities Board", "delivery", "bodies[code=people-and-communities-board].name", "People and Communities Board"},
	{3, "six key principles", "programme", "facts[key=principles_people_and_communities_board].value", "6"},
	{3, "person-centred care", "delivery", "principles.code", "person-centred-care"},
	{3, "partnership with citizens and communities", "delivery", "principles.code", "partnership-with-communities"},
	{3, "focus on equality", "delivery", "principles.code", "equality"},
	{3, "involving carers", "delivery", "principles.code", "carers"},
	{3, "social enterprise partners", "delivery", "principles.code", "voluntary-sector"},
	{3, "volunteering and social action", "delivery", "principles.code", "volunteering"},
	{3, "Let's Get Moving", "programme", "vanguards[slug=morecambe-bay].initiatives.title", "Let's Get Moving"},
	{3, "Better Care Together (Morecambe Bay Health Community)", "programme", "vanguards[slug=morecambe-bay].name", "Better Care Together (Morecambe Bay Health Community)"},
	{3, "Symphony Integrated Healthcare", "programme", "vanguards[slug=south-somerset-symphony].aliases", "South Somerset's Symphony Integrated Healthcare"},
	{3, "health coaches", "programme", "vanguards[slug=south-somerset-symphony].initiatives.title", "Health coaches in enhanced primary care"},
	{3, "long-term conditions", "programme", "vanguards[slug=south-somerset-symphony].initiatives.conditions", "long-term conditions"},
	{3, "Fylde Coast Local Health Economy Vanguard", "programme", "vanguards[slug=fylde-coast].aliases", "Fylde Coast Local Health Economy Vanguard"},
	{3, "extensive care service", "programme", "vanguards[slug=fylde-coast].initiatives.title", "Extensive care service"},
	{3, "care co-ordinators", "programme", "vanguards[slug=fylde-coast].initiatives.staff_roles", "care co-ordinator"},
	{3, "eight community teams", "programme", "vanguards[slug=mid-nottinghamshire-better-together].initiatives.title", "Eight community teams"},
	{3, "Director of the New Care Models Programme", "programme", "people[name=Samantha Jones].sources.publisher", "Sanctuary Social Care"},
	{3, "Don Berwick", "programme", "people[name=Don Berwick].organisation", "The King's Fund"},

	{4, "31 July 2015", "delivery", "packages[name=Support package of July 2015].published", "2015-07-31"},
	{4, "31 July 2015", "delivery", "milestones[title=First support package published].reached", "2015-07-31"},
	{4, "launched in March 2015", "programme", "waves[name=first].announced", "2015-03-10"},
	{4, "29 vanguards", "programme", "facts[key=vanguards_first_wave].value", "29"},
	{4, "patients, clinicians and peer review", "programme", "facts[key=selection_first_wave].value", "patients, clinicians and peers took part"},
	{4, "more than five million people", "survey", "claims[as_at=2015-07-31].people", "5000000"},
	{4, "all 29 sites in April and May", "programme", "facts[key=sites_visited].as_at", "2015-05-31"},
	{4, "all 29 sites in April and May", "delivery", "milestones[reached=2015-05-31].title", "Visits to all 29 sites of the first wave, in April and May"},
	{4, "covers 2015/16", "delivery", "packages[name=Support package of July 2015].until", "2016-03-31"},
	{4, "eight areas", "programme", "facts[key=support_package_areas].value", "8"},
	{4, "Designing new care models", "delivery", "packages[name=Support package of July 2015].areas.code", "designing-new-care-models"},
	{4, "Evaluation and metrics", "delivery", "packages[name=Support package of July 2015].areas.code", "evaluation-and-metrics"},
	{4, "Integrated commissioning and provision", "delivery", "packages[name=Support package of July 2015].areas.code", "integrated-commissioning-and-provision"},
	{4, "break down the barriers", "delivery", "barriers[slug=integrated-commissioning].status", "being-addressed"},
	{4, "Empowering patients and communities", "delivery", "packages[name=Support package of July 2015].areas.code", "empowering-patients-and-communities"},
	{4, "Harnessing technology", "delivery", "packages[name=Support package of July 2015].areas.code", "harnessing-technology"},
	{4, "Workforce redesign", "delivery", "packages[name=Support package of July 2015].areas.code", "workforce-redesign"},
	{4, "Local leadership and delivery", "delivery", "packages[name=Support package of July 2015].areas.code", "local-leadership-and-delivery"},
	{4, "Communications and engagement", "delivery", "packages[name=Support package of July 2015].areas.code", "communications-and-engagement"},
	{4, "£200m Transformation Fund", "ledger", "funds[id=transformation-2015-16].name", "Transformation fund 2015/16"},
	{4, "Better Health and Care for Sunderland", "programme", "vanguards[slug=sunderland].aliases", "Better Health and Care for Sunderland"},
	{4, "£6.5 million", "ledger", "allocations[id=2015-16/transformation/sunderland].events.figure.amount", "6500000.00"},
	{4, "Northumberland Accountable Care Organisation", "programme", "vanguards[slug=northumberland].name", "Northumberland Accountable Care Organisation"},
	{4, "£8.3 million", "ledger", "allocations[id=2015-16/transformation/northumberland].events.figure.amount", "8300000.00"},
	{4, "South Somerset Symphony Programme", "programme", "vanguards[slug=south-somerset-symphony].name", "South Somerset Symphony Programme"},
	{4, "£4.9 million", "ledger", "allocations[id=2015-16/transformation/south-somerset-symphony].events.figure.amount", "4900000.00"},
	{4, "earmarked for 2015/16", "ledger", "allocations[id=2015-16/transformation/south-somerset-symphony].events.status", "earmarked"},
	{4, "£41m", "ledger", "allocations[id=2015-16/transformation/joint-july-2015].events.figure.amount", "41000000.00"},
	{4, "approved in principle", "ledger", "allocations[id=2015-16/transformation/joint-july-2015].events.status", "approved-in-principle"},
	{4, "Better Care Together (Morecambe)", "programme", "vanguards[slug=morecambe-bay].aliases", "Better Care Together (Morecambe)"},
	{4, "Better Local Care (Southern Hampshire)", "programme", "vanguards[slug=southern-hampshire].name", "Better Local Care (Southern Hampshire)"},
	{4, "Salford Together", "programme", "vanguards[slug=salford-together].name", "Salford Together"},
	{4, "Wirral Partners", "programme", "vanguards[slug=wirral-partners].name", "Wirral Partners"},
	{4, "finalised in August", "delivery", "milestones[title=£41 million for five vanguards made final].due", "2015-08-31"},
	{4, "Simon Stevens", "programme", "people[name=Simon Stevens].role", "chief executive"},
	{4, "Programme Director, said", "programme", "people[name=Samantha Jones].sources.title", "Vanguard support package launched"},
	{4, "Jim Mackey", "programme", "people[name=Jim Mackey].organisation", "Northumbria Healthcare NHS Foundation Trust"},
	{4, "a partner in the Northumberland", "programme", "vanguards[slug=northumberland].partners.organisation", "Northumbria Healthcare NHS Foundation Trust"},
	{4, "Dr Nick Harding", "programme", "people[name=Dr Nick Harding].organisation", "Handsworth Wood Medical Centre"},
	{4, "Vitality vanguard", "programme", "vanguards[slug=modality-birmingham-sandwell].aliases", "Vitality vanguard"},
	{4, "published in November 2015", "delivery", "milestones[title=Support for the vanguards of the second and third waves published].due", "2015-11-30"},
}

// textsPassOver are the figures of the texts that are of no programme: of persons'
// lives before it, of a private person, of comments' numbers, and years of documents.
var textsPassOver = map[int][]string{
	0: {"Trust in February 2013", "In 2014 she was awarded"},
	2: {"Comments: 2", "the 89 year old", "top 1% of their", "#545247", "#545745", "5YFV"},
	3: {"2017/18 is a crucial year"},
	4: {"funding has been earmarked for 2015/16", "across the 29 vanguards and", "first 29 vanguards", "The 29 vanguards, local"},
}

// TestTexts_EnglandHoldsItsFiveTexts looks every fact up where the table says that it is.
func TestTexts_EnglandHoldsItsFiveTexts(t *testing.T) {
	documents := map[string]any{}
	for name, write := range map[string]func(io.Writer) error{
		"programme": caremodel.EnglandDefinition().WriteJSON, "delivery": delivery.EnglandPlan().WriteJSON,
		"ledger": funding.EnglandLedger().WriteJSON, "survey": coverage.EnglandSurvey().WriteJSON,
	} {
		var written bytes.Buffer
		require.NoError(t, write(&written))
		var document any
		require.NoError(t, json.Unmarshal(written.Bytes(), &document))
		documents[name] = document
	}
	for _, s := range textsState {
		require.Contains(t, valuesAt(documents[s.in], strings.Split(s.at, ".")...), s.holds, "%d, %q: %s %s", s.text, s.words, s.in, s.at)
	}

	// A place that is no vanguard's name leads to candidates.
	for _, place := range []string{"Cumbria", "Millom"} {
		_, err := caremodel.England().Find(place)
		require.ErrorContains(t, err, "Better Care Together (Morecambe Bay Health Community)", place)
	}
}

// valuesAt returns the values at a path of keys, of every record on the way.
func valuesAt(v any, path ...string) []string {
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	var values []string
	for _, record := range list {
		if len(path) == 0 {
			text := fmt.Sprint(record)
			if number, ok := record.(float64); ok {
				text = fmt.Sprintf("%.0f", number)
			}
			values = append(values, text)
			continue
		}
		fields, _ := record.(map[string]any)
		key, condition, picked := strings.Cut(strings.TrimSuffix(path[0], "]"), "[")
		children, found := fields[key]
		if !found {
			continue
		}
		if picked {
			field, want, _ := strings.Cut(condition, "=")
			var of []any
			for _, child := range children.([]any) {
				if fmt.Sprint(child.(map[string]any)[field]) == want {
					of = append(of, child)
				}
			}
			children = of
		}
		values = append(values, valuesAt(children, path[1:]...)...)
	}
	return values
}

// TestFiveTexts_StateWhatTheTableSays reads the texts: each has the words of the
// table, and no figure that the table leaves out without a reason.
func TestFiveTexts_StateWhatTheTableSays(t *testing.T) {
	files, err := filepath.Glob("../shared/seeds/*.txt")
	require.NoError(t, err)
	if len(files) == 0 {
		t.Skip("the five texts are not here")
	}
	require.Len(t, files, 5)
	figure := regexp.MustCompile(`£?\d[\d,./]*\d|\d`)
	for number, file := range files {
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		text := strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "\u00a0", " ").Replace(string(content))
		text = strings.Join(strings.Fields(text), " ")
		told := make([]bool, len(text)) // which bytes the table is about
		mark := func(words string) {
			require.Contains(t, text, words, "text %d", number)
			for at := 0; ; {
				next := strings.Index(text[at:], words)
				if next < 0 {
					break
				}
				for i := range len(words) {
					told[at+next+i] = true
				}
				at += next + len(words)
			}
		}
		for _, s := range textsState {
			if s.text == number {
				mark(s.words)
			}
		}
		for _, words := range textsPassOver[number] {
			mark(words)
		}
		for _, at := range figure.FindAllStringIndex(text, -1) {
			require.True(t, told[at[0]], "text %d: %q", number, text[max(0, at[0]-40):min(len(text), at[1]+40)])
		}
	}
}
