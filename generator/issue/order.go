package issue

import (
	"context"
	"runtime"
	"sync"
)

// inOrder makes n things, several at a time, and hands them over in their
// order. It returns the first error, in that order too, and not before
// everything that was begun has ended.
func inOrder[T any](ctx context.Context, n int, produce func(i int) (T, error), use func(i int, thing T) error) error {
	type made struct {
		thing T
		err   error
	}
	ctx, cancel := context.WithCancel(ctx)
	slots := make(chan chan made, 2*runtime.GOMAXPROCS(0))
	var busy sync.WaitGroup
	defer busy.Wait()
	defer cancel()
	busy.Go(func() {
		defer close(slots)
		for i := range n {
			slot := make(chan made, 1)
			select {
			case slots <- slot:
			case <-ctx.Done():
				return
			}
			busy.Go(func() {
				thing, err := produce(i)
				slot <- made{thing, err}
			})
		}
	})
	i := 0
	for slot := range slots {
		m := <-slot
		if m.err != nil {
			return m.err
		}
		if err := use(i, m.thing); err != nil {
			return err
		}
		i++
	}
	return ctx.Err()
}
