//go:build !race && unix

package verify

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/sealpress/sealpress/generator/standard/dataintegrity"
	"github.com/sealpress/sealpress/generator/standard/did"
	"github.com/sealpress/sealpress/generator/standard/multibase"
)

// Inputs that are as large as they may be, and as costly as their makers could
// think of, cost little time and memory: T12.
func TestCostOfHostileInput(t *testing.T) {
	l := newLab(t)
	good := l.sign(l.credential())
	many := func(member, entry string) []byte {
		n := min((MaxSize-5000)/(len(entry)+8), MaxObjects-20, (MaxValues-100)/(strings.Count(entry, ",")+1))
		entries := make([]string, n)
		for i := range entries {
			entries[i] = fmt.Sprintf(entry, i)
		}
		return []byte(`{"` + member + `":[` + strings.Join(entries, ",") + `],` + string(edit(good, set(member, nil)))[1:])
	}
	alike := strings.Repeat(`{"type":["Evidence"]},`, 1900)
	inputs := map[string][]byte{}
	for name, data := range map[string][]byte{
		"evidence without ids": many("evidence", `{"type":["Evidence"],"name":"%d"}`),
		"evidence with ids":    many("evidence", `{"id":"urn:x:%d","type":["Evidence"]}`),
		"endorsements":         many("endorsement", `{"id":"urn:x:%d","type":["VerifiableCredential"]}`),
		"profiles":             many("endorsement", `{"id":"u:%d","type":["Profile","Achievement","AchievementSubject","VerifiableCredential","Address","Evidence"]}`),
		"types":                []byte(strings.Replace(string(good), `"OpenBadgeCredential"`, `"OpenBadgeCredential"`+strings.Repeat(`,"VerifiableCredential"`, MaxValues-100), 1)),
		"types of an object":   many("evidence", `{"id":"u:%d","type":["Evidence"`+strings.Repeat(`,"Profile"`, 20)+`]}`),
		"too many objects":     []byte(`{"evidence":[` + strings.TrimSuffix(strings.Repeat(`{"type":"Profile"},`, 50_000), ",") + `],` + string(good)[1:]),
		"statuses":             many("credentialStatus", `{"type":"BitstringStatusListEntry","statusPurpose":"revocation","statusListIndex":"%d","statusListCredential":"https://issuer.example/"}`),
		"alike":                []byte(`{"evidence":[` + strings.TrimSuffix(alike, ",") + `],` + string(good)[1:]),
		"contexts":             []byte(strings.Replace(string(good), `"@context":[`, `"@context":[`+strings.Repeat(`"https://www.w3.org/ns/credentials/v2",`, 20_000), 1)),
	} {
		inputs[name] = data
		if name == "types of an object" || name == "evidence with ids" || os.Getenv("SEALPRESS_LONG") != "" { // the costly ones
			inputs[name+", four proofs"] = fourProofs(l, data)
		}
	}
	for name, data := range inputs {
		t.Run(name, func(t *testing.T) {
			if len(data) > MaxSize {
				t.Fatalf("the input has %d bytes", len(data))
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := processorTime(t) // so that it does not matter what else runs on the machine
			out := l.verify(data)
			took := processorTime(t) - start
			runtime.ReadMemStats(&after)
			if after.HeapSys > 256<<20 {
				t.Errorf("the heap has %d MiB", after.HeapSys>>20)
			}
			if out.Outcome == Valid && name != "types" { // one of them, said again, changes nothing
				t.Errorf("found %s", say(out))
			}
			t.Logf("%s %v: %v, %d MiB allocated in all; heap %d MiB", out.Outcome, out.Checks[len(out.Checks)-1].Evidence, took, (after.TotalAlloc-before.TotalAlloc)>>20, after.HeapSys>>20)
			if took > 10*time.Second {
				t.Errorf("it took %v", took)
			}
		})
	}
}

func processorTime(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// fourProofs gives a credential as many proofs as are read, each of which wants
// it in a canonical form of its own.
func fourProofs(l *lab, data []byte) []byte {
	var proofs []any
	for name, key := range suiteKeys(l.t) {
		suite, curve, _ := strings.Cut(name, " ")
		if suite == dataintegrity.EdDSAJCS2022 {
			suite = dataintegrity.EdDSARDFC2022
		}
		id, err := did.Key(key.Public())
		l.must(err)
		_, method, err := did.ParseKey(id)
		l.must(err)
		size := 64
		if curve == "P-384" {
			size = 96
		}
		proofs = append(proofs, object{"type": "DataIntegrityProof", "cryptosuite": suite, "created": "2026-01-02T03:04:05Z", "verificationMethod": method,
			"proofPurpose": "assertionMethod", "proofValue": multibase.Base58(bytes.Repeat([]byte{7}, size))})
	}
	return edit(data, set("proof", proofs))
}
