package grants360

import (
	"math/big"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/key"
)

// LedgerOptions supply what grants do not state. The zero value is ready.
type LedgerOptions struct {
	// Prefix, with its hyphen, is removed from the front of the grants' identifiers
	// if they begin with it; the rest is the allocation's key. Blank keeps
	// identifiers whole.
	Prefix string
	// Stream is the stream of a grant that states none; blank is
	// [funding.StreamElsewhere].
	Stream funding.Stream
}

// Imported is the result of [Grants.Ledger].
type Imported struct {
	Ledger funding.Ledger // the grants as allocations
	// Origins are, for each allocation, the index in [Grants].Records of its grant,
	// which has the fields that an allocation does not have.
	Origins []int
	// Lost names the fields of these records that a ledger does not hold, such as
	// titles, descriptions, recipients and places: remarks of code [LostRecord],
	// each field once, with the place where it was first seen and how often it was.
	Lost validate.Violations
	// Unmatched are the indices of the grants that are not in the ledger, because a
	// recipient is not a vanguard.
	Unmatched []int
	// Warnings are the warnings, including those of unmatched recipients.
	Warnings validate.Violations
}

// Ledger returns the grants to vanguards as allocations, in the order of the
// records.
//
// An allocation has the grant's identifier as its key, the vanguards that match
// finds for the recipients (several are a joint award, one amount), and these
// events: Requested, the amount applied for; Approved, the amount awarded, on the
// day of the award; Paid, the amount disbursed, which without a day was known when
// the record was modified. If transactions add up to an amount they become its
// events, each with its day. The years are those of the planned dates, from the
// first start to the last end, or else that of the day of award; money for several
// years is not divided. A funder is a fund, and its grant programme a round, keyed
// by its code or else its title. Stream, kind and element are those that
// [FromLedger] writes. If two grants agree in all of this, the later one's
// identifier becomes its element.
//
// Grants that are not in the ledger are reported. If a recipient is not a vanguard,
// the grant is in [Imported].Unmatched, with a warning of code [Unmatched]. A grant
// is an error, with which the rest is returned, if it is in another currency
// ([WrongCurrency]), its award is below zero ([funding.Negative]), no day of it is
// in a financial year, or its identifier cannot be the key of an allocation
// ([validate.TooLarge], [validate.Format]). A nil match is an error.
//
// Ledger does not check the result: see [funding.Ledger.Validate].
func (g Grants) Ledger(match Matcher, o LedgerOptions) (Imported, error) {
	if match == nil {
		return Imported{}, fault.New("grants360.Ledger", validate.Required, "", "a matcher says which vanguards the recipients are")
	}
	if o.Stream == "" {
		o.Stream = funding.StreamElsewhere
	}
	m := &importer{
		match: match, options: o,
		funds: map[funding.FundID]bool{}, rounds: map[funding.RoundID]funding.FundID{}, awards: map[string]bool{},
	}
	for i := range g.Records {
		m.grant(i, &g.Records[i])
	}
	found := m.Violations()
	m.out.Warnings, m.out.Lost = milder(found), m.lost.told(LostRecord, "a ledger does not hold this, the record does: ")
	return m.out, found.Err()
}

// importer makes allocations of grants in order.
type importer struct {
	validate.Checker
	match   Matcher
	options LedgerOptions
	out     Imported
	funds   map[funding.FundID]bool
	rounds  map[funding.RoundID]funding.FundID
	awards  map[string]bool // the distinguishing fields of the allocations so far
	lost    tally
}

// grant makes an allocation of grant i, or reports why it cannot.
func (m *importer) grant(i int, g *Grant) {
	place := m.At("grants").Index(i)
	recipients, ok := m.recipients(place, g)
	if !ok {
		m.out.Unmatched = append(m.out.Unmatched, i)
		return
	}
	year, through := yearsOf(g)
	id := funding.AllocationID(strings.TrimPrefix(g.ID, m.prefix()))
	if !m.sound(place, g, id, year) {
		return
	}
	a := funding.Allocation{
		ID: id, Recipients: recipients, Year: year,
		Element: codeOf(g.Classifications, ElementVocabulary),
		Stream:  funding.Stream(codeOf(g.Classifications, StreamVocabulary)),
		Kind:    kindOf(g),
		Sources: []caremodel.Source{sourceOf(g)},
	}
	if through != year {
		a.Through = through
	}
	if a.Stream == "" {
		a.Stream = m.options.Stream
	}
	a.Round = m.round(place, g)
	a.Events = events(place, g)
	m.tellApart(&a)
	m.out.Ledger.Allocations = append(m.out.Ledger.Allocations, a)
	m.out.Origins = append(m.out.Origins, i)
	m.leftBehind(place, g, &a)
}

// leftBehind counts the fields of a grant that its allocation does not hold.
func (m *importer) leftBehind(place validate.Place, g *Grant, a *funding.Allocation) {
	for _, f := range [...]struct {
		name string
		lost bool
	}{
		{"title", g.Title != ""},
		{"description", g.Description != ""},
		{"awardDate", !slices.ContainsFunc(a.Events, func(e funding.Event) bool { return e.Status == funding.Approved && e.On == g.AwardDate })},
		{"url", g.URL != "" && g.URL != a.Sources[0].URL},
		{"plannedDates", slices.ContainsFunc(g.PlannedDates, func(p Period) bool { return p.StartDate != a.Year.Start() || endOf(&p) != a.LastYear().End() })},
		{"actualDates", len(g.ActualDates) > 0},
		{"recipientOrganization", true},
		{"toIndividualsDetails", g.ToIndividualsDetails != nil},
		{"fundingOrganization", a.Round == "" || len(g.FundingOrganization) > 1 || !reflect.ValueOf(unnamed(g.FundingOrganization[0])).IsZero()},
		{"beneficiaryLocation", len(g.BeneficiaryLocation) > 0},
		{"grantProgramme", len(g.GrantProgramme) > 0 && (a.Round == "" || len(g.GrantProgramme) > 1 || g.GrantProgramme[0] != GrantProgramme{Code: g.GrantProgramme[0].Code, Title: g.GrantProgramme[0].Title})},
		{"fromOpenCall", g.FromOpenCall != ""},
		{"fundingType", beyond(g.FundingType, KindVocabulary)},
		{"classifications", beyond(g.Classifications, StreamVocabulary, ElementVocabulary)},
		{"relatedDocument", len(g.RelatedDocument) > 0},
		{"relatedActivity", len(g.RelatedActivity) > 0},
		{"regrantType", g.RegrantType != ""},
		{"locationScope", g.LocationScope != ""},
	} {
		if f.lost {
			m.lost.add(f.name, place.At(f.name))
		}
	}
}

// unnamed returns an organisation without identifier and name.
func unnamed(o Organization) Organization {
	o.ID, o.Name = "", ""
	return o
}

// beyond reports whether a list has codes of vocabularies other than these.
func beyond(list []Classification, vocabularies ...string) bool {
	return slices.ContainsFunc(list, func(c Classification) bool { return !slices.Contains(vocabularies, c.Vocabulary) })
}

func (m *importer) prefix() string {
	if m.options.Prefix == "" {
		return ""
	}
	return m.options.Prefix + "-"
}

// recipients returns the vanguards of a grant, each once, and whether every
// recipient is a vanguard.
func (m *importer) recipients(place validate.Place, g *Grant) ([]caremodel.VanguardID, bool) {
	if len(g.RecipientOrganization) == 0 || g.RecipientIndividual != nil {
		place.At("recipientIndividual").Warn(Unmatched, "", "an individual is not a vanguard: not in the ledger")
		return nil, false
	}
	var all []caremodel.VanguardID
	for i := range g.RecipientOrganization {
		o := g.RecipientOrganization[i]
		ids := m.match(o)
		if len(ids) == 0 {
			place.At("recipientOrganization").Index(i).Warn(Unmatched, o.ID+" "+o.Name, "not a vanguard: the grant is not in the ledger")
			return nil, false
		}
		for _, id := range ids {
			if !slices.Contains(all, id) {
				all = append(all, id)
			}
		}
	}
	return all, true
}

// sound reports whether a grant can be an allocation, and records what prevents it.
func (m *importer) sound(place validate.Place, g *Grant, id funding.AllocationID, year funding.FinancialYear) bool {
	ok := true
	wrong := func(field string, code validate.Code, value, detail string) {
		place.At(field).Error(code, value, detail+": not in the ledger")
		ok = false
	}
	if g.Currency != CurrencyGBP {
		wrong("currency", WrongCurrency, g.Currency, "a ledger is in pounds")
	}
	if g.AmountAwarded.Sign() < 0 {
		wrong("amountAwarded", funding.Negative, g.AmountAwarded.String(), "an award is not below zero")
	}
	if year.IsZero() {
		wrong("awardDate", validate.Required, g.AwardDate.String(), "the day of award is not in a financial year")
	}
	switch detail := key.Fault(string(id)); {
	case id == "":
		wrong("id", validate.Required, g.ID, "nothing is left of the identifier as a key")
	case len(id) > key.MaxBytes:
		wrong("id", validate.TooLarge, g.ID, detail+" (see LedgerOptions.Prefix)")
	case detail != "":
		wrong("id", validate.Format, g.ID, detail)
	}
	return ok
}

// yearsOf returns the first and the last financial year of a grant.
func yearsOf(g *Grant) (year, through funding.FinancialYear) {
	var start, end caremodel.Date
	for i := range g.PlannedDates {
		p := &g.PlannedDates[i]
		last := endOf(p)
		if p.StartDate.IsZero() || last.Before(p.StartDate) {
			continue
		}
		if start.IsZero() || p.StartDate.Before(start) {
			start = p.StartDate
		}
		if last.After(end) {
			end = last
		}
	}
	year, through = funding.FinancialYearOf(start), funding.FinancialYearOf(end)
	if year.IsZero() || through.IsZero() {
		year = funding.FinancialYearOf(g.AwardDate)
		through = year
	}
	return year, through
}

// maxMonths is the longest duration that is used.
const maxMonths = 1200

// endOf returns the last day of a period: the given day, or the last day of its
// duration. A part of a month is taken of the month after the whole ones.
func endOf(p *Period) caremodel.Date {
	months, ok := monthsOf(p.Duration)
	if !p.EndDate.IsZero() || p.StartDate.IsZero() || !ok {
		return p.EndDate
	}
	whole := new(big.Int).Quo(months.Num(), months.Denom())
	part := months.Sub(months, new(big.Rat).SetInt(whole))
	start := p.StartDate.Time(time.UTC)
	from := caremodel.DateFromTime(start.AddDate(0, int(whole.Int64()), 0))
	next := caremodel.DateFromTime(start.AddDate(0, int(whole.Int64())+1, 0))
	part.Mul(part, new(big.Rat).SetInt64(int64(next.Sub(from))))
	days := new(big.Int).Add(part.Num(), part.Denom())
	days.Sub(days, big.NewInt(1)).Quo(days, part.Denom()) // a part of a day counts as a day
	return from.AddDays(int(days.Int64()) - 1)
}

// codeOf returns the code of a vocabulary.
func codeOf(list []Classification, vocabulary string) string {
	for i := range list {
		if list[i].Vocabulary == vocabulary {
			return list[i].Code
		}
	}
	return ""
}

func kindOf(g *Grant) funding.Kind {
	kind, err := funding.ParseKind(codeOf(g.FundingType, KindVocabulary))
	if err != nil {
		return funding.Unspecified
	}
	return kind
}

// sourceOf returns the source of a grant's figures.
func sourceOf(g *Grant) caremodel.Source {
	s := caremodel.Source{Title: "360Giving data"}
	if len(g.FundingOrganization) > 0 {
		s.Publisher = g.FundingOrganization[0].Name
	}
	for _, url := range [...]string{g.DataSource, g.URL} {
		if s.URL == "" && isAddress(url) && strings.Contains(url, "://") {
			s.URL = url
		}
	}
	if !g.DateModified.IsZero() {
		s.Published = caremodel.DateFromTime(g.DateModified)
	}
	return s
}

// round returns the round of a grant's programme, and adds the round and its fund
// to the ledger if they are new. The funder distinguishes programmes of the same
// name.
func (m *importer) round(place validate.Place, g *Grant) funding.RoundID {
	if len(g.GrantProgramme) == 0 || len(g.FundingOrganization) == 0 {
		return ""
	}
	funder, p := g.FundingOrganization[0], g.GrantProgramme[0]
	if len(g.FundingOrganization) > 1 {
		place.At("fundingOrganization").Warn(validate.Conflict, "", "a round is of one fund, and this grant has several funders: left out of any")
		return ""
	}
	if len(g.GrantProgramme) > 1 {
		place.At("grantProgramme").Warn(validate.Conflict, "", "an allocation has one round: the first is taken")
	}
	fund := funding.FundID(firstOf(funder.ID, funder.Name))
	id := funding.RoundID(firstOf(p.Code, p.Title))
	if other, taken := m.rounds[id]; taken && other != fund {
		id = funding.RoundID(string(fund) + "/" + string(id))
	}
	if fund == "" || id == "" || key.Fault(string(fund)) != "" || key.Fault(string(id)) != "" {
		place.At("grantProgramme").Warn(validate.Format, string(id), "neither a code nor a title that can be the key of a round: left out of any")
		return ""
	}
	if !m.funds[fund] {
		m.funds[fund] = true
		m.out.Ledger.Funds = append(m.out.Ledger.Funds, funding.Fund{ID: fund, Name: funder.Name, Owner: funder.Name, Sources: []caremodel.Source{sourceOf(g)}})
	}
	if _, known := m.rounds[id]; !known {
		m.rounds[id] = fund
		m.out.Ledger.Rounds = append(m.out.Ledger.Rounds, funding.Round{ID: id, Fund: fund, Name: p.Title, Sources: []caremodel.Source{sourceOf(g)}})
	}
	return id
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// tellApart gives an allocation an element if it otherwise agrees with an earlier
// one.
func (m *importer) tellApart(a *funding.Allocation) {
	who := slices.SortedFunc(slices.Values(a.Recipients), caremodel.VanguardID.Compare)
	same := func() string {
		var b strings.Builder
		for _, part := range []string{string(a.Round), a.Year.String(), a.Through.String(), string(a.Stream), a.Kind.String(), a.Element} {
			b.WriteString(strconv.Quote(part))
		}
		for _, id := range who {
			b.WriteString(id.String())
		}
		return b.String()
	}
	if m.awards[same()] {
		a.Element = string(a.ID)
	}
	m.awards[same()] = true
}
