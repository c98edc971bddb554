package check

import (
	"fmt"
	"iter"
	"path"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/credential"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/load"
	"github.com/sealpress/sealpress/generator/source"
	"github.com/sealpress/sealpress/generator/standard/bitstring"
	"github.com/sealpress/sealpress/generator/store"
)

// Bits is a status list: what decisions and store want in it, and what its
// signed forms say.
type Bits struct {
	Name    string // for example "revocation-1"
	Purpose string
	Number  int
	Signed  *bitstring.List // nil: not signed yet; of revocations, every bit that any run signed
	By      *store.Run      // the run that signed the newest form

	newest *bitstring.List // what is published
	wanted map[int32]bool
}

// signed reports whether a bit was signed: a revocation by any run, since it
// is for good, a suspension by the newest form.
func (b *Bits) signed(index int32) bool { return has(b.Signed, int(index)) }

func has(l *bitstring.List, index int) bool {
	if l == nil {
		return false
	}
	set, err := l.Get(index)
	return err == nil && set
}

// Behind returns how many bits of revocation an earlier run signed that the
// newest form lacks, as it does after two branches signed one list.
func (b *Bits) Behind() int {
	n := 0
	for range b.behind() {
		n++
	}
	return n
}

func (b *Bits) behind() iter.Seq[int32] {
	return func(yield func(int32) bool) {
		if b.Purpose != credential.Revocation || b.Signed == nil || b.Signed == b.newest {
			return
		}
		for i := range b.Signed.Len() {
			if has(b.Signed, i) && !has(b.newest, i) && !yield(int32(i)) {
				return
			}
		}
	}
}

// Missing returns how many bits the newest signed form does not say as they
// are wanted. A bit of revocation that was ever signed is wanted.
func (b *Bits) Missing() int {
	set, cleared := b.Changes()
	return set + cleared
}

// Changes returns how many bits are to be set and, of suspensions, cleared.
func (b *Bits) Changes() (set, cleared int) {
	for i := range b.wanted {
		if !has(b.newest, int(i)) {
			set++
		}
	}
	for i := range b.behind() {
		if !b.wanted[i] {
			set++
		}
	}
	if b.Purpose == credential.Suspension && b.newest != nil {
		for i := range b.newest.Len() {
			if has(b.newest, i) && !b.wanted[int32(i)] {
				cleared++
			}
		}
	}
	return set, cleared
}

// List returns the list as it is to be signed now: for revocations the union
// of what is wanted and what was signed, for suspensions what is wanted.
func (b *Bits) List() (*bitstring.List, error) {
	l := bitstring.New(bitstring.MinEntries)
	for i := range b.wanted {
		if err := l.Set(int(i)); err != nil {
			return nil, fmt.Errorf("status list %s: %w", b.Name, err)
		}
	}
	if b.Purpose == credential.Revocation && b.Signed != nil {
		l = bitstring.Union(l, b.Signed)
	}
	return l, nil
}

func listName(purpose string, number int32) string { return fmt.Sprintf("%s-%d", purpose, number) }

// bits returns every status list by its name. The wanted bits derive from
// decisions and store alone, and are worked out once.
func (x *Index) bits() (map[string]*Bits, error) {
	x.listsOnce.Do(func() { x.lists, x.listsErr = x.readLists() })
	return x.lists, x.listsErr
}

func (x *Index) readLists() (map[string]*Bits, error) {
	lists := map[string]*Bits{}
	list := func(purpose string, number int32) *Bits {
		name := listName(purpose, number)
		if lists[name] == nil {
			lists[name] = &Bits{Name: name, Purpose: purpose, Number: int(number), wanted: map[int32]bool{}}
		}
		return lists[name]
	}
	for r := range x.issued.Records() {
		if r.Status.List == 0 {
			continue
		}
		revocations := list(credential.Revocation, r.Status.List)
		state := x.stateOf(r)
		if state == badge.Revoked || state == badge.Superseded || state == badge.Erased {
			revocations.wanted[r.Status.Index] = true
		}
		if r.Status.Suspends {
			suspensions := list(credential.Suspension, r.Status.List)
			if state == badge.Suspended {
				suspensions.wanted[r.Status.Index] = true
			}
		}
	}
	for _, name := range sortedLists(lists) {
		l := lists[name]
		for _, r := range x.issued.Runs() {
			form, err := x.form(r, name)
			if err != nil {
				return nil, fmt.Errorf("status list %s: %w", name, err)
			}
			if form == nil {
				continue
			}
			if l.newest, l.By = form, r; l.Purpose != credential.Revocation || l.Signed == nil {
				l.Signed = form
			} else {
				l.Signed = bitstring.Union(l.Signed, form)
			}
		}
	}
	return lists, nil
}

// form returns a status list as a run signed it; nil where it did not.
func (x *Index) form(r *store.Run, name string) (*bitstring.List, error) {
	text, signed, err := x.issued.ListOf(r, name)
	if err != nil || !signed {
		return nil, err
	}
	c, err := bitstring.ParseCredential(text)
	if err != nil {
		return nil, err
	}
	return bitstring.Decode(c.CredentialSubject.EncodedList, bitstring.MinEntries)
}

// stateOf is the state of the credential that a record holds.
func (x *Index) stateOf(r *store.Record) badge.State {
	if r.Gone() {
		return badge.Erased
	}
	o, _ := x.standing(r.Award)
	switch {
	case o.State == badge.Erased:
		return badge.Erased
	case int(r.Edition) < o.Edition:
		return badge.Superseded
	case int(r.Edition) > o.Edition:
		return badge.Standing
	}
	return o.State
}

func (s *Subject) bits() (map[string]*Bits, error) { return s.Index.bits() }

var listDamaged = Rule{
	Rule: diag.Rule{ID: "status-list-damaged", Severity: diag.Error,
		Title: "A signed status list can be read",
		Why:   "Every verifier asks it whether a credential still stands.",
		Mend:  "restore content/issued from git",
		Cite:  "Bitstring Status List v1.0"},
	Family: "promises",
	End: func(s *Subject) {
		if _, err := s.bits(); err != nil {
			s.Report(source.Place{File: s.folder() + store.Folder}, "%v", err)
		}
	},
}

var listBehind = Rule{
	Rule: diag.Rule{ID: "status-list-behind", Severity: diag.Warning,
		Title: "The newest status list holds every revocation that was ever signed",
		Why:   "Verifiers ask the newest list alone: a revocation that it lacks is undone for them, as happens when two branches that both issued are merged.",
		Mend:  "before you publish, run: sealpress issue",
		Cite:  "Bitstring Status List v1.0, statusPurpose revocation: not reversible"},
	Family: "promises",
	End: func(s *Subject) {
		lists, err := s.bits()
		if err != nil {
			return // a finding of its own
		}
		for _, name := range sortedLists(lists) {
			l := lists[name]
			n := l.Behind()
			if n == 0 {
				continue
			}
			what := "1 revoked credential"
			if n > 1 {
				what = fmt.Sprintf("%d revoked credentials", n)
			}
			s.Report(source.Place{File: path.Join(s.folder()+store.Folder, l.By.Name, name+".json")},
				"verifiers would take %s for valid again: the newest list does not hold what an earlier one does", what)
		}
	},
}

// Waiting is what the site's content says and its credentials do not say yet.
type Waiting struct {
	New       int  // awards that were not issued
	Unsigned  int  // issued before there was a key, and not signed yet
	Reissues  int  // corrected editions that are not issued
	Bits      int  // revocations and suspensions that no signed list says
	Rekeyed   int  // status lists that were signed with a key which may not sign any more
	Keyless   bool // Bits are missing, and there is no key to sign them with
	Published int  // awards in all
}

// Nothing reports whether nothing waits.
func (w Waiting) Nothing() bool { return w.New+w.Unsigned+w.Reissues+w.Bits+w.Rekeyed == 0 }

// notIssued documents what --strict asks for.
var notIssued = diag.Rule{ID: "not-issued", Severity: diag.Error,
	Title: "Where --strict is asked for, everything is issued",
	Why:   "An award that is not issued may still change, and a revocation that no signed list holds is not seen by those who verify the signature.",
	Mend:  "run: sealpress issue"}

// NotIssued is the finding that something waits to be issued.
func NotIssued(c *load.Content, w Waiting) diag.Finding {
	mend := notIssued.Mend
	if w.Keyless && c.Catalog.SigningKey() == nil {
		mend = "the status lists need a key: sealpress key new NAME; then run: sealpress issue"
	}
	return diag.Finding{Rule: notIssued.ID, Severity: notIssued.Severity, Pos: c.Locate(c.Catalog.Site.Place), Mend: mend,
		Message: "not everything is issued: " + w.words()}
}

// words names what waits, and nothing else.
func (w Waiting) words() string {
	var all []string
	for _, x := range []struct {
		n         int
		one, many string
	}{
		{w.New, "award", "awards"}, {w.Unsigned, "signature", "signatures"}, {w.Reissues, "correction", "corrections"},
		{w.Bits + w.Rekeyed, "entry of a status list", "entries of status lists"},
	} {
		switch {
		case x.n == 1:
			all = append(all, "1 "+x.one)
		case x.n > 1:
			all = append(all, fmt.Sprintf("%d %s", x.n, x.many))
		}
	}
	return strings.Join(all, ", ")
}

// Waiting says what `sealpress issue` would do.
func (p Passed) Waiting() (Waiting, error) {
	var w Waiting
	for _, e := range p.index.Entries {
		w.Published++
		switch {
		case e.Due:
			w.Reissues++
		case e.Record == nil && Issuable(e):
			w.New++
		case e.Record != nil && !e.Record.Signed && p.Signs() && Issuable(e):
			w.Unsigned++
		}
	}
	lists, err := p.index.bits()
	if err != nil {
		return w, err
	}
	for _, l := range lists {
		w.Bits += l.Missing()
		if p.Stale(l) {
			w.Rekeyed++
		}
		w.Keyless = w.Bits > 0 && !p.Signs()
	}
	return w, nil
}

// Stale reports whether a signed list is to be signed again because others may
// have the key that signed it.
func (p Passed) Stale(l *Bits) bool { return l.By != nil && p.Signs() && !trusted(p.Catalog(), l.By) }

// Issuable reports whether an award that was not issued may be: one that was
// withdrawn before never is.
func Issuable(e Entry) bool { return e.Decided.State == badge.Standing }

// trusted reports whether what a run signed is to be believed.
func trusted(c *badge.Catalog, r *store.Run) bool {
	return slices.ContainsFunc(c.Keys, func(k *badge.SigningKey) bool {
		return k.Ed25519 == r.Ed25519 && k.Compromised.IsZero()
	})
}

// Signs reports whether the site has a key to sign with and wants signed
// credentials.
func (p Passed) Signs() bool { return signs(p.Catalog()) }

func signs(c *badge.Catalog) bool {
	outputs := c.Site.Outputs
	return c.SigningKey() != nil && (len(outputs) == 0 || slices.Contains(outputs, "ob3"))
}

// Issued returns what was issued.
func (p Passed) Issued() *store.Store { return p.content.Issued }

// StatusLists returns every status list, by name.
func (p Passed) StatusLists() ([]*Bits, error) {
	lists, err := p.index.bits()
	if err != nil {
		return nil, err
	}
	var all []*Bits
	for _, name := range sortedLists(lists) {
		all = append(all, lists[name])
	}
	return all, nil
}

func sortedLists(lists map[string]*Bits) []string {
	var names []string
	for name := range lists {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		x, y := lists[a], lists[b]
		if x.Number != y.Number {
			return x.Number - y.Number
		}
		if x.Purpose < y.Purpose {
			return -1
		}
		return 1
	})
	return names
}
