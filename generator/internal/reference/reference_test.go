package reference

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// ended is a test that notes how it ended instead of ending.
type ended struct {
	testing.TB
	how string
}

func (e *ended) Helper()                      {}
func (e *ended) Skip(args ...any)             { e.how = "skipped: " + fmt.Sprint(args...) }
func (e *ended) Fatalf(f string, args ...any) { e.how = "failed: " + fmt.Sprintf(f, args...) }

func TestStandards(t *testing.T) {
	top := t.TempDir()
	deep, named := filepath.Join(top, "repository", "generator", "room"), filepath.Join(top, "named")
	for _, dir := range []string{deep, named} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(top, "repository", "go.mod"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	t.Chdir(deep)
	for _, c := range []struct{ what, setting, want, how string }{
		{"it is not here", "", "", "skipped: the published standards are not here: set SEALPRESS_STANDARDS"},
		{"it is named", named, named, ""},
		{"what is named is not there", filepath.Join(top, "none"), "", "failed: SEALPRESS_STANDARDS is"},
	} {
		t.Setenv("SEALPRESS_STANDARDS", c.setting)
		e := &ended{TB: t}
		if got := Standards(e); c.want != "" && got != c.want || c.how == "" && e.how != "" || !strings.HasPrefix(e.how, c.how) || strings.Contains(e.how, "\n") {
			t.Errorf("%s: got %q and %q, want %q and %q", c.what, got, e.how, c.want, c.how)
		}
	}
	t.Setenv("SEALPRESS_STANDARDS", "")
	beside := filepath.Join(top, "shared", "standards")
	if err := os.MkdirAll(beside, 0o755); err != nil {
		t.Fatal(err)
	}
	e := &ended{TB: t}
	got := Standards(e)
	if a, b := stat(t, got), stat(t, beside); !os.SameFile(a, b) || e.how != "" {
		t.Errorf("it lies above: got %q and %q, want %q", got, e.how, beside)
	}
}

func stat(t *testing.T, name string) os.FileInfo {
	t.Helper()
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	return info
}
