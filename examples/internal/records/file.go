// Package records reads the records of a programme from files, for the example
// programs: who takes part, the money, the people, how it is run, what changed.
package records

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
)

// Stdin is the name of standard input.
const Stdin = "-"

// MaxBytes is how long a file may be when it is unpacked.
const MaxBytes = 1 << 30

// Content returns what a file holds, unpacked where it is packed by gzip, and without
// a byte-order mark. "-" is standard input.
func Content(name string, stdin io.Reader) ([]byte, error) {
	in := stdin
	if name != Stdin {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		if info, err := f.Stat(); err == nil && info.IsDir() {
			return nil, fmt.Errorf("%s is a folder", name)
		}
		in = f
	}
	content, err := io.ReadAll(io.LimitReader(in, MaxBytes+1))
	if err == nil && bytes.HasPrefix(content, []byte("\x1f\x8b")) {
		var unpacked io.Reader
		if unpacked, err = gzip.NewReader(bytes.NewReader(content)); err == nil {
			content, err = io.ReadAll(io.LimitReader(unpacked, MaxBytes+1))
		}
	}
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s cannot be read: %w", name, err)
	case len(content) > MaxBytes:
		return nil, fmt.Errorf("%s is longer than %d MiB", name, MaxBytes>>20)
	}
	return bytes.TrimPrefix(content, []byte("\ufeff")), nil
}

// Name is the name of a file that a flag gives once.
type Name string

func (n *Name) String() string { return string(*n) }

// Set refuses a second file, which would silently replace the first.
func (n *Name) Set(name string) error {
	switch {
	case name == "":
		return errors.New("name a file")
	case *n != "":
		return fmt.Errorf("%s is given already, and there is one such file", *n)
	}
	*n = Name(name)
	return nil
}

// Names are the files that a flag names, which may be given several times.
type Names []Name

func (n *Names) String() string { return fmt.Sprint([]Name(*n)) }

// Set refuses a file that is given already.
func (n *Names) Set(name string) error {
	if name == "" || slices.Contains(*n, Name(name)) {
		return fmt.Errorf("%q is given already, or is no name", name)
	}
	*n = append(*n, Name(name))
	return nil
}
