package main

import (
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/coverage"
)

// square is a made-up outline: a square at a place, with a hole if so wanted.
func square(x, y float64, hole bool) string {
	ring := func(d float64) string {
		return fmt.Sprintf("[[%g,%g],[%g,%g],[%g,%g],[%g,%g],[%g,%g]]", x+d, y+d, x+d, y+1-d, x+1-d, y+1-d, x+1-d, y+d, x+d, y+d)
	}
	if hole {
		return "[" + ring(0) + "," + ring(0.3) + "]"
	}
	return "[" + ring(0) + "]"
}

// boundaries are made-up squares for some codes.
func boundaries(t *testing.T, property string, codes ...string) string {
	t.Helper()
	var features []string
	for i, code := range codes {
		kind, coordinates := "Polygon", square(float64(i%3), 50+float64(i/3), i == 1)
		if i == 2 {
			kind, coordinates = "MultiPolygon", "["+coordinates+","+square(7, 51, false)+"]"
		}
		features = append(features, fmt.Sprintf(`{"type":"Feature","properties":{%q:%q},"geometry":{"type":%q,"coordinates":%s}}`, property, code, kind, coordinates))
	}
	path := filepath.Join(t.TempDir(), "areas.geojson")
	require.NoError(t, os.WriteFile(path, []byte(`{"type":"FeatureCollection","features":[`+strings.Join(features, ",")+`]}`), 0o600))
	return path
}

// The areas of the caller's boundaries are shaded as the areas of the selection are
// covered, and what is not on the map, or has no people, is said.
func TestBoundaries_Map(t *testing.T) {
	var once, twice, none, part string
	all, err := coverage.England().Select(coverage.Filter{})
	require.NoError(t, err)
	for c := range all.Areas() {
		switch n := len(c.Footprints); {
		case n == 0:
			none = string(c.Area)
		case c.People.Low < c.People.Of || c.People.Approximate:
			part = string(c.Area)
		case n == 1:
			once = string(c.Area)
		default:
			twice = string(c.Area)
		}
	}
	dir := t.TempDir()
	code, stdout, stderr := call("-out", dir, "-boundaries", boundaries(t, "ods", once, twice, none, part, "XXX"), "-boundaries-code", "ods")
	require.Equal(t, exitFine, code, stderr)
	require.Contains(t, stdout, "map.svg")
	svg, err := os.ReadFile(filepath.Join(dir, "map.svg"))
	require.NoError(t, err)
	got := words(t, svg)
	for _, text := range []string{
		"by no footprint known (1)", "in part, or perhaps (1)", "by one footprint (1)", "by several (1)", "no people known (1)",
		"The areas of 9 of 44 vanguards are not, or not wholly, known", "Not on the map: 205 areas",
	} {
		require.Contains(t, got, text)
	}
	file, err := os.Open(filepath.Join(dir, "map.png"))
	require.NoError(t, err)
	defer file.Close()
	picture, err := png.Decode(file)
	require.NoError(t, err)
	require.Equal(t, 1600, picture.Bounds().Dx())
}

func TestBoundaries_MapOfFilesThatAreNotInOrder(t *testing.T) {
	write := func(text string) string {
		path := filepath.Join(t.TempDir(), "areas.geojson")
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	feature := func(properties, geometry string) string {
		return write(`{"type":"FeatureCollection","features":[{"type":"Feature","properties":` + properties + `,"geometry":` + geometry + `}]}`)
	}
	for name, c := range map[string]struct{ file, says string }{
		"no JSON":           {write("area,people"), "no GeoJSON"},
		"no features":       {write(`{"type":"Feature"}`), "FeatureCollection"},
		"no such property":  {feature(`{"code":"00C"}`, `{"type":"Polygon","coordinates":`+square(0, 0, false)+`}`), `"area"`},
		"points":            {feature(`{"area":"00C"}`, `{"type":"Point","coordinates":[0,0]}`), "no inside"},
		"no geometry":       {feature(`{"area":"00C"}`, `null`), "no geometry"},
		"a short ring":      {feature(`{"area":"00C"}`, `{"type":"Polygon","coordinates":[[[0,0],[1,1]]]}`), "four"},
		"no area with it":   {boundaries(t, "area", "E01"), "no area is in both"},
		"no file":           {"none.geojson", "none.geojson"},
		"coordinates amiss": {feature(`{"area":"00C"}`, `{"type":"Polygon","coordinates":[["a"]]}`), "features[0]"},
	} {
		code, _, stderr := call("-out", t.TempDir(), "-format", "svg", "-boundaries", c.file)
		require.Equal(t, exitUsage, code, name)
		require.Contains(t, stderr, c.says, name)
	}
}
