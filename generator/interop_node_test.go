//go:build interop

package generator_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// node runs the verifiers.
type node struct{ folder, program string }

// newNode installs the verifiers, as locked, into a folder of the test.
func newNode(t *testing.T) *node {
	t.Helper()
	folder, err := filepath.EvalSymlinks(t.TempDir()) // as Node names its modules
	if err != nil {
		t.Fatal(err)
	}
	n := &node{folder: folder}
	if n.program, err = exec.LookPath("node"); err != nil {
		t.Fatal("these tests need Node 20 or later with npm; install them, or leave out the build tag interop")
	}
	version, err := exec.Command(n.program, "--version").Output()
	if err != nil {
		t.Fatal(err)
	}
	var major int
	if _, err := fmt.Sscanf(string(version), "v%d.", &major); err != nil || major < 20 {
		t.Fatalf("these tests need Node 20 or later, found %s", version)
	}
	if err := os.CopyFS(n.folder, os.DirFS(filepath.Join("testdata", "interop"))); err != nil {
		t.Fatal(err)
	}
	install := exec.Command("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline")
	install.Dir = n.folder
	if out, err := install.CombinedOutput(); err != nil {
		t.Fatalf("installing the verifiers with: %s: %v\n%s", strings.Join(install.Args, " "), err, out)
	}
	return n
}

// judge lets the verifiers judge the cases of each world, the worlds side by
// side.
func (n *node) judge(t *testing.T, worlds map[string]*world, cases map[string][]verifierCase) []verdict {
	t.Helper()
	var all []verdict
	var mu sync.Mutex
	var wait sync.WaitGroup
	for name, w := range worlds {
		port, authority := w.start(t)
		for part := range slices.Chunk(cases[name], 1+len(cases[name])/2) {
			wait.Go(func() {
				verdicts, err := n.run(t, port, authority, part)
				if err != nil {
					t.Errorf("the verifiers of what is %s: %v", name, err)
				}
				mu.Lock()
				defer mu.Unlock()
				all = append(all, verdicts...)
			})
		}
	}
	wait.Wait()
	for name, w := range worlds {
		if len(w.strays) > 0 {
			t.Errorf("the verifiers of what is %s asked for what is not there: %s", name, strings.Join(slices.Compact(slices.Sorted(slices.Values(w.strays))), ", "))
		}
	}
	slices.SortStableFunc(all, func(a, b verdict) int { return strings.Compare(a.what, b.what) })
	return all
}

// run judges cases in one process.
func (n *node) run(t *testing.T, port int, authority string, cases []verifierCase) ([]verdict, error) {
	dir := t.TempDir()
	from, to := filepath.Join(dir, "cases.json"), filepath.Join(dir, "verdicts.json")
	text, err := json.Marshal(cases)
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(from, text, 0o600); err != nil {
		return nil, err
	}
	wire := url.URL{Scheme: "file", Path: filepath.ToSlash(filepath.Join(n.folder, "wire.mjs"))}
	c := exec.Command(n.program, "--import", wire.String(), filepath.Join(n.folder, "judge.mjs"), from, to)
	c.Env = append(os.Environ(), "INTEROP_PORT="+strconv.Itoa(port), "NODE_EXTRA_CA_CERTS="+authority)
	if out, err := c.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%w\n%s", err, out)
	}
	if text, err = os.ReadFile(to); err != nil {
		return nil, err
	}
	var answer struct {
		Verdicts []verdict `json:"verdicts"`
		Refused  []string  `json:"refused"`
	}
	if err := json.Unmarshal(text, &answer); err != nil {
		return nil, err
	}
	if len(answer.Verdicts) != len(cases) {
		return nil, fmt.Errorf("%d verdicts for %d cases", len(answer.Verdicts), len(cases))
	}
	for i := range answer.Verdicts {
		answer.Verdicts[i].verifierCase = cases[i]
	}
	if len(answer.Refused) > 0 {
		return answer.Verdicts, fmt.Errorf("they wanted to connect to %s", strings.Join(answer.Refused, ", "))
	}
	return answer.Verdicts, nil
}
