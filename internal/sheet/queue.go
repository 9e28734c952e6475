package sheet

import (
	"errors"
	"sync"
)

// queue holds the blocks in progress, in the order of the sheet: tasks first to next-1, modulo the number of tasks.
type queue[T any] struct {
	reader      *Reader
	workers     int
	work        func(int, *Block) T
	done        func(int, *Block, T)
	tasks       []task[T]
	first, next int
	todo        chan *task[T] // nil until there is a block for it
	running     sync.WaitGroup
}

type task[T any] struct {
	block  Block
	worker int
	result T
	ready  chan struct{} // has room for one: no worker waits until its result is taken
}

func newQueue[T any](r *Reader, workers int, work func(int, *Block) T, done func(int, *Block, T)) *queue[T] {
	q := &queue[T]{reader: r, workers: workers, work: work, done: done, tasks: make([]task[T], workers+2)}
	for i := range q.tasks {
		q.tasks[i].ready = make(chan struct{}, 1)
	}
	return q
}

// put queues the next n bytes of the sheet as a block. It reports whether reading
// goes on.
func (q *queue[T]) put(n int) bool {
	if q.next-q.first == len(q.tasks) && !q.finish() {
		return false
	}
	t := &q.tasks[q.next%len(q.tasks)]
	q.next++
	t.block.take(q.reader, n)
	if q.workers <= 1 {
		q.run(0, t)
		return q.finish()
	}
	if q.todo == nil {
		q.start()
	}
	q.todo <- t
	return true
}

func (q *queue[T]) start() {
	q.todo = make(chan *task[T], len(q.tasks))
	for worker := range q.workers {
		q.running.Go(func() {
			for t := range q.todo {
				q.run(worker, t)
			}
		})
	}
}

func (q *queue[T]) run(worker int, t *task[T]) {
	t.worker, t.result = worker, q.work(worker, &t.block)
	t.ready <- struct{}{}
}

// finish waits for the first block and passes it to done. It reports whether reading goes on: a fatal problem ends it.
func (q *queue[T]) finish() bool {
	t := &q.tasks[q.first%len(q.tasks)]
	q.first++
	<-t.ready
	q.done(t.worker, &t.block, t.result)
	if problem, ok := errors.AsType[Problem](t.block.rows.err); ok {
		q.reader.err = problem
		return false
	}
	return true
}

// drain finishes every block in progress.
func (q *queue[T]) drain() bool {
	for q.first < q.next {
		if !q.finish() {
			return false
		}
	}
	return true
}

// close ends the goroutines and waits for them.
func (q *queue[T]) close() {
	if q.todo != nil {
		close(q.todo)
		q.running.Wait()
	}
}
