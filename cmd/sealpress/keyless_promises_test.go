package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Building, checking and verifying need no key: with the private halves lost
// and nothing in the environment a site that signs comes to the same bytes.
func TestNoKeyIsNeededToBuild(t *testing.T) {
	i := newIssuer(t)
	i.must("", "issue", "--yes")
	i.must("", "build", "--strict")
	want := files(t, filepath.Join(i.site, "public"))
	if err := os.RemoveAll(i.keys); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(i.site, "public")); err != nil {
		t.Fatal(err)
	}
	var env []string
	for _, e := range os.Environ() {
		if !strings.HasPrefix(e, "SEALPRESS_") && !strings.HasPrefix(e, "HOME=") && !strings.HasPrefix(e, "XDG_") {
			env = append(env, e)
		}
	}
	for _, args := range [][]string{{"check"}, {"build", "--strict"}, {"verify", filepath.Join(i.site, "public")}} {
		c := exec.Command("sealpress", append(args, "--site", i.site)...)
		c.Env = env
		if out, err := c.CombinedOutput(); err != nil {
			t.Errorf("without a key: sealpress %v: %v\n%s", args, err, out)
		}
	}
	if diff := cmp.Diff(want, files(t, filepath.Join(i.site, "public"))); diff != "" {
		t.Errorf("without a key it is another site (-with +without):\n%.2000s", diff)
	}
}
