// Command release makes the archives that a release of Sealpress consists of:
// one for each system, with a list of what is linked in (SBOM) beside it, and
// the SHA-256 of all. It is started by release/make.
//
// The same commit gives the same bytes, in any folder, on any day: the program
// is compiled from a clean copy of the commit, by the version of Go that go.mod
// names, and no archive knows a clock, a user or the order of a folder. Who
// wants to know whether a published archive is what the source says makes it
// again and compares.
//
// What may not be passed on stops it: everything linked or embedded needs a
// licence that is on the list in licences.go.
//
// This folder is a module of its own. Its go.mod also pins the tools of CI;
// nothing it names is linked into the program.
package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

func main() {
	if err := run(os.Args[1:], os.Stderr); err != nil {
		fmt.Fprintf(os.Stderr, "release: %v\n", err)
		os.Exit(1)
	}
}

// A target is a system that the program is made for.
type target struct{ os, arch string }

func targets() []target {
	return []target{
		{"linux", "amd64"}, {"linux", "arm64"},
		{"darwin", "amd64"}, {"darwin", "arm64"},
		{"windows", "amd64"}, {"windows", "arm64"},
	}
}

func (t target) String() string { return t.os + "/" + t.arch }

// label is the target in the name of an archive, in the words of its users.
func (t target) label() string {
	return strings.Replace(t.os, "darwin", "macos", 1) + "-" + t.arch
}

// program is the name of the file to start.
func (t target) program() string {
	if t.os == "windows" {
		return "sealpress.exe"
	}
	return "sealpress"
}

// chosen are the targets that were asked for, all if none was.
func chosen(names []string) ([]target, error) {
	if len(names) == 0 {
		return targets(), nil
	}
	var ts []target
	for _, name := range names {
		i := slices.IndexFunc(targets(), func(t target) bool { return t.String() == name })
		if i < 0 {
			return nil, fmt.Errorf("no target %q; there are: %v", name, targets())
		}
		ts = append(ts, targets()[i])
	}
	return ts, nil
}

// run takes the repository, the folder for the archives, and targets.
func run(args []string, talk io.Writer) error {
	if len(args) < 2 {
		return errors.New("start it as release/make OUT [os/arch…]")
	}
	repository, out := args[0], args[1]
	ts, err := chosen(args[2:])
	if err != nil {
		return err
	}
	if there, err := os.ReadDir(out); err == nil && len(there) > 0 {
		return fmt.Errorf("%s is not empty: name a folder that is empty or not there yet", out)
	}
	work, err := os.MkdirTemp("", "sealpress-release-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)

	source, err := takeSource(repository, filepath.Join(work, "source"))
	if err != nil {
		return err
	}
	if source.toolchain != runtime.Version() {
		return fmt.Errorf("the commit is made with %s, as its go.mod says, and this is %s: commit the change of go.mod first", source.toolchain, runtime.Version())
	}
	fmt.Fprintf(talk, "sealpress %s, commit %s of %s\n", source.version, source.commit[:12], source.time.Format("2006-01-02"))
	if source.dirty {
		fmt.Fprintln(talk, "there are changes that are not committed: they are not in the archives")
	}
	if !source.licensed() {
		fmt.Fprintln(talk, "warning: the repository has no LICENSE of its own: without one nobody else may pass the archives on")
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	var sums []string
	for _, t := range ts {
		files, err := makeOne(source, t, work)
		if err != nil {
			return fmt.Errorf("%s: %w", t, err)
		}
		for _, f := range files {
			if err := os.WriteFile(filepath.Join(out, f.name), f.data, 0o644); err != nil {
				return err
			}
			fmt.Fprintln(talk, f.name)
			sums = append(sums, fmt.Sprintf("%x  %s\n", sha256.Sum256(f.data), f.name))
		}
	}
	slices.SortFunc(sums, func(a, b string) int { return strings.Compare(a[64:], b[64:]) })
	return os.WriteFile(filepath.Join(out, "SHA256SUMS"), []byte(strings.Join(sums, "")), 0o644)
}

// makeOne makes the archive for one system and the list of what is in it.
func makeOne(s *source, t target, work string) ([]file, error) {
	program := filepath.Join(work, t.program())
	if err := s.compile(t, program); err != nil {
		return nil, err
	}
	parts, err := linkedParts(s.dir, t)
	if err != nil {
		return nil, err
	}
	if err := confirm(program, parts); err != nil {
		return nil, err
	}
	name := "sealpress-" + s.version + "-" + t.label()
	binary, err := os.ReadFile(program)
	if err != nil {
		return nil, err
	}
	files := []file{
		{name: t.program(), data: binary, executable: true},
		{name: "THIRD-PARTY-LICENCES.txt", data: thirdParty(parts)},
	}
	own, err := s.documents()
	if err != nil {
		return nil, err
	}
	files = append(files, own...)
	archive, err := pack(t, name, files, s.time)
	if err != nil {
		return nil, err
	}
	bom, err := sbom(s, t, binary, parts)
	if err != nil {
		return nil, err
	}
	return []file{archive, {name: name + ".cdx.json", data: bom}}, nil
}
