package caremodel_test

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"
)

// scribble changes everything that can be reached from v: every field, every
// element, and what lies beyond the length of a slice but within its capacity.
func scribble(v any) { scribbleValue(reflect.ValueOf(v)) }

func scribbleValue(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			scribbleValue(v.Elem())
		}
	case reflect.Struct:
		for _, field := range v.Fields() {
			scribbleValue(field)
		}
	case reflect.Slice:
		whole := v.Slice(0, v.Cap())
		for i := range whole.Len() {
			scribbleValue(whole.Index(i))
		}
	case reflect.Array:
		for i := range v.Len() {
			scribbleValue(v.Index(i))
		}
	}
	if !v.CanSet() {
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("scribbled over")
	case reflect.Int, reflect.Int64:
		v.SetInt(-v.Int() - 1)
	case reflect.Uint8:
		v.SetUint(v.Uint() ^ 0xff)
	}
}

// unset returns the paths of exported fields below v that hold their zero value.
func unset(path string, v reflect.Value) []string {
	var paths []string
	if v.IsZero() {
		return []string{path}
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				paths = append(paths, unset(path+"."+f.Name, v.Field(i))...)
			}
		}
	case reflect.Slice:
		paths = append(paths, unset(path+"[0]", v.Index(0))...)
	}
	return paths
}

func TestScribble_ReachesEverything(t *testing.T) {
	type inner struct{ Names []string }
	v := struct {
		N    int
		List []inner
		ID   [2]byte
	}{1, append(make([]inner, 0, 4), inner{[]string{"a"}}), [2]byte{1, 2}}
	scribble(&v)
	require.Equal(t, -2, v.N)
	require.Equal(t, "scribbled over", v.List[0].Names[0])
	require.Equal(t, [2]byte{0xfe, 0xfd}, v.ID)
}
