package credential

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// FuzzMembers holds the members of every JSON object against what the library
// reads, where no name stands twice; of what is no JSON, anything may come, but
// no panic.
func FuzzMembers(f *testing.F) {
	for _, text := range []string{`{}`, `{"a":1}`, ` { "a" : [1, "]"] , "b":{"c":"\\\""},"d":null } `, `{"a":1,}`, `{"a"}`, `{"a":}`, `{,}`, `{"a":1]}`, `{"a":}}`, `{`, `}`, ``, `[]`, `{"a":"`, `{"a`, `{"a":1`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		got := map[string]string{}
		twice := false
		err := members(text, func(said, value []byte) error {
			name := string(said)
			_, there := got[name]
			twice = twice || there || bytes.ContainsAny(said, "\\\x00\xff") || !json.Valid([]byte(`"`+name+`"`))
			got[name] = string(value)
			return nil
		})
		var all map[string]json.RawMessage
		if json.Unmarshal(text, &all) != nil || all == nil || twice {
			return
		}
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		want := map[string]string{}
		for name, value := range all {
			want[name] = string(value)
		}
		if !bytes.ContainsRune(text, '�') {
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%q (-want +got):\n%s", text, diff)
			}
		}
	})
}
