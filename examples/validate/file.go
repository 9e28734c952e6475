package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
)

// stdin is the name of standard input.
const stdin = "-"

// source is where files are read from.
type source struct {
	progress *progress
	in       io.Reader
	kept     []byte // standard input, which is read once and used as often as a file
	asked    bool   // standard input has been read
}

// file is a file that is being read. It remembers why reading failed, which a
// reader of records may report as one of many problems.
type file struct {
	io.ReadCloser
	name     string
	size     int64
	read     int64
	failed   error
	progress *progress
}

// open opens a file, and says so in plain words where it cannot.
func (s *source) open(name string) (*file, error) {
	if name == stdin {
		if !s.asked {
			kept, err := io.ReadAll(s.in)
			if err != nil {
				return nil, fmt.Errorf("standard input: %w", err)
			}
			s.kept, s.asked = kept, true
		}
		return &file{ReadCloser: io.NopCloser(bytes.NewReader(s.kept)), name: name, size: int64(len(s.kept)), progress: s.progress}, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && info.IsDir() {
		err = fmt.Errorf("%s is a folder", name)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &file{ReadCloser: f, name: name, size: info.Size(), progress: s.progress}, nil
}

func (f *file) Read(b []byte) (int, error) {
	n, err := f.ReadCloser.Read(b)
	f.read += int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		f.failed = err
	}
	f.progress.show(f.name, f.read, f.size)
	return n, err
}

// with reads a file with a function that reports what is wrong with its content.
// The error is that the file could not be read.
func (s *source) with(name string, read func(io.Reader)) error {
	f, err := s.open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	defer s.progress.clear()
	text := bufio.NewReader(f)
	if magic, _ := text.Peek(2); string(magic) != "\x1f\x8b" {
		read(text)
		return f.failed
	}
	unpacked, err := gzip.NewReader(text)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	packed := &file{ReadCloser: unpacked, name: name, progress: &progress{}}
	read(packed)
	if f.failed == nil && packed.failed != nil {
		return fmt.Errorf("%s: %w", name, packed.failed)
	}
	return f.failed
}

// rowsIn counts the rows of a table below its header. A line break within quotes
// begins no row.
func (s *source) rowsIn(name string) (rows int, err error) {
	err = s.with(name, func(r io.Reader) {
		quoted, blank := false, true
		in := bufio.NewReader(r)
		for {
			b, err := in.ReadByte()
			switch {
			case (err != nil || b == '\n' && !quoted) && !blank:
				rows, blank = rows+1, true
			case b == '"':
				quoted, blank = !quoted, false
			case b != '\r' && b != '\n' && b != ',':
				blank = false
			}
			if err != nil {
				return
			}
		}
	})
	return max(0, rows-1), err
}
