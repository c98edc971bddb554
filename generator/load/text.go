package load

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"unicode"
	"unicode/utf8"

	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/source"
)

// Limits on what is read. They are far above what people write and far below
// what would exhaust a small machine.
const (
	maxFile   = 1 << 20  // a YAML or Markdown file
	maxCohort = 16 << 20 // a file of awards
	maxBody   = 64 << 10 // the Markdown of one file
	maxImage  = 2 << 20
	maxStatic = 64 << 20
)

// readFile reads a regular file below the content folder, at most limit
// bytes. What is wrong becomes a finding and ok is false.
func (c *Content) readFile(file string, limit int64) (data []byte, ok bool) {
	fail := func(rule, mend, format string, args ...any) ([]byte, bool) {
		c.Report.Add(diag.Finding{Rule: rule, Pos: source.Pos{File: c.shown(file)}, Message: fmt.Sprintf(format, args...), Mend: mend})
		return nil, false
	}
	f, err := c.fsys.Open(file)
	if err != nil {
		return fail("file-unreadable", "allow reading, for example: chmod u+r "+c.shown(file), "the file cannot be read: %v", cause(err))
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return fail("file-unreadable", "", "the file cannot be read: %v", cause(err))
	case !info.Mode().IsRegular():
		return fail("file-link", "put the file itself here", "expected a file, found a %s", kindOf(info.Mode()))
	case info.Size() > limit:
		return fail("file-size", "split the file", "the file has %s, more than the limit of %s", size(info.Size()), size(limit))
	}
	data, err = io.ReadAll(io.LimitReader(f, limit+1))
	switch {
	case err != nil:
		return fail("file-unreadable", "", "the file cannot be read: %v", cause(err))
	case int64(len(data)) > limit:
		return fail("file-size", "split the file", "the file is larger than the limit of %s", size(limit))
	}
	c.noPrivateKey(file, data)
	c.saw(file, info, data)
	return data, true
}

// readAll reads a regular file again that readFile read before, at most one
// byte more than the largest text may have.
func readAll(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	switch info, err := f.Stat(); {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("expected a file, found a %s", kindOf(info.Mode()))
	}
	return io.ReadAll(io.LimitReader(f, maxCohort+1))
}

// cause returns an error without the path that package fs puts before it.
func cause(err error) error {
	if pe, ok := err.(*fs.PathError); ok {
		return pe.Err
	}
	return err
}

func kindOf(m fs.FileMode) string {
	switch {
	case m&fs.ModeSymlink != 0:
		return "symbolic link"
	case m.IsDir():
		return "folder"
	}
	return "special file"
}

func size(n int64) string {
	switch {
	case n >= 10<<20 || n >= 1<<20 && n%(1<<20) == 0:
		return fmt.Sprintf("%d MiB", n>>20)
	case n >= 10<<10:
		return fmt.Sprintf("%d KiB", n>>10)
	}
	return fmt.Sprintf("%d bytes", n)
}

// readText reads a text file as people save it on any system: a byte order
// mark is dropped and line ends become LF, so that the same words give the
// same published bytes everywhere.
func (c *Content) readText(file string, limit int64) (text string, ok bool) {
	data, ok := c.readFile(file, limit)
	if !ok {
		return "", false
	}
	text, f := decodeText(data)
	if f != nil {
		f.Pos.File = c.shown(file)
		c.Report.Add(*f)
		return "", false
	}
	return text, true
}

// decodeText makes text of the bytes of a file, or says where it is none.
func decodeText(data []byte) (string, *diag.Finding) {
	finding := func(line, col int, rule, mend, format string, args ...any) *diag.Finding {
		return &diag.Finding{Rule: rule, Pos: source.Pos{Line: line, Column: col}, Message: fmt.Sprintf(format, args...), Mend: mend}
	}
	switch {
	case bytes.HasPrefix(data, []byte("version https://git-lfs.github.com/")):
		return "", finding(1, 1, "file-encoding", "run: git lfs pull", "this is a Git LFS pointer, not the file itself")
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}), bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return "", finding(1, 1, "file-encoding", "save the file as UTF-8", "the file is UTF-16, expected UTF-8")
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if bytes.IndexByte(data, '\r') >= 0 { // first of all, so that lines are counted as editors count them
		data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
		data = bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
	}
	if !utf8.Valid(data) {
		good := 0
		for good < len(data) {
			r, n := utf8.DecodeRune(data[good:])
			if r == utf8.RuneError && n <= 1 {
				break
			}
			good += n
		}
		line, start := 1+bytes.Count(data[:good], []byte("\n")), bytes.LastIndexByte(data[:good], '\n')+1
		// What is not UTF-8 nearly always comes from an older Windows program.
		return "", finding(line, 1+utf8.RuneCount(data[start:good]), "file-encoding", "save the file as UTF-8",
			"not valid UTF-8 at line %d, byte %d; looks like Windows-1252", line, good-start+1)
	}
	s := string(data)
	line, lineStart := 1, 0
	for i, r := range s {
		if r == '\n' {
			line, lineStart = line+1, i+1
			continue
		}
		if forbidden(r) {
			return "", finding(line, 1+utf8.RuneCountInString(s[lineStart:i]), "text-control", "remove the character",
				"the text holds the control character %s", codepoint(r))
		}
	}
	return s, nil
}

// forbidden reports whether a character has no place in any text: C0 and C1
// controls but TAB and LF, line separators that only some programs know, and
// the code points that Unicode keeps free, which XML cannot hold.
func forbidden(r rune) bool {
	return r != '\t' && r != '\n' && unicode.IsControl(r) || r == '\u2028' || r == '\u2029' ||
		r&0xfffe == 0xfffe || r >= 0xfdd0 && r <= 0xfdef
}

// invisible reports whether a character is not seen: zero-width characters,
// direction overrides, fillers and byte order marks. In names the joiners U+200C and
// U+200D belong to the spelling of Persian and Indic scripts.
func invisible(r rune, inName bool) bool {
	switch {
	case r == '\u200c' || r == '\u200d':
		return !inName
	case r == '\u200b', r == '\ufeff', r == '\u00ad', r == '\u180e', r == '\u3164', r == '\uffa0':
		return true
	case r >= '\u202a' && r <= '\u202e', r >= '\u2060' && r <= '\u206f', r == '\u200e', r == '\u200f', r == '\u061c':
		return true
	case r >= 0xe0000 && r <= 0xe007f:
		return true
	}
	return false
}

func codepoint(r rune) string {
	if r < 0x100 {
		return fmt.Sprintf(`\x%02x`, r)
	}
	return fmt.Sprintf("U+%04X", r)
}
