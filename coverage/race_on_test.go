//go:build race

package coverage_test

// raceDetector says that the race detector runs, which allocates where the code does not.
const raceDetector = true
