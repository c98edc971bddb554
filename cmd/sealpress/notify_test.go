package main

import (
	"bytes"
	"encoding/csv"
	"io"
	"mime/quotedprintable"
	"net/mail"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"

	"github.com/sealpress/sealpress/generator/notify"
)

// xlsx makes a workbook of a CSV file, as a spreadsheet saves it:
// xlsx FILE.csv FILE.xlsx SHEET.
func xlsx(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: xlsx FILE.csv FILE.xlsx SHEET")
	}
	rows, err := csv.NewReader(strings.NewReader(ts.ReadFile(args[0]))).ReadAll()
	ts.Check(err)
	f := excelize.NewFile()
	defer f.Close()
	ts.Check(f.SetSheetName("Sheet1", args[2]))
	for i, row := range rows {
		at, err := excelize.CoordinatesToCellName(1, i+1)
		ts.Check(err)
		ts.Check(f.SetSheetRow(args[2], at, &row))
	}
	ts.Check(f.SaveAs(ts.MkAbs(args[1])))
}

// notified runs notify at a site of two awards and returns what it printed.
func notified(t *testing.T, dir string, args ...string) (stdout, stderr string) {
	t.Helper()
	a, out, problem := testWorld()
	if got := run(append([]string{"notify", "--site", dir}, args...), a); got != exitOK {
		t.Fatalf("notify %v: exit status %d:\n%s", args, got, problem)
	}
	return out.String(), problem.String()
}

// hostileSite has a learner whose name is a formula, and one whose name needs
// everything that a header and a cell can need.
func hostileSite(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"site.yaml":             decideSite,
		"issuer.md":             "---\nname: \"Knots, Bends & Co: \\\"École\\\"\"\nurl: https://b.example/\nemail: us@b.example\n---\nWe.\n",
		"achievements/knots.md": "---\nkind: badge\nname: \"=Knots, \\\"bends\\\"; and more\"\ndescription: Ties knots.\n---\nTie.\n",
		"awards/knots.yaml": "achievement: knots\nawarded: 2026-03-01\nawards:\n  k1:\n    name: =HYPERLINK(\"http://x.example\",1)\n    email: +one@example.org\n" +
			"  k2:\n    name: \"Žofie \\\"Zo\\\" Nováková, née ليلى المنصوري\"\n    email: zofie@example.org\n",
	} {
		name = filepath.Join(dir, "content", filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

var hostileNames = []string{`=HYPERLINK("http://x.example",1)`, `Žofie "Zo" Nováková, née ليلى المنصوري`}

// A reader that nobody here wrote finds in the rows what was meant, and in no
// cell a formula.
func TestNotifyCSVIsReadBack(t *testing.T) {
	stdout, stderr := notified(t, hostileSite(t), "--format", "csv")
	text, marked := strings.CutPrefix(stdout, "\ufeff")
	if !marked || !strings.Contains(text, "\r\n") {
		t.Error("not as Excel wants it")
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for i, row := range rows[1:] {
		if got := strings.TrimPrefix(row[2], "'"); got != hostileNames[i] {
			t.Errorf("name %q, want %q", got, hostileNames[i])
		}
		if !strings.Contains(row[5], hostileNames[i]+",\n\nCongratulations! On 1 March 2026 ") || !strings.Contains(row[5], row[6]) || !strings.Contains(row[5], row[9]) {
			t.Errorf("body:\n%s", row[5])
		}
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("the cell %q begins a formula", cell)
			}
		}
	}
	if rows[1][1] != "'+one@example.org" || !strings.Contains(stderr, "one address is written, with an apostrophe before it") || rows[2][1] != "zofie@example.org" {
		t.Errorf("addresses %q and %q:\n%s", rows[1][1], rows[2][1], stderr)
	}
}

// A mail program finds two messages to two people.
func TestNotifyMailboxIsReadBack(t *testing.T) {
	dir := hostileSite(t)
	file := filepath.Join(t.TempDir(), "out.mbox")
	stdout, _ := notified(t, dir, "--format", "mbox", "--to", file)
	if strings.TrimSpace(stdout) != filepath.ToSlash(file) {
		t.Errorf("standard output: %q", stdout)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(file)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if left, err := filepath.Glob(filepath.Join(filepath.Dir(file), ".sealpress-*")); err != nil || len(left) > 0 {
		t.Errorf("left over: %v, %v", left, err)
	}
	_, text, _ := strings.Cut("\n"+string(data), "\nFrom us@b.example Mon Jun  1 12:00:00 2026\n")
	parts := strings.Split(text, "\nFrom us@b.example Mon Jun  1 12:00:00 2026\n")
	if len(parts) != 2 {
		t.Fatalf("%d messages:\n%s", len(parts), data)
	}
	for i, part := range parts {
		m, err := mail.ReadMessage(strings.NewReader(part))
		if err != nil {
			t.Fatal(err)
		}
		to, err := m.Header.AddressList("To")
		if err != nil || len(to) != 1 || to[0].Name != hostileNames[i] || to[0].Address != []string{"+one@example.org", "zofie@example.org"}[i] {
			t.Errorf("To: %v, %v", to, err)
		}
		from, err := m.Header.AddressList("From")
		if err != nil || len(from) != 1 || from[0].Name != `Knots, Bends & Co: "École"` || from[0].Address != "us@b.example" {
			t.Errorf("From: %v, %v", from, err)
		}
		if date, err := m.Header.Date(); err != nil || date.Unix() != 1780315200 {
			t.Errorf("Date: %v, %v", date, err)
		}
		body, err := io.ReadAll(quotedprintable.NewReader(m.Body))
		if err != nil || !bytes.Contains(body, []byte(hostileNames[i]+",\n\nCongratulations!")) {
			t.Errorf("body, %v:\n%s", err, body)
		}
	}
	for l := range strings.Lines(string(data)) {
		if len(l) > 78 && !strings.HasPrefix(l, "From ") {
			t.Errorf("the line %q has %d bytes", l, len(l))
		}
	}
}

// Messages hold nothing that is fetched when they are read, and lead nowhere
// but to the site and to LinkedIn.
func TestNotifyFollowsNobody(t *testing.T) {
	stdout, _ := notified(t, hostileSite(t))
	for word := range strings.FieldsSeq(stdout) {
		if strings.Contains(word, "://") && !strings.HasPrefix(word, "https://b.example/awards/") && !strings.HasPrefix(word, "https://www.linkedin.com/profile/add?") && !strings.Contains(word, "HYPERLINK") {
			t.Errorf("an address of somebody else: %s", word)
		}
		if strings.HasPrefix(word, "https://www.linkedin.com/") && (strings.Contains(word, "HYPERLINK") || strings.Contains(word, "Zo") || strings.Contains(word, "one")) {
			t.Errorf("LinkedIn is told who it is: %s", word)
		}
	}
	if !strings.Contains(stdout, "https://b.example/awards/") || strings.Contains(stdout, "<img") {
		t.Errorf("the messages:\n%s", stdout)
	}
}

// The words that docs/notify.md shows are words, and every text has its row.
func TestNotifyDocs(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "docs", "notify.md"))
	if err != nil {
		t.Fatal(err)
	}
	page := strings.ReplaceAll(string(data), "\r\n", "\n")
	flat := strings.ReplaceAll(page, "\n", " ")
	blocks := strings.Split(page, "```yaml\n")[1:]
	if len(blocks) != 2 {
		t.Fatalf("%d blocks of YAML", len(blocks))
	}
	first, _, _ := strings.Cut(blocks[0], "```")
	if _, err := notify.ParseWords("en", []byte(first)); err != nil {
		t.Errorf("%v:\n%s", err, first)
	}
	second, _, _ := strings.Cut(blocks[1], "```")
	if _, err := notify.ParseWords("pt", []byte(second)); err == nil || !strings.Contains(err.Error(), `the text "greeting" is missing`) {
		t.Errorf("what is left out of the second block should be all that is wrong: %v", err)
	}
	_, err = notify.ParseWords("en", []byte("text:\n  x: y\n"))
	_, list, _ := strings.Cut(err.Error(), "known texts: ")
	list, _, _ = strings.Cut(list, ", each")
	for key := range strings.SplitSeq(list, ", ") {
		if !strings.Contains(page, "| `"+key+"`") && !strings.Contains(page, ", `"+key+"`") {
			t.Errorf("docs/notify.md does not explain the text %q", key)
		}
	}
	for _, l := range notify.Languages() {
		if !strings.Contains(flat, "`"+l+"` (") {
			t.Errorf("docs/notify.md does not name the language %q", l)
		}
	}
}
