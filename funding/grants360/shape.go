package grants360

import (
	"reflect"
	"strings"
)

// field is a field of a record under its name in files.
type field struct {
	name   string
	index  int
	always bool // written even when blank: the schema requires it
}

// shape lists the fields of a record in order, and finds them by name.
type shape struct {
	fields []field
	byName map[string]int // indices in fields
}

// shapes caches the shape of each type of record.
type shapes map[reflect.Type]shape

func (s shapes) of(t reflect.Type) shape {
	known, ok := s[t]
	if !ok {
		known = shapeOf(t)
		s[t] = known
	}
	return known
}

func shapeOf(t reflect.Type) shape {
	s := shape{byName: make(map[string]int, t.NumField())}
	for i := range t.NumField() {
		tag, ok := t.Field(i).Tag.Lookup("giving")
		if !ok {
			continue
		}
		name, option, _ := strings.Cut(tag, ",")
		s.byName[name] = len(s.fields)
		s.fields = append(s.fields, field{name, i, option == "always"})
	}
	return s
}
