package check

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"strings"
	"sync"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/load"
)

// MemoryFolder is where a Memory keeps what it knows, below the work folder.
const MemoryFolder = "checked"

// Memory knows award files that were judged before: what was found in them, and
// the gist of each award. A file is known as long as everything that its
// judgement hangs on is the same: its bytes, the catalogue, what was decided
// about its awards and issued of them, and the program; and until the day on which
// it would be judged otherwise, as when an award runs out. So what is known is
// never wrong, and the memory can be thrown away at any time. A nil Memory
// knows nothing and learns nothing.
//
// It holds no address of a person, but digests by which one could be tried; so
// what lies on disk is encrypted with a key that only who has the site's seed
// can derive. What decrypts was written by who has it, too; of a site whose
// repository, and so whose seed, is public nothing is kept on disk.
type Memory struct {
	work    *os.Root // nil: nothing is kept on disk
	program string

	mu     sync.Mutex
	kept   map[mark][]byte // where there is no folder
	used   map[mark]bool   // in this run
	base   digest32        // of what all files hang on
	cipher cipher.AEAD
}

// mark stands for a file and all that its judgement hangs on.
type mark [16]byte

func (m mark) file() string { return path.Join(MemoryFolder, hex.EncodeToString(m[:])) }

type digest32 = [sha256.Size]byte

// NewMemory returns a memory that lives in a work folder or, where that is nil,
// only as long as the program runs. program names the program and its version:
// another one judges anew.
func NewMemory(work *os.Root, program string) *Memory {
	return &Memory{work: work, program: program, kept: map[mark][]byte{}}
}

// begin makes the memory ready for a run. It returns nil where nothing can be
// remembered: beside other errors a file is judged by what they leave open.
func (m *Memory) begin(s *Subject) *Memory {
	seed := s.Catalog.Site.Seed
	if m == nil || seed == "" || s.Catalog.Site.Repository == "public" && m.work != nil || !s.Content.Sound() || s.Content.Report.HasErrors() {
		return nil
	}
	catalog := *s.Catalog
	catalog.Decisions = nil // each file hangs on those about its own awards
	text, err := json.Marshal(catalog)
	if err != nil {
		panic(fmt.Sprintf("check: a catalogue that cannot be written down: %v", err))
	}
	m.base = sha256.Sum256(fmt.Appendf(nil, "%q %s %s", m.program, s.folder(), text))
	key := seed.Key("checked")
	block, err := aes.NewCipher(key[:])
	if err != nil {
		panic(fmt.Sprintf("check: %v", err)) // the key has a fixed length
	}
	if m.cipher, err = cipher.NewGCMWithRandomNonce(block); err != nil {
		panic(fmt.Sprintf("check: %v", err))
	}
	m.used = map[mark]bool{}
	return m
}

// mark returns the mark of an award file. decided are the decisions about its
// awards, in their order.
func (m *Memory) mark(s *Subject, f *load.AwardFile, decided []*badge.Decision) mark {
	issued := s.Content.Issued.Mark(f.Name)
	h := sha256.New()
	fmt.Fprintf(h, "%x %q %x %x ", m.base, f.Name, f.Digest, issued)
	if len(decided) > 0 {
		if err := json.NewEncoder(h).Encode(decided); err != nil {
			panic(fmt.Sprintf("check: a decision that cannot be written down: %v", err))
		}
	}
	return mark(h.Sum(nil)[:16])
}

// known is what is remembered of a file.
type known struct {
	From, Until badge.Date // the days on which it holds; no Until: all that follow

	Found   []diag.Finding `json:",omitempty"`
	Allowed []load.Allowed `json:",omitempty"`
	Kept    []string       `json:",omitempty"` // originals of imported awards, which are there
	gists   []gist
}

// recall returns what is known of a file on a day. Its gists are not settled.
func (m *Memory) recall(k mark, cohort string, today badge.Date) (known, bool) {
	text, ok := m.text(k)
	if !ok {
		return known{}, false
	}
	n, ok := parseKnown(text, cohort)
	if ok = ok && !today.Before(n.From) && (n.Until.IsZero() || !n.Until.Before(today)); ok {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.used[k] = true
	}
	return n, ok
}

// text returns what is kept of a file.
func (m *Memory) text(k mark) (text []byte, ok bool) {
	if m.work == nil {
		m.mu.Lock()
		defer m.mu.Unlock()
		text, ok = m.kept[k]
		return text, ok
	}
	sealed, err := m.work.ReadFile(k.file())
	if err != nil {
		return nil, false
	}
	text, err = m.cipher.Open(sealed[:0], nil, sealed, k[:])
	return text, err == nil
}

// learn remembers a file. Where it cannot be written it is judged again.
func (m *Memory) learn(k mark, n known) {
	text := n.text()
	m.mu.Lock()
	defer m.mu.Unlock()
	m.used[k] = true
	if m.work == nil {
		m.kept[k] = text
		return
	}
	_ = m.work.Mkdir(MemoryFolder, 0o700) // where it is not there after that, nothing can be kept
	fresh := k.file() + ".new"
	if m.work.WriteFile(fresh, m.cipher.Seal(nil, nil, text, k[:]), 0o600) == nil {
		_ = m.work.Rename(fresh, k.file()) // only speed is lost
	}
}

// end forgets what this run did not use.
func (m *Memory) end() {
	if m == nil {
		return
	}
	for k := range m.kept {
		if !m.used[k] {
			delete(m.kept, k)
		}
	}
	if m.work == nil {
		return
	}
	folder, err := m.work.Open(MemoryFolder)
	if err != nil {
		return
	}
	defer folder.Close()
	names, err := folder.Readdirnames(-1)
	if err != nil {
		return
	}
	for _, name := range names {
		var k mark
		whole, unfinished := strings.CutSuffix(name, ".new")
		if n, err := hex.Decode(k[:], []byte(whole)); err != nil || n != len(k) {
			continue // none of ours
		}
		if unfinished || !m.used[k] {
			_ = m.work.Remove(path.Join(MemoryFolder, name)) // the next run tries again
		}
	}
}
