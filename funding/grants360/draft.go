package grants360

import (
	"fmt"
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
)

// draft is an allocation that becomes a grant.
type draft struct {
	a       *funding.Allocation
	i       int // its index in the ledger
	s       commitment
	place   validate.Place // in the ledger
	funder  Organization
	awarded funding.Money
	waiting []caremodel.VanguardID // the recipients of the grant
	settled bool                   // the grant is what other awards left of a joint award
}

// grant makes a grant, and records which parts of the allocation are lost.
func (x *exporter) grant(d *draft) Grant {
	a := d.a
	who := x.whoWaits(d)
	recipient := x.recipient(who)
	awarded, how := x.awardDate(d)
	g := Grant{
		ID:                    x.options.Prefix + "-" + string(a.ID),
		Title:                 x.title(d, who),
		Description:           x.describe(d, who, awarded, how),
		Currency:              CurrencyGBP,
		AmountAwarded:         d.awarded,
		AwardDate:             awarded,
		PlannedDates:          []Period{years(a)},
		RecipientOrganization: []Organization{recipient},
		FundingOrganization:   []Organization{d.funder},
		BeneficiaryLocation:   places(who),
		GrantProgramme:        x.grantProgramme(a),
		FundingType:           fundingType(a.Kind),
		Classifications:       x.classifications(a, who),
		RelatedDocument:       documents(a),
		DateModified:          x.options.Modified,
	}
	if x.options.BaseURL != "" {
		g.URL = x.options.BaseURL + escaped(string(a.ID))
	}
	for _, s := range append([]caremodel.Source{a.Events[d.s.last].Figure.Source}, a.Sources...) {
		if g.DataSource == "" && isAddress(s.URL) {
			g.DataSource = s.URL
		}
	}
	x.amounts(d, &g)
	x.unheldOf(d)
	return g
}

// amounts fills in the amounts requested and paid, and the steps of all amounts.
func (x *exporter) amounts(d *draft, g *Grant) {
	if d.settled {
		x.unsettled(d)
	} else {
		if g.AmountAppliedFor = x.amount(d, funding.Requested); g.AmountAppliedFor != nil {
			g.ApplicationTransaction = x.steps(d, g, funding.Requested, "application")
		}
		g.CommitmentTransaction = x.steps(d, g, funding.Approved, "commitment")
	}
	if g.AmountDisbursed = x.amount(d, funding.Paid); g.AmountDisbursed != nil {
		g.DisbursementTransaction = x.steps(d, g, funding.Paid, "disbursement")
	}
}

// unsettled records what is left out because it applies to the whole of a joint
// award.
func (x *exporter) unsettled(d *draft) {
	if _, requested := x.at[funding.Requested][d.i]; requested {
		d.place.At("events").Info(LostDecision, string(d.a.ID), "what was requested is of the whole award, and the grant is what is left of it")
	}
	if d.s.first != d.s.last {
		d.place.At("events").Info(LostDecision, string(d.a.ID), "the steps of the approval are of the whole award, and the grant is what is left of it")
	}
}

// amount returns the figure of a status, or nil if there is none or it is not
// stated.
func (x *exporter) amount(d *draft, status funding.Status) *funding.Money {
	c, ok := x.at[status][d.i]
	if ok && c.Amount == nil {
		d.place.At("events").Info(LostDecision, status.String(), "the standard has no amount that is not stated")
	}
	return c.Amount
}

// steps returns the transactions of a status if they say more than the amount: if
// there are several, or they have a day or a reason. The status's figures are
// levels, so a transaction is the change from the level before. Transactions add up
// to the amount; there are none if a step is not stated.
func (x *exporter) steps(d *draft, g *Grant, status funding.Status, name string) []Transaction {
	var steps []Transaction
	var before funding.Money
	telling := false
	for j := range d.a.Events {
		e := &d.a.Events[j]
		if e.Status != status {
			continue
		}
		value, err := e.Figure.Amount, error(nil)
		if status != funding.Paid {
			value, err = e.Figure.Amount.Sub(before)
			before = e.Figure.Amount
		}
		if !e.Figure.Known() || err != nil {
			d.place.At("events").Index(j).Info(LostDecision, status.String(), "without the figure of this step the steps do not add up to the amount: all are left out")
			return nil
		}
		dated := !e.On.IsZero() && status != funding.Approved // an award has its own field for the day
		telling = telling || len(steps) > 0 || dated || e.Reason != "" || e.Figure.Note != "" && j != d.s.last
		steps = append(steps, Transaction{
			ID:              g.ID + "/" + name + "/" + strconv.Itoa(len(steps)+1),
			TransactionDate: e.On,
			Currency:        CurrencyGBP,
			Value:           &value,
			Description:     reasonOf(e),
			Provider:        g.FundingOrganization[0].ID,
			Recipient:       g.RecipientOrganization[0].ID,
		})
	}
	if !telling {
		return nil
	}
	return steps
}

// reasonOf returns why an event happened, and what limits its figure.
func reasonOf(e *funding.Event) string {
	if e.Reason == "" || e.Figure.Note == "" {
		return e.Reason + e.Figure.Note
	}
	return sentence(e.Reason) + " " + e.Figure.Note
}

// awardDate returns the day of the decision. If nobody published it, this is the
// day from which the award counts, but not later than the last change of the
// records; how then says where the day comes from.
func (x *exporter) awardDate(d *draft) (day caremodel.Date, how string) {
	day, how = dayKnown(d.a, d.s.first)
	if modified := caremodel.DateFromTime(x.options.Modified); how != "" && !x.options.Modified.IsZero() && day.After(modified) {
		day, how = modified, "the day on which the records were last changed"
	}
	if how != "" {
		d.place.At("events").Index(d.s.first).At("on").Info(LostDay, "", "the day of the award is not known: written as "+day.String()+", "+how)
	}
	return day, how
}

// unheldOf reports what the standard cannot hold of an allocation's events.
func (x *exporter) unheldOf(d *draft) {
	if d.s.status == funding.Paid {
		d.place.At("events").Index(d.s.last).At("status").Info(LostDecision, d.s.status.String(), "no approval is recorded: written as an award of the sum paid")
	}
	for j := range d.a.Events {
		e, place := &d.a.Events[j], d.place.At("events").Index(j)
		if e.Status.Strength() == funding.Pledge {
			place.At("status").Info(LostDecision, e.Status.String(), "the standard has no such step before an award: "+e.Figure.Amount.String())
			continue
		}
		if e.Figure.Bound != caremodel.Exactly && e.Figure.Known() {
			place.At("figure").At("bound").Info(LostPrecision, e.Figure.Bound.String(), "an amount of the standard is exact")
		}
		if !e.Figure.Precision.IsZero() {
			place.At("figure").At("precision").Info(LostPrecision, e.Figure.Precision.String(), "an amount of the standard is exact")
		}
		if n := len(e.Others); n > 0 {
			place.At("others").Info(LostRecord, "", fmt.Sprintf("the standard has one source of an amount: left out what others say, %s", times(n)))
		}
	}
}
