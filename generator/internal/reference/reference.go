// Package reference finds, for tests, what is looked up beside the repository: the
// published standards with their examples and vectors, which are the work of
// others and no part of it.
//
//	text, err := os.ReadFile(filepath.Join(reference.Standards(t), "vectors", "jcs", "input.json"))
//
// It is the folder that SEALPRESS_STANDARDS names; without that, shared/standards
// beside the repository. Where there is none, a test skips and says
// so in one line. A name that leads to no folder fails the test: who sets it wants
// the standards to be read.
//
// Only tests import this room.
package reference

import (
	"os"
	"path/filepath"
	"testing"
)

// Standards returns the folder of published standards, or skips the test.
func Standards(t testing.TB) string {
	t.Helper()
	dir, found := Find(t)
	if !found {
		t.Skip("the published standards are not here: set SEALPRESS_STANDARDS to their folder")
	}
	return dir
}

// Find returns the folder of published standards, for a test that cannot be
// skipped, or needs what lies beside that folder.
func Find(t testing.TB) (dir string, found bool) {
	t.Helper()
	if dir := os.Getenv("SEALPRESS_STANDARDS"); dir != "" {
		if !isFolder(dir) {
			t.Fatalf("SEALPRESS_STANDARDS is %q, which is no folder; set it to that of the published standards, or to nothing", dir)
		}
		return dir, true
	}
	at, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for !isRepository(at) {
		if at == filepath.Dir(at) {
			return "", false
		}
		at = filepath.Dir(at)
	}
	dir = filepath.Join(filepath.Dir(at), "shared", "standards")
	return dir, isFolder(dir)
}

func isRepository(name string) bool {
	_, err := os.Stat(filepath.Join(name, "go.mod"))
	return err == nil
}

func isFolder(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}
