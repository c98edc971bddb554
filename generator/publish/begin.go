package publish

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/sealpress/sealpress/generator/render"
)

// Opened is an output folder that is locked and being looked at. Close it.
type Opened struct {
	place   *place
	resumed bool
	memory  *memory
	stop    context.CancelFunc
	looked  chan error // closed after the one error, or none
}

// Begin is the first part of Publish, which needs no plan: it locks the output
// folder, finishes an earlier run that was cut short, and begins to look at every
// file there, which goes on while the plan is made. Of the options it needs those
// that say where.
func Begin(ctx context.Context, options Options) (*Opened, error) {
	options = options.filled()
	p, err := openPlace(options)
	if err != nil {
		return nil, err
	}
	resumed, err := p.finishEarlierRun()
	if err != nil {
		p.close()
		return nil, fmt.Errorf("finishing an earlier run: %w", err)
	}
	if err := Check(options.Out); err != nil { // once more: now nobody else is writing
		p.close()
		return nil, err
	}
	o := &Opened{place: p, resumed: resumed, looked: make(chan error, 1)}
	ctx, o.stop = context.WithCancel(ctx)
	go func() {
		defer close(o.looked)
		o.memory = loadMemory(p)
		if err := o.memory.compare(ctx, p, options.Workers); err != nil {
			o.looked <- fmt.Errorf("reading the output folder: %w", err)
		}
	}()
	return o, nil
}

// filled returns the options with what was left to us.
func (o Options) filled() Options {
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if o.failpoint == nil {
		o.failpoint = func(string) error { return nil }
	}
	if o.sync == nil {
		o.sync = syncStaged
	}
	return o
}

// Publish is the rest of Publish. The options that say where must be those of
// Begin. It can be called once.
func (o *Opened) Publish(ctx context.Context, plan render.Plan, options Options) (Summary, error) {
	if err := <-o.looked; err != nil {
		return Summary{Resumed: o.resumed}, errors.Join(err, o.place.dropStaging())
	}
	r := &run{Options: options.filled(), place: o.place, plan: plan, memory: o.memory}
	r.summary.Resumed = o.resumed
	if err := r.all(ctx); err != nil {
		r.close()
		if !o.place.committed() {
			err = errors.Join(err, o.place.dropStaging())
		}
		return Summary{Resumed: o.resumed}, err
	}
	return r.summary, nil
}

// Close gives the folder back; nothing looks at it any more.
func (o *Opened) Close() {
	o.stop()
	for range o.looked { // until the one who looks is done
	}
	o.place.close()
}

// Published reports whether there is anything to look at: whether something was
// published with these options before.
func Published(o Options) bool {
	work := o.Work
	if work == "" {
		work = filepath.Join(filepath.Dir(o.Out), ".sealpress", filepath.Base(o.Out))
	}
	_, err := os.Lstat(filepath.Join(work, memoryFile))
	return err == nil
}
