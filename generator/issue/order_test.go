package issue

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Whatever takes longer, things are handed over in their order.
func TestInOrder(t *testing.T) {
	const n = 200
	var got, want []int
	for i := range n {
		want = append(want, i*i)
	}
	err := inOrder(t.Context(), n, func(i int) (int, error) {
		time.Sleep(time.Duration(i*7%11) * 100 * time.Microsecond)
		return i * i, nil
	}, func(i, thing int) error {
		if i != len(got) {
			t.Errorf("%d came when %d was due", i, len(got))
		}
		got = append(got, thing)
		return nil
	})
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v, things (-want +got):\n%s", err, diff)
	}
}

// The first error in order is returned, and nothing is being made any more
// when it is.
func TestInOrderFails(t *testing.T) {
	for _, where := range []string{"making", "using", "waiting"} {
		ctx, cancel := context.WithCancel(t.Context())
		var at, begun, ended atomic.Int32
		err := inOrder(ctx, 1000, func(i int) (int, error) {
			begun.Add(1)
			defer ended.Add(1)
			time.Sleep(time.Duration(i%3) * time.Millisecond)
			if where == "making" && i >= 20 {
				time.Sleep(time.Duration(30-i) * time.Millisecond) // later ones fail sooner
				return 0, fmt.Errorf("at %d", i)
			}
			return i, nil
		}, func(i, _ int) error {
			at.Store(int32(i))
			switch {
			case where == "using" && i == 20:
				return fmt.Errorf("at %d", i)
			case where == "waiting" && i == 20:
				cancel()
			}
			return nil
		})
		cancel()
		switch {
		case where == "waiting" && !errors.Is(err, context.Canceled), where != "waiting" && (err == nil || err.Error() != "at 20"):
			t.Errorf("%s: %v, want that of the 21st", where, err)
		case begun.Load() != ended.Load():
			t.Errorf("%s: %d were begun, and %d have ended", where, begun.Load(), ended.Load())
		case begun.Load() > 200:
			t.Errorf("%s: %d were begun after all", where, begun.Load())
		}
	}
}
