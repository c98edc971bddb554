package publish

import (
	"errors"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOneRunAtATime(t *testing.T) {
	o := folder(t)
	inside, release := make(chan struct{}), make(chan struct{})
	slow := o
	slow.failpoint = func(step string) error {
		if step == "commit" {
			close(inside)
			<-release
		}
		return nil
	}
	first := make(chan error)
	go func() {
		_, err := Publish(t.Context(), sample().plan(nil), slow)
		first <- err
	}()
	<-inside
	if _, err := Publish(t.Context(), sampleB().plan(nil), o); !errors.Is(err, ErrLocked) {
		t.Errorf("second run: %v, want ErrLocked", err)
	}
	close(release)
	if err := <-first; err != nil {
		t.Errorf("first run: %v", err)
	}
	expect(t, o.Out, sample())
}

func TestManyRunsAtOnceLeaveOneWholeSite(t *testing.T) {
	rounds := 5
	if os.Getenv("SEALPRESS_LONG") != "" {
		rounds = 100
	}
	for range rounds {
		o := folder(t)
		var succeeded atomic.Int64
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				s := sample()
				if i%2 == 1 {
					s = sampleB()
				}
				switch _, err := Publish(t.Context(), s.plan(nil), o); {
				case err == nil:
					succeeded.Add(1)
				case !errors.Is(err, ErrLocked):
					t.Errorf("run %d: %v", i, err)
				}
			})
		}
		wg.Wait()
		got := read(t, o.Out)
		if succeeded.Load() == 0 || !maps.Equal(got, sample()) && !maps.Equal(got, sampleB()) {
			t.Errorf("%d succeeded; a mixed site:\n%s", succeeded.Load(), cmp.Diff(sample(), got))
		}
	}
}

func TestIndexPagesComeAfterWhatTheyListAndRemovalsLast(t *testing.T) {
	o := folder(t)
	var order []string
	o.failpoint = func(step string) error {
		if verb, file, _ := strings.Cut(step, " "); verb == "rename" || verb == "remove" {
			order = append(order, file) // one goroutine renames
		}
		return nil
	}
	must(t, sample(), o)
	order = nil
	must(t, sample().with(site{"index.html": "1", "it/index.html": "2", "achievements/index.html": "3", "feed.xml": "",
		"assets/style.css": "4", "awards/k4f2/index.html": "5", "pages/about/index.html": "6", "awards/k4f3/index.html": "7",
		"awards/k4f1/extra.json": "8", "it/awards/k4f2/index.html": "", "assets/new.js": "9"}), o)
	want := []string{"assets/new.js", "assets/style.css", // what pages point at
		"awards/k4f1/extra.json", "awards/k4f3", "pages/about", // new
		"awards/k4f2/index.html",                                 // changed
		"achievements/index.html", "index.html", "it/index.html", // lists
		"feed.xml", "it/awards/k4f2/index.html"} // removals
	slices.Sort(order[2:5]) // workers finish new files in any order
	if diff := cmp.Diff(want[5:6], order[5:6]); diff != "" {
		t.Errorf("changed files:\n%s", diff)
	}
	for _, part := range [][2]int{{0, 2}, {2, 5}, {6, 9}, {9, 11}} {
		got := slices.Sorted(slices.Values(order[part[0]:part[1]]))
		if diff := cmp.Diff(want[part[0]:part[1]], got); diff != "" {
			t.Errorf("changes %v (-want +got):\n%s", part, diff)
		}
	}
}

func TestEverythingIsStagedThenSyncedOnceThenCommitted(t *testing.T) {
	o := folder(t)
	var steps []string
	var mu sync.Mutex
	o.failpoint = func(step string) error {
		mu.Lock()
		defer mu.Unlock()
		verb, _, _ := strings.Cut(step, " ")
		if len(steps) == 0 || steps[len(steps)-1] != verb || verb == "sync" {
			steps = append(steps, verb)
		}
		return nil
	}
	must(t, sample(), o)
	steps = nil
	must(t, sampleB(), o)
	got := strings.Join(steps, " ")
	if !strings.HasPrefix(got, "stage write sync commit ") || strings.Count(got, "sync") != 1 || strings.Count(got, "stage") != 1 || !strings.HasSuffix(got, " place drop") {
		t.Errorf("steps: %s", got)
	}
}
