package coverage_test

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/coverage"
)

// zeros are the zero values of all exported types.
var zeros = []any{
	new(coverage.Account), new(coverage.AreaCode), new(coverage.AreaRate), new(coverage.Atlas), new(coverage.Base), new(coverage.Basis),
	new(coverage.Breakdown), new(coverage.Claim), new(coverage.Columns), new(coverage.Completeness), new(coverage.Contribution), new(coverage.Cover),
	new(coverage.Crosswalk), new(coverage.Edition), new(coverage.Estimate), new(coverage.Event), new(coverage.EventKind), new(coverage.Filter),
	new(coverage.Footprint), new(coverage.FootprintID), new(coverage.Gap), new(coverage.Group), new(coverage.Intersection), new(coverage.Layer),
	new(coverage.LookupColumns), new(coverage.Matrix), new(coverage.Method), new(coverage.Multiple), new(coverage.Observation), new(coverage.OnBasis),
	new(coverage.Part), new(coverage.Point), new(coverage.Population), new(coverage.Recast), new(coverage.RecastRates), new(coverage.Reconciliation),
	new(coverage.Reference), new(coverage.Report), new(coverage.Scheme), new(coverage.Selection), new(coverage.Share), new(coverage.Step),
	new(coverage.Succession), new(coverage.Survey), new(coverage.Target), new(coverage.Track), new(coverage.Trajectory), new(coverage.Verdict),
	new(coverage.Weight), new(coverage.Entity), new(coverage.AreaName), new(coverage.Vintage), new(coverage.Marks),
}

// indexed are methods that panic for an index out of range, as a slice does.
var indexed = map[string]bool{
	"Matrix.At": true, "Matrix.Footprint": true, "Matrix.Jaccard": true, "Matrix.Coefficient": true,
}

// exportedTypes are the names of the package's exported types.
func exportedTypes(t *testing.T) (names []string) {
	entries, err := os.ReadDir(".")
	require.NoError(t, err)
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), e.Name(), nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		for _, d := range file.Decls {
			if g, ok := d.(*ast.GenDecl); ok {
				for _, spec := range g.Specs {
					s, ok := spec.(*ast.TypeSpec)
					if !ok || !s.Name.IsExported() {
						continue
					}
					switch s.Type.(type) {
					case *ast.FuncType, *ast.InterfaceType: // options and constraints
					default:
						names = append(names, s.Name.Name)
					}
				}
			}
		}
	}
	return names
}

// Every method of every zero value answers as an empty one would, or with an error.
func TestZero_AnswersOrErrors(t *testing.T) {
	var have []string
	for _, zero := range zeros {
		have = append(have, reflect.TypeOf(zero).Elem().Name())
	}
	require.ElementsMatch(t, exportedTypes(t), have, "list every exported type among zeros")
	for _, zero := range zeros {
		kind := reflect.TypeOf(zero)
		for method := range kind.Methods() {
			name := kind.Elem().Name() + "." + method.Name
			if indexed[name] {
				continue
			}
			in := []reflect.Value{reflect.New(kind.Elem())}
			for n := 1; n < method.Type.NumIn() && (!method.Type.IsVariadic() || n < method.Type.NumIn()-1); n++ {
				in = append(in, argument(method.Type.In(n)))
			}
			require.NotPanics(t, func() {
				for _, out := range method.Func.Call(in) {
					if out.Kind() == reflect.Func && !out.IsNil() && out.Type().CanSeq() {
						for range out.Seq() {
						}
					}
				}
			}, name)
		}
		require.NotPanics(t, func() {
			_ = fmt.Sprintf("%v %+v %s", zero, reflect.ValueOf(zero).Elem(), zero)
			_, _ = json.Marshal(zero)
		})
	}
	var s coverage.Selection
	require.Zero(t, s.Covered())
	require.Zero(t, s.Len())
	_, err := s.Breakdown("age")
	require.Error(t, err)
	_, err = s.Incremental()
	require.Error(t, err)
}

// argument is the zero argument of a type, a writer where one is asked for.
func argument(t reflect.Type) reflect.Value {
	if t == reflect.TypeFor[io.Writer]() {
		return reflect.ValueOf(io.Discard)
	}
	return reflect.New(t).Elem()
}
