package grants360

import (
	"encoding/json"
	"time"
)

// Organization is who gives or receives a grant.
type Organization struct {
	// ID is the organisation's identifier: a register's code and its number there,
	// "GB-CHC-1159982", or one of the publisher's own.
	ID               string     `giving:"id,always"`
	Name             string     `giving:"name,always"`
	Department       string     `giving:"department"`
	ContactName      string     `giving:"contactName"`
	CharityNumber    string     `giving:"charityNumber"`
	CompanyNumber    string     `giving:"companyNumber"`
	StreetAddress    string     `giving:"streetAddress"`
	AddressLocality  string     `giving:"addressLocality"`
	AddressRegion    string     `giving:"addressRegion"`
	AddressCountry   string     `giving:"addressCountry"`
	PostalCode       string     `giving:"postalCode"`
	Telephone        string     `giving:"telephone"`
	AlternateName    string     `giving:"alternateName"`
	Email            string     `giving:"email"`
	Description      string     `giving:"description"`
	OrganisationType string     `giving:"organisationType"`
	URL              string     `giving:"url"`
	Location         []Location `giving:"location"`
	DateModified     time.Time  `giving:"dateModified"`
}

// Location is a place. Latitude and longitude are in degrees, as written.
type Location struct {
	ID           string      `giving:"id"`
	Name         string      `giving:"name"`
	CountryCode  string      `giving:"countryCode"`
	Latitude     json.Number `giving:"latitude"`
	Longitude    json.Number `giving:"longitude"`
	Description  string      `giving:"description"`
	GeoCode      string      `giving:"geoCode"`
	GeoCodeType  string      `giving:"geoCodeType"`
	DateModified time.Time   `giving:"dateModified"`
}

// Individual is a person who receives a grant, under a name that does not give
// the person away.
type Individual struct {
	ID   string `giving:"id,always"`
	Name string `giving:"name,always"`
}

// IndividualDetails says why and for what an individual received a grant, by the
// standard's code lists.
type IndividualDetails struct {
	PrimaryGrantReason   string   `giving:"primaryGrantReason"`
	SecondaryGrantReason string   `giving:"secondaryGrantReason"`
	GrantPurpose         []string `giving:"grantPurpose"`
}
