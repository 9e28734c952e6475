// Command pillars does what bare does, and asks each pillar of the library a question.
package main

import (
	"encoding/json"
	"fmt"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/funding"
)

func main() {
	var record struct{ Amount, ID string }
	err := json.Unmarshal([]byte(`{"Amount":"1.50","ID":"6ba7b810-9dad-11d1-80b4-00c04fd430c8"}`), &record)
	amount, amountErr := decimal.NewFromString(record.Amount)
	id, idErr := uuid.Parse(record.ID)
	fmt.Println(amount, id, err, amountErr, idErr)
	table, err := funding.England().Table(funding.ByCategory, funding.ByStream)
	fmt.Println(caremodel.England().Len(), table.Len(), err)
	all, err := coverage.England().Select(coverage.Filter{})
	fmt.Println(all.Covered(), err)
}
