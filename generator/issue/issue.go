// Package issue turns checked awards into issued ones: recorded in the store
// and, where the site has a key, signed.
//
//	plan, err := issue.Prepare(passed)     // what would happen; nothing has
//	result, err := issue.Run(ctx, plan, issue.Options{Pair: pair, …})
//
// A run is one folder of the store, renamed into place once: all of it is
// there, or nothing. It holds each award's credential as it is published
// (eddsa-rdfc-2022), the detached signature of its JWT form (ES256), and the
// status lists that have to say something new. Running again issues nothing
// twice.
//
// Every document of a run is judged before the real key signs the first one:
// all of them against everything that the official JSON Schema and the
// verifiers demand; and the first of each achievement, as well as one in 256
// of the rest, is signed with a throwaway key, and what came out is verified as
// a stranger would.
//
// The same plan, time and random bytes make the same run, byte for byte, on any
// number of processors.
//
// This is the only room that uses a private key.
package issue

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/credential"
	"github.com/sealpress/sealpress/generator/keyring"
	"github.com/sealpress/sealpress/generator/store"
)

// Options says with what a plan is carried out.
type Options struct {
	// Pair is the key that signs; the zero Pair where the site has none, and
	// then awards are recorded. Several goroutines use its signers at once.
	Pair keyring.Pair

	Root    *os.Root // the site's folder
	Content string   // name of the content folder in it; empty means "content"
	Work    string   // folder for unfinished work in it; empty means ".sealpress"

	Now time.Time
	// DespiteClock goes on one second after the last run where that one is of
	// a later time than Now, instead of failing with ErrClock.
	DespiteClock bool

	Random   io.Reader             // for the run's name and places in the status lists
	Progress func(done, total int) // optional
}

// Result says what a run did.
type Result struct {
	Run   string // name of the run's folder
	Files int    // in that folder
	Lists []string
	Made  *store.Run // the run's description of itself
}

// Errors on which a caller can act.
var (
	// ErrClock says that the clock is behind what was issued before.
	ErrClock = errors.New("the clock looks wrong")
	// ErrKey says that the pair is not the one that the site signs with.
	ErrKey = errors.New("this is not the key that the site signs with")
)

// Run carries a plan out. Where it fails, or the context ends, the store is as
// it was.
func Run(ctx context.Context, p *Plan, o Options) (*Result, error) {
	if o.Content == "" {
		o.Content = "content"
	}
	if o.Work == "" {
		o.Work = ".sealpress"
	}
	r, err := newRun(p, o)
	if err != nil {
		return nil, err
	}
	if err := r.draw(); err != nil {
		return nil, err
	}
	if err := r.judge(ctx); err != nil {
		return nil, err
	}
	if err := p.passed.Unchanged(); err != nil {
		return nil, err
	}
	w, err := store.Begin(o.Root, o.Content, o.Work, r.manifest)
	if err != nil {
		return nil, err
	}
	committed := false
	defer func() {
		if !committed {
			_ = w.Abort() // what is left of it is in nobody's way
		}
	}()
	if err := r.sign(ctx, w); err != nil {
		return nil, err
	}
	w.Blocks = r.indexes.blocks
	if err := r.lists(w); err != nil {
		return nil, err
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err := w.Commit(); err != nil {
		return nil, err
	}
	committed = true
	made := w.Run
	return &Result{Run: w.Name, Files: len(w.Files) + 1, Lists: w.Lists, Made: &made}, nil
}

// run is a plan being carried out.
type run struct {
	plan     *Plan
	options  Options
	manifest store.Run
	builder  *credential.Builder
	reader   credential.Reader // of what was recorded
	signer   *signer           // nil where awards are recorded alone
	indexes  *indexes
	places   []store.Status   // of each item, in the status lists
	judged   []digest         // of each item's document
	revoked  map[string][]int // list → indexes of former editions that the run replaces
}

func newRun(p *Plan, o Options) (*run, error) {
	c, issued := p.passed.Catalog(), p.passed.Issued()
	now, err := momentOf(o.Now, issued, o.DespiteClock)
	if err != nil {
		return nil, err
	}
	var suffix [4]byte
	if _, err := io.ReadFull(o.Random, suffix[:]); err != nil {
		return nil, fmt.Errorf("naming the run: %w", err)
	}
	r := &run{plan: p, options: o, revoked: map[string][]int{}, manifest: store.Run{
		Name: store.NewName(now, suffix), Time: now, After: issued.Heads(), Site: p.passed.Site().String(), Seed: c.Site.Seed.Mark(), Definitions: map[string]string{}}}
	suspends := false
	for _, purpose := range c.Site.Status {
		suspends = suspends || purpose == credential.Suspension
	}
	r.indexes = newIndexes(issued, suspends, o.Random)
	defined := map[*badge.Achievement]bool{}
	for _, it := range p.Items {
		if a := it.Entry.Achievement; !defined[a] {
			defined[a] = true
			r.manifest.Definitions[fmt.Sprintf("%s@%d", a.Slug, a.Version)] = credential.Frozen(a)
		}
	}
	if r.builder, err = credential.NewBuilder(c, p.passed.Site()); err != nil {
		return nil, err
	}
	if !p.passed.Signs() {
		return r, nil
	}
	if err := r.builder.CanSign(); err != nil {
		return nil, fmt.Errorf("the site's address cannot sign: %w", err)
	}
	key := c.SigningKey()
	if !o.Pair.Matches(key) {
		return nil, ErrKey
	}
	if r.signer, err = newSigner(o.Pair, r.builder.DID(), now, o.Random); err != nil {
		return nil, err
	}
	r.manifest.Key, r.manifest.DID, r.manifest.Ed25519, r.manifest.P256 = key.Name, r.builder.DID(), key.Ed25519, key.P256
	return r, nil
}

// clockSlack is how far a clock may be behind the last run: two computers never
// agree to the second.
const clockSlack = 10 * time.Second

// momentOf returns the time of a run, in whole seconds: now, and always after
// every run that is in the store, because runs count in the order of time.
func momentOf(now time.Time, issued *store.Store, despite bool) (time.Time, error) {
	now = now.UTC().Truncate(time.Second)
	last := issued.Last()
	switch {
	case last == nil || now.After(last.Time):
		return now, nil
	case !despite && last.Time.Sub(now) > clockSlack:
		return now, fmt.Errorf("%w: it says %s, but the run %s was made on %s", ErrClock, now.Format(time.RFC3339), last.Name, last.Time.Format(time.RFC3339))
	}
	return last.Time.Add(time.Second), nil
}
