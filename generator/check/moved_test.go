package check

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/load"
)

// The address of an award that was erased is nobody else's, though its record
// names no award any more, and no decision is left that does.
func TestAddressOfAnErasedAwardIsTaken(t *testing.T) {
	a := txtar.Parse([]byte("-- issued --\nrun\naward 2026-04-steps/k1\naward 2026-04-steps/k2\n"))
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "content"), layIssued(t, a, "bad/")); err != nil {
		t.Fatal(err)
	}
	content, err := load.Dir(t.Context(), os.DirFS(filepath.Join(dir, "content")), "content")
	if err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	id := content.Catalog.Site.Seed.ID("2026-04-steps/k1", 0)
	if _, err := content.Issued.Erase(root, "content", "2026-04-steps/k1", badge.Date{Year: 2026, Month: 6, Day: 1}); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "content", "awards", "2026-04-steps.yaml")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(text), "  k1:\n    name: Ada Rossi\n    email: ada@example.org\n", "  k9:\n    name: Clara Voss\n    email: clara@example.org\n    id: "+id+"\n", 1)
	if err := os.WriteFile(name, []byte(changed), 0o644); err != nil {
		t.Fatal(err)
	}
	found := false
	for _, f := range judge(t, os.DirFS(filepath.Join(dir, "content")), nil) {
		found = found || f.Rule == "award-id-twice" && f.Pos.Line == 7 && strings.Contains(f.Message, "an award that was erased")
	}
	if !found {
		t.Error("an award takes the address of one that was erased")
	}
}
