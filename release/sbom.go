package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// sbom lists what is in a program, in CycloneDX 1.6: every module with its
// version and licence, the Go library, and embedded files of others. Its time is
// that of the commit and its number comes from the program, so that it is the
// same whenever it is made.
func sbom(s *source, t target, binary []byte, parts []part) ([]byte, error) {
	sum := sha256.Sum256(binary)
	program := component{
		Type: "application", Ref: "sealpress", Name: "sealpress", Version: s.version,
		Description: "the program for " + t.String() + ", commit " + s.commit,
		Hashes:      []digest{{"SHA-256", hex.EncodeToString(sum[:])}},
		PURL:        "pkg:golang/github.com/sealpress/sealpress@v" + s.version + "?goos=" + t.os + "&goarch=" + t.arch,
	}
	b := bom{
		Format: "CycloneDX", Spec: "1.6", Serial: serial(sum), Version: 1,
		Metadata: metadata{Timestamp: s.time.UTC().Format(time.RFC3339), Component: program},
	}
	var refs []string
	for _, p := range parts {
		c := componentOf(p)
		b.Components = append(b.Components, c)
		b.Dependencies = append(b.Dependencies, dependency{Ref: c.Ref})
		refs = append(refs, c.Ref)
	}
	b.Dependencies = slices.Insert(b.Dependencies, 0, dependency{Ref: program.Ref, On: refs})
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(b)
	return out.Bytes(), err
}

func componentOf(p part) component {
	c := component{Type: "library", Ref: p.name, Name: p.name, Version: p.version}
	switch {
	case p.version == "":
		c.Type = "data"
	case p.name == "std":
		c.Version = strings.TrimPrefix(p.version, "go")
		c.PURL = "pkg:golang/std@" + c.Version
	default:
		c.PURL = "pkg:golang/" + p.name + "@" + strings.ReplaceAll(p.version, "+", "%2B")
	}
	if c.PURL != "" {
		c.Ref = c.PURL
	}
	// What go.sum pins is the digest of a whole module, not of a file.
	if p.sum != "" {
		c.Properties = []property{{"go.sum", p.sum}}
	}
	if strings.Contains(p.licence, " ") {
		c.Licences = []licence{{Expression: p.licence}}
	} else {
		c.Licences = []licence{{Licence: &licenceID{p.licence}}}
	}
	return c
}

// serial is a UUID (RFC 9562, version 8) that names one program.
func serial(sum [32]byte) string {
	u := sum[:16]
	u[6], u[8] = u[6]&0x0f|0x80, u[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}

// What follows is named as CycloneDX names it.
type bom struct {
	Format       string       `json:"bomFormat"`
	Spec         string       `json:"specVersion"`
	Serial       string       `json:"serialNumber"`
	Version      int          `json:"version"`
	Metadata     metadata     `json:"metadata"`
	Components   []component  `json:"components"`
	Dependencies []dependency `json:"dependencies"`
}

type metadata struct {
	Timestamp string    `json:"timestamp"`
	Component component `json:"component"`
}

type component struct {
	Type        string     `json:"type"`
	Ref         string     `json:"bom-ref"`
	Name        string     `json:"name"`
	Version     string     `json:"version,omitempty"`
	Description string     `json:"description,omitempty"`
	Hashes      []digest   `json:"hashes,omitempty"`
	Licences    []licence  `json:"licenses,omitempty"`
	PURL        string     `json:"purl,omitempty"`
	Properties  []property `json:"properties,omitempty"`
}

type digest struct {
	Alg     string `json:"alg"`
	Content string `json:"content"`
}

type licence struct {
	Licence    *licenceID `json:"license,omitempty"`
	Expression string     `json:"expression,omitempty"`
}

type licenceID struct {
	ID string `json:"id"`
}

type property struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type dependency struct {
	Ref string   `json:"ref"`
	On  []string `json:"dependsOn,omitempty"`
}
