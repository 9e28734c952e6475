package grants360

import (
	"encoding/json"
	"time"
)

// Organization is an organisation that gives or receives a grant.
type Organization struct {
	// ID is the organisation's identifier: a register's code and the number there,
	// "GB-CHC-1159982", or an identifier of the publisher's own.
	ID               string     `giving:"id,always"`
	Name             string     `giving:"name,always"`      // as registered
	Department       string     `giving:"department"`       // within it
	ContactName      string     `giving:"contactName"`      // whom to ask
	CharityNumber    string     `giving:"charityNumber"`    // of a charity regulator's register
	CompanyNumber    string     `giving:"companyNumber"`    // of Companies House
	StreetAddress    string     `giving:"streetAddress"`    // street and number
	AddressLocality  string     `giving:"addressLocality"`  // town
	AddressRegion    string     `giving:"addressRegion"`    // county or region
	AddressCountry   string     `giving:"addressCountry"`   // country
	PostalCode       string     `giving:"postalCode"`       // postcode
	Telephone        string     `giving:"telephone"`        // as written
	AlternateName    string     `giving:"alternateName"`    // another name
	Email            string     `giving:"email"`            // as written
	Description      string     `giving:"description"`      // what it does
	OrganisationType string     `giving:"organisationType"` // the publisher's word
	URL              string     `giving:"url"`              // its site
	Location         []Location `giving:"location"`         // where it works or is
	DateModified     time.Time  `giving:"dateModified"`     // when the record was last changed
}

// Location is a place. Latitude and longitude are in degrees, as written.
type Location struct {
	ID           string      `giving:"id"`           // the publisher's own
	Name         string      `giving:"name"`         // of the place
	CountryCode  string      `giving:"countryCode"`  // two letters, of ISO 3166-1
	Latitude     json.Number `giving:"latitude"`     // degrees north
	Longitude    json.Number `giving:"longitude"`    // degrees east
	Description  string      `giving:"description"`  // more about it
	GeoCode      string      `giving:"geoCode"`      // a code of an area: "E09000033"
	GeoCodeType  string      `giving:"geoCodeType"`  // what kind of area the code is of
	DateModified time.Time   `giving:"dateModified"` // when the record was last changed
}

// Individual is a person who receives a grant, under a name that does not identify
// the person.
type Individual struct {
	ID   string `giving:"id,always"`   // the publisher's own
	Name string `giving:"name,always"` // does not identify the person
}

// IndividualDetails gives the reason and the purpose of a grant to an individual,
// by the standard's code lists.
type IndividualDetails struct {
	PrimaryGrantReason   string   `giving:"primaryGrantReason"`   // a code of the standard
	SecondaryGrantReason string   `giving:"secondaryGrantReason"` // a code of the standard
	GrantPurpose         []string `giving:"grantPurpose"`         // codes of the standard
}
