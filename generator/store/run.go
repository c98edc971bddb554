package store

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/source"
)

// Format is the version of the store's form that this program writes. It
// reads every older one.
const Format = 1

// manifest is the name of a run's description of itself.
const manifest = "run.json"

// Run is one run of issuing, as its run.json tells it. The order of the
// members is that of the file.
type Run struct {
	Format      int               `json:"format"`
	Name        string            `json:"run"`
	Time        time.Time         `json:"time"`  // in whole seconds, UTC
	After       []string          `json:"after"` // the newest runs that were there before
	Site        string            `json:"site"`  // address of the site
	Seed        string            `json:"seed"`  // mark of its seed, which tells nothing of the seed
	Key         string            `json:"key,omitempty"`
	DID         string            `json:"did,omitempty"`
	Ed25519     string            `json:"ed25519,omitempty"` // Multikeys of the key that signed
	P256        string            `json:"p256,omitempty"`
	Awards      int               `json:"awards"`
	Blocks      map[string][]int  `json:"blocks,omitempty"`      // status list → blocks of indexes that belong to this run
	Definitions map[string]string `json:"definitions,omitempty"` // "slug@version" → digest of what is frozen with the first award
	Index       string            `json:"index"`
	Segments    []string          `json:"segments"`
	Lists       []string          `json:"lists"`
	Files       map[string]string `json:"files"`  // name → SHA-256
	Sum         string            `json:"sha256"` // of this file, with this member empty
}

// Signed reports whether the run had a key.
func (r *Run) Signed() bool { return r.Key != "" }

// NewName names a run: its time and a random suffix, so that two branches
// never make the same one.
func NewName(t time.Time, suffix [4]byte) string {
	return t.UTC().Format("20060102T150405Z") + "-" + hex.EncodeToString(suffix[:])
}

var runForm = regexp.MustCompile(`^[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}$`)

func validRun(name string) bool { return runForm.MatchString(name) }

// marshal writes run.json, with its own digest.
func (r *Run) marshal() ([]byte, error) {
	write := func() ([]byte, error) {
		data, err := json.MarshalIndent(r, "", "  ")
		return append(data, '\n'), err
	}
	r.Sum = ""
	bare, err := write()
	if err != nil {
		return nil, fmt.Errorf("writing %s: %w", manifest, err)
	}
	sum := sha256.Sum256(bare)
	r.Sum = hex.EncodeToString(sum[:])
	return write()
}

// parseRun reads run.json. Every byte counts: a file that this program would
// have written otherwise was changed.
func parseRun(name string, data []byte) (*Run, error) {
	var head struct {
		Format int `json:"format"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return nil, fmt.Errorf("it is not readable: %w", err)
	}
	if head.Format > Format {
		return nil, errNewer
	}
	var r Run
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&r); err != nil {
		return nil, fmt.Errorf("it is not readable: %w", err)
	}
	said := r.Sum
	again, err := r.marshal()
	switch {
	case err != nil:
		return nil, err
	case r.Sum != said || !bytes.Equal(again, data):
		return nil, errors.New("it is not what was written: its own digest does not match")
	case r.Name != name:
		return nil, fmt.Errorf("it belongs to the run %s", r.Name)
	}
	for _, f := range slices.Concat([]string{r.Index}, r.Segments, r.Lists) {
		if _, known := r.Files[f]; !known || f != path.Base(f) || strings.ContainsAny(f, `/\`) {
			return nil, fmt.Errorf("it names the file %q without a digest", f)
		}
	}
	return &r, nil
}

var errNewer = errors.New("it was made by a newer version of sealpress")

// readRun reads the manifest of a run.
func (s *Store) readRun(name string) (*Run, *diag.Finding) {
	data, err := fs.ReadFile(s.fsys, path.Join(Folder, name, manifest))
	if err != nil {
		f := s.damage(name+"/"+manifest, 0, "the file cannot be read: %v", cause(err))
		return nil, &f
	}
	run, err := parseRun(name, data)
	switch {
	case errors.Is(err, errNewer):
		return nil, &diag.Finding{Rule: "store-newer", Severity: diag.Error, Pos: source.Pos{File: s.shown(name + "/" + manifest)},
			Message: "the run was made by a newer version of sealpress", Mend: "use the newer sealpress"}
	case err != nil:
		f := s.damage(name+"/"+manifest, 0, "%v", err)
		return nil, &f
	}
	return run, nil
}

// readIndex reads the index of a run line by line, and holds it against its
// digest at the end: only then what the lines said is true.
func (s *Store) readIndex(run *Run, use func(line string)) error {
	f, err := s.fsys.Open(path.Join(Folder, run.Name, run.Index))
	if err != nil {
		return fmt.Errorf("the file cannot be read: %w", cause(err))
	}
	defer f.Close()
	sum := sha256.New()
	lines := bufio.NewReaderSize(io.TeeReader(f, sum), 1<<16)
	for {
		line, err := lines.ReadString('\n')
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("the file cannot be read: %w", cause(err))
		}
		use(line[:len(line)-1])
	}
	return run.holds(run.Index, sum)
}

// readFile reads a file of a run and holds it against its digest.
func (s *Store) readFile(r *Run, name string) ([]byte, error) {
	data, err := fs.ReadFile(s.fsys, path.Join(Folder, r.Name, name))
	if err != nil {
		return nil, fmt.Errorf("the file cannot be read: %w", cause(err))
	}
	sum := sha256.New()
	sum.Write(data)
	return data, r.holds(name, sum)
}

// holds holds a file that was read against its digest.
func (r *Run) holds(name string, sum hash.Hash) error {
	if hex.EncodeToString(sum.Sum(nil)) != r.Files[name] {
		return errors.New("the file is not what was written: its digest does not match that in " + manifest)
	}
	return nil
}
