package publish

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/render"
)

func TestAllRenderErrorsAreReportedInPlanOrderAndNothingIsPublished(t *testing.T) {
	for _, failing := range []int{3, 60} {
		o := folder(t)
		must(t, sample(), o)
		plan := entries(func(yield func(render.Entry) bool) {
			for i := range failing {
				name := fmt.Sprintf("pages/p%02d/index.html", i)
				e := render.Entry{File: name, Render: func() ([]byte, error) {
					if i%2 == 0 {
						runtime.Gosched()
					}
					return nil, errors.New("no words")
				}}
				if !yield(e) {
					return
				}
			}
			sample().with(site{"index.html": "changed"}).plan(nil).Entries(yield)
		}, failing+len(sample()))
		_, err := Publish(t.Context(), plan, o)
		if err == nil {
			t.Fatal("no error")
		}
		var want []string
		for i := range min(failing, 20) {
			want = append(want, fmt.Sprintf("rendering pages/p%02d/index.html: no words", i))
		}
		if diff := cmp.Diff(want, strings.Split(err.Error(), "\n")); diff != "" {
			t.Errorf("errors (-want +got):\n%s", diff)
		}
		expect(t, o.Out, sample())
		if _, err := os.Stat(filepath.Join(workOf(o), stagingFolder)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("staging is left: %v", err)
		}
	}
}

func TestACancelledRunLeavesTheOldSite(t *testing.T) {
	o := folder(t)
	must(t, sample(), o)
	next := site{}
	for file, content := range sample() {
		next[file] = content + "!"
	}
	for at := range len(next) {
		ctx, cancel := context.WithCancel(t.Context())
		o.Progress = func(done, _ int) {
			if done == at {
				cancel()
			}
		}
		if at == 0 {
			cancel()
		}
		if _, err := Publish(ctx, next.plan(nil), o); !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled at %d: %v", at, err)
		}
		cancel()
		expect(t, o.Out, sample())
	}
	o.Progress = nil
	must(t, next, o)
	expect(t, o.Out, next)
}
