package audit_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/sealpress/sealpress/generator/audit"
	"github.com/sealpress/sealpress/generator/diag"
)

// again verifies with the memory in the ledger's work folder, as issuing does,
// and returns how much was found.
func (l *ledger) again(program string) int {
	l.t.Helper()
	work, err := os.OpenRoot(l.dir + "/.sealpress") // issuing made it
	if err != nil {
		l.t.Fatal(err)
	}
	defer work.Close()
	c := l.load()
	if err := audit.Verify(l.t.Context(), c.Issued, c.Catalog.Keys, audit.Recall(work, program, c.Catalog.Keys), c.Report); err != nil {
		l.t.Fatal(err)
	}
	return c.Report.Count(diag.Error)
}

// hidden breaks a signature and gives the files their former times, which
// nothing but verifying sees; and so tells whether a run was verified.
func (l *ledger) hidden() {
	l.t.Helper()
	text := string(l.read(l.run + "0001.jsonl"))
	l.keepTime(l.run+"0001.jsonl", strings.Replace(text, "Person 1", "Person 7", 1))
}

// keepTime changes a file and gives it its former time.
func (l *ledger) keepTime(name, text string) {
	l.t.Helper()
	info, err := os.Stat(l.path(name))
	if err != nil {
		l.t.Fatal(err)
	}
	l.write(name, []byte(text))
	if err := os.Chtimes(l.path(name), time.Time{}, info.ModTime()); err != nil {
		l.t.Fatal(err)
	}
}

// A run is verified once, and again whenever it looks otherwise.
func TestMemory(t *testing.T) {
	const memory = "/.sealpress/verified"
	for name, test := range map[string]struct {
		do       func(l *ledger)
		verified bool
	}{
		"nothing changed": {func(l *ledger) {}, false},
		"touched": {func(l *ledger) {
			if err := os.Chtimes(l.path(l.run+"0001.jsonl"), time.Time{}, noon); err != nil {
				l.t.Fatal(err)
			}
		}, true},
		"a file more":      {func(l *ledger) { l.write(l.run+"note.txt", nil) }, true},
		"another length":   {func(l *ledger) { l.keepTime(l.run+"0001.jsonl", string(l.read(l.run+"0001.jsonl"))+"\n") }, true},
		"another key":      {func(l *ledger) { l.key("second") }, true},
		"memory deleted":   {func(l *ledger) { l.memory(func([]byte) []byte { return nil }) }, true},
		"memory cut short": {func(l *ledger) { l.memory(func(b []byte) []byte { return b[:len(b)-1] }) }, true},
		"memory damaged": {func(l *ledger) {
			l.memory(func(b []byte) []byte { b[len(b)/2] ^= 1; return b })
		}, true},
		"memory is a folder": {func(l *ledger) {
			l.memory(func([]byte) []byte { return nil })
			if err := os.Remove(l.dir + memory); err != nil {
				l.t.Fatal(err)
			}
			if err := os.Mkdir(l.dir+memory, 0o755); err != nil {
				l.t.Fatal(err)
			}
		}, true},
	} {
		t.Run(name, func(t *testing.T) {
			l := issued(t, 3)
			if n := l.again("program 1"); n > 0 {
				t.Fatalf("%d errors in what was issued", n)
			}
			l.hidden()
			test.do(l)
			if found := l.again("program 1") > 0; found != test.verified {
				t.Errorf("what was hidden is found: %v, want %v", found, test.verified)
			}
			if found := l.again("program 2") > 0; !found {
				t.Error("another program takes its word for it")
			}
			if found := l.again("program 1") > 0; !found {
				t.Error("a run in which something was found is remembered as good")
			}
			if found := l.audit(); len(found) == 0 {
				t.Error("without a memory nothing is found")
			}
		})
	}
}

// A run that was just signed is known, until it changes.
func TestMemoryOfOwnRun(t *testing.T) {
	l := issued(t, 3)
	work, err := os.OpenRoot(l.dir + "/.sealpress") // issuing made it
	if err != nil {
		t.Fatal(err)
	}
	defer work.Close()
	c := l.load()
	audit.Recall(work, "program", c.Catalog.Keys).Signed(c.Issued, c.Issued.Last())
	l.hidden()
	if n := l.again("program"); n > 0 {
		t.Errorf("it was verified: %d errors", n)
	}
	l.forge(second(func(l string) string { return otherThan(t, l, `"proofValue":"z`, `"`) }))
	if n := l.again("program"); n == 0 {
		t.Error("a forged run passes")
	}
}

// key writes one more key.
func (l *ledger) key(name string) {
	l.t.Helper()
	ed, p256 := l.pair(name).Public()
	l.write("keys/"+name+".yaml", []byte("created: 2026-01-02\nretired: 2026-01-03\ned25519: "+ed+"\np256: "+p256+"\n"))
}

// memory changes the memory file.
func (l *ledger) memory(change func([]byte) []byte) {
	l.t.Helper()
	name := l.dir + "/.sealpress/verified"
	data, err := os.ReadFile(name)
	if err == nil {
		err = os.WriteFile(name, change(data), 0o644)
	}
	if err != nil {
		l.t.Fatal(err)
	}
}
