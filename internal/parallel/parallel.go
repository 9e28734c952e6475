// Package parallel divides work between the processors.
package parallel

import (
	"runtime"
	"sync"
)

// Parts returns into how many parts n things are divided: one for each processor,
// as long as each has least things or more; at least one.
func Parts(n, least int) int { return max(1, min(runtime.GOMAXPROCS(0), n/least)) }

// Do does work(0) to work(n-1), each on a goroutine of its own, and returns when
// all have ended. One part needs none.
func Do(n int, work func(part int)) {
	if n == 1 {
		work(0)
		return
	}
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() { work(i) })
	}
	group.Wait()
}
