// Package parallel divides work among the processors.
package parallel

import (
	"runtime"
	"sync"
)

// Parts returns into how many parts to divide n things: one for each processor, or
// fewer where parts would have less than least things; at least one.
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
