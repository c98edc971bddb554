package verify

import (
	"context"
	"crypto/sha256"
	"fmt"
	"testing"
)

// BenchmarkVerifyAll judges a folder of credentials of one achievement, on as
// many processors as there are.
func BenchmarkVerifyAll(b *testing.B) {
	l := newLab(b)
	const n = 2000
	forms := map[string]func(any) []byte{"VC-JWT": l.token, "DataIntegrity": l.sign}
	for _, form := range []string{"VC-JWT", "DataIntegrity"} {
		inputs := make([]Input, n)
		for i := range inputs {
			id := fmt.Sprintf("%x", sha256.Sum256([]byte{byte(i), byte(i >> 8)}))[:26]
			inputs[i] = Input{Name: id, Data: forms[form](l.credential(
				set("id", "https://issuer.example/awards/"+id+"/credential.json"),
				set("credentialStatus.statusListIndex", fmt.Sprint(i)), set("credentialStatus.id", fmt.Sprint(labList, "#", i)),
				set("credentialSubject.identifier", []any{object{"type": "IdentityObject", "hashed": false, "identityHash": "Person " + id, "identityType": "name"}}),
			))}
		}
		b.Run("folder/"+form, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for out := range l.verifier().VerifyAll(context.Background(), func(yield func(Input) bool) {
					for _, in := range inputs {
						if !yield(in) {
							return
						}
					}
				}) {
					if out.Outcome != Valid {
						b.Fatal(say(out))
					}
				}
			}
			b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "credentials/s")
		})
	}
}
