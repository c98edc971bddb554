package badge

import "testing"

// The newest key that has not ended signs; the order in which keys were read
// does not matter.
func TestSigningKey(t *testing.T) {
	day := func(d uint8) Date { return Date{Year: 2026, Month: 5, Day: d} }
	old, twin, newest := &SigningKey{Name: "a", Created: day(1)}, &SigningKey{Name: "b", Created: day(1)}, &SigningKey{Name: "0", Created: day(2)}
	retired := &SigningKey{Name: "r", Created: day(3), Retired: day(4)}
	compromised := &SigningKey{Name: "c", Created: day(4), Retired: day(5), Compromised: day(5)}
	for _, test := range []struct {
		keys []*SigningKey
		want *SigningKey
	}{
		{nil, nil},
		{[]*SigningKey{retired, compromised}, nil},
		{[]*SigningKey{old, twin}, twin},
		{[]*SigningKey{twin, old}, twin},
		{[]*SigningKey{newest, twin, compromised, retired, old}, newest},
	} {
		c := &Catalog{Keys: test.keys}
		if got := c.SigningKey(); got != test.want {
			t.Errorf("of %d keys %+v signs, want %+v", len(test.keys), got, test.want)
		}
		for _, k := range test.keys {
			if c.Key(k.Name) != k {
				t.Errorf("the key %q is not found", k.Name)
			}
		}
		if c.Key("x") != nil {
			t.Error("a key that is not there is found")
		}
	}
	if !retired.Trusted() || retired.Signs() || compromised.Trusted() || !old.Trusted() {
		t.Error("retired keys are trusted and sign no more; compromised ones are not trusted")
	}
	for k, want := range map[*SigningKey]string{old: "ready", retired: "retired on 2026-05-04", compromised: "compromised since 2026-05-05"} {
		if got := k.State(); got != want {
			t.Errorf("%s: %q, want %q", k.Name, got, want)
		}
	}
}
