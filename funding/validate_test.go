package funding_test

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
)

// finding is what a test expects of a violation; its words are free to change.
type finding struct {
	Path     string
	Code     validate.Code
	Severity validate.Severity
}

func findings(vs validate.Violations) []finding {
	var out []finding
	for v := range vs.All() {
		out = append(out, finding{v.Path, v.Code, v.Severity})
	}
	return out
}

func failure(path string, code validate.Code) finding {
	return finding{path, code, validate.SeverityError}
}

func warning(path string, code validate.Code) finding {
	return finding{path, code, validate.SeverityWarning}
}

func printed(text string) funding.Figure { return funding.Figure{Amount: funding.MustParseMoney(text)} }

func on(day string, s funding.Status, amount string) funding.Event {
	e := funding.Event{Status: s, Figure: printed(amount)}
	if day != "" {
		e.On = caremodel.MustParseDate(day)
	}
	return e
}

func place(i int) caremodel.VanguardID {
	return caremodel.VanguardIDFor("test", fmt.Sprintf("place-%d", i))
}

func said() []caremodel.Source {
	return []caremodel.Source{{Title: "A table", Publisher: "NHS England"}}
}

// inOrder is a ledger with which nothing is wrong: a fund of £10m for 2016/17
// with one round, three awards, matched money, a joint award of the year before
// that was settled, and a stated total.
func inOrder() funding.Ledger {
	y := funding.MustParseFinancialYear
	award := func(i int, events ...funding.Event) funding.Allocation {
		return funding.Allocation{
			ID: funding.AllocationID(fmt.Sprintf("award-%d", i)), Round: "spring",
			Recipients: []caremodel.VanguardID{place(i)}, Year: y("2016/17"),
			Stream: funding.StreamTransformation, Kind: funding.Revenue, Events: events, Sources: said(),
		}
	}
	l := funding.Ledger{
		Funds: []funding.Fund{{
			ID: "fund", Name: "The fund", Sources: said(),
			Limits: []funding.Limit{{From: y("2015/16"), Amount: funding.MustParseMoney("£9m")}, {From: y("2016/17"), Through: y("2017/18"), Amount: funding.MustParseMoney("£10m")}},
		}},
		Rounds: []funding.Round{{
			ID: "spring", Fund: "fund", Year: y("2016/17"), Sources: said(),
			Opens: caremodel.MustParseDate("2016-01-04"), Closes: caremodel.MustParseDate("2016-02-12"), Announced: caremodel.MustParseDate("2016-05-19"),
		}, {ID: "first", Fund: "fund", Year: y("2015/16"), Sources: said()}},
		Allocations: []funding.Allocation{
			award(0, on("2016-02-08", funding.Requested, "£5m"), on("2016-05-19", funding.Approved, "£4m"), on("2016-09-01", funding.Paid, "£2m"), on("2017-02-01", funding.Paid, "£1.5m")),
			award(1, on("", funding.Requested, "£3m"), on("2016-05-19", funding.Approved, "£2m")),
			award(2, on("2016-05-19", funding.Approved, "£1m")),
		},
		Stated: []funding.Stated{{
			Name: "the round", Scope: funding.Filter{Rounds: []funding.RoundID{"spring"}, Streams: []funding.Stream{funding.StreamTransformation}},
			Figure: funding.Figure{Amount: funding.MustParseMoney("£7m"), Source: said()[0]}, Items: 3,
		}},
	}
	matched := award(0, on("", funding.Paid, "£2.5m"))
	matched.ID, matched.Round, matched.Stream = "matched-0", "", funding.StreamMatched
	joint := award(0, on("2015-07-31", funding.ApprovedInPrinciple, "£2.9m"))
	joint.ID, joint.Round, joint.Year, joint.Recipients = "joint", "first", y("2015/16"), []caremodel.VanguardID{place(0), place(1)}
	heir := award(1, on("2015-08-31", funding.Approved, "£1.2m"))
	heir.ID, heir.Round, heir.Year, heir.Supersedes = "heir", "first", y("2015/16"), []funding.AllocationID{"joint"}
	l.Allocations = append(l.Allocations, matched, joint, heir)
	return l
}

func TestValidate_InOrder(t *testing.T) {
	p := smallProgramme(t, 5)
	l := inOrder()
	require.Empty(t, findings(l.Validate(p)))
	require.Empty(t, findings(l.Validate(nil)))
	require.Empty(t, findings(l.ValidateAsOf(p, caremodel.MustParseDate("2017-02-01"))))
	require.Empty(t, findings(funding.Ledger{}.Validate(p)))
}

// TestValidate_Rules spoils a ledger in one way at a time and expects exactly what
// that way is reported as: no rule misses, and none speaks up with another.
func TestValidate_Rules(t *testing.T) {
	y := funding.MustParseFinancialYear
	day := caremodel.MustParseDate
	p := smallProgramme(t, 5)
	stranger := caremodel.VanguardIDFor("elsewhere", "nowhere")
	tests := []struct {
		name  string
		spoil func(l *funding.Ledger)
		want  []finding
	}{
		{"fund without a key", func(l *funding.Ledger) { l.Funds = append(l.Funds, funding.Fund{Sources: said()}) },
			[]finding{failure("funds[1].id", validate.Required)}},
		{"fund key with a line break", func(l *funding.Ledger) { l.Funds = append(l.Funds, funding.Fund{ID: "a\nb", Sources: said()}) },
			[]finding{failure("funds[1].id", validate.Format)}},
		{"fund twice", func(l *funding.Ledger) { l.Funds = append(l.Funds, l.Funds[0]) },
			[]finding{failure("funds[1].id", validate.Duplicate)}},
		{"fund without a source", func(l *funding.Ledger) { l.Funds[0].Sources = nil },
			[]finding{warning("funds[0].sources", validate.Required)}},
		{"limit without a year", func(l *funding.Ledger) {
			l.Funds = append(l.Funds, funding.Fund{ID: "x", Limits: []funding.Limit{{}}, Sources: said()})
		}, []finding{failure("funds[1].limits[0].from", validate.Required)}},
		{"limit that runs backwards", func(l *funding.Ledger) {
			l.Funds = append(l.Funds, funding.Fund{ID: "x", Limits: []funding.Limit{{From: y("2017/18"), Through: y("2016/17")}}, Sources: said()})
		}, []finding{failure("funds[1].limits[0].through", validate.Order)}},
		{"limit below zero", func(l *funding.Ledger) {
			l.Funds = append(l.Funds, funding.Fund{ID: "x", Limits: []funding.Limit{{From: y("2017/18"), Amount: funding.Pence(-1)}}, Sources: said()})
		}, []finding{failure("funds[1].limits[0].amount", funding.Negative)}},
		{"limits that overlap", func(l *funding.Ledger) {
			l.Funds[0].Limits = append(l.Funds[0].Limits, funding.Limit{From: y("2017/18")})
		}, []finding{failure("funds[0].limits[2]", validate.Conflict)}},

		{"round without a key", func(l *funding.Ledger) { l.Rounds = append(l.Rounds, funding.Round{Sources: said()}) },
			[]finding{failure("rounds[2].id", validate.Required)}},
		{"round twice", func(l *funding.Ledger) { l.Rounds = append(l.Rounds, l.Rounds[0]) },
			[]finding{failure("rounds[2].id", validate.Duplicate)}},
		{"round of no fund is allowed", func(l *funding.Ledger) { l.Rounds = append(l.Rounds, funding.Round{ID: "loose", Sources: said()}) }, nil},
		{"round of an unknown fund", func(l *funding.Ledger) {
			l.Rounds = append(l.Rounds, funding.Round{ID: "r", Fund: "x", Sources: said()})
		}, []finding{failure("rounds[2].fund", validate.Unknown)}},
		{"round outside its fund's years", func(l *funding.Ledger) { l.Rounds[0].Year = y("2018/19") },
			[]finding{failure("rounds[0].year", funding.OutsideFund)}},
		{"round that closes before it opens", func(l *funding.Ledger) { l.Rounds[0].Closes = day("2016-01-03") },
			[]finding{failure("rounds[0].closes", validate.Order)}},
		{"round that is announced before it closes", func(l *funding.Ledger) { l.Rounds[0].Announced = day("2016-02-11") },
			[]finding{failure("rounds[0].announced", validate.Order)}},
		{"round that is announced before it opens", func(l *funding.Ledger) {
			l.Rounds[0].Closes, l.Rounds[0].Announced = caremodel.Date{}, day("2016-01-03")
		}, []finding{failure("rounds[0].announced", validate.Order)}},
		{"round without a source", func(l *funding.Ledger) { l.Rounds[0].Sources = nil },
			[]finding{warning("rounds[0].sources", validate.Required)}},

		{"allocation without a key", func(l *funding.Ledger) { l.Allocations[2].ID = "" },
			[]finding{failure("allocations[2].id", validate.Required)}},
		{"key of 81 bytes", func(l *funding.Ledger) { l.Allocations[2].ID = funding.AllocationID(strings.Repeat("x", 81)) },
			[]finding{failure("allocations[2].id", validate.Format)}},
		{"key of 80 bytes", func(l *funding.Ledger) { l.Allocations[2].ID = funding.AllocationID(strings.Repeat("x", 80)) }, nil},
		{"key twice", func(l *funding.Ledger) { l.Allocations[2].ID = "award-0" },
			[]finding{failure("allocations[2].id", validate.Duplicate)}},
		{"unknown round, which suppresses what needs its fund", func(l *funding.Ledger) {
			l.Allocations[2].Round, l.Allocations[2].Year = "autumn", y("2030/31")
			l.Allocations[2].Events[0].On = caremodel.Date{}
		}, []finding{failure("allocations[2].round", validate.Unknown)}},
		{"unknown vanguard", func(l *funding.Ledger) { l.Allocations[2].Recipients[0] = stranger },
			[]finding{failure("allocations[2].recipients[0]", validate.Unknown)}},
		{"unset vanguard", func(l *funding.Ledger) { l.Allocations[2].Recipients[0] = caremodel.VanguardID{} },
			[]finding{failure("allocations[2].recipients[0]", validate.Required)}},
		{"recipient twice", func(l *funding.Ledger) {
			l.Allocations[2].Recipients = []caremodel.VanguardID{place(3), place(4), place(3)}
		},
			[]finding{failure("allocations[2].recipients[2]", validate.Duplicate)}},
		{"national money for nobody", func(l *funding.Ledger) { l.Allocations[2].Recipients = nil },
			[]finding{warning("allocations[2].recipients", validate.Required)}},
		{"central support is for nobody", func(l *funding.Ledger) {
			l.Allocations[2].Recipients, l.Allocations[2].Stream = nil, funding.StreamCentralSupport
		}, nil},
		{"no year", func(l *funding.Ledger) { l.Allocations[2].Year = funding.FinancialYear{} },
			[]finding{failure("allocations[2].year", validate.Required)}},
		{"years that run backwards", func(l *funding.Ledger) { l.Allocations[2].Through = y("2015/16") },
			[]finding{failure("allocations[2].through", validate.Order)}},
		{"no stream", func(l *funding.Ledger) { l.Allocations[2].Stream = "" },
			[]finding{failure("allocations[2].stream", validate.Required)}},
		{"misspelt stream", func(l *funding.Ledger) { l.Allocations[2].Stream = "Central Support" },
			[]finding{warning("allocations[2].stream", validate.Unlikely)}},
		{"stream with two letters swapped", func(l *funding.Ledger) { l.Allocations[2].Stream = "transfromation" },
			[]finding{warning("allocations[2].stream", validate.Unlikely)}},
		{"a stream of one's own", func(l *funding.Ledger) { l.Allocations[2].Stream = "lottery" }, nil},
		{"stream with a control character", func(l *funding.Ledger) { l.Allocations[2].Stream = "a\x00" },
			[]finding{failure("allocations[2].stream", validate.Format)}},
		{"no kind", func(l *funding.Ledger) { l.Allocations[2].Kind = 0 },
			[]finding{warning("allocations[2].kind", validate.Required)}},
		{"kind off the ladder", func(l *funding.Ledger) { l.Allocations[2].Kind = 4 },
			[]finding{failure("allocations[2].kind", validate.Range)}},
		{"the same money twice", func(l *funding.Ledger) { l.Allocations[2].Recipients[0] = place(1) },
			[]finding{failure("allocations[2]", validate.Duplicate)}},
		{"the same money twice, its recipients in another order", func(l *funding.Ledger) {
			l.Allocations[1].Recipients = []caremodel.VanguardID{place(3), place(4)}
			l.Allocations[2].Recipients = []caremodel.VanguardID{place(4), place(3)}
		}, []finding{failure("allocations[2]", validate.Duplicate)}},
		{"the same year by way of Through", func(l *funding.Ledger) {
			l.Allocations[2].Recipients[0], l.Allocations[2].Through = place(1), y("2016/17")
		}, []finding{failure("allocations[2]", validate.Duplicate)}},
		{"an element tells parts apart", func(l *funding.Ledger) {
			l.Allocations[2].Recipients[0], l.Allocations[2].Element = place(1), "evaluation"
		}, nil},
		{"a kind tells money apart", func(l *funding.Ledger) {
			l.Allocations[2].Recipients[0], l.Allocations[2].Kind = place(1), funding.Capital
		}, nil},
		{"record twice: only the key is reported", func(l *funding.Ledger) { l.Allocations = append(l.Allocations, l.Allocations[2]) },
			[]finding{failure("allocations[6].id", validate.Duplicate)}},
		{"year outside the fund", func(l *funding.Ledger) {
			l.Allocations[2].Year, l.Allocations[2].Events[0].On = y("2018/19"), day("2018-05-01")
		}, []finding{failure("allocations[2].year", funding.OutsideFund)}},
		{"last year outside the fund", func(l *funding.Ledger) { l.Allocations[2].Through = y("2018/19") },
			[]finding{failure("allocations[2].through", funding.OutsideFund)}},
		{"years of two limits", func(l *funding.Ledger) {
			l.Allocations[2].Year, l.Allocations[2].Through, l.Allocations[2].Round = y("2015/16"), y("2017/18"), "first"
			l.Allocations[2].Events[0].On = day("2015-05-19")
		}, nil},

		{"no event", func(l *funding.Ledger) { l.Allocations[2].Events = nil },
			[]finding{failure("allocations[2].events", validate.Required)}},
		{"no status", func(l *funding.Ledger) { l.Allocations[1].Events[0].Status = 0 },
			[]finding{failure("allocations[1].events[0].status", validate.Required)}},
		{"status off the ladder", func(l *funding.Ledger) { l.Allocations[1].Events[0].Status = 8 },
			[]finding{failure("allocations[1].events[0].status", validate.Range)}},
		{"approved before requested", func(l *funding.Ledger) { slices.Reverse(l.Allocations[1].Events) },
			[]finding{failure("allocations[1].events[1].status", funding.Transition)}},
		{"nothing to withdraw", func(l *funding.Ledger) { l.Allocations[2].Events[0].Status = funding.Withdrawn },
			[]finding{failure("allocations[2].events[0].status", funding.Transition)}},
		{"paid after the end", func(l *funding.Ledger) {
			l.Allocations[2].Events = append(l.Allocations[2].Events, on("2016-06-01", funding.Withdrawn, "0"), on("2016-07-01", funding.Paid, "£1m"))
		}, []finding{failure("allocations[2].events[2].status", funding.Transition)}},
		{"events that run backwards", func(l *funding.Ledger) { l.Allocations[0].Events[3].On = day("2016-05-18") },
			[]finding{failure("allocations[0].events[3].on", validate.Order)}},
		{"an undated event between does not hide it", func(l *funding.Ledger) {
			l.Allocations[0].Events[2].On = caremodel.Date{}
			l.Allocations[0].Events[3].On = day("2016-05-18")
		}, []finding{failure("allocations[0].events[3].on", validate.Order)}},
		{"two events on one day", func(l *funding.Ledger) { l.Allocations[0].Events[2].On = day("2016-05-19") }, nil},
		{"award below zero", func(l *funding.Ledger) {
			l.Allocations[2].Events[0].Figure, l.Allocations[2].Events[0].Reason = printed("-£1m"), "a slip"
		}, []finding{failure("allocations[2].events[0].figure.amount", funding.Negative)}},
		{"clawback without a reason", func(l *funding.Ledger) { l.Allocations[0].Events[3].Figure = printed("-£1m") },
			[]finding{failure("allocations[0].events[3].figure.amount", funding.Negative)}},
		{"clawback with a reason", func(l *funding.Ledger) {
			l.Allocations[0].Events[3].Figure, l.Allocations[0].Events[3].Reason = printed("-£1m"), "milestone missed"
		}, nil},
		{"half-width below zero", func(l *funding.Ledger) { l.Allocations[2].Events[0].Figure.Precision = funding.Pence(-1) },
			[]finding{failure("allocations[2].events[0].figure.precision", funding.Negative)}},
		{"bound off its list", func(l *funding.Ledger) { l.Allocations[2].Events[0].Figure.Bound = caremodel.NotStated + 1 },
			[]finding{failure("allocations[2].events[0].figure.bound", validate.Range)}},
		{"an amount that is not stated", func(l *funding.Ledger) { l.Allocations[2].Events[0].Figure.Bound = caremodel.NotStated },
			[]finding{failure("allocations[2].events[0].figure.amount", validate.Conflict)}},
		{"another source's figure below zero", func(l *funding.Ledger) {
			l.Allocations[2].Events[0].Others = []funding.Figure{printed("£1m"), printed("-£1m")}
		}, []finding{failure("allocations[2].events[0].others[1].amount", funding.Negative)}},
		{"address without a scheme", func(l *funding.Ledger) { l.Allocations[2].Events[0].Figure.Source.URL = "www.nhs.uk" },
			[]finding{failure("allocations[2].events[0].figure.source.url", validate.Format)}},
		{"address with a blank", func(l *funding.Ledger) { l.Allocations[2].Sources[0].URL = "https://www.nhs.uk/a b" },
			[]finding{failure("allocations[2].sources[0].url", validate.Format)}},
		{"decision more than twelve months early", func(l *funding.Ledger) { l.Allocations[2].Events[0].On = day("2015-03-31") },
			[]finding{warning("allocations[2].events[0].on", funding.Untimely)}},
		{"decision twelve months early", func(l *funding.Ledger) {
			l.Rounds[0].Opens, l.Rounds[0].Closes = caremodel.Date{}, caremodel.Date{}
			l.Allocations[2].Events[0].On = day("2015-04-01")
		}, nil},
		{"request on the day that its round opens", func(l *funding.Ledger) { l.Allocations[0].Events[0].On = day("2016-01-04") }, nil},
		{"request on the day that its round closes", func(l *funding.Ledger) { l.Allocations[0].Events[0].On = day("2016-02-12") }, nil},
		{"request before its round opens", func(l *funding.Ledger) { l.Allocations[0].Events[0].On = day("2016-01-03") },
			[]finding{warning("allocations[0].events[0].on", funding.Untimely)}},
		{"request after its round closed", func(l *funding.Ledger) { l.Allocations[0].Events[0].On = day("2016-02-13") },
			[]finding{warning("allocations[0].events[0].on", funding.Untimely)}},
		{"decision on the day that its round closes", func(l *funding.Ledger) { l.Allocations[2].Events[0].On = day("2016-02-12") }, nil},
		{"decision before its round closes", func(l *funding.Ledger) { l.Allocations[2].Events[0].On = day("2016-02-11") },
			[]finding{warning("allocations[2].events[0].on", funding.Untimely)}},
		{"pledge before its round closes", func(l *funding.Ledger) {
			l.Allocations[2].Events = append([]funding.Event{on("2016-02-11", funding.ApprovedInPrinciple, "£1m")}, l.Allocations[2].Events...)
		}, []finding{warning("allocations[2].events[0].on", funding.Untimely)}},
		{"withdrawn while its round is open", func(l *funding.Ledger) {
			l.Allocations[0].Events = append(l.Allocations[0].Events[:1:1], on("2016-02-09", funding.Withdrawn, "0"))
		}, nil},
		{"declined while its round is open", func(l *funding.Ledger) {
			l.Allocations[0].Events = append(l.Allocations[0].Events[:1:1], on("2016-02-09", funding.Declined, "0"))
		}, []finding{warning("allocations[0].events[1].on", funding.Untimely)}},
		{"decision after the year", func(l *funding.Ledger) { l.Allocations[2].Events[0].On = day("2017-04-01") },
			[]finding{warning("allocations[2].events[0].on", funding.Untimely)}},
		{"decision on the last day", func(l *funding.Ledger) { l.Allocations[2].Events[0].On = day("2017-03-31") }, nil},
		{"payment more than three months late", func(l *funding.Ledger) { l.Allocations[0].Events[3].On = day("2017-07-01") },
			[]finding{warning("allocations[0].events[3].on", funding.Untimely)}},
		{"payment three months late", func(l *funding.Ledger) { l.Allocations[0].Events[3].On = day("2017-06-30") }, nil},
		{"payment more than three months early", func(l *funding.Ledger) {
			l.Allocations[4].Events = []funding.Event{on("2014-12-31", funding.Paid, "£1m")}
		}, []finding{warning("allocations[4].events[0].on", funding.Untimely)}},
		{"payment three months early", func(l *funding.Ledger) {
			l.Allocations[4].Events = []funding.Event{on("2015-01-01", funding.Paid, "£1m")}
		}, nil},
		{"a decision for several years is late after the last", func(l *funding.Ledger) {
			l.Allocations[2].Through, l.Allocations[2].Events[0].On = y("2017/18"), day("2017-04-01")
		}, nil},
		{"no source", func(l *funding.Ledger) { l.Allocations[2].Sources = nil },
			[]finding{warning("allocations[2].sources", validate.Required)}},
		{"a source with the figure", func(l *funding.Ledger) {
			l.Allocations[2].Events[0].Figure.Source, l.Allocations[2].Sources = l.Allocations[2].Sources[0], nil
		}, nil},

		{"paid above approved", func(l *funding.Ledger) { l.Allocations[0].Events[3].Figure = printed("£2.01m") },
			[]finding{warning("allocations[0].events[3].figure.amount", funding.PaidAboveApproved)}},
		{"paid as approved", func(l *funding.Ledger) { l.Allocations[0].Events[3].Figure = printed("£2m") }, nil},
		{"paid above approved within what is printed", func(l *funding.Ledger) {
			l.Allocations[0].Events[1].Figure.Precision = funding.MustParseMoney("£5,000")
			l.Allocations[0].Events[3].Figure = printed("£2.01m")
			l.Allocations[0].Events[3].Figure.Precision = funding.MustParseMoney("£5,000")
		}, nil},
		{"paid above what was approved at least", func(l *funding.Ledger) {
			l.Allocations[0].Events[1].Figure.Bound = caremodel.AtLeast
			l.Allocations[0].Events[3].Figure = printed("£4m")
		}, nil},
		{"approved above requested", func(l *funding.Ledger) { l.Allocations[1].Events[1].Figure = printed("£3.5m") },
			[]finding{warning("allocations[1].events[1].figure.amount", funding.ApprovedAboveRequested)}},
		{"approved as requested", func(l *funding.Ledger) { l.Allocations[1].Events[1].Figure = printed("£3m") }, nil},
		{"a later request counts", func(l *funding.Ledger) {
			l.Allocations[1].Events = slices.Insert(l.Allocations[1].Events, 1, on("", funding.Requested, "£1m"))
		}, []finding{warning("allocations[1].events[2].figure.amount", funding.ApprovedAboveRequested)}},
		{"approved at most more than requested", func(l *funding.Ledger) {
			l.Allocations[1].Events[1].Figure = printed("£3.5m")
			l.Allocations[1].Events[1].Figure.Bound = caremodel.AtMost
		}, nil},

		{"a fund over-planned", func(l *funding.Ledger) { l.Allocations[2].Events[0].Figure = printed("£4.01m") },
			[]finding{warning("funds[0].limits[1].amount", funding.Overcommitted)}},
		{"a fund planned in full", func(l *funding.Ledger) { l.Allocations[2].Events[0].Figure = printed("£4m") }, nil},
		{"a fund overspent", func(l *funding.Ledger) {
			l.Allocations[2].Events = []funding.Event{on("", funding.Paid, "£6.51m")}
		}, []finding{failure("funds[0].limits[1].amount", funding.Overspent)}},
		{"a fund spent in full", func(l *funding.Ledger) {
			l.Allocations[0].Events = []funding.Event{on("", funding.Paid, "£6m")}
			l.Allocations[1].Events = []funding.Event{on("", funding.Paid, "£3m")}
			l.Allocations[2].Events = []funding.Event{on("", funding.Paid, "£1m")}
		}, nil},
		{"matched money takes nothing of a fund", func(l *funding.Ledger) { l.Allocations[3].Events[0].Figure = printed("£900m") }, nil},
		{"what was withdrawn is committed no longer", func(l *funding.Ledger) {
			l.Allocations[2].Events = []funding.Event{on("", funding.Approved, "£9m"), on("", funding.Withdrawn, "0")}
		}, nil},

		{"superseding nothing", func(l *funding.Ledger) { l.Allocations[5].Supersedes[0] = "nothing" },
			[]finding{failure("allocations[5].supersedes[0]", validate.Unknown)}},
		{"superseding a blank", func(l *funding.Ledger) { l.Allocations[5].Supersedes[0] = "" },
			[]finding{failure("allocations[5].supersedes[0]", validate.Required)}},
		{"superseding twice", func(l *funding.Ledger) { l.Allocations[5].Supersedes = []funding.AllocationID{"joint", "joint"} },
			[]finding{failure("allocations[5].supersedes[1]", validate.Duplicate)}},
		{"superseding oneself", func(l *funding.Ledger) { l.Allocations[5].Supersedes[0] = "heir" },
			[]finding{failure("allocations[5].supersedes[0]", funding.Supersession)}},
		{"superseding in a circle", func(l *funding.Ledger) {
			l.Allocations[4].Recipients, l.Allocations[4].Supersedes = l.Allocations[5].Recipients, []funding.AllocationID{"heir"}
			l.Allocations[4].Element = "promise"
		}, []finding{failure("allocations[5].supersedes[0]", funding.Supersession)}},
		{"superseding an award of others", func(l *funding.Ledger) { l.Allocations[5].Recipients[0] = place(3) },
			[]finding{warning("allocations[5].supersedes[0]", validate.Conflict)}},
		{"condition without words", func(l *funding.Ledger) { l.Allocations[2].Conditions = []funding.Condition{{}} },
			[]finding{failure("allocations[2].conditions[0].text", validate.Required)}},
		{"condition on less than nothing", func(l *funding.Ledger) {
			l.Allocations[2].Conditions = []funding.Condition{{Text: "all milestones", Amount: funding.Pence(-1)}}
		}, []finding{failure("allocations[2].conditions[0].amount", funding.Negative)}},

		{"pounds for thousands", func(l *funding.Ledger) { l.Allocations[2].Events[0].Figure = printed("£2,000") },
			[]finding{warning("allocations[2].events[0].figure.amount", validate.Unlikely)}},
		{"thousands for pounds", func(l *funding.Ledger) {
			l.Funds[0].Limits[1].Amount = funding.MustParseMoney("£9bn")
			l.Allocations[2].Events[0].Figure = printed("£2.9bn")
		}, []finding{warning("allocations[2].events[0].figure.amount", validate.Unlikely)}},
		{"zero without a reason", func(l *funding.Ledger) { l.Allocations[2].Events[0].Figure = printed("0") },
			[]finding{warning("allocations[2].events[0].reason", validate.Required)}},
		{"zero with a reason is not unlikely", func(l *funding.Ledger) {
			l.Allocations[2].Events[0].Figure, l.Allocations[2].Events[0].Reason = printed("0"), "nothing was asked for"
		}, nil},
		{"zero that is not stated", func(l *funding.Ledger) {
			l.Allocations[2].Events[0].Figure = funding.Figure{Bound: caremodel.NotStated}
		}, nil},
		{"zero where money is declined", func(l *funding.Ledger) { l.Allocations[2].Events[0] = on("2016-05-19", funding.Declined, "0") }, nil},

		{"year before the service", func(l *funding.Ledger) { l.Allocations[3].Year = funding.MustParseFinancialYear("0216/17") },
			[]finding{warning("allocations[3].year", validate.Unlikely)}},
		{"last year before the service", func(l *funding.Ledger) { l.Allocations[3].Year = funding.MustParseFinancialYear("1947/48") },
			[]finding{warning("allocations[3].year", validate.Unlikely)}},
		{"first year of the service", func(l *funding.Ledger) { l.Allocations[3].Year = funding.MustParseFinancialYear("1948/49") }, nil},

		{"clawed back what was paid", func(l *funding.Ledger) {
			e := on("2017-03-01", funding.Paid, "-£3.5m")
			e.Reason = "milestones missed"
			l.Allocations[0].Events = append(l.Allocations[0].Events, e)
		}, nil},
		{"clawed back more than was paid", func(l *funding.Ledger) {
			e := on("2017-03-01", funding.Paid, "-£3,500,000.01")
			e.Reason = "milestones missed"
			l.Allocations[0].Events = append(l.Allocations[0].Events, e)
		}, []finding{warning("allocations[0].events[4].figure.amount", funding.ClawedBackAbovePaid)}},
		{"clawed back more than was paid, as far as rounding tells", func(l *funding.Ledger) {
			e := on("2017-03-01", funding.Paid, "-£3,500,000.01")
			e.Reason, e.Figure.Precision = "milestones missed", funding.Pence(1)
			l.Allocations[0].Events = append(l.Allocations[0].Events, e)
		}, nil},
		{"clawed back from payments not stated", func(l *funding.Ledger) {
			e := on("2017-03-01", funding.Paid, "-£9m")
			e.Reason = "milestones missed"
			l.Allocations[0].Events[3].Figure = funding.Figure{Bound: caremodel.NotStated}
			l.Allocations[0].Events = append(l.Allocations[0].Events, e)
		}, nil},

		{"stated total without a name", func(l *funding.Ledger) { l.Stated[0].Name = "" },
			[]finding{failure("stated[0].name", validate.Required)}},
		{"stated total of what is unknown", func(l *funding.Ledger) {
			l.Stated[0].Scope = funding.Filter{
				Vanguards: []caremodel.VanguardID{place(0), stranger}, Categories: []caremodel.Category{"PACS", "NHP"},
				Funds: []funding.FundID{"", "x"}, Rounds: []funding.RoundID{"x"}, Waves: []string{"x"}, Regions: []string{"", "x"},
			}
		}, []finding{
			failure("stated[0].scope.categories[1]", validate.Unknown), failure("stated[0].scope.waves[0]", validate.Unknown),
			failure("stated[0].scope.regions[1]", validate.Unknown), failure("stated[0].scope.vanguards[1]", validate.Unknown),
			failure("stated[0].scope.funds[1]", validate.Unknown), failure("stated[0].scope.rounds[0]", validate.Unknown),
		}},
		{"stated total below zero", func(l *funding.Ledger) { l.Stated[0].Figure.Amount = funding.Pence(-1) },
			[]finding{failure("stated[0].figure.amount", funding.Negative)}},
		{"stated total without a source", func(l *funding.Ledger) { l.Stated[0].Figure.Source = caremodel.Source{} },
			[]finding{warning("stated[0].figure.source", validate.Required)}},
		{"stated total for less than nobody", func(l *funding.Ledger) { l.Stated[0].Items = -1 },
			[]finding{failure("stated[0].items", validate.Range)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := inOrder()
			tt.spoil(&l)
			require.Equal(t, tt.want, findings(l.Validate(p)))
		})
	}
}

// TestValidate_AsOf: with a day given nothing is dated after it, but for the dates
// of rounds and conditions, which may lie ahead.
func TestValidate_AsOf(t *testing.T) {
	p := smallProgramme(t, 5)
	day := caremodel.MustParseDate("2016-05-19")
	l := inOrder()
	l.Allocations[1].Sources[0].Published = day.AddDays(1)
	l.Allocations[2].Events[0].Others = []funding.Figure{{Source: caremodel.Source{Title: "later", Published: day.AddDays(1)}}}
	l.Allocations[2].Conditions = []funding.Condition{{Text: "all milestones", By: day.AddDays(200)}}
	l.Rounds = append(l.Rounds, funding.Round{ID: "autumn", Opens: day.AddDays(90), Sources: said()})
	l.Stated[0].AsAt = day.AddDays(1)
	require.Empty(t, findings(l.Validate(p)))
	require.Equal(t, []finding{
		failure("allocations[0].events[2].on", validate.Future),
		failure("allocations[0].events[3].on", validate.Future),
		failure("allocations[1].sources[0].published", validate.Future),
		failure("allocations[2].events[0].others[0].source.published", validate.Future),
		failure("stated[0].as_at", validate.Future),
	}, findings(l.ValidateAsOf(p, day)))
}

// TestValidate_SettledAward: a superseded award takes of a fund what its
// recipients still wait for, and nothing once each has an award.
func TestValidate_SettledAward(t *testing.T) {
	p := smallProgramme(t, 5)
	settled := func(events ...funding.Event) []finding {
		l := inOrder()
		l.Allocations[4].Events = []funding.Event{on("2015-07-31", funding.Approved, "£8m")} // joint, for two
		l.Allocations[5].Events = events                                                     // the award of one of them
		return findings(l.Validate(p))
	}
	over := []finding{warning("funds[0].limits[0].amount", funding.Overcommitted)} // of £9m
	require.Empty(t, settled(on("2015-08-31", funding.Approved, "£1.2m")), "£6.8m of the £8m are left, and £1.2m")
	require.Empty(t, settled(on("2015-08-31", funding.Approved, "£9m")), "more than was promised: nothing is left")
	require.Equal(t, over, settled(on("2015-08-31", funding.Approved, "£9.01m")))
	require.Empty(t, settled(on("2015-08-31", funding.Requested, "£9m")), "a request settles nothing")

	l := inOrder()
	l.Allocations[4].Events = []funding.Event{on("2015-07-31", funding.Approved, "£8m")}
	l.Allocations[4].Recipients = []caremodel.VanguardID{place(1), place(2)}
	second := l.Allocations[5]
	second.ID, second.Recipients, second.Events = "second", []caremodel.VanguardID{place(2)}, []funding.Event{on("2015-08-31", funding.Approved, "£7.8m")}
	l.Allocations = append(l.Allocations, second)
	require.Empty(t, findings(l.Validate(p)), "both have an award: £9m")
	l.Allocations[6].Supersedes = nil
	require.Equal(t, over, findings(l.Validate(p)), "one of two: £6.8m are left beside £9m")
}

// TestValidate_TotalsDoNotWrap: sums beyond what Money holds still exceed a limit.
func TestValidate_TotalsDoNotWrap(t *testing.T) {
	p := smallProgramme(t, 5)
	l := inOrder()
	for i := range 3 {
		l.Allocations[i].Events = []funding.Event{on("", funding.Paid, greatestMoney)}
	}
	vs := findings(l.Validate(p))
	require.Contains(t, vs, failure("funds[0].limits[1].amount", funding.Overspent))
	l.Allocations[0].Events = []funding.Event{on("", funding.Paid, greatestMoney), on("", funding.Paid, greatestMoney), on("", funding.Approved, "£1")}
	require.Contains(t, findings(l.Validate(p)), warning("allocations[0].events[1].figure.amount", funding.PaidAboveApproved))
}

// TestValidate_Order: position in the input, then rule; warnings stand between
// errors.
func TestValidate_Order(t *testing.T) {
	p := smallProgramme(t, 5)
	l := inOrder()
	l.Stated[0].Name = ""
	l.Allocations[2].ID, l.Allocations[2].Kind, l.Allocations[2].Stream = "", 0, ""
	l.Allocations[1].Events[1].Figure = printed("£99m")
	l.Rounds[0].Fund = "x"
	l.Funds[0].Sources = nil
	require.Equal(t, []finding{
		warning("funds[0].sources", validate.Required),
		failure("rounds[0].fund", validate.Unknown),
		warning("allocations[1].events[1].figure.amount", funding.ApprovedAboveRequested),
		failure("allocations[2].id", validate.Required),
		failure("allocations[2].stream", validate.Required),
		warning("allocations[2].kind", validate.Required),
		failure("stated[0].name", validate.Required),
	}, findings(l.Validate(p)))
}

// TestValidate_Repetitions compares the search for repeated records with the
// obvious one.
func TestValidate_Repetitions(t *testing.T) {
	p := smallProgramme(t, 40)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.SampledFrom([]int{1, 2, 7, 100, 9000}).Draw(t, "n")
		keys := rapid.IntRange(1, 2*n).Draw(t, "keys")
		seed := rapid.Uint64().Draw(t, "seed")
		l := funding.Ledger{}
		want := map[string]validate.Code{}
		seen := map[int]bool{}
		for i := range n {
			seed = seed*6364136223846793005 + 1442695040888963407
			k := int(seed>>33) % keys
			l.Allocations = append(l.Allocations, funding.Allocation{
				ID: funding.AllocationID(fmt.Sprint("key ", k)), Year: funding.MustParseFinancialYear("2016/17"), Element: fmt.Sprint(i),
				Stream: funding.StreamElsewhere, Kind: funding.Revenue, Sources: said(),
				Events: []funding.Event{on("", funding.Paid, "£1")},
			})
			if seen[k] {
				want[fmt.Sprintf("allocations[%d].id", i)] = validate.Duplicate
			}
			seen[k] = true
		}
		vs := l.Validate(p)
		require.Equal(t, len(want), vs.Len()+vs.Omitted())
		for v := range vs.All() {
			require.Equal(t, want[v.Path], v.Code, v.Path)
		}
	})
}

// TestValidate_Flood: a hundred thousand bad records give a hundred violations and
// a count.
func TestValidate_Flood(t *testing.T) {
	p := smallProgramme(t, 5)
	l := inOrder()
	bad := l.Allocations[2]
	for i := range 1000 {
		bad.ID, bad.Element, bad.Year = funding.AllocationID(fmt.Sprint(i)), fmt.Sprint(i), funding.FinancialYear{}
		l.Allocations = append(l.Allocations, bad)
	}
	vs := l.Validate(p)
	require.Equal(t, 100, vs.Len())
	require.Equal(t, 900, vs.Omitted())
	require.ErrorIs(t, vs.Err(), validate.Required)
}

// TestValidate_Allocations: what a check of records in order allocates does not
// grow with the records, but for the tables that find repetitions, whose number
// does not.
func TestValidate_Allocations(t *testing.T) {
	p := smallProgramme(t, 50)
	count := func(n int) float64 {
		l := manyAllocations(t, n, 50)
		l.Rounds = l.Rounds[:1]
		for i := range l.Allocations {
			l.Allocations[i].Round, l.Allocations[i].Element = l.Rounds[0].ID, string(l.Allocations[i].ID)
		}
		require.Empty(t, findings(l.Validate(p)))
		return testing.AllocsPerRun(5, func() { l.Validate(p) })
	}
	require.LessOrEqual(t, count(20_000), count(1_000)+8)
	require.Less(t, count(1_000), 100.0, "a thousand records take no memory of their own")
}

// The situations that the post-award data store of the department for communities
// refuses or lets pass (communitiesuk/funding-service-design-post-award-data-store,
// commit ba64bbe1, test_fs_validate_r4.py, MIT, Crown copyright), as they stand in
// a ledger: an allocation per expense type, spend as payments.
func TestValidate_PublishedCases(t *testing.T) {
	p := smallProgramme(t, 5)
	y := funding.MustParseFinancialYear("2016/17")
	award := func(id string, kind funding.Kind, approved, spent string) funding.Allocation {
		return funding.Allocation{
			ID: funding.AllocationID(id), Round: "round", Recipients: []caremodel.VanguardID{place(0)}, Year: y, Element: id,
			Stream: funding.StreamTransformation, Kind: kind, Sources: said(),
			Events: []funding.Event{on("2016-05-19", funding.Approved, approved), on("2016-12-01", funding.Paid, spent)},
		}
	}
	fund := func(limit string, allocations ...funding.Allocation) funding.Ledger {
		return funding.Ledger{
			Funds:       []funding.Fund{{ID: "fund", Limits: []funding.Limit{{From: y, Amount: funding.MustParseMoney(limit)}}, Sources: said()}},
			Rounds:      []funding.Round{{ID: "round", Fund: "fund", Year: y, Sources: said()}},
			Allocations: allocations,
		}
	}
	spend := func(id, amount string) funding.Allocation {
		a := award(id, funding.Capital, "0", amount)
		a.Events = a.Events[1:]
		return a
	}
	elsewhere := award("FAK-03", funding.Capital, "£123", "£123")
	other := spend("other", "£124")
	other.Round, other.Stream = "", funding.StreamMatched
	requested := spend("committed", "£124")
	requested.Events[0].Status = funding.ApprovedInPrinciple
	blank := spend("blank", "0")
	blank.Events[0].Figure.Bound = caremodel.NotStated
	negative := spend("negative", "-£1")
	future := spend("future", "£1")

	tests := []struct {
		name string
		l    funding.Ledger
		want []finding
	}{
		{"overspend-project", fund("£900", award("FAK-01 CDEL", funding.Capital, "£123", "£124"), award("FAK-01 RDEL", funding.Revenue, "£123", "£124")), []finding{
			warning("allocations[0].events[1].figure.amount", funding.PaidAboveApproved),
			warning("allocations[1].events[1].figure.amount", funding.PaidAboveApproved),
		}},
		{"other-source-ignored", fund("£123", elsewhere, other), nil},
		{"float-noise", fund("£123", award("FAK-01", funding.Capital, "£123", "£123.00")), nil},
		{"overspend-programme", fund("£123", spend("1", "£100"), spend("2", "£100"), spend("3", "£100")), []finding{
			failure("funds[0].limits[0].amount", funding.Overspent),
		}},
		{"exact-and-under", fund("£246", award("RDEL", funding.Revenue, "£123", "£123"), award("CDEL", funding.Capital, "£123", "0")),
			[]finding{warning("allocations[1].events[1].reason", validate.Required)}},
		{"contractually-committed-ignored", fund("£123", requested), nil},
		{"missing: not stated is not zero, and exceeds nothing", fund("£123", blank), nil},
		{"negative", fund("£123", negative), []finding{failure("allocations[0].events[0].figure.amount", funding.Negative)}},
		{"actual-in-future", fund("£123", future), nil},
		{"dates-order", func() funding.Ledger {
			l := fund("£900", award("x", funding.Capital, "£123", "£123"))
			l.Allocations[0].Events[1].On = caremodel.MustParseDate("2016-05-18")
			return l
		}(), []finding{failure("allocations[0].events[1].on", validate.Order)}},
		{"round-dates", func() funding.Ledger {
			l := fund("£900")
			l.Rounds[0].Opens, l.Rounds[0].Closes = caremodel.MustParseDate("2016-02-01"), caremodel.MustParseDate("2016-01-31")
			return l
		}(), []finding{failure("rounds[0].closes", validate.Order)}},
		{"unique-round", func() funding.Ledger {
			l := fund("£900")
			l.Rounds = append(l.Rounds, l.Rounds[0])
			return l
		}(), []finding{failure("rounds[1].id", validate.Duplicate)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { require.Equal(t, tt.want, findings(tt.l.Validate(p))) })
	}
	require.Equal(t, []finding{failure("allocations[0].events[0].on", validate.Future)},
		findings(fund("£123", future).ValidateAsOf(p, caremodel.MustParseDate("2016-11-30"))), "actual-in-future")
	twice := award("a", funding.Capital, "£1", "£1")
	again := award("b", funding.Capital, "£1", "£1")
	again.Element = twice.Element
	require.Equal(t, []finding{failure("allocations[1]", validate.Duplicate)}, findings(fund("£123", twice, again).Validate(p)), "duplicate")
}

// TestValidate_AnyNumberOfProcessors: the findings and their order do not depend on
// how many processors share the work.
func TestValidate_AnyNumberOfProcessors(t *testing.T) {
	p := smallProgramme(t, 50)
	l := manyAllocations(t, 60_000, 50)
	l.Funds[0].Limits[0].Amount = funding.MustParseMoney("£100bn")
	spoil := func(every int, how func(a *funding.Allocation)) {
		for i := every / 2; i < len(l.Allocations); i += every {
			how(&l.Allocations[i])
		}
	}
	check := func() []validate.Violation { return slices.Collect(l.Validate(p).All()) }
	for range 3 {
		before := runtime.GOMAXPROCS(1)
		one := check()
		require.NotEmpty(t, one)
		for _, processors := range []int{2, 7} {
			runtime.GOMAXPROCS(processors)
			require.Equal(t, one, check(), processors)
		}
		runtime.GOMAXPROCS(before)
		spoil(997, func(a *funding.Allocation) { a.Kind = 0 })
		spoil(1009, func(a *funding.Allocation) { a.Year = funding.FinancialYear{} })
		spoil(7919, func(a *funding.Allocation) { a.ID = l.Allocations[3].ID })
		spoil(15013, func(a *funding.Allocation) { a.Supersedes = []funding.AllocationID{l.Allocations[5].ID} })
		spoil(20011, func(a *funding.Allocation) { a.Events[1].Figure.Amount = funding.Pence(1) })
	}
}

// A status that is not one of the constants is reported like anything else, wherever its bits would
// fall among those of the others.
func TestValidate_AnyStatus(t *testing.T) {
	p := smallProgramme(t, 5)
	for status := range 256 {
		l := plainLedger()
		l.Allocations[0].Events[0].Status = funding.Status(status)
		_, err := funding.NewBook(p, l)
		if status > 0 && funding.Status(status).CanBecome(funding.Approved) {
			require.NoError(t, err, status)
		} else {
			require.Error(t, err, status)
		}
	}
}

// Texts of any length are told apart, and found again, by all of their bytes.
func TestValidate_TextsOfAnyLength(t *testing.T) {
	p := smallProgramme(t, 5)
	base := plainLedger()
	like := func(id, element string) funding.Allocation {
		a := base.Allocations[0]
		a.ID, a.Element = funding.AllocationID(id), element
		a.Events = slices.Clone(a.Events)
		return a
	}
	var texts []string
	for n := range 40 {
		text := strings.Repeat("x", n)
		texts = append(texts, text)
		for i := range n { // one byte that differs, wherever it stands
			texts = append(texts, text[:i]+"y"+text[i+1:])
		}
	}
	apart, again := base, base
	apart.Allocations, again.Allocations = nil, nil
	for _, text := range texts {
		apart.Allocations = append(apart.Allocations, like("z"+text, text))
		again.Allocations = append(again.Allocations, like("z"+text, text))
	}
	for _, text := range texts {
		again.Allocations = append(again.Allocations, like("a"+text, text))
	}
	require.Empty(t, findings(apart.Validate(p).Errors()))
	found := again.Validate(p).Errors()
	require.Equal(t, len(texts), found.Len()+found.Omitted())
	for v := range found.All() {
		require.Equal(t, validate.Duplicate, v.Code)
	}
}

// A status that is not one of the constants stands for no money: it is reported, and nothing that
// would follow from it.
func TestValidate_StatusOffTheLadder(t *testing.T) {
	p := smallProgramme(t, 5)
	for status := int(funding.Withdrawn) + 1; status < 256; status++ {
		l := plainLedger()
		l.Allocations[0].Events = []funding.Event{on("2016-05-19", funding.Status(status), "£10bn")} // more than the fund has
		require.Equal(t, []finding{failure("allocations[0].events[0].status", validate.Range)}, findings(l.Validate(p)), status)
	}
}
