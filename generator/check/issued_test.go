package check

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/credential"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/load"
	"github.com/sealpress/sealpress/generator/standard/bitstring"
	"github.com/sealpress/sealpress/generator/standard/ob2"
	"github.com/sealpress/sealpress/generator/standard/ob3"
	"github.com/sealpress/sealpress/generator/store"
)

// An example may say in the file "issued" that its site was issued before. The
// site at that time is the base with the files below issued/ over it, and bad/
// and good/ are then laid over that. Each line of "issued" is one of
//
//	run                               a run on the next day, without a key
//	run KEY                           or signed with the key of this name
//	run KEY apart                     or in another branch than the run before
//	award KEY                         an award, recorded
//	award KEY [edition N] LIST#INDEX  or signed, with a place in the status lists
//	list NAME INDEX...                a status list with these bits set
//	list NAME damaged                 or one that cannot be read
//
// Where the good site was issued otherwise, "good-issued" says so. Signatures are made up: the rules of this package verify none.
func issuedBefore(t *testing.T, a *txtar.Archive, prefix string) fstest.MapFS {
	t.Helper()
	script := string(part(a, "issued"))
	if other := string(part(a, "good-issued")); other != "" && prefix == "good/" {
		script = other
	}
	if script == "" {
		return nil
	}
	l := newLedger(t, lay(t, a, "issued/"))
	for line := range strings.Lines(script) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		switch words[0] {
		case "run":
			l.run(words[1:])
		case "award":
			l.award(words[1:])
		case "list":
			l.list(words[1], words[2:])
		default:
			t.Fatalf("issued: nobody knows what to do with %q", line)
		}
	}
	return l.committed()
}

// ledger writes a store.
type ledger struct {
	t       *testing.T
	content *load.Content
	builder *credential.Builder
	dir     string
	root    *os.Root
	w       *store.Writer
	after   []string
}

func newLedger(t *testing.T, site fs.FS) *ledger {
	t.Helper()
	content, err := load.Dir(t.Context(), site, "content")
	if err != nil {
		t.Fatal(err)
	}
	at, err := address.Parse(content.Catalog.Site.URL)
	if err != nil {
		t.Fatal(err)
	}
	l := &ledger{t: t, content: content, dir: t.TempDir()}
	if l.builder, err = credential.NewBuilder(content.Catalog, at); err != nil {
		t.Fatal(err)
	}
	if l.root, err = os.OpenRoot(l.dir); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.root.Close() })
	return l
}

func (l *ledger) commit() {
	l.t.Helper()
	if l.w == nil {
		return
	}
	if err := l.w.Commit(); err != nil {
		l.t.Fatal(err)
	}
	l.after, l.w = append(l.after, l.w.Name), nil
}

func (l *ledger) run(key []string) {
	l.t.Helper()
	l.commit()
	at := time.Date(2026, 5, 20+len(l.after), 10, 0, 0, 0, time.UTC)
	before := l.after[max(0, len(l.after)-1):]
	if len(key) > 1 && key[1] == "apart" {
		before = l.after[max(0, len(l.after)-2) : len(l.after)-1]
	}
	run := store.Run{Name: store.NewName(at, [4]byte{0, 0, 0, byte(1 + len(l.after))}), Time: at, After: before,
		Site: l.content.Catalog.Site.URL, Seed: l.content.Catalog.Site.Seed.Mark(), Definitions: map[string]string{}}
	if len(key) > 0 {
		k := l.content.Catalog.Key(key[0])
		run.Key, run.DID, run.Ed25519, run.P256 = k.Name, l.builder.DID(), k.Ed25519, k.P256
	}
	var err error
	if l.w, err = store.Begin(l.root, "content", "work", run); err != nil {
		l.t.Fatal(err)
	}
}

// award adds an award: KEY [edition N] [LIST#INDEX].
func (l *ledger) award(words []string) {
	l.t.Helper()
	key, edition := badge.Key(words[0]), 0
	if words = words[1:]; len(words) > 1 && words[0] == "edition" {
		edition, _ = strconv.Atoi(words[1])
		words = words[2:]
	}
	var at store.Status
	if len(words) > 0 {
		purpose, place, _ := strings.Cut(words[0], "-")
		if n, err := fmt.Sscanf(place, "%d#%d", &at.List, &at.Index); n != 2 {
			l.t.Fatalf("issued: %q is no place: %v", words[0], err)
		}
		at.Suspends = purpose == credential.Suspension
	}
	a, of := l.find(key)
	c := l.content.Catalog
	line := &store.Line{Award: key, Edition: edition, ID: c.Site.Seed.ID(key, edition), Binding: credential.Binding(a, of, &c.Site)}
	var err error
	if line.Credential, err = l.builder.Credential(a, of, line.ID, credential.Status{List: int(at.List), Index: int(at.Index), Suspends: at.Suspends}); err != nil {
		l.t.Fatal(err)
	}
	if id, ok := credential.Recipient(a, c.Site.Seed); ok {
		text, err := ob2.Marshal(id)
		if err != nil {
			l.t.Fatal(err)
		}
		line.Recipient = json.RawMessage(strings.TrimSpace(string(text)))
	}
	if at.List > 0 {
		line.JWS = "e30..c2lnbmF0dXJl"
		line.Payload = sha256.Sum256(line.Credential)
	}
	l.w.Definitions[fmt.Sprintf("%s@%d", of.Slug, of.Version)] = credential.Frozen(of)
	if err := l.w.Add(line, at); err != nil {
		l.t.Fatal(err)
	}
}

func (l *ledger) find(key badge.Key) (*badge.Award, *badge.Achievement) {
	l.t.Helper()
	for _, co := range l.content.Cohorts(l.t.Context()) {
		for _, a := range co.Awards {
			if a.Key == key {
				return a, l.content.Catalog.Achievement(a.Achievement.Slug, a.Achievement.Version)
			}
		}
	}
	l.t.Fatalf("issued: there is no award %s", key)
	return nil, nil
}

// list adds a status list with some bits set.
func (l *ledger) list(name string, words []string) {
	l.t.Helper()
	purpose, _, _ := strings.Cut(name, "-")
	bits := bitstring.New(bitstring.MinEntries)
	for _, w := range words {
		if i, err := strconv.Atoi(w); err == nil {
			if err := bits.Set(i); err != nil {
				l.t.Fatal(err)
			}
		}
	}
	text, err := ob3.Marshal(bitstring.NewCredential(l.content.Catalog.Site.URL+"status/"+name+".json", l.builder.DID(), purpose, l.w.Time, bits))
	if err != nil {
		l.t.Fatal(err)
	}
	if slices.Contains(words, "damaged") {
		text = []byte("{}")
	}
	if err := l.w.AddList(name, text); err != nil {
		l.t.Fatal(err)
	}
}

// committed returns the store's files.
func (l *ledger) committed() fstest.MapFS {
	l.t.Helper()
	l.commit()
	all := fstest.MapFS{}
	content := os.DirFS(filepath.Join(l.dir, "content"))
	err := fs.WalkDir(content, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(content, name)
		all[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		l.t.Fatal(err)
	}
	return all
}

// layIssued lays the files below a prefix over the site as it was issued, and
// puts the store beside them.
func layIssued(t *testing.T, a *txtar.Archive, prefix string) fstest.MapFS {
	t.Helper()
	site := lay(t, a, "issued/", prefix)
	for name, f := range issuedBefore(t, a, prefix) {
		site[name] = f
	}
	return site
}

// A finding about an issued award points at the line that changed, and says
// where the record stands.
func TestIssuedAwardChangedPointsAtTheLine(t *testing.T) {
	a, err := txtar.ParseFile(filepath.Join("testdata", "issued-award-changed.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range judge(t, layIssued(t, a, "bad/"), nil) {
		if !strings.HasPrefix(f.Message, "the award changed") {
			continue
		}
		if len(f.See) != 1 || !strings.HasPrefix(f.See[0], "content/issued/20260520T100000Z-00000001/0001.jsonl:") || !strings.Contains(f.Mend, "sealpress reissue ") {
			t.Errorf("%s sees %v, mend %q", shown(f), f.See, f.Mend)
		}
	}
}

// On a site that signs, a recipient whom nobody can compare is worth a note.
func TestRecipientWithoutAddressOnASiteThatSigns(t *testing.T) {
	a, err := txtar.ParseFile(filepath.Join("testdata", "award-recipient-unknown.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	site := lay(t, a, "bad/")
	site["keys/main.yaml"] = &fstest.MapFile{Data: []byte("created: 2026-01-02\ned25519: z6MkjdJ5NUs9TVGhuKHXYMo4wf8364aQgvZbkVMisc3vB2iH\np256: zDnaes8y911Js6KLNYgHzVTUMh1rFApq3EQxf7pfiNtYLuPde\n")}
	notes := 0
	for _, f := range judge(t, site, nil) {
		if f.Severity == diag.Error {
			t.Errorf("found: %s", shown(f))
		} else if f.Rule == "award-recipient-unknown" && f.Severity == diag.Note {
			notes++
		}
	}
	if notes != 2 {
		t.Errorf("%d notes were made, want 2", notes)
	}
}
