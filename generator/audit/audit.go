// Package audit verifies what the site itself signed: every signed record and
// every signed status list of the store, against the keys in content/keys.
//
//	err := audit.Verify(ctx, content.Issued, catalog.Keys, nil, report)
//
// The digests of the store find what was damaged by mistake. They have no key,
// so who changes a record on purpose makes them again; a signature he cannot
// make. Of a record it is required that
//
//   - its embedded proof is the one that its run made: of the run's time, by the
//     run's key, and it holds;
//   - the detached signature of its JWT form is by the other half of that key,
//     over the payload that is published;
//   - the credential has the record's address, and the place in the status lists
//     that the index names, and is issued by the run's DID;
//   - where the run had a key, it is signed at all.
//
// A run whose key is not among the content is left out: that is a finding of
// the rule book. Several records are verified at a time; findings come in the
// order of the store, one for each file, at its first bad line.
//
// # What was verified before
//
// Runs are never edited, and verifying a hundred thousand awards takes a minute.
// So who issues has a Memory of the runs in which nothing was found, and only
// those are verified that are new or look otherwise: by the digest of their
// description, the names, sizes and times of their files, the public keys of the
// site, and the program. The memory is only speed. Where it is missing or
// damaged everything is verified, so it may be deleted at any time.
//
// It is no defence against somebody who may write on this machine: he can give
// a file its former time, or write a memory of his own. What a change in the
// repository brings is seen, because git gives the files that it writes the
// time at which it does. sealpress check has no memory and always verifies
// everything, and so does a build machine that starts from a fresh copy.
package audit

import (
	"context"
	"fmt"
	"iter"
	"path"
	"slices"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/shape"
	"github.com/sealpress/sealpress/generator/source"
	"github.com/sealpress/sealpress/generator/store"
)

// Rules documents what is found here.
func Rules() []diag.Rule {
	return []diag.Rule{{ID: "store-signature", Severity: diag.Error,
		Title: "Every signature in content/issued holds",
		Why:   "A verifier refuses a credential of which one signed byte is another; digests do not tell, because who changes a record can make them again.",
		Mend:  "restore the run from git",
		Cite:  "Verifiable Credential Data Integrity 1.0 §4.4; RFC 7515 §5.2"}}
}

// Verify reads what was issued, and reports where it is not what was written or
// what was signed. Runs that the memory knows are passed over; without one it
// is nil.
func Verify(ctx context.Context, st *store.Store, keys []*badge.SigningKey, m *Memory, report *diag.Report) error {
	runs := m.unknown(st)
	if err := st.VerifyRuns(ctx, runs, report); err != nil {
		return fmt.Errorf("reading what was issued: %w", err)
	}
	if err := signatures(ctx, st, runs, keys, report); err != nil {
		return fmt.Errorf("verifying what was issued: %w", err)
	}
	m.learn(st, report)
	return nil
}

// signatures verifies everything that was signed in some runs with one of the
// keys. What the report already names as damaged is not reported again.
func signatures(ctx context.Context, st *store.Store, runs []*store.Run, keys []*badge.SigningKey, report *diag.Report) error {
	a := &auditor{store: st, runs: map[*store.Run]*signed{}, damaged: map[string]bool{}}
	for _, f := range report.Findings() {
		if f.Rule == "store-damaged" {
			a.damaged[f.Pos.File] = true
		}
	}
	for _, r := range runs {
		if !r.Signed() || !slices.ContainsFunc(keys, func(k *badge.SigningKey) bool { return k.Ed25519 == r.Ed25519 && k.P256 == r.P256 }) {
			continue
		}
		s, err := newSigned(r, &a.shapes)
		if err != nil {
			report.Add(finding(source.Pos{File: st.PlaceOf(r, "run")}, "the run's description of itself cannot be: "+err.Error()))
			continue
		}
		a.runs[r] = s
	}
	err := inOrder(ctx, a.all(), a.verify, a.found)
	report.Add(a.findings()...)
	return err
}

// auditor is one audit.
type auditor struct {
	store   *store.Store
	runs    map[*store.Run]*signed
	shapes  shape.Cache
	damaged map[string]bool // files that the report names already

	bad   map[string]*trouble
	order []*trouble
}

// trouble is what is wrong with one file.
type trouble struct {
	thing thing
	err   error
	more  int // further records of the same file
}

// thing is a record, or a status list where record is nil.
type thing struct {
	run    *store.Run
	record *store.Record
	list   string
}

// all yields what there is to verify.
func (a *auditor) all() iter.Seq[thing] {
	return func(yield func(thing) bool) {
		for r := range a.store.Records() {
			run := a.store.Run(r)
			if a.runs[run] != nil && !r.Gone() && !yield(thing{run: run, record: r}) {
				return
			}
		}
		for _, run := range a.store.Runs() {
			if a.runs[run] == nil {
				continue
			}
			for _, name := range listsOf(run) {
				if !yield(thing{run: run, list: name}) {
					return
				}
			}
		}
	}
}

func (a *auditor) verify(t thing) error {
	s := a.runs[t.run]
	if t.record == nil {
		text, _, err := a.store.ListOf(t.run, t.list)
		if err != nil {
			return err
		}
		return s.list(t.list, text)
	}
	if !t.record.Signed {
		return errUnsigned
	}
	line, err := a.store.Line(t.record)
	if err != nil {
		return err
	}
	return s.record(t.record, line)
}

// place returns the file of a thing, as messages show it.
func (a *auditor) place(t thing) string {
	if t.record == nil {
		return a.store.PlaceOf(t.run, t.list)
	}
	return a.store.Place(t.record)
}

// found takes what became of one thing.
func (a *auditor) found(t thing, err error) {
	if err == nil {
		return
	}
	file := a.place(t)
	if a.bad == nil {
		a.bad = map[string]*trouble{}
	}
	if first := a.bad[file]; first != nil {
		first.more++
		return
	}
	a.bad[file] = &trouble{thing: t, err: err}
	a.order = append(a.order, a.bad[file])
}

func (a *auditor) findings() []diag.Finding {
	var all []diag.Finding
	for _, b := range a.order {
		if a.damaged[a.place(b.thing)] {
			continue
		}
		pos, what := source.Pos{File: a.place(b.thing)}, "the status list "+b.thing.list
		if r := b.thing.record; r != nil {
			pos, what = a.store.Pos(r), fmt.Sprintf("the credential of %q", r.Award)
		}
		text := fmt.Sprintf("%s is not what was signed: %v", what, b.err)
		if b.more > 0 {
			text += fmt.Sprintf(" (and %d more in this file)", b.more)
		}
		all = append(all, finding(pos, text))
	}
	return all
}

func finding(pos source.Pos, text string) diag.Finding {
	run := path.Dir(pos.File)
	return diag.Finding{Rule: "store-signature", Severity: diag.Error, Pos: pos, Message: text,
		Mend: "restore the run as it was issued: git log -- " + run + " names the commit that changed it; then git checkout COMMIT~1 -- " + run}
}
