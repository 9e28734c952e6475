// Schema checks documents against the JSON Schemas that the library embeds, with
// a schema validator that knows nothing of the library.
//
// Usage:
//
//	go run . [-schema programme|ledger|survey|plan|evidence|case] FILE...
//
// Without -schema each document's "format" field says which schema it is held
// against. The file "-" is the standard input. Everything that a schema finds is
// printed, one problem a line: file, place in the document, what is wrong. The
// exit code is 0 when all documents fit, 1 when one does not, and 2 when the call
// was wrong or a file could not be read.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

const (
	exitFine       = 0
	exitViolations = 1
	exitUsage      = 2
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("schema", flag.ContinueOnError)
	flags.SetOutput(stderr)
	name := flags.String("schema", "", "which schema: "+strings.Join(names(), ", ")+"; left out = by each document's format")
	flags.Usage = func() {
		fmt.Fprintln(flags.Output(), "Checks documents against the JSON Schemas of programmes, ledgers, surveys, plans, evidence and financial cases.\n\nUsage: schema [-schema NAME] FILE...")
		flags.PrintDefaults()
	}
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return exitFine
	} else if err != nil {
		return exitUsage
	}
	if flags.NArg() == 0 {
		flags.Usage()
		return exitUsage
	}
	all, err := compile()
	if err != nil {
		fmt.Fprintln(stderr, "schema:", err)
		return exitUsage
	}
	if _, known := all.byName[*name]; *name != "" && !known {
		fmt.Fprintf(stderr, "schema: no schema %q: there are %s\n", *name, strings.Join(names(), ", "))
		return exitUsage
	}

	code := exitFine
	for _, path := range flags.Args() {
		problems, err := checkFile(all, *name, path, stdin)
		if err != nil {
			fmt.Fprintln(stderr, "schema:", err)
			return exitUsage
		}
		for _, p := range problems {
			fmt.Fprintf(stdout, "%s: %s\n", path, p)
			code = exitViolations
		}
	}
	return code
}

// checkFile returns what is wrong with a file's document.
func checkFile(all schemas, name, path string, stdin io.Reader) ([]problem, error) {
	if path == "-" {
		return all.check(name, stdin), nil
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return all.check(name, file), nil
}
