package tables

import (
	"errors"
	"flag"
	"fmt"
	"io"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// The exit codes of the programs.
const (
	ExitFine       = 0
	ExitViolations = 1
	ExitUsage      = 2 // or a file that could not be read or written
)

// Exit tells people, one a line with the program's name in front, what is wrong with the
// records, and why the program stopped, and returns its exit code. Help that was asked
// for is no error.
func Exit(program string, stderr io.Writer, found validate.Violations, err error) int {
	for v := range found.All() {
		fmt.Fprintf(stderr, "%s: %s\n", program, Plain(v.Error()))
	}
	if n := found.Omitted(); n > 0 {
		fmt.Fprintf(stderr, "%s: and %d more\n", program, n)
	}
	switch {
	case errors.Is(err, flag.ErrHelp):
		return ExitFine
	case err != nil:
		fmt.Fprintf(stderr, "%s: %s\n", program, Plain(err.Error()))
		return ExitUsage
	case found.Err() != nil:
		return ExitViolations
	}
	return ExitFine
}
