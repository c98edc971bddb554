package audit

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/store"
)

// The memory file is text: what it is, for which program and keys, a line with
// the name and the look of each run, and the SHA-256 of all before.
const (
	memoryFile  = "verified"
	memoryMagic = "sealpress verified 1"
)

// Memory knows the runs that were verified before and in which nothing was
// found. A nil Memory knows none and learns nothing.
type Memory struct {
	work  *os.Root
	bond  string
	known map[string]store.Look // by the name of the run
	seen  map[string]store.Look // of all runs, before they were read
}

// Recall reads the memory in a work folder. What was verified with other keys,
// or by another program, is not known.
func Recall(work *os.Root, program string, keys []*badge.SigningKey) *Memory {
	bond := sha256.New()
	fmt.Fprintf(bond, "%q\n", program)
	for _, k := range keys {
		fmt.Fprintf(bond, "%q %q %q\n", k.Name, k.Ed25519, k.P256)
	}
	m := &Memory{work: work, bond: hex.EncodeToString(bond.Sum(nil)), known: map[string]store.Look{}, seen: map[string]store.Look{}}
	if data, err := work.ReadFile(memoryFile); err == nil {
		m.parse(data)
	}
	return m
}

// parse takes over what a memory file says, all of it or nothing.
func (m *Memory) parse(data []byte) {
	text, ours := strings.CutPrefix(string(data), m.head())
	at := strings.LastIndexByte(strings.TrimSuffix(text, "\n"), '\n') + 1
	if !ours || string(data) != m.whole(text[:at]) {
		return
	}
	known := map[string]store.Look{}
	for line := range strings.Lines(text[:at]) {
		run, look, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		sum, err := hex.DecodeString(look)
		if err != nil || len(sum) != len(store.Look{}) {
			return
		}
		known[run] = store.Look(sum)
	}
	m.known = known
}

func (m *Memory) head() string { return memoryMagic + "\n" + m.bond + "\n" }

// whole is the memory file with some lines.
func (m *Memory) whole(lines string) string {
	text := m.head() + lines
	sum := sha256.Sum256([]byte(text))
	return text + hex.EncodeToString(sum[:]) + "\n"
}

// unknown lists the runs that have to be verified.
func (m *Memory) unknown(st *store.Store) []*store.Run {
	if m == nil {
		return st.Runs()
	}
	var runs []*store.Run
	for _, r := range st.Runs() {
		look, err := st.LookAt(r) // before it is read: what changes meanwhile looks otherwise the next time
		if err == nil {
			m.seen[r.Name] = look
		}
		if known, there := m.known[r.Name]; err != nil || !there || known != look {
			runs = append(runs, r)
		}
	}
	return runs
}

// learn remembers every run about whose files nothing was found.
func (m *Memory) learn(st *store.Store, report *diag.Report) {
	if m == nil {
		return
	}
	found := report.Findings()
	m.known = map[string]store.Look{}
	for _, r := range st.Runs() {
		folder := st.FolderOf(r)
		look, looked := m.seen[r.Name]
		if looked && !slices.ContainsFunc(found, func(f diag.Finding) bool { return f.Pos.File == folder || strings.HasPrefix(f.Pos.File, folder+"/") }) {
			m.known[r.Name] = look
		}
	}
	m.save()
}

// Signed remembers a run that this program has just signed with one of the
// keys: nobody can have changed it since.
func (m *Memory) Signed(st *store.Store, r *store.Run) {
	if m == nil {
		return
	}
	if look, err := st.LookAt(r); err == nil {
		m.known[r.Name] = look
		m.save()
	}
}

// save writes the memory. Where that fails, more is verified the next time.
func (m *Memory) save() {
	var lines strings.Builder
	for _, run := range slices.Sorted(maps.Keys(m.known)) {
		fmt.Fprintf(&lines, "%s\t%x\n", run, m.known[run])
	}
	text := []byte(m.whole(lines.String()))
	if old, err := m.work.ReadFile(memoryFile); err == nil && bytes.Equal(old, text) {
		return
	}
	const fresh = memoryFile + ".new"
	if m.work.WriteFile(fresh, text, 0o600) == nil {
		_ = m.work.Rename(fresh, memoryFile) // only speed is lost
	}
}
