package main

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// file is a file that is being read. It remembers why reading failed, which a
// reader of records may report as one of many problems.
type file struct {
	*os.File
	name     string
	size     int64
	read     int64
	failed   error
	progress *progress
}

// open opens a file, and says so in plain words where it cannot.
func open(name string, p *progress) (*file, error) {
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
	return &file{File: f, name: name, size: info.Size(), progress: p}, nil
}

func (f *file) Read(b []byte) (int, error) {
	n, err := f.File.Read(b)
	f.read += int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		f.failed = err
	}
	f.progress.show(f.name, f.read, f.size)
	return n, err
}

// withFile reads a file with a function that reports what is wrong with its
// content. The error is that the file could not be read.
func withFile(name string, p *progress, read func(io.Reader)) error {
	f, err := open(name, p)
	if err != nil {
		return err
	}
	defer f.Close()
	defer p.clear()
	read(f)
	return f.failed
}
