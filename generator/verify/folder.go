package verify

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"iter"
	"path"
	"runtime"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/standard/jcs"
)

// VerifyAll judges many inputs, several at a time, and yields the verdicts in
// the order of the inputs. It stops where its caller does, or the context.
func (v *Verifier) VerifyAll(ctx context.Context, inputs iter.Seq[Input]) iter.Seq[Verdict] {
	return func(yield func(Verdict) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		workers := runtime.GOMAXPROCS(0)
		// Each input carries the place for its answer, so that order is kept
		// and no more than a few wait.
		type job struct {
			in  Input
			out chan Verdict
		}
		order, work := make(chan job, 4*workers), make(chan job)
		go func() {
			defer close(order)
			defer close(work)
			for in := range inputs {
				one := job{in, make(chan Verdict, 1)}
				select {
				case order <- one:
				case <-ctx.Done():
					return
				}
				select {
				case work <- one:
				case <-ctx.Done():
					return
				}
			}
		}()
		for range workers {
			go func() {
				for one := range work {
					one.out <- v.Verify(ctx, one.in)
				}
			}()
		}
		for one := range order {
			select {
			case out := <-one.out:
				if !yield(out) {
					return
				}
			case <-ctx.Done():
				return
			}
		}
	}
}

// FindSite returns the built site in a folder: its address is the one that its
// own documents name.
func FindSite(files fs.FS) (*Site, error) {
	for _, name := range []string{"issuer/issuer.json", "issuer/revocations.json"} {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			continue
		}
		members, err := jcs.Members(text)
		if err != nil {
			continue
		}
		root, ok := strings.CutSuffix(textOf(members["id"]), name)
		if !ok {
			continue
		}
		if at, err := address.Parse(root); err == nil {
			return &Site{Address: at, Files: files}, nil
		}
	}
	return nil, errors.New("the folder is no built site: it has no issuer/issuer.json with an address")
}

// Inputs yields every credential of a site: signed, as token, hosted, and
// baked into pictures. What cannot be read is yielded without bytes and so is
// asked for at its address.
func (s *Site) Inputs() iter.Seq[Input] {
	return func(yield func(Input) bool) {
		folders, _ := fs.ReadDir(s.Files, "awards") // a site without awards has none
		for _, folder := range folders {
			names, _ := fs.ReadDir(s.Files, path.Join("awards", folder.Name())) // likewise
			for _, n := range names {
				if n.IsDir() || !slices.Contains([]string{".json", ".jwt", ".png", ".svg"}, path.Ext(n.Name())) {
					continue
				}
				name := path.Join("awards", folder.Name(), n.Name())
				data, err := fs.ReadFile(s.Files, name)
				in := Input{Name: name, Data: data}
				if err != nil {
					in = Input{Name: name, URL: s.Address.URL(address.Path(name))}
				}
				if !yield(in) {
					return
				}
			}
		}
	}
}

// Worst returns the outcome that decides about several: what is not valid
// before what cannot be told, that before what is revoked or expired.
func Worst(outcomes ...Outcome) Outcome {
	order := []Outcome{Valid, Expired, Revoked, CannotTell, NotValid}
	if len(outcomes) == 0 {
		return CannotTell
	}
	return slices.MaxFunc(outcomes, func(a, b Outcome) int { return cmp.Compare(slices.Index(order, a), slices.Index(order, b)) })
}
