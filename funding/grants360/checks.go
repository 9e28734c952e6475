package grants360

import (
	"encoding/json"
	"reflect"
	"strings"
	"time"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// Check is one of the 28 checks of 360Giving's data quality tool, with its
// findings.
type Check struct {
	// Name is the tool's name of the check: "ZeroAmountTest".
	Name string
	// Usefulness is true for checks of how useful the data is, whose findings are
	// remarks, and false for checks of its accuracy.
	Usefulness bool
	// Found are the findings, each at the field of the record; for a missing field
	// the place is that of the field that the tool names.
	Found validate.Violations
}

// Checks makes the 28 checks of 360Giving's data quality tool
// (https://dataquality.threesixtygiving.org/), in its order, and returns all of
// them, including those without findings. Day is the day of the check; if it is
// unset, the four checks that need it, for dates in the future and long past, find
// nothing.
//
// Places are places in Records, except for two checks that only a reader can make:
// dates that do not exist, and email addresses in fields that the standard does not
// have, are found by [Read] in all grants of the file.
//
// The register of an identifier is looked up in the list of org-id.guide for the
// United Kingdom; registers of other countries and of international bodies are
// recognised by their form, "US-EIN-…". A charity number has the form of one of the
// three registers of the United Kingdom, a company number that of Companies House;
// whether the number exists is not checked.
func (g Grants) Checks(day caremodel.Date) []Check {
	k := newAuditor(day)
	for i := range g.Records {
		at := k.At("grants").Index(i)
		k.check(at, &g.Records[i], nil)
		k.identifiers(at, &g.Records[i])
		k.distant(at, &g.Records[i])
		k.usefulness(at, &g.Records[i])
	}
	k.severalFunders()
	for v := range g.unheld.All() {
		k.checks[readerChecks[v.Code]].Add(v)
	}
	all := make([]Check, len(checkNames))
	for i, name := range checkNames {
		all[i] = Check{name, check(i) >= firstUseful, k.checks[i].Violations()}
	}
	return all
}

// check is the index of a check in the tool's order.
type check int

const (
	zeroAmount check = iota
	funderPrefix
	recipientPrefix
	charityNumber
	companyNumber
	invalidID
	severalFunders
	mailAddress
	impossibleDate
	plannedOrder
	actualOrder
	farPlanned
	farActual
	farPast
	postDated
	funderNames
	funderIDs
	recipient360G
	funder360G
	noNumbers
	noProgramme
	noLocation
	sameTexts
	longTitle
	notModified
	noSource
	noGeoCode
	onlyRecipientPlace

	firstUseful = recipient360G
)

// checkNames are the tool's names for the checks.
var checkNames = [...]string{
	zeroAmount: "ZeroAmountTest", funderPrefix: "FundingOrgUnrecognisedPrefix", recipientPrefix: "RecipientOrgUnrecognisedPrefix",
	charityNumber: "RecipientOrgCharityNumber", companyNumber: "RecipientOrgCompanyNumber", invalidID: "OrganizationIdLooksInvalid",
	severalFunders: "MoreThanOneFundingOrg", mailAddress: "LooksLikeEmail", impossibleDate: "ImpossibleDates",
	plannedOrder: "PlannedStartDateBeforeEndDate", actualOrder: "ActualStartDateBeforeEndDate",
	farPlanned: "FarFuturePlannedDates", farActual: "FarFutureActualDates", farPast: "FarPastDates", postDated: "PostDatedAwardDates",
	funderNames: "MultiFundingNamesForOrgId", funderIDs: "MultiFundingOrgIdsForName",
	recipient360G: "RecipientOrg360GPrefix", funder360G: "FundingOrg360GPrefix", noNumbers: "NoRecipientOrgCompanyCharityNumber",
	noProgramme: "NoGrantProgramme", noLocation: "NoBeneficiaryLocation", sameTexts: "TitleDescriptionSame", longTitle: "TitleLength",
	notModified: "NoLastModified", noSource: "NoDataSource", noGeoCode: "BeneficiaryLocationNameButNoCode",
	onlyRecipientPlace: "RecipientGeoDataButNoBeneficiary",
}

// readerChecks are the checks that only a reader can make, by the codes of their
// findings in unheld.
var readerChecks = map[validate.Code]check{PersonalData: mailAddress, validate.Range: impossibleDate}

// note records a finding of a check: for the rules of [Grants.Validate] and for
// [Grants.Checks].
func (k *auditor) note(c check, at validate.Place, code validate.Code, value, detail string) {
	v := validate.Violation{Path: at.String(), Code: code, Severity: validate.SeverityWarning, Detail: detail}
	if value != "" {
		v.Value = validate.Quote(value)
	}
	switch {
	case c >= firstUseful:
		v.Severity = validate.SeverityInfo
	case c == postDated:
		v.Severity = validate.SeverityError
		k.failures++
	}
	k.Add(v)
	k.checks[c].Add(v)
}

// identifiers checks the identifiers of organisations.
func (k *auditor) identifiers(at validate.Place, g *Grant) {
	for i := range g.FundingOrganization {
		place := at.At("fundingOrganization").Index(i).At("id")
		k.identifier(place, g.FundingOrganization[i].ID, funderPrefix, funder360G)
		k.funderIDs(place, g.FundingOrganization[i].ID)
	}
	for i := range g.RecipientOrganization {
		o, place := &g.RecipientOrganization[i], at.At("recipientOrganization").Index(i)
		k.identifier(place.At("id"), o.ID, recipientPrefix, recipient360G)
		if o.CharityNumber != "" && !isCharityNumber(o.CharityNumber) {
			k.note(charityNumber, place.At("charityNumber"), validate.Format, o.CharityNumber, "this is not the form of a charity number of the United Kingdom")
		}
		if o.CompanyNumber != "" && !isCompanyNumber(o.CompanyNumber) {
			k.note(companyNumber, place.At("companyNumber"), validate.Format, o.CompanyNumber, "a company number has eight characters, as in 01234567 or SC123456")
		}
		if o.CharityNumber == "" && o.CompanyNumber == "" {
			k.note(noNumbers, place.At("id"), validate.Required, o.ID, "neither a charity number nor a company number is given")
		}
	}
}

func (k *auditor) identifier(at validate.Place, id string, unrecognised, own check) {
	switch register, number := registerOf(id); {
	case id == "":
	case strings.HasPrefix(id, prefixStart):
		k.note(own, at, validate.Unlikely, id, "an identifier of a publisher's own: prefer that of a register")
	case register == "":
		k.note(unrecognised, at, validate.Unknown, id, "not drawn from a register that org-id.guide lists, as GB-CHC-… is")
	case register == "GB-CHC" && !isCharityNumber(number), register == "GB-COH" && !isCompanyNumber(number):
		k.note(invalidID, at, validate.Format, id, "this is not the form of this register's numbers")
	}
}

// firstSeen is a value and the place where it was first seen.
type firstSeen struct{ value, path string }

// funderIDs remembers the identifiers of funders, up to a thousand.
func (k *auditor) funderIDs(at validate.Place, id string) {
	if id == "" || k.knownFunders[id] || len(k.knownFunders) > maxUnknown {
		return
	}
	k.knownFunders[id] = true
	k.funderPlaces = append(k.funderPlaces, firstSeen{id, at.String()})
}

func (k *auditor) severalFunders() {
	if len(k.funderPlaces) < 2 {
		return
	}
	for _, p := range k.funderPlaces {
		k.checks[severalFunders].Add(validate.Violation{
			Path: p.path, Code: validate.Conflict, Severity: validate.SeverityWarning, Value: validate.Quote(p.value),
			Detail: "one of several funders in this package",
		})
	}
}

// distant checks for days in the distant past or future.
func (k *auditor) distant(at validate.Place, g *Grant) {
	if k.day.IsZero() {
		return
	}
	past, never := k.yearsOn(-25), caremodel.MustParseDate("9999-12-31")
	far := func(c check, at validate.Place, d, latest caremodel.Date) {
		switch {
		case d.IsZero():
		case d.Before(past):
			k.note(farPast, at, validate.Unlikely, d.String(), "over 25 years ago")
		case d.After(latest):
			k.note(c, at, validate.Unlikely, d.String(), "after "+latest.String())
		}
	}
	far(farPast, at.At("awardDate"), g.AwardDate, never) // postDated reports a day after the day of the check
	for _, l := range [...]struct {
		field   string
		periods []Period
		check   check
		latest  caremodel.Date
	}{
		{"plannedDates", g.PlannedDates, farPlanned, k.yearsOn(12)},
		{"actualDates", g.ActualDates, farActual, k.yearsOn(5)},
	} {
		for i := range l.periods {
			far(l.check, at.At(l.field).Index(i).At("startDate"), l.periods[i].StartDate, l.latest)
			far(l.check, at.At(l.field).Index(i).At("endDate"), l.periods[i].EndDate, l.latest)
		}
	}
}

func (k *auditor) yearsOn(n int) caremodel.Date {
	return caremodel.DateFromTime(k.day.Time(time.UTC).AddDate(n, 0, 0))
}

// mail checks the texts of a record for addresses, except for fields that hold an
// address or a number as text.
func (k *auditor) mail(at validate.Place, v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if v.Type() != reflect.TypeFor[json.Number]() {
			k.private(at, v.String())
		} else if _, err := numberOf(v.String()); v.String() != "" {
			at.Report(err)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			k.mail(at, v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			k.mail(at.Index(i), v.Index(i))
		}
	case reflect.Struct:
		for _, f := range k.shapes.of(v.Type()).fields {
			if f.name != "email" {
				k.mail(at.At(f.name), v.Field(f.index))
			}
		}
	}
}

// private reports a text that seems to give away somebody's address.
func (k *auditor) private(at validate.Place, text string) {
	if looksLikeMail(text) {
		k.note(mailAddress, at, PersonalData, text, "the text holds what looks like an email address: a package is public")
	}
}

// looksLikeMail reports whether a text holds letters, an "@" and a name with a dot,
// without blanks between them.
func looksLikeMail(text string) bool {
	for {
		i := strings.IndexByte(text, '@')
		if i < 0 {
			return false
		}
		before, after := text[:i], text[i+1:]
		host := after
		if end := strings.IndexFunc(after, func(r rune) bool { return !hostRune(r) }); end >= 0 {
			host = after[:end]
		}
		dot := strings.IndexByte(host, '.')
		if before != "" && hostRune(rune(before[len(before)-1])) && dot > 0 && dot < len(host)-1 {
			return true
		}
		text = after
	}
}

func hostRune(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '.' || r == '-' || r == '_'
}

// usefulness checks for information that readers of the data need.
func (k *auditor) usefulness(at validate.Place, g *Grant) {
	if len(g.GrantProgramme) == 0 {
		k.note(noProgramme, at.At("id"), validate.Required, g.ID, "the grant programme is not given")
	}
	if len(g.BeneficiaryLocation) == 0 {
		k.note(noLocation, at.At("id"), validate.Required, g.ID, "no location of the beneficiaries is given")
	}
	for i := range g.BeneficiaryLocation {
		if l := &g.BeneficiaryLocation[i]; l.Name != "" && l.GeoCode == "" {
			k.note(noGeoCode, at.At("beneficiaryLocation").Index(i).At("name"), validate.Required, l.Name, "a location with a name and without a code")
		}
	}
	for i := range g.RecipientOrganization {
		if len(g.BeneficiaryLocation) == 0 && len(g.RecipientOrganization[i].Location) > 0 {
			k.note(onlyRecipientPlace, at.At("recipientOrganization").Index(i).At("location"), validate.Required, "",
				"where the recipient is, and not where the beneficiaries are")
		}
	}
	if g.DateModified.IsZero() {
		k.note(notModified, at.At("id"), validate.Required, g.ID, "when the record was last modified is not given")
	}
	if g.DataSource == "" {
		k.note(noSource, at.At("id"), validate.Required, g.ID, "the source of the data is not given")
	}
}
