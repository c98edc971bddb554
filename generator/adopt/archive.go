package adopt

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sealpress/sealpress/generator/verify"
)

// maxRatio is how often its packed size an entry may have when it is unpacked.
// JSON and SVG reach some dozens.
const maxRatio = 200

func isArchive(data []byte) bool {
	return bytes.HasPrefix(data, []byte("PK\x03\x04")) || bytes.HasPrefix(data, []byte("PK\x05\x06"))
}

// isSpreadsheet tells a workbook from other archives.
func isSpreadsheet(data []byte) bool {
	return isArchive(data) && bytes.Contains(data, []byte("xl/workbook.xml"))
}

// Archive takes in every credential in a ZIP archive. Nothing is unpacked to
// disk. An archive that is hostile, or looks like it, is refused as a whole
// before any entry of it counts: what one entry lies about, another may.
func (p *Pile) Archive(ctx context.Context, name string, r io.ReaderAt, size int64) error {
	z, err := openArchive(r, size)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	type entry struct {
		file *zip.File
		data []byte
	}
	var all []entry
	budget := int64(MaxHeld)
	for _, f := range z.File {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if f.FileInfo().IsDir() || strings.HasPrefix(path.Base(f.Name), ".") || strings.HasPrefix(f.Name, "__MACOSX/") {
			continue
		}
		if !mayHold(f.Name) {
			p.other++
			continue
		}
		data, err := unpack(f, &budget)
		if err != nil {
			return fmt.Errorf("%s: %s: %w", name, line(f.Name, 200), err)
		}
		if isArchive(data) {
			return fmt.Errorf("%s: %s is an archive in the archive, and those are not opened\n  unpack the outer one, and name the inner one", name, line(f.Name, 200))
		}
		all = append(all, entry{f, data})
	}
	for _, e := range all {
		budget := int64(verify.MaxPicture)
		look := func() ([]byte, error) { left := budget; return unpack(e.file, &left) }
		if err := p.take(ctx, found{from: name + ": " + e.file.Name, data: e.data, look: look}); err != nil {
			return err
		}
	}
	return nil
}

// openArchive reads the directory of an archive, and refuses one whose names or
// sizes are not those of an honest export.
func openArchive(r io.ReaderAt, size int64) (*zip.Reader, error) {
	if size > MaxArchive {
		return nil, fmt.Errorf("the archive is larger than %d MiB\n  unpack it, and name the folder", MaxArchive>>20)
	}
	n, err := countEntries(r, size)
	switch {
	case err != nil:
		return nil, err
	case n > MaxFiles:
		return nil, fmt.Errorf("the archive has more than %s entries\n  unpack it, and name the folders in it one after the other", digits(MaxFiles))
	}
	z, err := zip.NewReader(r, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, fmt.Errorf("the archive is damaged: %w\n  download it again", err)
	}
	seen := map[string]bool{}
	var total uint64
	for _, f := range z.File {
		at := line(f.Name, 200)
		name := strings.TrimSuffix(f.Name, "/")
		mode := f.Mode()
		switch {
		case !fs.ValidPath(name), name == ".", !utf8.ValidString(name), strings.ContainsAny(name, `\:`), strings.ContainsFunc(name, unicode.IsControl):
			return nil, fmt.Errorf("the entry %q leads out of the archive, or has a name that no file may have; nothing of it was read", at)
		case mode&^(fs.ModePerm|fs.ModeDir|fs.ModeSetuid|fs.ModeSetgid|fs.ModeSticky) != 0:
			return nil, fmt.Errorf("the entry %q is a link or device and no file; nothing of the archive was read", at)
		case seen[name]:
			return nil, fmt.Errorf("the entry %q is there twice; nothing of the archive was read", at)
		case f.Flags&1 != 0:
			return nil, fmt.Errorf("the entry %q has a password\n  unpack the archive, and name the folder", at)
		case f.Method != zip.Store && f.Method != zip.Deflate:
			return nil, fmt.Errorf("the entry %q is packed in a way that is not read\n  unpack the archive, and name the folder", at)
		case f.UncompressedSize64 > 64<<10 && f.UncompressedSize64/maxRatio > f.CompressedSize64:
			return nil, fmt.Errorf("the entry %q would grow to %d times its size; nothing of the archive was read", at, f.UncompressedSize64/max(1, f.CompressedSize64))
		}
		seen[name] = true
		if mayHold(name) {
			total += min(f.UncompressedSize64, MaxHeld)
		}
		if total > MaxHeld {
			return nil, fmt.Errorf("the archive unpacks to more than %d MiB\n  unpack it, and name the folders in it one after the other", MaxHeld>>20)
		}
	}
	return z, nil
}

// countEntries counts the marks with which entries of a directory begin, which
// needs no memory: what the directory says of its own length may be a lie.
func countEntries(r io.ReaderAt, size int64) (int, error) {
	mark := []byte("PK\x01\x02")
	buffer := make([]byte, 64<<10)
	n := 0
	for at := int64(0); at < size; {
		got, err := r.ReadAt(buffer[:min(int64(len(buffer)), size-at)], at)
		if got == 0 {
			return 0, fmt.Errorf("reading the archive: %w", err)
		}
		n += bytes.Count(buffer[:got], mark)
		if at += int64(got); at < size && got >= len(mark) {
			at -= int64(len(mark)) - 1 // a mark may lie across two parts; none is counted twice
		}
	}
	return n, nil
}

// unpack reads an entry, counting what really comes out.
func unpack(f *zip.File, budget *int64) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("the entry is damaged: %w", err)
	}
	defer r.Close()
	limit := min(*budget, verify.MaxPicture)
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, fmt.Errorf("the entry is damaged: %w", err)
	}
	*budget -= int64(len(data))
	switch {
	case *budget < 0:
		return nil, fmt.Errorf("the archive unpacks to more than %d MiB", MaxHeld>>20)
	case uint64(len(data)) > 64<<10 && uint64(len(data))/maxRatio > f.CompressedSize64:
		return nil, fmt.Errorf("the entry grows to %d times its size", uint64(len(data))/max(1, f.CompressedSize64))
	}
	return data, nil
}
