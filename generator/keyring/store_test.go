package keyring

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// folder is a new folder that only its owner can use, with a key in it.
func folder(t *testing.T) (dir string, s *Store, text []byte) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "keys")
	s, err := OpenStore(dir)
	if err != nil {
		t.Fatal(err)
	}
	text = sealed(t, pair(t, "2026"))
	if err := s.Save("2026", text); err != nil {
		t.Fatal(err)
	}
	return dir, s, text
}

func TestStore(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "sealpress", "keys")
	s, err := OpenStore(dir)
	if err != nil {
		t.Fatal(err)
	}
	if names, err := s.List(); err != nil || len(names) > 0 || s.Has("2026") {
		t.Errorf("before the first key: %v, %v", names, err)
	}
	var missing *MissingError
	if _, err := s.Load("2026", secret); !errors.As(err, &missing) || missing.Name != "2026" {
		t.Errorf("before the first key: %v", err)
	}
	p, q := pair(t, "2026"), pair(t, "2027-b")
	for _, k := range []Pair{q, p} {
		if err := s.Save(k.Name, sealed(t, k)); err != nil {
			t.Fatal(err)
		}
	}
	names, err := s.List()
	if diff := cmp.Diff([]string{"2026", "2027-b"}, names); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if got, err := s.Load("2026", secret); err != nil || !got.Same(p) {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := s.Load("2026", []byte("another one")); !errors.Is(err, ErrPassphrase) {
		t.Errorf("another passphrase: %v", err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 2 {
		t.Errorf("the folder holds %v (%v)", left, err)
	}
	if runtime.GOOS == "windows" {
		return
	}
	for name, want := range map[string]os.FileMode{dir: 0o700, s.File("2026"): 0o600, s.File("2027-b"): 0o600} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s has mode %v, want %v (%v)", name, info.Mode().Perm(), want, err)
		}
	}
}

// A key that is there is never overwritten but by Replace, also by two runs at
// once.
func TestSaveOnce(t *testing.T) {
	dir, s, text := folder(t)
	other := sealed(t, pair(t, "2027"))
	if err := s.Save("2026", other); err == nil || !strings.Contains(err.Error(), "there already") {
		t.Errorf("saving over a key: %v", err)
	}
	if got, err := s.Read("2026"); err != nil || string(got) != string(text) {
		t.Errorf("the key changed: %v", err)
	}
	var group sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		group.Go(func() { errs[i] = s.Save("2028", other) })
	}
	group.Wait()
	saved := 0
	for _, err := range errs {
		if err == nil {
			saved++
		}
	}
	if saved != 1 {
		t.Errorf("%d of %d runs saved the same key", saved, len(errs))
	}
	if err := s.Replace("2026", other); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Read("2026"); err != nil || string(got) != string(other) {
		t.Errorf("the key was not replaced: %v", err)
	}
	if err := s.Replace("2030", other); !errors.As(err, new(*MissingError)) {
		t.Errorf("replacing nothing: %v", err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 2 {
		t.Errorf("the folder holds %v (%v)", left, err)
	}
}

func TestStoreRefuses(t *testing.T) {
	_, s, text := folder(t)
	for _, name := range []string{"", "../2026", "a/b", "Our Key", "2026.jwe", strings.Repeat("k", 41)} {
		if err := s.Save(name, text); err == nil {
			t.Errorf("saved as %q", name)
		}
		if _, err := s.Read(name); err == nil {
			t.Errorf("read as %q", name)
		}
	}
	if err := s.Save("plain", []byte(`{"keys":[]}`)); err == nil {
		t.Error("saved what is not encrypted")
	}
	// KEY-21: a copy under another name is not another key.
	if err := s.Save("copy", text); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Load("copy", secret); err == nil || !strings.Contains(err.Error(), `holds the key "2026"`) {
		t.Errorf("a copy under another name: %v", err)
	}
	if err := os.WriteFile(s.File("big"), []byte(strings.Repeat("x", 65<<10)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Read("big"); err == nil || !strings.Contains(err.Error(), "65 KiB") && !strings.Contains(err.Error(), "64 KiB") {
		t.Errorf("a large file: %v", err)
	}
	if err := os.Mkdir(s.File("folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Read("folder"); err == nil || !strings.Contains(err.Error(), "not an ordinary file") {
		t.Errorf("a folder: %v", err)
	}
	if err := os.Symlink(s.File("2026"), s.File("link")); err == nil {
		if _, err := s.Read("link"); err == nil || !strings.Contains(err.Error(), "not an ordinary file") {
			t.Errorf("a symbolic link: %v", err)
		}
	}
}

// KEY-01: what others can read or replace is refused, with the command that
// mends it.
func TestOthersCanUseIt(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("permissions are lists here")
	}
	dir, s, _ := folder(t)
	for _, mode := range []os.FileMode{0o644, 0o640, 0o604, 0o660, 0o666, 0o610, 0o602} {
		if err := os.Chmod(s.File("2026"), mode); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Load("2026", secret); err == nil || !strings.Contains(err.Error(), "chmod 600 "+s.File("2026")) {
			t.Errorf("mode %o: %v", mode, err)
		}
	}
	for _, mode := range []os.FileMode{0o600, 0o400} {
		if err := os.Chmod(s.File("2026"), mode); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Load("2026", secret); err != nil {
			t.Errorf("mode %o: %v", mode, err)
		}
	}
	for _, mode := range []os.FileMode{0o770, 0o777, 0o722, 0o1777} {
		if err := os.Chmod(dir, mode&0o777|map[bool]os.FileMode{true: os.ModeSticky}[mode > 0o777]); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Load("2026", secret); err == nil || !strings.Contains(err.Error(), "chmod 700 "+dir) {
			t.Errorf("folder with mode %o: %v", mode, err)
		}
		if err := s.Save("2029", sealed(t, pair(t, "2029"))); err == nil {
			t.Errorf("saved into a folder with mode %o", mode)
		}
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Load("2026", secret); err != nil {
		t.Errorf("folder that others can look into: %v", err)
	}
	above := filepath.Dir(dir)
	if err := os.Chmod(above, 0o777); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Load("2026", secret); err == nil || !strings.Contains(err.Error(), "chmod o-w "+above) {
		t.Errorf("folder above that everybody can change: %v", err)
	}
}

// A store does not lie where files are published from, also by a detour.
func TestStoreOutside(t *testing.T) {
	top := t.TempDir()
	site := filepath.Join(top, "site")
	if err := os.MkdirAll(filepath.Join(site, "content"), 0o755); err != nil {
		t.Fatal(err)
	}
	inside := []string{site, filepath.Join(site, "keys"), filepath.Join(site, "content", "keys"), filepath.Join(top, "other", "..", "site", "x")}
	if err := os.Symlink(site, filepath.Join(top, "link")); err == nil {
		inside = append(inside, filepath.Join(top, "link"), filepath.Join(top, "link", "deep", "keys"))
	}
	for _, dir := range inside {
		if _, err := OpenStore(dir, filepath.Join(top, "elsewhere"), site); err == nil || !strings.Contains(err.Error(), "lies inside") {
			t.Errorf("%s: %v", dir, err)
		}
	}
	for _, dir := range []string{filepath.Join(top, "keys"), filepath.Join(top, "site-keys"), filepath.Join(top, "sit")} {
		if _, err := OpenStore(dir, site); err != nil {
			t.Errorf("%s: %v", dir, err)
		}
	}
	if _, err := OpenStore("", site); err == nil {
		t.Error("a folder without a name is accepted")
	}
	if err := os.Symlink(filepath.Join(top, "nowhere"), filepath.Join(top, "dangling")); err == nil {
		if _, err := OpenStore(filepath.Join(top, "dangling"), site); err == nil || !strings.Contains(err.Error(), "leads nowhere") {
			t.Errorf("a link that leads nowhere: %v", err)
		}
	}
}

func TestWriteCopy(t *testing.T) {
	_, _, text := folder(t)
	to := filepath.Join(t.TempDir(), "copy.jwe")
	if err := WriteCopy(to, text); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(to); err != nil || string(got) != string(text) {
		t.Errorf("%q, %v", got, err)
	}
	if err := WriteCopy(to, text); err == nil || !strings.Contains(err.Error(), "there already") {
		t.Errorf("over a file: %v", err)
	}
	if err := WriteCopy(to+"2", []byte("{}")); err == nil {
		t.Error("wrote what is not encrypted")
	}
}

// Access lists of Windows let in the owner and those who rule the computer.
func TestStrangers(t *testing.T) {
	const me = "S-1-5-21-1-2-3-1001"
	for sddl, want := range map[string]bool{
		"D:P(A;OICI;FA;;;" + me + ")":                                     false,
		"O:" + me + "G:BUD:P(A;;FA;;;" + me + ")(A;;FA;;;SY)(A;;FA;;;BA)": false,
		"D:P(A;;FA;;;" + me + ")(A;;FR;;;WD)":                             true,
		"D:AI(A;ID;FA;;;SY)(A;ID;FA;;;BA)(A;ID;0x1200a9;;;BU)":            true,
		"D:P(A;;FA;;;S-1-5-21-1-2-3-1002)":                                true,
		"D:P(D;;FA;;;WD)(A;;FA;;;" + me + ")":                             false,
		"D:P(XA;;FR;;;WD;(Member_of {SID(BA)}))":                          true,
		"D:NO_ACCESS_CONTROL":                                             true, "O:" + me: true, "": true,
		"D:P": false,
	} {
		if got := strangers(sddl, me); got != want {
			t.Errorf("%q: %t, want %t", sddl, got, want)
		}
	}
}
