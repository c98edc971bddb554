package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"
)

// importer is a site, and a spreadsheet of n learners beside it.
func importer(t *testing.T, n int) (site, sheet string) {
	t.Helper()
	dir := t.TempDir()
	site, sheet = filepath.Join(dir, "site"), filepath.Join(dir, "cohort.csv")
	if out, status := command(t, "init", site); status != exitOK {
		t.Fatal(out)
	}
	var b strings.Builder
	b.WriteString("Name;E-mail\r\n")
	for i := range n {
		fmt.Fprintf(&b, "Learner %d;learner%d@example.org\r\n", i, i)
	}
	if err := os.WriteFile(sheet, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return site, sheet
}

// Killed at any instant, an import has written its file whole or not at all;
// repeated, it completes it and then finds everything there.
func TestKilledImportIsWholeOrAbsent(t *testing.T) {
	const learners = 1000
	kills := 20
	if os.Getenv("SEALPRESS_LONG") != "" {
		kills = 300
	}
	site, sheet := importer(t, learners)
	args := []string{"import", sheet, "--site", site, "--achievement", "open-workshop", "--date", "2026-05-14", "--map", "name=A", "--yes", "--quiet"}
	before := files(t, filepath.Join(site, "content"))
	begin := time.Now()
	if out, status := command(t, args...); status != exitOK {
		t.Fatalf("exit status %d\n%s", status, out)
	}
	long := time.Since(begin)
	want := files(t, filepath.Join(site, "content"))
	const file, kept = "awards/2026-05-14-open-workshop.yaml", "import.yaml"
	if len(want) != len(before)+2 || strings.Count(want[file], "email:") != learners {
		t.Fatalf("%d files, before %d", len(want), len(before))
	}
	var absent, whole int
	for n := range kills {
		for _, name := range []string{file, kept} {
			if err := os.Remove(filepath.Join(site, "content", filepath.FromSlash(name))); err != nil && !os.IsNotExist(err) {
				t.Fatal(err)
			}
		}
		c := exec.Command("sealpress", args...)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(long * time.Duration(n) * 13 / time.Duration(10*kills)) // some instants past the end
		_ = c.Process.Kill()                                               // it may have ended by itself
		_ = c.Wait()
		got := files(t, filepath.Join(site, "content"))
		switch got[file] {
		case "":
			absent++
		case want[file]:
			whole++
		default:
			t.Fatalf("kill %d: %d of %d bytes were written", n, len(got[file]), len(want[file]))
		}
		for name, data := range got {
			if data != want[name] {
				t.Fatalf("kill %d: %s is another", n, name)
			}
		}
		out, status := command(t, args...)
		if status != exitOK || files(t, filepath.Join(site, "content"))[file] != want[file] {
			t.Fatalf("kill %d: repeated, exit status %d\n%s", n, status, out)
		}
	}
	t.Logf("absent %d times, whole %d times", absent, whole)
}

// The largest spreadsheet is imported on a small machine.
func TestImportOfTheLargest(t *testing.T) {
	if os.Getenv("SEALPRESS_LONG") == "" {
		t.Skip("takes seconds: set SEALPRESS_LONG=1")
	}
	site, sheet := importer(t, 50_000)
	for _, args := range [][]string{{"--dry-run"}, {"--hide-emails", "--yes"}, {"--hide-emails", "--yes"}} {
		c := exec.Command("sealpress", append([]string{"import", sheet, "--site", site, "--achievement", "open-workshop", "--date", "2026-05-14", "--quiet"}, args...)...)
		begin := time.Now()
		if err := c.Run(); err != nil {
			t.Fatal(err)
		}
		long := time.Since(begin)
		most, known := peak(c.ProcessState)
		t.Logf("%v: %v, %d MiB", args, long.Round(time.Millisecond), most>>20)
		if long > 20*time.Second || known && most > 256<<20 {
			t.Errorf("%v: %v and %d MiB", args, long, most>>20)
		}
	}
}

// peak is the most memory that a process held; known is false where the system
// does not tell.
func peak(s *os.ProcessState) (bytes int64, known bool) {
	usage := reflect.ValueOf(s.SysUsage())
	if runtime.GOOS != "linux" || usage.Kind() != reflect.Pointer {
		return 0, false
	}
	return usage.Elem().FieldByName("Maxrss").Int() << 10, true
}

// One bad row among a thousand, and nothing is written.
func TestImportIsAllOrNothing(t *testing.T) {
	site, sheet := importer(t, 1000)
	data, err := os.ReadFile(sheet)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(sheet, bytes.Replace(data, []byte("learner899@example.org"), []byte("learner899"), 1), 0o644); err != nil {
		t.Fatal(err)
	}
	before := files(t, filepath.Join(site, "content"))
	out, status := command(t, "import", sheet, "--site", site, "--achievement", "open-workshop", "--date", "2026-05-14", "--yes")
	if status != exitFindings || !strings.Contains(out, `cohort.csv:901, column B: not an e-mail address: "learner899"`) || !strings.Contains(out, "999 new, 0 already there, 1 with a problem") {
		t.Errorf("exit status %d\n%s", status, out)
	}
	if after := files(t, filepath.Join(site, "content")); len(after) != len(before) {
		t.Errorf("%d files, before %d", len(after), len(before))
	}
}

// A person at a terminal is asked, and may say no.
func TestImportAsks(t *testing.T) {
	for answer, written := range map[string]bool{"y\n": true, "n\n": false, "\n": false} {
		site, sheet := importer(t, 2)
		a, out, problem := testWorld()
		a.inTerminal, a.errTerminal, a.stdin = true, true, strings.NewReader(answer)
		status := run([]string{"import", sheet, "--site", site, "--achievement", "open-workshop", "--date", "2026-05-14"}, a)
		if _, err := os.Stat(filepath.Join(site, "content", "awards", "2026-05-14-open-workshop.yaml")); (err == nil) != written || (status == exitOK) != written {
			t.Errorf("%q: exit status %d, %v", answer, status, err)
		}
		if !strings.Contains(problem.String(), "Write 2 awards into content/awards/2026-05-14-open-workshop.yaml? [y/N]: ") {
			t.Errorf("%s%s", out, problem)
		}
	}
}

func BenchmarkImport(b *testing.B) {
	dir := b.TempDir()
	sheet := filepath.Join(dir, "c.csv")
	var s strings.Builder
	s.WriteString("Name;E-mail\n")
	for i := range 1000 {
		fmt.Fprintf(&s, "Learner %d;learner%d@example.org\n", i, i)
	}
	if err := os.WriteFile(sheet, []byte(s.String()), 0o644); err != nil {
		b.Fatal(err)
	}
	a, _, problem := testWorld()
	if run([]string{"init", filepath.Join(dir, "site")}, a) != exitOK {
		b.Fatal(problem)
	}
	for b.Loop() {
		a, _, problem := testWorld()
		if run([]string{"import", sheet, "--site", filepath.Join(dir, "site"), "--achievement", "open-workshop", "--date", "2026-05-14", "--dry-run"}, a) != exitOK {
			b.Fatal(problem)
		}
	}
}
