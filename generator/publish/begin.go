package publish

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"github.com/sealpress/sealpress/generator/render"
)

// Opened is an output folder that is locked and being looked at. Close it.
type Opened struct {
	place  *place
	memory *memory // nil: not looked at yet
	stop   context.CancelFunc
	looked chan error // closed after the one error, or none
}

// Begin is the first part of Publish, which needs no plan: it locks the output
// folder, and begins to look at every file there, which goes on while the plan is
// made. Of the options it needs those that say where. Nothing changes: an earlier
// run that was cut short is finished, and then looked at, by Publish.
func Begin(ctx context.Context, options Options) (*Opened, error) {
	options = options.filled()
	p, err := openPlace(options)
	if err != nil {
		return nil, err
	}
	o := &Opened{place: p, looked: make(chan error, 1)}
	ctx, o.stop = context.WithCancel(ctx)
	if p.committed() {
		close(o.looked)
		return o, nil
	}
	go func() {
		defer close(o.looked)
		if err := o.look(ctx, options.Workers); err != nil {
			o.looked <- err
		}
	}()
	return o, nil
}

// look reads the memory, and compares it with every file of the output folder.
func (o *Opened) look(ctx context.Context, workers int) error {
	m := loadMemory(o.place)
	if err := m.compare(ctx, o.place, workers); err != nil {
		return fmt.Errorf("reading the output folder: %w", err)
	}
	o.memory = m
	return nil
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
	options = options.filled()
	if err := <-o.looked; err != nil {
		return Summary{}, err
	}
	resumed, err := o.place.finishEarlierRun()
	if err != nil {
		return Summary{}, fmt.Errorf("finishing an earlier run: %w", err)
	}
	if err := Check(options.Out); err != nil { // once more: now nobody else is writing
		return Summary{Resumed: resumed}, err
	}
	if o.memory == nil {
		if err := o.look(ctx, options.Workers); err != nil {
			return Summary{Resumed: resumed}, err
		}
	}
	if err := o.place.stays(); err != nil {
		return Summary{Resumed: resumed}, err
	}
	r := &run{Options: options, place: o.place, plan: plan, memory: o.memory}
	r.summary.Resumed = resumed
	if err := r.all(ctx); err != nil {
		r.close()
		if !o.place.committed() {
			err = errors.Join(err, o.place.dropStaging())
		}
		return Summary{Resumed: resumed}, err
	}
	return r.summary, nil
}

// stays fails where the output folder came, went or was replaced since it was
// opened: what was seen there says nothing about what is there now.
func (p *place) stays() error {
	now, err := p.top.Lstat(p.outRel)
	switch {
	case errors.Is(err, fs.ErrNotExist) && p.out == nil:
		return nil
	case err == nil && p.out != nil:
		if then, err := p.out.Stat("."); err == nil && os.SameFile(then, now) {
			return nil
		}
	}
	return errors.New("the output folder was replaced meanwhile; run the command again")
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
	_, err := os.Lstat(filepath.Join(cmp.Or(o.Work, usualWork(o.Out)), memoryFile))
	return err == nil
}
