package main

import (
	"encoding/json"
	"reflect"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"

	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/funding"
)

// Elements travel as the library's own JSON: its value types have no exported
// fields that Beam's coders could see. The JSON of a key is the same wherever it
// is written, as the key of a group has to be. Beam finds a coder by the name of
// its function, so each type has functions of its own.
func init() {
	beam.RegisterCoder(reflect.TypeFor[funding.Allocation](), encodeAllocation, decodeAllocation)
	beam.RegisterCoder(reflect.TypeFor[funding.Key](), encodeKey, decodeKey)
	beam.RegisterCoder(reflect.TypeFor[funding.Row](), encodeRow, decodeRow)
	beam.RegisterCoder(reflect.TypeFor[coverage.Account](), encodeAccount, decodeAccount)
}

func encodeAllocation(v funding.Allocation) ([]byte, error) { return json.Marshal(v) }
func decodeAllocation(text []byte) (funding.Allocation, error) {
	return decode[funding.Allocation](text)
}

func encodeKey(v funding.Key) ([]byte, error)    { return json.Marshal(v) }
func decodeKey(text []byte) (funding.Key, error) { return decode[funding.Key](text) }

func encodeRow(v funding.Row) ([]byte, error)    { return json.Marshal(v) }
func decodeRow(text []byte) (funding.Row, error) { return decode[funding.Row](text) }

func encodeAccount(v coverage.Account) ([]byte, error)    { return json.Marshal(v) }
func decodeAccount(text []byte) (coverage.Account, error) { return decode[coverage.Account](text) }

func decode[T any](text []byte) (T, error) {
	var v T
	err := json.Unmarshal(text, &v)
	return v, err
}
