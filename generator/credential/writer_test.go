package credential

import (
	"encoding/json"
	"testing"

	"github.com/sealpress/sealpress/generator/standard/ob3"
)

// FuzzWriter holds what is written by hand against encoding/json: whatever the
// texts are, both write the same bytes.
func FuzzWriter(f *testing.F) {
	f.Add("Ada", "", "pass", "https://harbour.example/a?b=c&d", true)
	f.Add("<Þóra>", "a\"b\\c\x00\n\x7f", "\u2028 \xff", "", false)
	f.Fuzz(func(t *testing.T, a, b, c, d string, two bool) {
		results := []ob3.Result{{Type: ob3.Set[string]{ob3.TypeResult}, ResultDescription: a, Value: b, Alignment: ob3.Set[ob3.Alignment]{
			{Type: ob3.Set[string]{ob3.TypeAlignment}, TargetType: c, TargetCode: d, TargetName: a, TargetURL: b}}}}
		evidence := []ob3.Evidence{{ID: d, Type: ob3.Set[string]{ob3.TypeEvidence}, Name: a, Narrative: b, Description: c}}
		statuses := ob3.Statuses{{ID: a, Type: ob3.TypeStatusEntry, StatusPurpose: b, StatusListIndex: c, StatusListCredential: d}}
		if two {
			results = append(results, ob3.Result{Type: ob3.Set[string]{ob3.TypeResult}, Value: d})
			evidence = append(evidence, ob3.Evidence{Type: ob3.Set[string]{ob3.TypeEvidence}})
			statuses = append(statuses, statuses[0])
		}
		var got, want writer
		got.raw("{")
		got.results(results)
		got.evidence(evidence)
		got.statuses(statuses)
		got.end('}')
		want.raw("{")
		want.member("result", results)
		want.member("evidence", evidence)
		want.member("credentialStatus", statuses)
		want.end('}')
		if string(got.b) != string(want.b) || !json.Valid(got.b[:len(got.b)-1]) {
			t.Errorf("by hand %s\nlibrary %s", got.b, want.b)
		}
	})
}
