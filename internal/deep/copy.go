// Package deep copies records with everything they refer to, so that a caller and
// an index never share memory. It goes through the fields of a type by reflection,
// so that a field added later is copied too.
package deep

import (
	"reflect"
	"sync"
)

// Copy returns a copy of v that shares no memory with it. A list or map without
// entries becomes nil. What unexported fields refer to is shared, which is safe for
// types whose values cannot be changed, such as decimal.Decimal. Types that refer
// to themselves are not supported.
func Copy[T any](v T) T {
	k := kindOf(reflect.TypeFor[T]())
	if k.copy == nil {
		return v
	}
	pair, _ := k.pairs.Get().(*[2]T)
	if pair == nil {
		pair = new([2]T)
	}
	pair[0], pair[1] = v, v
	k.copy(reflect.ValueOf(&pair[1]).Elem(), reflect.ValueOf(&pair[0]).Elem())
	v = pair[1]
	*pair = [2]T{}
	k.pairs.Put(pair)
	return v
}

// A copier replaces everything that own, a shallow copy of from, refers to by
// copies.
type copier func(own, from reflect.Value)

// kind says how values of a type are copied.
type kind struct {
	copy  copier    // nil if its values refer to nothing
	pairs sync.Pool // of arrays of two values, so that a copy need not allocate its own
}

// kinds caches the kind of each type met so far, of which there are few.
var kinds sync.Map

func kindOf(t reflect.Type) *kind {
	if known, ok := kinds.Load(t); ok {
		return known.(*kind)
	}
	known, _ := kinds.LoadOrStore(t, &kind{copy: newCopier(t)})
	return known.(*kind)
}

func copierOf(t reflect.Type) copier { return kindOf(t).copy }

func newCopier(t reflect.Type) copier {
	switch t.Kind() {
	case reflect.Slice:
		return sliceCopier(copierOf(t.Elem()))
	case reflect.Map:
		return mapCopier(t, copierOf(t.Elem()))
	case reflect.Pointer:
		return pointerCopier(t, copierOf(t.Elem()))
	case reflect.Struct:
		return structCopier(t)
	}
	return nil
}

func sliceCopier(elem copier) copier {
	return func(own, from reflect.Value) {
		n := from.Len()
		own.SetZero()
		own.Grow(n)
		own.SetLen(n)
		reflect.Copy(own, from)
		if elem != nil {
			for i := range n {
				elem(own.Index(i), from.Index(i))
			}
		}
	}
}

func mapCopier(t reflect.Type, elem copier) copier {
	return func(own, from reflect.Value) {
		own.SetZero()
		if from.Len() == 0 {
			return
		}
		own.Set(reflect.MakeMapWithSize(t, from.Len()))
		value := reflect.New(t.Elem()).Elem()
		for entry := from.MapRange(); entry.Next(); {
			value.SetIterValue(entry)
			if elem != nil {
				elem(value, entry.Value())
			}
			own.SetMapIndex(entry.Key(), value)
		}
	}
}

func pointerCopier(t reflect.Type, elem copier) copier {
	return func(own, from reflect.Value) {
		if from.IsNil() {
			return
		}
		own.Set(reflect.New(t.Elem()))
		own.Elem().Set(from.Elem())
		if elem != nil {
			elem(own.Elem(), from.Elem())
		}
	}
}

func structCopier(t reflect.Type) copier {
	type field struct {
		index int
		copy  copier
	}
	var fields []field
	for i := range t.NumField() {
		if !t.Field(i).IsExported() {
			continue
		}
		if c := copierOf(t.Field(i).Type); c != nil {
			fields = append(fields, field{i, c})
		}
	}
	if len(fields) == 0 {
		return nil
	}
	return func(own, from reflect.Value) {
		for _, f := range fields {
			f.copy(own.Field(f.index), from.Field(f.index))
		}
	}
}
