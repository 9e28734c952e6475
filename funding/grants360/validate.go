package grants360

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
)

// Validate checks every rule that needs no clock and returns all violations, in the
// order of the grants. These are errors, for which [Read] rejects the grant and
// [Grants.WriteJSON] the package:
//
//   - a grant without an id, a currency, a day of award, a recipient or a funder,
//     and an id that is given twice;
//   - a currency other than pounds, of a grant or of a transaction ([WrongCurrency]);
//   - an organisation or an individual with neither id nor name.
//
// Warnings do not prevent the record from being used: no title, no description, an
// organisation without an id or without a name, both an organisation and an
// individual as recipients; an award of £0.00 ([validate.Unlikely]) and amounts
// below zero ([funding.Negative]); more awarded than applied for
// ([funding.ApprovedAboveRequested]), more paid than awarded
// ([funding.PaidAboveApproved]); an amount that is not the sum of its transactions
// ([validate.Unreconciled]); a period that ends before it starts
// ([validate.Order]), or has a duration of no month or of over 1,200; a second name
// for a funder's id, or a second id for a funder's name ([validate.Conflict]); a
// text that is not an address, and a word that is not on the standard's list; a
// text with what looks like an email address ([PersonalData]). A title of over 140
// characters and a description that says no more than the title are remarks.
//
// Warnings about the package: a publisher without a name, a version that is not
// written like "1.4", and invalid addresses.
//
// The checks of 360Giving's own data quality tool are in [Grants.Checks]; some of
// them are among these rules.
func (g Grants) Validate() validate.Violations { return g.ValidateAsOf(caremodel.Date{}) }

// ValidateAsOf checks the rules of [Grants.Validate], and that no grant is awarded
// after day ([validate.Future]). Planned dates may be after it.
func (g Grants) ValidateAsOf(day caremodel.Date) validate.Violations {
	k := newAuditor(day)
	k.about(&g.Package)
	for i := range g.Records {
		k.check(k.At("grants").Index(i), &g.Records[i], nil)
	}
	return k.Violations()
}

// auditor checks one grant after another.
type auditor struct {
	validate.Checker
	shapes   shapes
	failures int // errors so far
	day      caremodel.Date
	ids      map[string]bool
	names    map[string][]string // by a funder's id: its names
	funders  map[string][]string // by a funder's name: its ids

	checks       [len(checkNames)]validate.Checker
	knownFunders map[string]bool
	funderPlaces []firstSeen // in the order of their first places
}

func newAuditor(day caremodel.Date) auditor {
	return auditor{shapes: shapes{}, day: day, ids: map[string]bool{}, names: map[string][]string{}, funders: map[string][]string{}, knownFunders: map[string]bool{}}
}

// fail records an error.
func (k *auditor) fail(at validate.Place, code validate.Code, value, detail string) {
	k.failures++
	at.Error(code, value, detail)
}

// check checks a grant. Fields that could not be read are not reported as missing.
func (k *auditor) check(at validate.Place, g *Grant, spoiled map[string]bool) {
	k.id(at, g, spoiled["id"])
	k.texts(at, g)
	k.mail(at, reflect.ValueOf(g))
	if !spoiled["currency"] {
		k.currency(at.At("currency"), g.Currency, true)
	}
	k.awardDate(at, g, spoiled["awardDate"])
	k.parties(at, g, spoiled)
	k.amounts(at, g, spoiled)
	k.transactions(at, g, spoiled)
	k.periods(plannedOrder, at.At("plannedDates"), g.PlannedDates)
	k.periods(actualOrder, at.At("actualDates"), g.ActualDates)
	k.words(at, g)
	k.addresses(at, g)
}

func (k *auditor) id(at validate.Place, g *Grant, spoiled bool) {
	switch {
	case spoiled:
	case g.ID == "":
		k.fail(at.At("id"), validate.Required, "", "give the grant's identifier")
	case k.ids[g.ID]:
		k.fail(at.At("id"), validate.Duplicate, g.ID, "an earlier grant has this identifier")
	default:
		k.ids[g.ID] = true
	}
}

// maxTitle is the greatest length of a title, in characters.
const maxTitle = 140

func (k *auditor) texts(at validate.Place, g *Grant) {
	if g.Title == "" {
		at.At("title").Warn(validate.Required, "", "give the grant a title")
	}
	if n := utf8.RuneCountInString(g.Title); n > maxTitle {
		k.note(longTitle, at.At("title"), validate.Range, g.Title, strconv.Itoa(n)+" characters, where a title has at most 140")
	}
	switch g.Description {
	case "":
		at.At("description").Warn(validate.Required, "", "say what the grant is for")
	case g.Title:
		k.note(sameTexts, at.At("description"), validate.Unlikely, g.Description, "the description says no more than the title")
	}
}

// currency checks that amounts are in pounds.
func (k *auditor) currency(at validate.Place, code string, required bool) {
	switch {
	case code == "" && required:
		k.fail(at, validate.Required, "", "give the currency: an amount without one is not known")
	case code != "" && code != CurrencyGBP:
		k.fail(at, WrongCurrency, code, "amounts are read in pounds, "+CurrencyGBP+", alone: they are not converted, nor added up with others")
	}
}

func (k *auditor) awardDate(at validate.Place, g *Grant, spoiled bool) {
	switch {
	case spoiled:
	case g.AwardDate.IsZero():
		k.fail(at.At("awardDate"), validate.Required, "", "give the day of the decision")
	case !k.day.IsZero() && g.AwardDate.After(k.day):
		k.note(postDated, at.At("awardDate"), validate.Future, g.AwardDate.String(), "after "+k.day.String()+", the day of this check")
	}
}

// parties checks the funders and the recipients.
func (k *auditor) parties(at validate.Place, g *Grant, spoiled map[string]bool) {
	recipients := at.At("recipientOrganization")
	lost := spoiled["recipientOrganization"] || spoiled["recipientIndividual"]
	switch {
	case len(g.RecipientOrganization) == 0 && g.RecipientIndividual == nil && !lost:
		k.fail(recipients, validate.Required, "", "say who receives the grant, here or as recipientIndividual")
	case len(g.RecipientOrganization) > 0 && g.RecipientIndividual != nil:
		recipients.Warn(validate.Conflict, "", "a grant is to organisations or to an individual, not to both")
	}
	k.organisations(recipients, g.RecipientOrganization, spoiled["recipientOrganization"])
	if who := g.RecipientIndividual; who != nil {
		k.identified(at.At("recipientIndividual"), who.ID, who.Name, spoiled["recipientIndividual"])
	}
	funders := at.At("fundingOrganization")
	if len(g.FundingOrganization) == 0 && !spoiled["fundingOrganization"] {
		k.fail(funders, validate.Required, "", "say who gives the grant")
	}
	k.organisations(funders, g.FundingOrganization, spoiled["fundingOrganization"])
	for i := range g.FundingOrganization {
		k.oneFunder(funders.Index(i), &g.FundingOrganization[i])
	}
}

func (k *auditor) organisations(at validate.Place, list []Organization, spoiled bool) {
	for i := range list {
		o := &list[i]
		k.identified(at.Index(i), o.ID, o.Name, spoiled)
		address(at.Index(i).At("url"), o.URL)
	}
}

// identified checks that a party to a grant has an identifier and a name.
func (k *auditor) identified(at validate.Place, id, name string, spoiled bool) {
	switch {
	case id == "" && name == "" && spoiled:
	case id == "" && name == "":
		k.fail(at, validate.Required, "", "say who it is: an identifier and a name")
	case id == "":
		at.At("id").Warn(validate.Required, "", "give the identifier")
	case name == "":
		at.At("name").Warn(validate.Required, "", "give the name")
	}
}

// oneFunder checks that a funder always has the same name and identifier.
func (k *auditor) oneFunder(at validate.Place, o *Organization) {
	if o.ID == "" || o.Name == "" {
		return
	}
	if also(k.names, o.ID, o.Name) {
		k.note(funderNames, at.At("name"), validate.Conflict, o.Name, "the funder "+validate.Quote(o.ID)+" has another name before")
	}
	if also(k.funders, o.Name, o.ID) {
		k.note(funderIDs, at.At("id"), validate.Conflict, o.ID, "the funder "+validate.Quote(o.Name)+" has another identifier before")
	}
}

// also adds a value to those of a key and reports whether it is a further one;
// beyond a thousand, values are not counted.
func also(values map[string][]string, key, value string) bool {
	if slices.Contains(values[key], value) || len(values[key]) > maxUnknown {
		return false
	}
	values[key] = append(values[key], value)
	return len(values[key]) > 1
}

// amounts checks the amounts requested, awarded and paid.
func (k *auditor) amounts(at validate.Place, g *Grant, spoiled map[string]bool) {
	for _, a := range [...]struct {
		field  string
		amount *funding.Money
	}{{"amountAppliedFor", g.AmountAppliedFor}, {"amountAwarded", &g.AmountAwarded}, {"amountDisbursed", g.AmountDisbursed}} {
		if a.amount != nil && a.amount.Sign() < 0 {
			at.At(a.field).Warn(funding.Negative, a.amount.String(), "the standard gives no meaning to an amount below zero")
		}
	}
	if spoiled["amountAwarded"] {
		return
	}
	awarded := g.AmountAwarded
	if awarded.IsZero() {
		k.note(zeroAmount, at.At("amountAwarded"), validate.Unlikely, awarded.String(), "an award of £0.00")
	}
	if applied := g.AmountAppliedFor; applied != nil && awarded.Compare(*applied) > 0 {
		at.At("amountAwarded").Warn(funding.ApprovedAboveRequested, awarded.String(), "awarded, where "+applied.String()+" was applied for")
	}
	if paid := g.AmountDisbursed; paid != nil && paid.Compare(awarded) > 0 {
		at.At("amountDisbursed").Warn(funding.PaidAboveApproved, paid.String(), "paid, where "+awarded.String()+" was awarded")
	}
}

// transactions checks that the steps of each amount add up to it.
func (k *auditor) transactions(at validate.Place, g *Grant, spoiled map[string]bool) {
	awarded := &g.AmountAwarded
	if spoiled["amountAwarded"] {
		awarded = nil
	}
	for _, s := range [...]struct {
		field, total string
		steps        []Transaction
		amount       *funding.Money
	}{
		{"applicationTransaction", "amountAppliedFor", g.ApplicationTransaction, g.AmountAppliedFor},
		{"commitmentTransaction", "amountAwarded", g.CommitmentTransaction, awarded},
		{"disbursementTransaction", "amountDisbursed", g.DisbursementTransaction, g.AmountDisbursed},
	} {
		for i := range s.steps {
			k.currency(at.At(s.field).Index(i).At("currency"), s.steps[i].Currency, false)
		}
		sum, known, err := sumOf(s.steps)
		switch {
		case err != nil:
			at.At(s.field).Warn(validate.Overflow, "", "the transactions add up to more than can be held")
		case known && s.amount != nil && !spoiled[s.field] && sum != *s.amount:
			at.At(s.field).Warn(validate.Unreconciled, sum.String(), "the transactions add up to this, where "+s.total+" is "+s.amount.String())
		}
	}
}

// sumOf returns the sum of transactions, and whether it is known: there are some,
// and each has a value.
func sumOf(steps []Transaction) (sum funding.Money, known bool, err error) {
	unknown := func(t Transaction) bool { return t.Value == nil }
	if len(steps) == 0 || slices.ContainsFunc(steps, unknown) {
		return funding.Money{}, false, nil
	}
	sum, err = funding.Sum(func(yield func(funding.Money) bool) {
		for i := range steps {
			if !yield(*steps[i].Value) {
				return
			}
		}
	})
	return sum, err == nil, err
}

func (k *auditor) periods(order check, at validate.Place, list []Period) {
	for i := range list {
		p := &list[i]
		if !p.StartDate.IsZero() && !p.EndDate.IsZero() && p.EndDate.Before(p.StartDate) {
			k.note(order, at.Index(i).At("startDate"), validate.Order, p.StartDate.String(), "the period ends earlier, on "+p.EndDate.String())
		}
		if _, ok := monthsOf(p.Duration); p.Duration != "" && !ok {
			at.Index(i).At("duration").Warn(validate.Range, p.Duration.String(), "a duration is above zero and at most 1,200 months: not counted")
		}
	}
}

// words checks the fields for which the standard has a list of words.
func (k *auditor) words(at validate.Place, g *Grant) {
	for _, w := range [...]struct {
		field, word string
		listed      []string
	}{
		{"fromOpenCall", g.FromOpenCall, []string{"Yes", "No"}},
		{"regrantType", g.RegrantType, []string{"FRG010", "FRG020", "FRG030", "FRG040", "FRG050", "FRG060", "FRG070"}},
		{"locationScope", g.LocationScope, []string{"GLS010", "GLS020", "GLS030", "GLS040", "GLS050", "GLS060", "GLS099"}},
	} {
		if w.word != "" && !slices.Contains(w.listed, w.word) {
			at.At(w.field).Warn(validate.Unknown, w.word, "the standard has "+strings.Join(w.listed, ", "))
		}
	}
}

func (k *auditor) addresses(at validate.Place, g *Grant) {
	address(at.At("url"), g.URL)
	address(at.At("dataSource"), g.DataSource)
}

func address(at validate.Place, text string) {
	if text != "" && !isAddress(text) {
		at.Warn(validate.Format, text, notAnAddress)
	}
}

// about checks the description of the package.
func (k *auditor) about(p *Package) {
	if major, minor, _ := strings.Cut(p.Version, "."); p.Version != "" && (!isNumber(major) || !isNumber(minor)) {
		k.At("version").Warn(validate.Format, p.Version, `a version is written as "1.4"`)
	}
	address(k.At("downloadURL"), p.DownloadURL)
	address(k.At("accessURL"), p.AccessURL)
	address(k.At("license"), p.License)
	if p.Publisher == nil {
		return
	}
	if p.Publisher.Name == "" {
		k.At("publisher").At("name").Warn(validate.Required, "", "say who publishes the package")
	}
	address(k.At("publisher").At("website"), p.Publisher.Website)
	address(k.At("publisher").At("logo"), p.Publisher.Logo)
}

func isNumber(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}
