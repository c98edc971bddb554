//go:build interop

package baking_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/sealpress/sealpress/generator/standard/baking"
)

// A reader that nobody here wrote finds what we bake: the Java platform's own
// PNG and XML readers.
func TestTheJavaPlatformFindsWhatWeBake(t *testing.T) {
	java, err := exec.LookPath("java")
	if err != nil {
		t.Fatal("these tests need java; install a JDK, or leave out the build tag interop")
	}
	const json, jws = `{"name":"Þóra 李 😀 ليلى","criteria":"<b> & {braces} \"quotes\""}`, "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln"
	for _, c := range []struct {
		file string
		bake baking.Credential
		args []string
	}{
		{"a.png", baking.Credential{Version: baking.OB2, Text: json}, []string{"openbadges"}},
		{"b.png", baking.Credential{Version: baking.OB3, Text: baking.EscapeBraces(json)}, []string{"openbadgecredential"}},
		{"c.png", baking.Credential{Version: baking.OB3, Text: jws}, []string{"openbadgecredential"}},
		{"a.svg", baking.Credential{Version: baking.OB2, Text: json}, []string{"http://openbadges.org", "assertion"}},
		{"b.svg", baking.Credential{Version: baking.OB3, Text: json}, []string{"https://purl.imsglobal.org/ob/v3p0", "credential"}},
		{"c.svg", baking.Credential{Version: baking.OB3, Text: jws}, []string{"https://purl.imsglobal.org/ob/v3p0", "credential"}},
	} {
		pic := picture(t)
		if filepath.Ext(c.file) == ".svg" {
			pic = []byte(drawing)
		}
		baked, err := baking.Bake(pic, c.bake)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), c.file)
		if err := os.WriteFile(file, baked, 0o644); err != nil {
			t.Fatal(err)
		}
		got, err := exec.Command(java, append([]string{"-Dfile.encoding=UTF-8", "testdata/ReadBaked.java", file}, c.args...)...).CombinedOutput()
		if err != nil || string(got) != c.bake.Text {
			t.Errorf("%s: put in %q, Java reads %q, %v", c.file, c.bake.Text, got, err)
		}
	}
}
