package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"os"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding/grants360"
)

// sample is made up: its organisations, amounts and days are invented.
//
//go:embed testdata/sample.json
var sample []byte

// open returns a file's content, standard input for "-" and the sample for nothing.
// One that is packed by gzip is unpacked.
func open(name string, stdin io.Reader) (io.Reader, func() error, error) {
	in, closer := stdin, func() error { return nil }
	switch name {
	case "-":
	case "":
		in = bytes.NewReader(sample)
	default:
		f, err := os.Open(name)
		if err != nil {
			return nil, nil, err
		}
		in, closer = f, f.Close
	}
	buffered := bufio.NewReader(in)
	if head, _ := buffered.Peek(2); !bytes.Equal(head, []byte("\x1f\x8b")) {
		return buffered, closer, nil
	}
	unpacked, err := gzip.NewReader(buffered)
	return unpacked, closer, err
}

// read reads the grants; what is wrong with them is no error of the call, but a file
// that cannot be read is one.
func read(name string, stdin io.Reader) (grants360.Grants, validate.Violations, error) {
	in, closer, err := open(name, stdin)
	if err != nil {
		return grants360.Grants{}, validate.Violations{}, err
	}
	g, err := grants360.Read(in)
	wrong := validate.Of(err)
	for v := range wrong.All() {
		if v.Code == validate.Unreadable {
			return g, wrong, fmt.Errorf("%s: %w", name, v)
		}
	}
	return g, wrong, closer()
}

// partiesOf returns those of the flag: nothing = the recipients themselves.
func partiesOf(name string, g grants360.Grants) (parties, error) {
	switch name {
	case "":
		return ofRecipients(g)
	case "england":
		return parties{programme: caremodel.England(), match: grants360.MatchNames(caremodel.England())}, nil
	}
	in, closer, err := open(name, nil)
	if err != nil {
		return parties{}, err
	}
	d, err := caremodel.ReadDefinition(in)
	if err != nil {
		return parties{}, fmt.Errorf("%s: %w", name, err)
	}
	p, err := caremodel.NewProgramme(d)
	if err != nil {
		return parties{}, fmt.Errorf("%s: %w", name, err)
	}
	return parties{programme: p, match: grants360.MatchNames(p)}, closer()
}

// write writes a file.
func write(name string, content func(io.Writer) error) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := content(f); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
