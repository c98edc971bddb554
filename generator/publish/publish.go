// Package publish puts a plan of files on disk: crash-safe, touching only what
// changed, never losing an address.
//
//	summary, err := publish.Publish(ctx, plan, publish.Options{Out: "public", Keep: isAward})
//
// What changed is rendered into a staging folder beside the output folder, on
// the same file system. Then a journal that says what goes where is written,
// everything is synced once, and the journal gets its final name: that rename
// is the point of no return. Before it the output folder is untouched; after
// it files are renamed into place, and a run that is killed meanwhile is
// finished by the next one from the journal. A renamed file is whole at every
// instant, so a reader sees the old or the new version of it, never a part.
//
// The order is: the marker, what pages and credentials point at (assets, keys,
// status lists), new files, changed files, the pages that list others, then
// removals. So whoever follows a link meanwhile finds something at its end.
//
// The work folder holds:
//
//	lock       held by the kernel for the running process alone
//	memory     what was written: per file its fingerprint, size and time
//	names      the paths of those that must not vanish, appended to, read only when one is lost
//	staging/   what is being rendered
//	journal    the renames of a run that has passed the point of no return
//
// Memory and names are only speed: without them every file is rendered and
// compared with the bytes on disk, and the output is the same. The one thing
// they alone know is which files on disk were published and have left the plan
// since; without them such files are left in place and reported as strays.
//
// Everything below the output folder is read, made and removed through an
// os.Root of it. Renames start in the work folder, which must not be inside,
// so they go through a Root of the nearest folder above both, after it was
// seen that every folder on the way is a folder and no symbolic link. Known
// weakness: whoever swaps a folder for a link between the two can lead a file
// astray, though not out of that nearest folder.
//
// Known weakness: where the system cannot sync a whole file system at once
// (Windows, macOS), only the journal is synced. A power failure right after a
// build may then leave files whose content never reached the disk; deleting
// the work folder makes the next build compare every byte.
package publish

import (
	"context"
	"fmt"
	"os"

	"github.com/sealpress/sealpress/generator/render"
)

// Options says where a plan goes. Only Out is needed.
type Options struct {
	// Out is the output folder; it is made if absent. Its parents may be
	// symbolic links, it must not be one itself.
	Out string

	// Work is the folder for lock, staging, journal and memory. It must be on
	// the file system of Out, neither inside it nor around it, and belong to
	// this Out alone. Empty means .sealpress/<base of Out> beside Out.
	Work string

	// Progress is told how many of the plan's entries are settled. It is
	// called from the goroutine that called Publish. Optional.
	Progress func(done, total int)

	// Keep reports whether a published file must not vanish, as the files of
	// an award must not. Nil keeps nothing.
	Keep func(file string) bool

	// Scan looks at every file before it is staged; an error keeps the whole
	// site from being published. Optional.
	Scan func(file string, data []byte) error

	// Ready is asked once when everything is staged, and nothing has changed
	// yet; an error keeps the whole site from being published. Optional.
	Ready func() error

	// Workers is how many files are rendered at once; zero means as many as
	// there are processors to use.
	Workers int

	// failpoint, set by tests, is called before each step that changes the disk,
	// from any goroutine; an error is the step's own.
	failpoint func(step string) error

	// sync, set by tests, spares them the wait for the disk; a killed process
	// loses nothing that it has written. Nil means syncStaged.
	sync func(*os.File) error

	// spelling, set by tests, is how a file system that keeps names in its own
	// form lists a file. Optional.
	spelling func(file string) string
}

// Summary says what a run did, for people to read.
type Summary struct {
	Files        int   // files of the site
	Bytes        int64 // size of the whole site
	Written      int
	WrittenBytes int64
	Unchanged    int
	Removed      int
	Largest      File // the largest file of the site; of several, the first by name

	// Strays are files below the output folder that Sealpress is not known to
	// have made, sorted; at most 20 are named, StrayCount counts all. They
	// were left alone. Files of git are not mentioned.
	Strays     []string
	StrayCount int

	Resumed bool // an earlier run was cut short, and was finished first
}

// File is a published file and its size.
type File struct {
	Name  string // below the output folder, slash-separated
	Bytes int64
}

// maxReported caps how many files or errors one message names.
const maxReported = 20

// Publish makes the output folder hold exactly the plan, beside files of
// others, which it leaves alone. On an error the output folder is as it was,
// unless the error says that the next run will finish.
//
// Errors a caller can act on are ErrLocked, *ForeignError, *LostError and those
// of the context. Once the point of no return has passed, a cancelled context
// is no longer looked at: finishing is quick, and a half-renamed site would
// serve nobody.
func Publish(ctx context.Context, plan render.Plan, options Options) (Summary, error) {
	o, err := Begin(ctx, options)
	if err != nil {
		return Summary{}, err
	}
	defer o.Close()
	return o.Publish(ctx, plan, options)
}

// run is one run of Publish.
type run struct {
	Options
	*place
	plan    render.Plan
	summary Summary
	memory  *memory
	journal *journalWriter
	names   *nameLog
	stager  stager
}

// all goes through the steps of a run. Its order is the promise: nothing
// below the output folder changes before apply.
func (r *run) all(ctx context.Context) error {
	if err := r.open(); err != nil {
		return err
	}
	if err := r.stage(ctx); err != nil {
		return err
	}
	if err := r.settle(ctx); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if r.Ready != nil {
		if err := r.Ready(); err != nil {
			return err
		}
	}
	if err := r.names.close(); err != nil {
		return fmt.Errorf("writing the names of published files: %w", err)
	}
	if r.journal.count == 0 {
		r.close()
		if r.memory.changed {
			if err := r.memory.replace(r.place); err != nil {
				return err
			}
		}
		return r.dropStaging()
	}
	if err := r.commit(); err != nil {
		return err
	}
	if err := r.apply(true); err != nil {
		return err
	}
	return r.finish()
}

// open makes the staging folder and the files that grow during a run.
func (r *run) open() error {
	if err := r.makeStaging(); err != nil {
		return fmt.Errorf("making the staging folder in %s: %w", r.work.Name(), err)
	}
	var err error
	if r.journal, err = newJournal(r.place); err != nil {
		return fmt.Errorf("starting the journal: %w", err)
	}
	r.names = newNameLog(r.place, r.memory.loaded)
	return nil
}

// close lets go of staging and the files that grow during a run; closing twice
// is fine.
func (r *run) close() {
	r.closeStaging()
	if r.journal != nil {
		r.journal.abandon()
	}
	if r.names != nil {
		_ = r.names.close() // reached on an error that is being returned already, or a second time
	}
}
