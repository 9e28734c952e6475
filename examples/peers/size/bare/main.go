// Command bare imports what the library rests on, and is what its size is held
// against.
package main

import (
	"encoding/json"
	"fmt"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
)

func main() {
	var record struct{ Amount, ID string }
	err := json.Unmarshal([]byte(`{"Amount":"1.50","ID":"6ba7b810-9dad-11d1-80b4-00c04fd430c8"}`), &record)
	amount, amountErr := decimal.NewFromString(record.Amount)
	id, idErr := uuid.Parse(record.ID)
	fmt.Println(amount, id, err, amountErr, idErr)
}
