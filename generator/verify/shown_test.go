package verify

import (
	"io/fs"
	"testing"
)

func TestShows(t *testing.T) {
	for page, want := range map[string]Shown{
		`<!doctype html><html><head><link rel="alternate" hreflang="it" href="/it/"><link rel="alternate" type="application/json" href="/awards/x/credential.json"></head><body class="page-award">`: Standing,
		`<!doctype html><html><head><link rel="alternate" hreflang="it" href="/it/"></head><body class="page-withdrawn">`:                                                                            Withdrawn,
		"": "", "<html><body class='page'>": "",
		`<html><body class="page-award"><link rel=alternate href=credential.json>`: "",
		`<html><link rel=stylesheet href=credential.json><body>`:                   "",
	} {
		if got := Shows([]byte(page)); got != want {
			t.Errorf("%s shows %q, want %q", page, got, want)
		}
	}
}

// The pages of the sample are understood: each one that we make shows something.
func TestSamplePagesShow(t *testing.T) {
	site := sample(t)
	pages, err := fs.Glob(site.Files, "awards/*/index.html")
	if err != nil {
		t.Fatal(err)
	}
	italian, err := fs.Glob(site.Files, "it/awards/*/index.html")
	if err != nil {
		t.Fatal(err)
	}
	counts := map[Shown]int{}
	for _, name := range append(pages, italian...) {
		text, err := fs.ReadFile(site.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		counts[Shows(text)]++
	}
	if counts[""] > 0 || counts[Standing] < 50 || counts[Withdrawn] == 0 {
		t.Errorf("pages show %v", counts)
	}
}
