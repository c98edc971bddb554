package main

import "testing"

func TestSBOM(t *testing.T) {
	s := &source{version: "1.0.0", commit: "0123456789abcdef", time: made}
	parts := []part{
		{name: "example.org/knots", version: "v1.2.0", sum: "h1:AAAA", licence: "MIT"},
		{name: "std", version: "go1.26.8", licence: "BSD-3-Clause"},
		{name: "themes/default/fonts", licence: "MIT AND OFL-1.1"},
	}
	got, err := sbom(s, target{"linux", "arm64"}, []byte("the program"), parts)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{
  "bomFormat": "CycloneDX",
  "specVersion": "1.6",
  "serialNumber": "urn:uuid:50fda23b-f0a5-815d-8f89-3dc10d122c10",
  "version": 1,
  "metadata": {
    "timestamp": "2026-03-01T10:15:00Z",
    "component": {
      "type": "application",
      "bom-ref": "sealpress",
      "name": "sealpress",
      "version": "1.0.0",
      "description": "the program for linux/arm64, commit 0123456789abcdef",
      "hashes": [
        {
          "alg": "SHA-256",
          "content": "50fda23bf0a5115d4f893dc10d122c10a4705f47688f5620e80611c092d4053e"
        }
      ],
      "purl": "pkg:golang/github.com/sealpress/sealpress@v1.0.0?goos=linux&goarch=arm64"
    }
  },
  "components": [
    {
      "type": "library",
      "bom-ref": "pkg:golang/example.org/knots@v1.2.0",
      "name": "example.org/knots",
      "version": "v1.2.0",
      "licenses": [
        {
          "license": {
            "id": "MIT"
          }
        }
      ],
      "purl": "pkg:golang/example.org/knots@v1.2.0",
      "properties": [
        {
          "name": "go.sum",
          "value": "h1:AAAA"
        }
      ]
    },
    {
      "type": "library",
      "bom-ref": "pkg:golang/std@1.26.8",
      "name": "std",
      "version": "1.26.8",
      "licenses": [
        {
          "license": {
            "id": "BSD-3-Clause"
          }
        }
      ],
      "purl": "pkg:golang/std@1.26.8"
    },
    {
      "type": "data",
      "bom-ref": "themes/default/fonts",
      "name": "themes/default/fonts",
      "licenses": [
        {
          "expression": "MIT AND OFL-1.1"
        }
      ]
    }
  ],
  "dependencies": [
    {
      "ref": "sealpress",
      "dependsOn": [
        "pkg:golang/example.org/knots@v1.2.0",
        "pkg:golang/std@1.26.8",
        "themes/default/fonts"
      ]
    },
    {
      "ref": "pkg:golang/example.org/knots@v1.2.0"
    },
    {
      "ref": "pkg:golang/std@1.26.8"
    },
    {
      "ref": "themes/default/fonts"
    }
  ]
}
`
	if string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
