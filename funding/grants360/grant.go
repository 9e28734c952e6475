package grants360

import (
	"encoding/json"
	"time"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding"
)

// Grant is one award, with the fields of the standard under its own names. A blank
// text, an unset date, a nil amount and an empty list mean "not given".
//
// All amounts are pounds. Days are written as midnight, because validators that
// check formats accept a plain day, but others do not.
type Grant struct {
	// ID is the grant's identifier: the publisher's prefix, a hyphen and a key of
	// the publisher's own, "360G-ptc-gr-01653".
	ID          string `giving:"id,always"`
	Title       string `giving:"title,always"`       // at most 140 characters
	Description string `giving:"description,always"` // what it is for, at least a sentence
	Currency    string `giving:"currency,always"`    // [CurrencyGBP]

	AmountAppliedFor *funding.Money `giving:"amountAppliedFor"`     // what was asked for
	AmountAwarded    funding.Money  `giving:"amountAwarded,always"` // what was awarded; zero or more
	AmountDisbursed  *funding.Money `giving:"amountDisbursed"`      // paid when the record was last updated

	AwardDate    caremodel.Date `giving:"awardDate"`    // the day of the decision
	URL          string         `giving:"url"`          // a page about the grant
	PlannedDates []Period       `giving:"plannedDates"` // when the work was to take place
	ActualDates  []Period       `giving:"actualDates"`  // when it took place

	// RecipientOrganization receives the grant, unless RecipientIndividual does.
	RecipientOrganization []Organization     `giving:"recipientOrganization"`
	RecipientIndividual   *Individual        `giving:"recipientIndividual"`  // under a name that does not identify the person
	ToIndividualsDetails  *IndividualDetails `giving:"toIndividualsDetails"` // why an individual received it
	FundingOrganization   []Organization     `giving:"fundingOrganization"`  // who gives it

	BeneficiaryLocation []Location       `giving:"beneficiaryLocation"` // where the beneficiaries live
	GrantProgramme      []GrantProgramme `giving:"grantProgramme"`      // under which it was awarded
	FromOpenCall        string           `giving:"fromOpenCall"`        // "Yes" or "No"
	FundingType         []Classification `giving:"fundingType"`         // kinds of funding, by a vocabulary
	Classifications     []Classification `giving:"classifications"`     // codes of any vocabulary
	RelatedDocument     []Document       `giving:"relatedDocument"`     // documents about it

	// The transactions of each kind, if given, add up to its amount.
	ApplicationTransaction  []Transaction `giving:"applicationTransaction"`  // of what was applied for
	CommitmentTransaction   []Transaction `giving:"commitmentTransaction"`   // of what was awarded
	DisbursementTransaction []Transaction `giving:"disbursementTransaction"` // of what was paid

	RelatedActivity []string  `giving:"relatedActivity"` // ids of other grants
	RegrantType     string    `giving:"regrantType"`     // "FRG010" to "FRG070"
	LocationScope   string    `giving:"locationScope"`   // "GLS010" to "GLS060", "GLS099"
	DateModified    time.Time `giving:"dateModified"`    // when the record was last changed
	DataSource      string    `giving:"dataSource"`      // a web address
}

// CurrencyGBP is the only currency of amounts: pounds sterling, by its code in ISO
// 4217.
const CurrencyGBP = "GBP"

// Transaction is one step of an amount that was applied for, awarded or paid.
type Transaction struct {
	ID              string         `giving:"id"`              // the publisher's own
	TransactionDate caremodel.Date `giving:"transactionDate"` // the day of the step
	Currency        string         `giving:"currency"`        // blank = the grant's
	Value           *funding.Money `giving:"value"`           // what the step adds; a cut is below zero
	ValueDate       caremodel.Date `giving:"valueDate"`       // the day on which the value holds
	Description     string         `giving:"description"`     // of the step
	Provider        string         `giving:"provider"`        // an organisation's id
	Recipient       string         `giving:"recipient"`       // an organisation's id
	DateModified    time.Time      `giving:"dateModified"`    // when the record was last changed
}

// Period is when something takes place. The standard calls it an event.
type Period struct {
	Title        string         `giving:"title"`        // what takes place
	StartDate    caremodel.Date `giving:"startDate"`    // first day
	EndDate      caremodel.Date `giving:"endDate"`      // last day
	Duration     json.Number    `giving:"duration"`     // in months
	Description  string         `giving:"description"`  // of what takes place
	DateModified time.Time      `giving:"dateModified"` // when the record was last changed
}

// GrantProgramme is the programme under which a grant was awarded; for a ledger,
// the round.
type GrantProgramme struct {
	Code         string    `giving:"code"`         // the funder's own
	Title        string    `giving:"title"`        // its name
	Description  string    `giving:"description"`  // what it is for
	URL          string    `giving:"url"`          // a page about it
	DateModified time.Time `giving:"dateModified"` // when the record was last changed
}

// Classification is a code of some vocabulary. [FromLedger] uses the vocabularies
// [StreamVocabulary], [KindVocabulary], [ElementVocabulary] and
// [CategoryVocabulary].
type Classification struct {
	Vocabulary   string    `giving:"vocabulary"`   // whose code it is
	Code         string    `giving:"code"`         // in the vocabulary
	Title        string    `giving:"title"`        // what the code means
	Description  string    `giving:"description"`  // more about it
	URL          string    `giving:"url"`          // a page about it
	DateModified time.Time `giving:"dateModified"` // when the record was last changed
}

// The vocabularies for attributes of awards for which the standard has no field.
const (
	StreamVocabulary   = "newcaremodels stream"   // [funding.Stream]
	KindVocabulary     = "newcaremodels kind"     // [funding.Kind], a funding type
	ElementVocabulary  = "newcaremodels element"  // [funding.Allocation.Element]
	CategoryVocabulary = "newcaremodels category" // [caremodel.Category] of a recipient
)

// Document is a document related to a grant; for a ledger, a source of its figures.
type Document struct {
	ID           string    `giving:"id"`           // the publisher's own
	Title        string    `giving:"title"`        // its name
	URL          string    `giving:"url"`          // where it is
	Description  string    `giving:"description"`  // what is in it
	DocumentType string    `giving:"documentType"` // a code of the standard
	DateModified time.Time `giving:"dateModified"` // when the record was last changed
}
