package grants360

import (
	"strings"
	"time"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/fold"
)

// Options supply what a package requires and a ledger does not have. The zero value
// is ready: it derives identifiers from the programme's and the vanguards' slugs.
type Options struct {
	// Prefix is the publisher's prefix, as assigned by 360Giving: "360G-blackpool".
	// Blank is "360G-" and the programme's slug, which is not registered. A grant's
	// identifier is the prefix, a hyphen and the allocation's key.
	Prefix string
	// Funder is the organisation that gives. Blank is the owner of each award's
	// fund, with an identifier made of the prefix; an award outside any fund is
	// then not written.
	Funder Organization
	// Recipient returns the organisation that receives an award to these vanguards:
	// one, or those of a joint award, in the order of the allocation. Nil makes one
	// organisation of them, named after them, with an identifier made of their
	// slugs: see [MatchIDs].
	Recipient func(vanguards []caremodel.Vanguard) Organization
	// Streams are the streams whose money the funder gives. Empty means
	// [funding.StreamTransformation] alone: vanguards give themselves no grants,
	// and money from elsewhere is somebody else's.
	Streams []funding.Stream
	// BaseURL comes before an allocation's key in the address of its grant's page.
	// Blank leaves the address out.
	BaseURL string
	// Modified is when the records were last changed. Zero leaves it out; then an
	// award whose day nobody published may have a day in the future, such as the
	// last of its financial year.
	Modified time.Time
	// Package describes the package. A blank title is the programme's name; a blank
	// description says how much of the ledger it holds; a blank version is
	// [Version].
	Package Package
}

// Version is the version of the standard in which packages are written.
const Version = "1.4"

// prefixStart begins every prefix and identifier assigned by the standard.
const prefixStart = "360G-"

// complete fills in blank options, and checks the others.
func (o Options) complete(p *caremodel.Programme) (Options, error) {
	const op = "grants360.Options"
	if o.Prefix == "" {
		o.Prefix = prefixStart + p.Slug()
	}
	if len(o.Prefix) == len(prefixStart) || !strings.HasPrefix(o.Prefix, prefixStart) || strings.ContainsFunc(o.Prefix, notPrintable) {
		return o, fault.New(op, validate.Format, o.Prefix, `a prefix is "360G-" and the publisher's name, without blanks`)
	}
	if o.BaseURL != "" && !isAddress(o.BaseURL) {
		return o, fault.New(op, validate.Format, o.BaseURL, notAnAddress)
	}
	if (o.Funder.ID == "") != (o.Funder.Name == "") {
		return o, fault.New(op, validate.Required, o.Funder.ID+o.Funder.Name, "a funder has an identifier and a name")
	}
	if len(o.Streams) == 0 {
		o.Streams = []funding.Stream{funding.StreamTransformation}
	}
	if o.Package.Title == "" {
		o.Package.Title = "Grants of " + p.Name()
	}
	if o.Package.Version == "" {
		o.Package.Version = Version
	}
	return o, nil
}

func notPrintable(r rune) bool { return r <= ' ' || r > '~' }

// recipientID returns the identifier of vanguards as a recipient.
func recipientID(prefix string, slugs ...string) string {
	return prefix + recipientMark + strings.Join(slugs, slugSeparator)
}

// funderID returns the identifier of a fund's owner.
func funderID(prefix, owner string) string {
	return prefix + ":funder-" + strings.Join(fold.Words(owner), "-")
}

const (
	recipientMark = ":org-"
	slugSeparator = "+"
)
