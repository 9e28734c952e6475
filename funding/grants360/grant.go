package grants360

import (
	"encoding/json"
	"time"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding"
)

// Grant is one award, with the fields of the standard under its own names. A
// blank text, an unset date, a nil amount and an empty list are not given.
//
// All amounts are pounds. Days are written as midnight, because the published
// schema takes a plain day only from validators that check formats.
type Grant struct {
	// ID is the grant's identifier: the publisher's prefix, a hyphen and a key of
	// the publisher's, "360G-ptc-gr-01653".
	ID          string `giving:"id,always"`
	Title       string `giving:"title,always"` // at most 140 characters
	Description string `giving:"description,always"`
	Currency    string `giving:"currency,always"` // [CurrencyGBP]

	AmountAppliedFor *funding.Money `giving:"amountAppliedFor"`
	AmountAwarded    funding.Money  `giving:"amountAwarded,always"`
	AmountDisbursed  *funding.Money `giving:"amountDisbursed"` // paid when the record was last updated

	AwardDate    caremodel.Date `giving:"awardDate"` // the day of the decision
	URL          string         `giving:"url"`
	PlannedDates []Period       `giving:"plannedDates"`
	ActualDates  []Period       `giving:"actualDates"`

	// RecipientOrganization is who receives the grant, or RecipientIndividual is.
	RecipientOrganization []Organization     `giving:"recipientOrganization"`
	RecipientIndividual   *Individual        `giving:"recipientIndividual"`
	ToIndividualsDetails  *IndividualDetails `giving:"toIndividualsDetails"`
	FundingOrganization   []Organization     `giving:"fundingOrganization"`

	BeneficiaryLocation []Location       `giving:"beneficiaryLocation"`
	GrantProgramme      []GrantProgramme `giving:"grantProgramme"`
	FromOpenCall        string           `giving:"fromOpenCall"` // "Yes" or "No"
	FundingType         []Classification `giving:"fundingType"`
	Classifications     []Classification `giving:"classifications"`
	RelatedDocument     []Document       `giving:"relatedDocument"`

	// The transactions of each sort, where given, add up to its amount.
	ApplicationTransaction  []Transaction `giving:"applicationTransaction"`
	CommitmentTransaction   []Transaction `giving:"commitmentTransaction"`
	DisbursementTransaction []Transaction `giving:"disbursementTransaction"`

	RelatedActivity []string  `giving:"relatedActivity"` // ids of other grants
	RegrantType     string    `giving:"regrantType"`     // "FRG010" to "FRG070"
	LocationScope   string    `giving:"locationScope"`   // "GLS010" to "GLS060", "GLS099"
	DateModified    time.Time `giving:"dateModified"`
	DataSource      string    `giving:"dataSource"` // a web address
}

// CurrencyGBP is the only currency of amounts here: pounds sterling, as ISO 4217 names
// them.
const CurrencyGBP = "GBP"

// Transaction is one step of an amount: of what was applied for, awarded or paid.
type Transaction struct {
	ID              string         `giving:"id"`
	TransactionDate caremodel.Date `giving:"transactionDate"`
	Currency        string         `giving:"currency"` // blank = the grant's
	Value           *funding.Money `giving:"value"`    // what the step adds; a cut is below zero
	ValueDate       caremodel.Date `giving:"valueDate"`
	Description     string         `giving:"description"`
	Provider        string         `giving:"provider"`  // an organisation's id
	Recipient       string         `giving:"recipient"` // an organisation's id
	DateModified    time.Time      `giving:"dateModified"`
}

// Period is when something takes place. The standard calls it an event.
type Period struct {
	Title        string         `giving:"title"`
	StartDate    caremodel.Date `giving:"startDate"`
	EndDate      caremodel.Date `giving:"endDate"`
	Duration     json.Number    `giving:"duration"` // in months
	Description  string         `giving:"description"`
	DateModified time.Time      `giving:"dateModified"`
}

// GrantProgramme is the programme under which a grant was awarded: of a ledger,
// the round.
type GrantProgramme struct {
	Code         string    `giving:"code"`
	Title        string    `giving:"title"`
	Description  string    `giving:"description"`
	URL          string    `giving:"url"`
	DateModified time.Time `giving:"dateModified"`
}

// Classification is a code of some vocabulary. [FromLedger] uses the vocabularies
// [StreamVocabulary], [KindVocabulary], [ElementVocabulary] and
// [CategoryVocabulary].
type Classification struct {
	Vocabulary   string    `giving:"vocabulary"`
	Code         string    `giving:"code"`
	Title        string    `giving:"title"`
	Description  string    `giving:"description"`
	URL          string    `giving:"url"`
	DateModified time.Time `giving:"dateModified"`
}

// The vocabularies of what a ledger knows of an award and the standard has no
// field for.
const (
	StreamVocabulary   = "newcaremodels stream"   // [funding.Stream]
	KindVocabulary     = "newcaremodels kind"     // [funding.Kind], a funding type
	ElementVocabulary  = "newcaremodels element"  // [funding.Allocation.Element]
	CategoryVocabulary = "newcaremodels category" // [caremodel.Category] of a recipient
)

// Document is a document related to a grant: of a ledger, a source of its
// figures.
type Document struct {
	ID           string    `giving:"id"`
	Title        string    `giving:"title"`
	URL          string    `giving:"url"`
	Description  string    `giving:"description"`
	DocumentType string    `giving:"documentType"`
	DateModified time.Time `giving:"dateModified"`
}
