package wire

import (
	"reflect"
	"strings"
)

// Fields returns the names that the fields of a record have in documents, in
// their order.
func Fields[T any]() []string {
	var names []string
	for field := range reflect.TypeFor[T]().Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name != "" && name != "-" {
			names = append(names, name)
		}
	}
	return names
}
