package generator

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/sealpress/sealpress/"

// vocabulary may be used by every room.
var vocabulary = []string{"generator/source", "generator/diag", "generator/badge", "generator/address"}

// allowed is the table of imports: which rooms a room may use beside the
// vocabulary, and which modules of others. A new line here is a decision.
var allowed = map[string]struct{ rooms, modules []string }{
	"generator/source":  {},
	"generator/diag":    {rooms: []string{"generator/source"}},
	"generator/badge":   {rooms: []string{"generator/source"}, modules: []string{"github.com/sosodev/duration"}},
	"generator/address": {},
	"generator/page":    {},
	// wording knows words, and nothing of what they stand in.
	"generator/wording":  {},
	"generator/markdown": {modules: []string{"github.com/yuin/goldmark", "golang.org/x/net", "golang.org/x/text"}},
	"generator/artwork":  {modules: []string{"github.com/golang/freetype/raster", "github.com/golang/freetype/truetype", "golang.org/x/image/font", "golang.org/x/image/math/fixed"}},
	"generator/load":     {rooms: []string{"generator/markdown", "generator/artwork", "generator/store"}, modules: []string{"go.yaml.in/yaml/v4", "golang.org/x/text", "golang.org/x/net", "github.com/agnivade/levenshtein"}},
	"generator/check":    {rooms: []string{"generator/load", "generator/audit", "generator/markdown", "generator/store", "generator/wording", "generator/credential", "generator/standard/bitstring", "generator/standard/did", "generator/standard/jose", "generator/standard/multibase", "generator/leak"}, modules: []string{"github.com/agnivade/levenshtein", "golang.org/x/text", "github.com/rogpeppe/go-internal/txtar"}},
	// leak looks at bytes, and knows nothing of what they are a part of.
	"generator/leak":    {},
	"generator/theme":   {rooms: []string{"generator/page"}, modules: []string{"github.com/jba/templatecheck", "go.yaml.in/yaml/v4", "golang.org/x/text", "github.com/tdewolff/minify/v2", "github.com/tdewolff/parse/v2", "github.com/agnivade/levenshtein"}},
	"generator/render":  {rooms: []string{"generator/check", "generator/credential", "generator/store", "generator/share", "generator/standard/ob3", "generator/standard/vc", "generator/standard/did", "generator/standard/jose", "generator/standard/multibase", "generator/page", "generator/theme", "generator/artwork", "generator/markdown", "generator/standard/ob2", "generator/standard/baking"}},
	"generator/publish": {rooms: []string{"generator/render"}, modules: []string{"github.com/gofrs/flock", "golang.org/x/sync", "golang.org/x/sys", "golang.org/x/text"}},
	"generator/preview": {rooms: []string{"generator/render"}, modules: []string{"github.com/fsnotify/fsnotify", "golang.org/x/net/html"}},
	// manuscript edits what an author wrote, and so has to know where YAML puts it.
	"generator/manuscript": {modules: []string{"go.yaml.in/yaml/v4"}},
	// starter changes single values in files that an author wrote.
	"generator/starter":                {rooms: []string{"generator/manuscript"}, modules: []string{"golang.org/x/text"}},
	"generator/standard/ob2":           {},
	"generator/standard/baking":        {},
	"generator/standard/multibase":     {modules: []string{"github.com/mr-tron/base58"}},
	"generator/standard/jcs":           {modules: []string{"github.com/gowebpki/jcs"}},
	"generator/standard/jose":          {rooms: []string{"generator/standard/jcs"}, modules: []string{"github.com/go-jose/go-jose/v4"}},
	"generator/standard/did":           {rooms: []string{"generator/standard/multibase", "generator/standard/jose", "generator/standard/jcs"}},
	"generator/standard/bitstring":     {rooms: []string{"generator/standard/multibase"}},
	"generator/standard/rdfc":          {},
	"generator/standard/jsonld":        {rooms: []string{"generator/standard/rdfc", "generator/standard/jcs"}, modules: []string{"github.com/piprate/json-gold"}},
	"generator/standard/dataintegrity": {rooms: []string{"generator/standard/jsonld", "generator/standard/rdfc", "generator/standard/jcs", "generator/standard/multibase"}},
	"generator/standard/vc":            {rooms: []string{"generator/standard/jcs"}},
	"generator/standard/ob3":           {rooms: []string{"generator/standard/vc", "generator/standard/bitstring", "generator/standard/jcs"}},
	"generator/store":                  {rooms: []string{"generator/standard/jcs"}},
	// advise says which kind fits, from what is handed in.
	"generator/advise": {rooms: []string{"generator/wording"}},
	// share makes what a learner takes elsewhere.
	"generator/share": {modules: []string{"rsc.io/qr/coding"}},
	// intake reads what a spreadsheet holds, and knows nothing of awards.
	"generator/intake": {modules: []string{"golang.org/x/text"}},
	// enrol makes an award file of a spreadsheet: it reads the file as part of the
	// site before it is written, quotes as starter does, and hashes as OB 2.0 asks.
	"generator/enrol": {rooms: []string{"generator/intake", "generator/load", "generator/check", "generator/starter", "generator/standard/ob2"}, modules: []string{"golang.org/x/text"}},
	// adopt takes over what others issued: it judges by verify, and writes what load
	// reads. It asks nobody itself, and cleans what comes from anybody.
	"generator/adopt": {rooms: []string{"generator/verify", "generator/load", "generator/artwork", "generator/markdown", "generator/intake", "generator/starter", "generator/standard/baking", "generator/standard/jcs", "generator/standard/ob2"}, modules: []string{"golang.org/x/net/html", "golang.org/x/text"}},
	// notify words a message to each learner, and sends nothing.
	"generator/notify": {rooms: []string{"generator/check", "generator/share", "generator/intake", "generator/standard/ob2"}, modules: []string{"go.yaml.in/yaml/v4"}},
	// audit verifies what the site signed; check documents its rule.
	"generator/audit": {rooms: []string{"generator/store", "generator/shape", "generator/standard/vc", "generator/standard/jcs", "generator/standard/jose", "generator/standard/dataintegrity", "generator/standard/multibase"}},
	// credential turns awards into documents and reads them back; check, issue
	// and render all need it, and none of it touches a key.
	"generator/credential": {rooms: []string{"generator/standard/ob2", "generator/standard/ob3", "generator/standard/vc", "generator/standard/did", "generator/standard/bitstring"}},
	"generator/issue":      {rooms: []string{"generator/check", "generator/credential", "generator/store", "generator/keyring", "generator/shape", "generator/standard/ob3", "generator/standard/vc", "generator/standard/did", "generator/standard/bitstring", "generator/standard/jose", "generator/standard/dataintegrity", "generator/standard/multibase", "generator/standard/ob2", "generator/standard/rdfc"}},
	// decide writes YAML for authors, and takes entries out of theirs: it quotes
	// as starter does.
	"generator/decide": {rooms: []string{"generator/store", "generator/starter", "generator/manuscript"}},
	// mask writes into an award file the hash that credential publishes, in the
	// place of the address.
	"generator/mask": {rooms: []string{"generator/credential", "generator/manuscript"}},
	// shape compiles what the standard's rooms do for a million alike documents.
	"generator/shape": {rooms: []string{"generator/standard/jsonld", "generator/standard/rdfc"}},
	// verify judges what others wrote, by the rooms of the standards alone. It
	// knows of ours how many alike documents are canonicalised and by which terms
	// the elements of a micro-credential are found. It fetches nothing itself.
	"generator/verify":  {rooms: []string{"generator/shape", "generator/credential", "generator/standard/baking", "generator/standard/bitstring", "generator/standard/dataintegrity", "generator/standard/did", "generator/standard/jcs", "generator/standard/jose", "generator/standard/jsonld", "generator/standard/multibase", "generator/standard/ob2", "generator/standard/ob3", "generator/standard/rdfc", "generator/standard/vc"}, modules: []string{"golang.org/x/net/html"}},
	"generator/keyring": {rooms: []string{"generator/standard/jose", "generator/standard/multibase"}, modules: []string{"golang.org/x/sys"}},
	// fetch knows addresses and nothing of what stands there.
	"generator/fetch": {modules: []string{"code.dny.dev/ssrf", "golang.org/x/net/idna"}},
	// trust reads a file by which verify knows issuers.
	"generator/trust": {rooms: []string{"generator/verify", "generator/standard/did"}, modules: []string{"go.yaml.in/yaml/v4"}},
	// compare says what a change of the content means, and judges nothing.
	"generator/compare": {rooms: []string{"generator/load"}},
	// doctor judges facts that are handed in, and asks nobody.
	"generator/doctor": {},
	// report says in words what verify found.
	"generator/report": {rooms: []string{"generator/verify"}},
	// survey looks at whole sites: a folder, a list, and a host beside a plan.
	"generator/survey": {rooms: []string{"generator/verify", "generator/fetch", "generator/render"}},
	// generator remembers which runs of the store were verified.
	"generator":     {rooms: []string{"generator/load", "generator/leak", "generator/store", "generator/check", "generator/audit", "generator/theme", "generator/render", "generator/publish"}},
	"themes":        {},
	"cmd/sealpress": {rooms: []string{"generator/adopt", "generator/standard/baking", "generator", "generator/advise", "generator/issue", "generator/compare", "generator/store", "generator/keyring", "generator/decide", "generator/doctor", "generator/mask", "generator/load", "generator/check", "generator/preview", "generator/publish", "generator/starter", "generator/theme", "generator/verify", "generator/fetch", "generator/trust", "generator/report", "generator/survey", "generator/intake", "generator/enrol", "generator/notify", "themes"}, modules: []string{"github.com/spf13/cobra", "github.com/agnivade/levenshtein", "github.com/cheggaaa/pb/v3", "github.com/gofrs/flock", "golang.org/x/sys", "golang.org/x/term"}},

	// reference is for tests, which the table does not bind; no room may import it.
	"generator/internal/reference": {},

	// sealpress-bench runs the program as people do, and imports nothing of it.
	"cmd/sealpress-bench": {},
}

// cupboards are names that say nothing about what is inside.
var cupboards = []string{"util", "utils", "common", "helper", "helpers", "core", "manager", "types", "misc"}

func TestArchitecture(t *testing.T) {
	root := os.DirFS("..")
	seen := map[string]bool{}
	commented := map[string]bool{}
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && name != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "node_modules" || d.Name() == "public") {
			return fs.SkipDir
		}
		if _, err := fs.Stat(root, path.Join(name, "go.mod")); name != "." && d.IsDir() && err == nil {
			return fs.SkipDir // a module of its own
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		room := path.Dir(name)
		seen[room] = true
		src, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, name, src, parser.ParseComments)
		if err != nil {
			return err
		}
		if f.Doc != nil {
			commented[room] = true
		}
		if lines := strings.Count(string(src), "\n"); lines > 420 && !isTable(src) {
			t.Errorf("%s has %d lines: a second noun has moved in", name, lines)
		}
		checkImports(t, room, name, f)
		checkBody(t, room, fset, f)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for room := range seen {
		if !commented[room] {
			t.Errorf("%s has no package comment", room)
		}
		if slices.Contains(cupboards, path.Base(room)) {
			t.Errorf("%s is a cupboard: look for the missing noun", room)
		}
		if _, known := allowed[room]; !known {
			t.Errorf("%s is not in the table of allowed imports", room)
		}
	}
	for room := range allowed {
		if !seen[room] {
			t.Errorf("the table of allowed imports names %s, which is not there", room)
		}
	}
}

// isTable reports whether a file is data and not code.
func isTable(src []byte) bool { return strings.Count(string(src), "func ") < 3 }

func checkImports(t *testing.T, room, name string, f *ast.File) {
	t.Helper()
	rule := allowed[room]
	for _, spec := range f.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		if own, ok := strings.CutPrefix(imported, module); ok {
			free := slices.Contains(vocabulary, own) && !slices.Contains(vocabulary, room) && !strings.HasPrefix(room, "generator/standard/")
			if !free && !slices.Contains(rule.rooms, own) {
				t.Errorf("%s: %s must not import %s", name, room, own)
			}
			continue
		}
		if first, _, _ := strings.Cut(imported, "/"); strings.Contains(first, ".") &&
			!slices.ContainsFunc(rule.modules, func(m string) bool { return imported == m || strings.HasPrefix(imported, m+"/") }) {
			t.Errorf("%s: %s must not import the module %s", name, room, imported)
		}
		// The preview is a server: its handler is what it is for. It listens
		// to loopback alone and asks nobody anything.
		if room == "generator/preview" && imported == "net/http" {
			continue
		}
		// Fetching is what fetch is for: behind its guard, and nowhere else. No
		// step of a build may use it.
		if room == "generator/fetch" && imported == "net/http" {
			continue
		}
		if !isProgram(room) && slices.Contains([]string{"math/rand", "math/rand/v2", "crypto/rand", "net/http", "os/exec"}, imported) {
			t.Errorf("%s: %s belongs to the command", name, imported)
		}
	}
}

// handedIn are the functions by which code asks the world; outside the
// command, what they would say is handed in.
var handedIn = map[string][]string{
	"time": {"Now", "Since", "Until", "Tick", "After", "Local", "LoadLocation"},
	"os":   {"Getenv", "LookupEnv", "Environ", "ExpandEnv", "Args", "Stdin", "Stdout", "Stderr", "Hostname", "Getwd", "UserHomeDir", "UserCacheDir", "UserConfigDir"},
}

func checkBody(t *testing.T, room string, fset *token.FileSet, f *ast.File) {
	t.Helper()
	// The reference room finds for tests what lies beside the repository, and no
	// room imports it.
	asks := isProgram(room) || room == "generator/internal/reference"
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if n.Name.Name == "init" && n.Recv == nil {
				t.Errorf("%s: no init functions", fset.Position(n.Pos()))
			}
		case *ast.SelectorExpr:
			pkg, ok := n.X.(*ast.Ident)
			if ok && !asks && slices.Contains(handedIn[pkg.Name], n.Sel.Name) && pkg.Obj == nil {
				t.Errorf("%s: %s.%s belongs to the command", fset.Position(n.Pos()), pkg.Name, n.Sel.Name)
			}
		}
		return true
	})
}

// programs are the command, and the one that measures it. They alone may ask the
// world.
var programs = []string{"cmd/sealpress", "cmd/sealpress-bench"}

func isProgram(room string) bool { return slices.Contains(programs, room) }
