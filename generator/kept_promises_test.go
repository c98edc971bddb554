package generator

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// losses are mistakes by which what was published would vanish or change.
func losses() map[string]func(*testing.T, files) {
	const cohort = "awards/2026-05-first-aid.yaml"
	return map[string]func(*testing.T, files){
		"an award is deleted": func(t *testing.T, c files) {
			c.replace(t, cohort, "  k4f2:\n    name: Bruno Ek\n    email: bruno@example.org\n    result: pass\n", "")
		},
		"a file of awards is deleted": func(t *testing.T, c files) { c.drop(t, cohort) },
		"all awards are deleted":      func(t *testing.T, c files) { c.drop(t, "awards/*") },
		"a label is renamed":          func(t *testing.T, c files) { c.replace(t, cohort, "  k4f2:", "  bruno:") },
		"a file of awards is renamed": func(t *testing.T, c files) { c["awards/renamed.yaml"] = c[cohort]; c.drop(t, cohort) },
		"a name is changed":           func(t *testing.T, c files) { c.replace(t, cohort, "Bruno Ek", "Bruno Eck") },
		"an e-mail is changed":        func(t *testing.T, c files) { c.replace(t, cohort, "bruno@", "bruna@") },
		"a grade is changed":          func(t *testing.T, c files) { c.replace(t, cohort, "result: pass", "result: merit") },
		"a date is changed":           func(t *testing.T, c files) { c.replace(t, cohort, "awarded: 2026-05-14", "awarded: 2026-05-15") },
		"an achievement is deleted":   func(t *testing.T, c files) { c.drop(t, "achievements/quay-knots*") },
		"criteria are changed":        func(t *testing.T, c files) { c["achievements/first-drill.md"] += "\nAnd something more.\n" },
		"the seed is changed":         func(t *testing.T, c files) { c.replace(t, "site.yaml", "seed: 5d", "seed: 6d") },
		"the address of the site": func(t *testing.T, c files) {
			c.replace(t, "site.yaml", "https://credentials.harbour.example/", "https://other.example/")
		},
		"a run of the store is deleted":    func(t *testing.T, c files) { c.drop(t, "issued/*/*") },
		"a segment of a run is deleted":    func(t *testing.T, c files) { c.drop(t, "issued/*/0001*.jsonl") },
		"an index of a run is deleted":     func(t *testing.T, c files) { c.drop(t, "issued/*/index*.tsv") },
		"a signed status list is deleted":  func(t *testing.T, c files) { c.drop(t, "issued/*/revocation-1.json") },
		"the key is deleted":               func(t *testing.T, c files) { c.drop(t, "keys/demo.yaml") },
		"a decision to revoke is deleted":  func(t *testing.T, c files) { c.drop(t, "decisions/*-revoke-*") },
		"an award and its record are gone": func(t *testing.T, c files) { c.drop(t, cohort); c.drop(t, "issued/*/*") },
		"everything about it is forgotten": func(t *testing.T, c files) {
			c.drop(t, "awards/*")
			c.drop(t, "issued/*/*")
			c.drop(t, "decisions/*")
		},
	}
}

// Each mistake by which something published would vanish or say another thing
// stops the check or the build, and what is public stays as it is, also in a
// fresh clone that knows nothing but the committed public/.
func TestNothingPublishedIsLostSilently(t *testing.T) {
	frozen := frozenSites(t)
	s := inFolder(t, frozen[len(frozen)-1]) // small, and everything in it was issued
	config := s.config()
	out := filepath.Join(t.TempDir(), "public")
	config.Out = out
	want := build(t, config).files
	for _, name := range slices.Sorted(maps.Keys(losses())) {
		t.Run(name, func(t *testing.T) {
			c := s.clone()
			losses()[name](t, c)
			config := c.config()
			config.Out, config.Work = out, filepath.Join(t.TempDir(), "work") // nothing is remembered
			r, err := Build(t.Context(), config)
			if err != nil || !r.OK {
				compareTrees(t, "after a mistake", want, inFolder(t, out))
				return
			}
			checked, err := Check(t.Context(), config)
			if err != nil {
				t.Fatal(err)
			}
			if checked.OK {
				t.Error("the check says nothing, and it is built")
			}
			// A build reads of the store what it publishes, and no more.
			t.Log("only the check says so")
			config = s.config()
			config.Out = out
			build(t, config)
		})
	}
}

func inFolder(t *testing.T, dir string) files {
	t.Helper()
	c, err := filesIn(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Whatever content writes where a file is named, and whatever links it holds,
// nothing outside is read: what lies there is in no published file.
func TestContentCannotReadFilesOutside(t *testing.T) {
	const secret = "the-secret-that-lies-outside"
	dir := t.TempDir()
	picture := `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><title>` + secret + `</title></svg>`
	for _, name := range []string{"secret.svg", "secret.md", "secret.yaml", "private/secret.svg"} {
		if err := errors.Join(os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o755), os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), []byte(picture), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	absolute := filepath.ToSlash(filepath.Join(dir, "secret.svg"))
	var ways []string
	for _, way := range []string{"../secret.svg", "../../secret.svg", `..\secret.svg`, "./../secret.svg", "static/../../secret.svg", "%2e%2e/secret.svg", "..%2fsecret.svg", "/secret.svg",
		absolute, "file://" + absolute, "file:../secret.svg", "\u2025/secret.svg", "..//secret.svg", "~/secret.svg", "../secret.svg#x"} {
		ways = append(ways, way, "![x]("+way+")")
	}
	harmless := func(t *testing.T, c files, links map[string]string) (built bool) {
		t.Helper()
		at := t.TempDir()
		content := filepath.Join(at, "content")
		for name, text := range c {
			file := filepath.Join(content, filepath.FromSlash(name))
			if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(text), 0o644)); err != nil {
				t.Fatal(err)
			}
		}
		for name, target := range links {
			if err := errors.Join(os.MkdirAll(filepath.Dir(filepath.Join(content, name)), 0o755), os.Symlink(target, filepath.Join(content, name))); err != nil {
				t.Skipf("no symbolic links here: %v", err)
			}
		}
		for _, name := range []string{"secret.svg", "secret.md", "secret.yaml"} {
			if err := os.WriteFile(filepath.Join(at, name), []byte(picture), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		config := Config{Content: os.DirFS(content), Themes: files(c).config().Themes, Today: today, Program: "sealpress for tests", Out: filepath.Join(at, "public")}
		r, err := Build(t.Context(), config)
		if err != nil {
			t.Fatal(err)
		}
		if !r.OK {
			if _, err := os.Stat(config.Out); err == nil {
				t.Error("refused, and yet something was published")
			}
			return false
		}
		for name, text := range inFolder(t, config.Out) {
			if strings.Contains(text, secret) {
				t.Errorf("%s holds what lies outside", name)
			}
		}
		return true
	}
	ways = append(ways, "[x](../secret.md)", `<img src="../secret.svg">`, "{{include ../secret.md}}", "[[include:../secret.md]]", "!include ../secret.yaml")
	t.Run("in every text", func(t *testing.T) {
		c, took := underAttack(t, scripted(len(ways)), ways, 0)
		if len(took) < 40 {
			t.Errorf("only %d fields took a path", len(took))
		}
		tree := rendered(t, c.config(), ".png")
		for name, text := range tree.files {
			if strings.Contains(text, secret) {
				t.Errorf("%s holds what lies outside", name)
			}
		}
	})
	for i, way := range ways {
		if os.Getenv("SEALPRESS_LONG") == "" && i%3 != 0 {
			continue
		}
		if strings.ContainsAny(way, " {[<") || strings.Contains(way, "%2f") {
			continue
		}
		t.Run("picture "+way, func(t *testing.T) {
			for name, change := range map[string]func(files){
				"the logo of the site": func(c files) { c["site.yaml"] += "brand:\n  logo: " + quoted(way) + "\n" },
				"the logo of the issuer": func(c files) {
					c["issuer.md"] = strings.Replace(c["issuer.md"], "country: IE", "country: IE\nlogo: "+quoted(way), 1)
				},
				"an image": func(c files) {
					c["achievements/b0.md"] = strings.Replace(c["achievements/b0.md"], "image-alt: A knot", "image: "+quoted(way), 1)
				},
			} {
				c := scripted(1)
				change(c)
				if harmless(t, c, nil) {
					t.Errorf("%s may be %q", name, way)
				}
			}
		})
	}
	for name, target := range map[string]string{"static/a.svg": absolute, "achievements/b0.svg": "../../secret.svg", "pages/linked.md": "../../secret.md",
		"awards/linked.yaml": "../../secret.yaml", "static/folder": filepath.Join(dir, "private"), "logo.svg": "../secret.svg"} {
		t.Run("link "+name, func(t *testing.T) {
			if harmless(t, scripted(1), map[string]string{name: target}) {
				t.Errorf("the link %s is taken", name)
			}
		})
	}
}
