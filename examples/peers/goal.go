package main

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"
	"time"
)

// goal is one of P1 to P15. Its own figures are those of the part that is nearest
// to what it must not miss, or furthest beyond it.
type goal struct {
	Goal string `json:"goal"`
	measure
	Parts []measure `json:"parts,omitempty"` // all measures, where there are several
}

// measure is one figure with its bounds.
type measure struct {
	What   string  `json:"what"`
	Ratio  float64 `json:"ratio"`
	Must   float64 `json:"must"`
	Target float64 `json:"target"`
	Met    bool    `json:"met"`        // it reaches what it must
	Hit    bool    `json:"target_met"` // it reaches the target
	Better string  `json:"better"`     // "higher" or "lower"
	Unit   string  `json:"unit"`       // of ratio: "x" (times as fast), "time" (times the peer's time), "MiB", "bytes"
	Ours   int64   `json:"ours_ns,omitempty"`
	Peer   int64   `json:"peer_ns,omitempty"`
}

// faster says that ours takes a fraction of the peer's time.
func faster(what string, t timing, must, target float64) measure {
	return bounded(measure{
		What: what, Ratio: t.ratio, Must: must, Target: target, Better: "higher", Unit: "x",
		Ours: t.ours.Nanoseconds(), Peer: t.peer.Nanoseconds(),
	})
}

// slower says that ours takes so many times the peer's time.
func slower(what string, t timing, must, target float64) measure {
	return bounded(measure{
		What: what, Ratio: 1 / t.ratio, Must: must, Target: target, Better: "lower", Unit: "time",
		Ours: t.ours.Nanoseconds(), Peer: t.peer.Nanoseconds(),
	})
}

// atMost says that a figure stays below a bound.
func atMost(what string, figure, must, target float64, unit string) measure {
	return bounded(measure{What: what, Ratio: figure, Must: must, Target: target, Better: "lower", Unit: unit})
}

func bounded(m measure) measure {
	if m.Better == "lower" {
		m.Met, m.Hit = m.Ratio <= m.Must, m.Ratio <= m.Target
	} else {
		m.Met, m.Hit = m.Ratio >= m.Must, m.Ratio >= m.Target
	}
	return m
}

// margin is how far a measure is beyond what it must reach; below 1 it misses.
func (m measure) margin() float64 {
	if m.Better == "lower" {
		return m.Must / m.Ratio
	}
	return m.Ratio / m.Must
}

// newGoal puts measures together; the goal is met when all are.
func newGoal(name string, parts ...measure) goal {
	g := goal{Goal: name, measure: parts[0]}
	for _, m := range parts[1:] {
		if m.margin() < g.margin() {
			g.measure = m
		}
	}
	for _, m := range parts {
		g.Met, g.Hit = g.Met && m.Met, g.Hit && m.Hit
	}
	if len(parts) > 1 {
		g.Parts = parts
	}
	return g
}

// measures returns the parts, or the goal's own measure where it is the only one.
func (g goal) measures() []measure {
	if len(g.Parts) > 0 {
		return g.Parts
	}
	return []measure{g.measure}
}

func write(w io.Writer, goals []goal, asJSON bool) error {
	if asJSON {
		e := json.NewEncoder(w)
		for _, g := range goals {
			if err := e.Encode(g); err != nil {
				return err
			}
		}
		return nil
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "goal\twhat\treached\tmust\ttarget\tmet\tours\tpeer")
	for _, g := range goals {
		for _, m := range g.measures() {
			fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", g.Goal, m.What,
				m.text(m.Ratio), m.text(m.Must), m.text(m.Target), m.verdict(), clockText(m.Ours), clockText(m.Peer))
		}
	}
	return t.Flush()
}

func (m measure) text(figure float64) string {
	switch m.Unit {
	case "x":
		return fmt.Sprintf("%.3gx", figure)
	case "time":
		return fmt.Sprintf("%.2f of its time", figure)
	}
	return fmt.Sprintf("%.3g %s", figure, m.Unit)
}

func (m measure) verdict() string {
	switch {
	case m.Hit:
		return "target"
	case m.Met:
		return "must"
	}
	return "MISSED"
}

func clockText(ns int64) string {
	if ns == 0 {
		return ""
	}
	d := time.Duration(ns)
	switch {
	case d > time.Second:
		d = d.Round(10 * time.Millisecond)
	case d > time.Millisecond:
		d = d.Round(10 * time.Microsecond)
	default:
		d = d.Round(10 * time.Nanosecond)
	}
	return d.String()
}
