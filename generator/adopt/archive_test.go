package adopt

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// packed makes an archive of named texts.
func packed(t testing.TB, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i+1 < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err == nil {
			_, err = io.WriteString(w, files[i+1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// raw makes an archive of one entry with a header of its own.
func raw(t testing.TB, h *zip.FileHeader, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.CreateRaw(h)
	if err == nil {
		_, err = w.Write(data)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func deflated(t testing.TB, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err == nil {
		_, err = w.Write(data)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// packedAcademy is the academy as an export in one file.
func packedAcademy(t testing.TB) []byte {
	t.Helper()
	var files []string
	err := fs.WalkDir(academy(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(academy(), name)
		files = append(files, "export/"+name, string(data))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return packed(t, files...)
}

// An archive of the academy is worth what the folder is.
func TestArchiveIsTakenLikeAFolder(t *testing.T) {
	w := newWorld(t)
	p := w.pile(true)
	if err := p.File(background, "export.zip", packedAcademy(t)); err != nil {
		t.Fatal(err)
	}
	plan := w.plan(p, Options{Learners: learners(t)})
	if plan.Number(New) != 5 || plan.Number(Out) != 2 {
		t.Errorf("rows:\n%s", say(plan.Rows))
	}
	if !slices.ContainsFunc(plan.Rows, func(r Row) bool { return r.From == "export.zip: export/assertions/1.json" }) {
		t.Errorf("no row names its entry:\n%s", say(plan.Rows))
	}
	if plan.file("content/achievements/rope-handling.svg") == "" {
		t.Errorf("the artwork is missing: %v", names(plan.Files))
	}
	w.write(plan.Files)
	w.checked()
}

// crowded is an archive with more entries than are taken.
func crowded(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := range MaxFiles + 10 {
		if _, err := z.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf("%d.json", i), Method: zip.Store}); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// PTH-29: what is hostile is refused before anything of it counts.
func TestHostileArchives(t *testing.T) {
	link := &zip.FileHeader{Name: "a.json"}
	link.SetMode(fs.ModeSymlink | 0o777)
	device := &zip.FileHeader{Name: "a.json"}
	device.SetMode(fs.ModeDevice | 0o666)
	bomb := deflated(t, make([]byte, 8<<20))
	lie := deflated(t, make([]byte, 8<<20))
	good, err := os.ReadFile("testdata/academy/assertions/1.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"up":             {packed(t, "good.json", string(good), "../x.json", "{}"), "leads out of the archive"},
		"up inside":      {packed(t, "a/../../x.json", "{}"), "leads out of the archive"},
		"absolute":       {packed(t, "/etc/passwd", "x"), "leads out of the archive"},
		"drive":          {packed(t, `C:\x.json`, "{}"), "leads out of the archive"},
		"backslash":      {packed(t, `..\x.json`, "{}"), "leads out of the archive"},
		"control":        {packed(t, "a\x1b[31m.json", "{}"), "leads out of the archive"},
		"bad bytes":      {packed(t, "a\xff.json", "{}"), "leads out of the archive"},
		"symbolic link":  {raw(t, link, []byte("/etc/passwd")), "is a link or device"},
		"device":         {raw(t, device, nil), "is a link or device"},
		"twice":          {packed(t, "a.json", "{}", "a.json", "{}"), "is there twice"},
		"10,000 times":   {raw(t, &zip.FileHeader{Name: "a.json", Method: zip.Deflate, CompressedSize64: 1000, UncompressedSize64: 10_000_000}, make([]byte, 1000)), "would grow to 10000 times its size"},
		"a bomb":         {raw(t, &zip.FileHeader{Name: "a.json", Method: zip.Deflate, CompressedSize64: uint64(len(bomb)), UncompressedSize64: 8 << 20}, bomb), "would grow to"},
		"a lying bomb":   {raw(t, &zip.FileHeader{Name: "a.json", Method: zip.Deflate, CompressedSize64: uint64(len(lie)), UncompressedSize64: 100}, lie), "damaged"},
		"an archive":     {packed(t, "inner.json", string(packed(t, "a.json", "{}"))), "is an archive in the archive"},
		"password":       {raw(t, &zip.FileHeader{Name: "a.json", Flags: 1}, nil), "has a password"},
		"another method": {raw(t, &zip.FileHeader{Name: "a.json", Method: 12}, nil), "is packed in a way"},
		"many entries":   {crowded(t), "more than 50,000 entries"},
		"truncated":      {packedAcademy(t)[:2000], "damaged"},
		"nothing":        {[]byte("PK\x03\x04"), "damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			p := w.pile(true)
			err := p.File(background, "export.zip", c.data)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("found %v, want %q", err, c.want)
			}
			if err != nil && (strings.Contains(err.Error(), "\x1b") || !utf8.ValidString(err.Error())) {
				t.Errorf("the message steers the terminal: %q", err)
			}
			if len(p.documents) > 0 || len(w.asked) > 0 {
				t.Errorf("it was refused after %d documents and %d questions", len(p.documents), len(w.asked))
			}
		})
	}
}

// A directory that lies about its own length is counted by what stands there.
func TestLyingDirectory(t *testing.T) {
	data := crowded(t)
	end := bytes.LastIndex(data, []byte("PK\x05\x06"))
	binary.LittleEndian.PutUint16(data[end+8:], 3)
	binary.LittleEndian.PutUint16(data[end+10:], 3)
	if n, err := countEntries(bytes.NewReader(data), int64(len(data))); err != nil || n < MaxFiles {
		t.Errorf("counted %d, %v", n, err)
	}
	if err := (&Pile{}).File(background, "x.zip", data); err == nil || !strings.Contains(err.Error(), "more than 50,000 entries") {
		t.Errorf("found %v", err)
	}
}

// The sizes that count are those of what comes out, of all entries together:
// entries may lie on one another.
func TestWhatComesOutIsCounted(t *testing.T) {
	data := packed(t, "a.json", strings.Repeat("abc", 1000), "b.json", strings.Repeat("abc", 1000))
	z, err := openArchive(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	budget := int64(4000)
	if _, err := unpack(z.File[0], &budget); err != nil || budget != 1000 {
		t.Errorf("%v, with %d left", err, budget)
	}
	if _, err := unpack(z.File[1], &budget); err == nil || !strings.Contains(err.Error(), "unpacks to more than") {
		t.Errorf("found %v", err)
	}
}

// Whatever an archive holds, opening it ends, within bounds and without a
// word that steers a terminal.
func FuzzArchive(f *testing.F) {
	f.Add(packed(f, "a.json", `{"@context":"https://w3id.org/openbadges/v2"}`))
	f.Add(packed(f, "../a.json", "{}"))
	f.Add(packedAcademy(f))
	f.Add(raw(f, &zip.FileHeader{Name: "a.json", Method: zip.Deflate, CompressedSize64: 10, UncompressedSize64: 1 << 40}, make([]byte, 10)))
	f.Fuzz(func(t *testing.T, data []byte) {
		p := &Pile{Ask: &Asker{}}
		err := p.Archive(background, "x.zip", bytes.NewReader(data), int64(len(data)))
		if err != nil && strings.ContainsAny(err.Error(), "\x1b\x00\r") {
			t.Errorf("found %q", err)
		}
		if p.held > 2*MaxHeld {
			t.Errorf("holds %d bytes", p.held)
		}
		for _, d := range p.documents {
			if d.sort != assertion && d.sort != credential {
				t.Errorf("took %v", d)
			}
		}
	})
}
