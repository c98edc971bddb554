package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"
)

var made = time.Date(2026, 3, 1, 10, 15, 0, 0, time.UTC)

func sample() []file {
	return []file{
		{name: "sealpress", data: []byte("the program"), executable: true},
		{name: "README.md", data: []byte("read this\n")},
		{name: "CHANGELOG.md", data: []byte(strings.Repeat("changed\n", 999))},
	}
}

// The same files make the same archive, in whatever order and zone.
func TestPackMakesTheSameBytes(t *testing.T) {
	for _, system := range targets() {
		first, err := pack(system, "sealpress-1.0.0", sample(), made)
		if err != nil {
			t.Fatal(err)
		}
		turned := sample()
		slices.Reverse(turned)
		second, err := pack(system, "sealpress-1.0.0", turned, made.In(time.FixedZone("elsewhere", 14*60*60)))
		if err != nil {
			t.Fatal(err)
		}
		if first.name != second.name || !bytes.Equal(first.data, second.data) {
			t.Errorf("%s: two archives of the same files differ", system)
		}
	}
}

func TestPackKeepsFilesModesAndTime(t *testing.T) {
	want := []string{
		"sealpress-1.0.0/CHANGELOG.md -rw-r--r-- 2026-03-01T10:15:00Z 7992",
		"sealpress-1.0.0/README.md -rw-r--r-- 2026-03-01T10:15:00Z 10",
		"sealpress-1.0.0/sealpress -rwxr-xr-x 2026-03-01T10:15:00Z 11",
	}
	for _, system := range []target{{"linux", "amd64"}, {"windows", "arm64"}} {
		f, err := pack(system, "sealpress-1.0.0", sample(), made)
		if err != nil {
			t.Fatal(err)
		}
		list := listTar
		if strings.HasSuffix(f.name, ".zip") {
			list = listZip
		}
		got, err := list(f.data)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s holds\n%s\nwant\n%s", f.name, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

func listTar(data []byte) ([]string, error) {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	if z.Name != "" || !z.ModTime.IsZero() {
		return nil, fmt.Errorf("the compressed file has the name %q and the time %s", z.Name, z.ModTime)
	}
	var lines []string
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return lines, nil
		}
		if err != nil {
			return nil, err
		}
		if h.Uid != 0 || h.Gid != 0 || h.Uname != "" || h.Gname != "" {
			return nil, fmt.Errorf("%s has an owner", h.Name)
		}
		lines = append(lines, line(h.Name, h.FileInfo(), h.ModTime))
	}
}

func line(name string, of fs.FileInfo, at time.Time) string {
	return fmt.Sprintf("%s %s %s %d", name, of.Mode(), at.UTC().Format(time.RFC3339), of.Size())
}

func listZip(data []byte) ([]string, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	var lines []string
	for _, f := range z.File {
		lines = append(lines, line(f.Name, f.FileInfo(), f.Modified))
	}
	return lines, nil
}
