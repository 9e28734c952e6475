package grants360

import (
	"encoding/json"
	"io"
	"reflect"
	"time"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/wire"
)

// Grants is a data package of the standard: a description of the package, and its
// grants. The zero value is a package without grants.
type Grants struct {
	Package Package // the description of the package
	Records []Grant // the grants, in the order of the file

	warnings validate.Violations
	unheld   validate.Violations // findings of checks that only a reader can make
}

// Package describes a data package.
type Package struct {
	Version     string         `giving:"version"`     // of the standard: "1.4"
	Extensions  []string       `giving:"extensions"`  // addresses of extensions of the standard
	Title       string         `giving:"title"`       // what it is called
	Description string         `giving:"description"` // what is in it
	Issued      caremodel.Date `giving:"issued"`      // the day of its first publication
	Modified    time.Time      `giving:"modified"`    // when it was last changed
	Identifier  string         `giving:"identifier"`  // the publisher's own
	Publisher   *Publisher     `giving:"publisher"`   // who publishes it
	DownloadURL string         `giving:"downloadURL"` // where the file is
	AccessURL   string         `giving:"accessURL"`   // a page about it
	License     string         `giving:"license"`     // a web address
}

// Publisher is the publisher of a package.
type Publisher struct {
	Identifier string `giving:"identifier"`  // an organisation's id
	Name       string `giving:"name,always"` // as registered
	Website    string `giving:"website"`     // its site
	Logo       string `giving:"logo"`        // the address of a picture
}

// Warnings returns the warnings, and remarks of severity info, about the file that
// [Read] read, or about the grants that [FromLedger] made. Records that callers
// fill have none: see [Grants.Validate].
func (g Grants) Warnings() validate.Violations { return g.warnings }

// WriteJSON writes the package as the standard's JSON: amounts as numbers with two
// decimals, exactly; days as midnight; fields that are not given left out. Equal
// packages give equal bytes. The order of the grants is kept.
//
// A package without grants is an error of code [validate.Required], because the
// schema requires at least one; errors of [Grants.Validate] are errors here too,
// and then nothing is written. Records with warnings are written unchanged.
func (g Grants) WriteJSON(w io.Writer) error {
	text, err := g.MarshalJSON()
	if err != nil {
		return err
	}
	return wire.Write(w, json.RawMessage(text))
}

// MarshalJSON returns what [Grants.WriteJSON] writes, and its errors.
func (g Grants) MarshalJSON() ([]byte, error) {
	if len(g.Records) == 0 {
		return nil, fault.New("grants360.Grants", validate.Required, "", "a package has at least one grant")
	}
	if err := g.Validate().Err(); err != nil {
		return nil, err
	}
	e := newEncoder()
	err := e.value(reflect.ValueOf(file{g.Package, g.Records}))
	return e.b.Bytes(), err
}

// file is a package as it is written.
type file struct {
	Package
	Grants []Grant `giving:"grants"`
}
