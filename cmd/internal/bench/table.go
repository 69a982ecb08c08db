package main

import (
	"fmt"
	"time"
)

// A target is what a ratio is to reach.
type target struct {
	limit   float64
	atLeast bool
}

// none is the target of a row that is told and not judged.
var none target

func atMost(limit float64) target  { return target{limit: limit} }
func atLeast(limit float64) target { return target{limit: limit, atLeast: true} }

func (t target) String() string {
	switch {
	case t == none:
		return "–"
	case t.atLeast:
		return fmt.Sprintf("at least %g", t.limit)
	}
	return fmt.Sprintf("at most %g", t.limit)
}

func (t target) reached(ratio float64) bool {
	if t.atLeast {
		return ratio >= t.limit
	}
	return ratio <= t.limit
}

// compare prints a row that compares run times: of ours to another's or, if the
// target is a least one, of another's to ours.
func (b *bench) compare(tree, what string, ours, other samples, t target) {
	if ours == nil || other == nil { // a tool is absent
		return
	}
	o, x := ours.median(), other.median()
	wall, cpu := float64(o.wall)/float64(x.wall), float64(o.cpu)/float64(x.cpu)
	if t.atLeast {
		wall, cpu = 1/wall, 1/cpu
	}
	b.row(tree, what, milliseconds(o.wall), milliseconds(x.wall), fmt.Sprintf("%.2f", wall), fmt.Sprintf("%.2f", cpu), t, wall)
}

// row prints a row. The figure is what the target is for.
func (b *bench) row(tree, what, ours, other, ratio, cpu string, t target, figure float64) {
	verdict := "–"
	if t != none {
		verdict = "yes"
		if !t.reached(figure) {
			verdict = "**no**"
			b.missed++
		}
	}
	fmt.Fprintf(b.out, "| %s | %s | %s | %s | %s | %s | %s | %s |\n", tree, what, ours, other, ratio, cpu, t, verdict)
}

func milliseconds(d time.Duration) string {
	return fmt.Sprintf("%.0f ms", float64(d)/float64(time.Millisecond))
}

func megabytes(n int64) string { return fmt.Sprintf("%.0f MB", float64(n)/1e6) }
