package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// progress shows how far the reading of a long file is, on one line that is
// written over and goes away. It shows nothing where nobody looks.
type progress struct {
	w     io.Writer // nil = shows nothing
	now   func() time.Time
	since time.Time // when the file was begun, or last shown
	width int
}

// patience is how long a file may take before anything is shown, and how long
// until it is shown anew.
const patience = 300 * time.Millisecond

// newProgress shows progress on stderr where that is a terminal.
func newProgress(stderr io.Writer) *progress {
	f, ok := stderr.(*os.File)
	if !ok {
		return &progress{}
	}
	if info, err := f.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return &progress{}
	}
	return &progress{w: f, now: time.Now}
}

// show tells that so many of size bytes have been read.
func (p *progress) show(name string, read, size int64) {
	if p.w == nil {
		return
	}
	now := p.now()
	if p.since.IsZero() {
		p.since = now
	}
	if now.Sub(p.since) < patience {
		return
	}
	p.since = now
	line := fmt.Sprintf("%s: %.1f MB", name, float64(read)/1e6)
	if size > 0 {
		line += fmt.Sprintf(" of %.1f MB (%d%%)", float64(size)/1e6, min(100, read*100/size))
	}
	fmt.Fprintf(p.w, "\r%s%s", line, strings.Repeat(" ", max(0, p.width-len(line))))
	p.width = max(p.width, len(line))
}

// clear takes the line away again.
func (p *progress) clear() {
	if p.w != nil && p.width > 0 {
		fmt.Fprintf(p.w, "\r%s\r", strings.Repeat(" ", p.width))
	}
	p.width, p.since = 0, time.Time{}
}
