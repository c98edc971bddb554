package audit

import (
	"context"
	"iter"
	"runtime"
	"sync"
)

// inOrder verifies several things at a time, and hands over what became of
// them in their order.
func inOrder(ctx context.Context, all iter.Seq[thing], verify func(thing) error, use func(thing, error)) error {
	type verdict struct {
		thing thing
		err   error
	}
	slots := make(chan chan verdict, 2*runtime.GOMAXPROCS(0))
	var busy sync.WaitGroup
	defer busy.Wait()
	busy.Go(func() {
		defer close(slots)
		for t := range all {
			slot := make(chan verdict, 1)
			select {
			case slots <- slot:
			case <-ctx.Done():
				return
			}
			busy.Go(func() { slot <- verdict{t, verify(t)} })
		}
	})
	for slot := range slots {
		v := <-slot
		use(v.thing, v.err)
	}
	return ctx.Err()
}
