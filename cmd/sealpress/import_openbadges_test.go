package main

import (
	"archive/zip"
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const adopted = `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"https://gone.example/a/1","recipient":{"type":"url","hashed":false,"identity":"https://ada.example/"},` +
	`"issuedOn":"2020-05-14T00:00:00Z","verification":{"type":"HostedBadge"},"badge":{"type":"BadgeClass","id":"https://gone.example/b/1","name":"Rope Handling","description":"Coils a line.",` +
	`"criteria":{"narrative":"Coil a line."},"issuer":{"type":"Profile","id":"https://gone.example/","name":"Gone"}}}`

// newSite makes a site in a new folder, and returns the command in it.
func newSite(t *testing.T) (a *app, stdout, stderr *bytes.Buffer) {
	t.Helper()
	a, stdout, stderr = testWorld()
	site := filepath.Join(t.TempDir(), "site")
	if status := run([]string{"init", site}, a); status != exitOK {
		t.Fatalf("init: exit status %d\n%s", status, stderr)
	}
	stdout.Reset()
	stderr.Reset()
	a.site, a.format, a.color = site, "text", "never"
	return a, stdout, stderr
}

// zipped writes an archive with these entries into a new folder.
func zipped(t *testing.T, entries ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i+1 < len(entries); i += 2 {
		w, err := z.Create(entries[i])
		if err == nil {
			_, err = w.Write([]byte(entries[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "export.zip")
	if err := os.WriteFile(name, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

// filesOf lists the files of a folder, with what is in them.
func filesOf(t *testing.T, folder string) []string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(folder, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !strings.Contains(name, work) {
			text, readErr := os.ReadFile(name)
			all, err = append(all, name+"\n"+string(text)), readErr
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// An archive that leads out of itself is refused, and nothing is written,
// although another of its entries is good: PTH-29.
func TestImportRefusesAHostileArchive(t *testing.T) {
	a, _, _ := newSite(t)
	before := filesOf(t, filepath.Dir(a.site))
	for name, archive := range map[string]string{
		"leads out": zipped(t, "a.json", adopted, "../x.json", adopted), "twice": zipped(t, "a.json", adopted, "a.json", adopted),
		"an archive inside": zipped(t, "a.json", adopted, "b.json", "PK\x03\x04"), "a bomb": zipped(t, "a.json", adopted, "b.json", strings.Repeat(" ", 7<<20)),
	} {
		err := a.importOpenBadges(context.Background(), []string{archive}, openBadgesOptions{offline: true, yes: true})
		if err == nil {
			t.Errorf("%s: no error", name)
		}
		if after := filesOf(t, filepath.Dir(a.site)); !slices.Equal(before, after) {
			t.Errorf("%s: the folder changed", name)
		}
	}
}

// A run that was cut off after any of its files is completed by the next one,
// and a third one has nothing to do.
func TestImportIsCompleted(t *testing.T) {
	archive := zipped(t, "a.json", adopted, "b.json", strings.NewReplacer("a/1", "a/2", "ada", "bruno").Replace(adopted))
	ctx, o := context.Background(), openBadgesOptions{offline: true, yes: true}
	for n := 0; ; n++ {
		a, stdout, stderr := newSite(t)
		config, done, err := a.open()
		if err != nil {
			t.Fatal(err)
		}
		_, site, err := a.adoptingSite(ctx, &config)
		if err != nil {
			t.Fatal(err)
		}
		plan, closeAll, err := a.planAdoption(ctx, []string{archive}, &o, site)
		if err != nil {
			t.Fatal(err)
		}
		if n == len(plan.Files) {
			break
		}
		plan.Files = plan.Files[:n]
		err = a.changing(func(root *os.Root) error { return a.writeAdoption(root, plan) })
		closeAll()
		done()
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"2 new, 0 already there\n", "0 new, 2 already there\n"} {
			stdout.Reset()
			if err := a.importOpenBadges(ctx, []string{archive}, o); err != nil || !strings.Contains(stdout.String(), want) {
				t.Errorf("cut off after %d files: %v, want %q\n%s%s", n, err, want, stdout, stderr)
			}
		}
		if status := run([]string{"check", "--site", a.site}, a); status != exitOK {
			t.Errorf("cut off after %d files: check ends with %d\n%s", n, status, stderr)
		}
		if leftovers, _ := filepath.Glob(filepath.Join(a.site, work, "new-*")); len(leftovers) > 0 { // the pattern is well formed
			t.Errorf("left behind: %v", leftovers)
		}
	}
}
