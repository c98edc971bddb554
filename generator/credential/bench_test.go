package credential_test

import (
	"testing"

	"github.com/sealpress/sealpress/generator/credential"
)

func BenchmarkCredential(b *testing.B) {
	w := newWhole(b)
	builder := w.builder(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := builder.Credential(w.award, w.achievement, id, credential.Status{List: 1, Index: 1}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	doc := newWhole(b).credential(b)
	var r credential.Reader
	b.SetBytes(int64(len(doc)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := r.Read(doc); err != nil {
			b.Fatal(err)
		}
	}
}
