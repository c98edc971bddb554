package issue

import (
	"context"
	"runtime"
	"sync"
)

// batch is how many things one goroutine makes in a row: handing over costs
// more than some things do, and neighbours are of one file.
const batch = 8

// inOrder makes n things, several at a time, and hands them over in their
// order. It returns the first error, in that order too, and not before
// everything that was begun has ended.
func inOrder[T any](ctx context.Context, n int, produce func(i int) (T, error), use func(i int, thing T) error) error {
	type row struct {
		from, to int
		things   []T
		err      error // of the thing after those
		made     chan struct{}
	}
	ctx, cancel := context.WithCancel(ctx)
	workers := runtime.GOMAXPROCS(0)
	rows, todo := make(chan *row, 2*workers), make(chan *row)
	var busy sync.WaitGroup
	defer busy.Wait()
	defer cancel()
	busy.Go(func() {
		defer close(rows)
		defer close(todo)
		for from := 0; from < n; from += batch {
			r := &row{from: from, to: min(from+batch, n), made: make(chan struct{})}
			for _, to := range []chan<- *row{rows, todo} {
				select {
				case to <- r:
				case <-ctx.Done():
					close(r.made) // nobody makes it, and nobody reads on
					return
				}
			}
		}
	})
	for range workers {
		busy.Go(func() {
			for r := range todo {
				for i := r.from; i < r.to && r.err == nil; i++ {
					var thing T
					if r.err = ctx.Err(); r.err == nil {
						thing, r.err = produce(i)
					}
					if r.err == nil {
						r.things = append(r.things, thing)
					}
				}
				close(r.made)
			}
		})
	}
	for r := range rows {
		<-r.made
		for i, thing := range r.things {
			if err := use(r.from+i, thing); err != nil {
				return err
			}
		}
		if r.err != nil {
			return r.err
		}
	}
	return ctx.Err()
}
