package publish

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// elsewhere runs the calling test again in a process with its own mounts, as
// the given user, and reports whether this is that process.
func elsewhere(t *testing.T, uid int) bool {
	t.Helper()
	if os.Getenv("SEALPRESS_TEST_ELSEWHERE") == t.Name() {
		return true
	}
	cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Env = append(os.Environ(), "SEALPRESS_TEST_ELSEWHERE="+t.Name())
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: uid, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: uid, HostID: os.Getgid(), Size: 1}},
	}
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	switch {
	case err != nil && !errors.As(err, &exit):
		t.Skipf("this machine permits no user namespaces: %v", err)
	case strings.Contains(string(out), "--- SKIP"):
		t.Skipf("in its own namespace:\n%s", out)
	case err != nil:
		t.Errorf("in its own namespace: %v\n%s", err, out)
	}
	return false
}

func TestAFullDiskLeavesTheOldSite(t *testing.T) {
	if !elsewhere(t, 0) {
		return
	}
	dir := t.TempDir()
	if err := unix.Mount("none", dir, "tmpfs", 0, "size=256k"); err != nil {
		t.Skipf("this machine permits no mounts: %v", err)
	}
	defer func() { _ = unix.Unmount(dir, 0) }()
	o := Options{Out: filepath.Join(dir, "public")}
	must(t, sample(), o)
	large := sample().with(site{"index.html": "new", "pages/a/index.html": strings.Repeat("a", 60000), "pages/b/index.html": strings.Repeat("b", 300000)})
	_, err := Publish(t.Context(), large.plan(nil), o)
	if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "staging pages/b/index.html (300000 bytes)") {
		t.Errorf("full disk: %v", err)
	}
	expect(t, o.Out, sample())
	if left := read(t, workOf(o)); len(left) != 2 { // the lock and the memory
		t.Errorf("debris: %d files", len(left))
	}
	less := large.with(site{"pages/b/index.html": "b"})
	must(t, less, o)
	expect(t, o.Out, less)
}

func TestAFolderThatCannotBeWrittenIsReportedBeforeAnythingChanges(t *testing.T) {
	if os.Getuid() == 0 && !elsewhere(t, 1000) {
		return
	}
	next := sample().with(site{"index.html": "new", "assets/style.css": "new", "awards/k4f1/index.html": "new", "awards/k4f3/index.html": "new", "it/awards/k4f2/index.html": ""})
	for _, locked := range []string{".", "awards", "awards/k4f1", "it/awards/k4f2", ".."} {
		o := folder(t)
		old := site{}
		if locked != ".." {
			old = sample()
			must(t, old, o)
		} else if err := os.MkdirAll(workOf(o), 0o755); err != nil {
			t.Fatal(err)
		}
		folder := filepath.Join(o.Out, filepath.FromSlash(locked))
		if locked == ".." {
			folder = filepath.Dir(o.Out)
		}
		if err := os.Chmod(folder, 0o555); err != nil {
			t.Fatal(err)
		}
		_, err := Publish(t.Context(), next.plan(nil), o)
		_ = os.Chmod(folder, 0o755)
		if !errors.Is(err, os.ErrPermission) {
			t.Errorf("%s: %v", locked, err)
		}
		expect(t, o.Out, old)
		if _, err := os.Stat(filepath.Join(workOf(o), journalFile)); err == nil {
			t.Errorf("%s: a journal is left", locked)
		}
		must(t, next, o)
		expect(t, o.Out, next)
	}
}

func TestAWorkFolderOnAnotherFileSystemLeavesTheOldSite(t *testing.T) {
	if !elsewhere(t, 0) {
		return
	}
	dir := t.TempDir()
	o := Options{Out: filepath.Join(dir, "public"), Work: filepath.Join(dir, "work")}
	must(t, sample(), o)
	if err := unix.Mount("none", o.Work, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("this machine permits no mounts: %v", err)
	}
	defer func() { _ = unix.Unmount(o.Work, 0) }()
	next := sample().with(site{"index.html": "new", "pages/a/index.html": "new"})
	if _, err := Publish(t.Context(), next.plan(nil), o); !errors.Is(err, syscall.EXDEV) {
		t.Errorf("%v", err)
	}
	expect(t, o.Out, sample())
	if entries, _ := os.ReadDir(o.Out); slices.ContainsFunc(entries, func(e os.DirEntry) bool { return e.Name() == "pages" }) {
		t.Error("folder pages is left")
	}
}

func TestARunWithFewOpenFilesFailsWholeOrSucceeds(t *testing.T) {
	if !elsewhere(t, 0) {
		return
	}
	o := folder(t)
	must(t, sample(), o)
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &before); err != nil {
		t.Fatal(err)
	}
	next := sampleB()
	for limit := uint64(8); limit < 24; limit++ {
		old := read(t, o.Out)
		_ = syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: limit, Max: before.Max})
		_, err := Publish(t.Context(), next.plan(nil), o)
		_ = syscall.Setrlimit(syscall.RLIMIT_NOFILE, &before)
		switch {
		case err == nil:
			expect(t, o.Out, next)
		case strings.Contains(err.Error(), "the next run finishes"):
		default:
			expect(t, o.Out, old)
		}
	}
	must(t, next, o)
	expect(t, o.Out, next)
}
