package check

import (
	"testing"

	"github.com/sealpress/sealpress/generator/badge"
)

// The codes of ISCED-F 2013, at all three levels.
func TestISCED(t *testing.T) {
	for _, good := range []string{"00", "06", "10", "001", "061", "068", "029", "060", "0011", "0114", "0188", "0215", "0299", "0288", "0417", "0488",
		"0613", "0619", "0610", "0600", "0699", "0716", "0841", "0917", "0988", "1015", "1022", "1041", "1049", "1088", "1099", "0000", "0099"} {
		if _, ok := isced(good); !ok {
			t.Errorf("%s is a code, and was refused", good)
		}
	}
	for _, bad := range []string{"", "0", "6", "11", "99", "012", "062", "0115", "0189", "0181", "0614", "0618", "0690", "0842", "1016", "1042", "1100", "06130", "06.1", "ab", "IT", "０６"} {
		if _, ok := isced(bad); ok {
			t.Errorf("%s is no code, and was taken", bad)
		}
	}
	for lost, want := range map[string]string{"613": "0613", "6": "06", "61": "061", "1022": "", "962": "", "x": ""} {
		if near, _ := isced(lost); near != want {
			t.Errorf("isced(%q): near %q, want %q", lost, near, want)
		}
	}
}

func TestESCO(t *testing.T) {
	const skill = "http://data.europa.eu/esco/skill/8e0c5f7a-93c2-4b1e-8d7e-5a1f64c0b932"
	for _, row := range []struct {
		addr, meant string
		good        bool
	}{
		{skill, "", true},
		{"http://data.europa.eu/esco/skill/S1.2.3", "", true},
		{"http://data.europa.eu/esco/isced-f/0613", "", true},
		{"https://data.europa.eu/esco/skill/8e0c5f7a-93c2-4b1e-8d7e-5a1f64c0b932", skill, false},
		{"http://data.europa.eu/esco/skill/8E0C5F7A-93C2-4B1E-8D7E-5A1F64C0B932/", skill, false},
		{"https://esco.ec.europa.eu/en/classification/skill?uri=" + skill, skill, false},
		{"https://esco.ec.europa.eu/en/classification/skill_main", "", false},
		{"http://data.europa.eu/esco/occupation/8e0c5f7a-93c2-4b1e-8d7e-5a1f64c0b932", "", false},
		{"http://data.europa.eu/esco/skill/first-aid", "", false},
	} {
		if !ofESCO(badge.Skill{URL: row.addr}) {
			t.Errorf("%s is of ESCO by its host", row.addr)
		}
		if good := esco.MatchString(row.addr); good != row.good {
			t.Errorf("%s: good %v, want %v", row.addr, good, row.good)
		}
		if meant := escoMeant(row.addr); !row.good && meant != row.meant {
			t.Errorf("%s: meant %q, want %q", row.addr, meant, row.meant)
		}
	}
	if ofESCO(badge.Skill{Framework: "O*NET", URL: "https://www.onetonline.org/skill/1"}) {
		t.Error("another framework is not held to the form of ESCO")
	}
}

func TestSamePerson(t *testing.T) {
	for _, same := range [][2]string{{"Ada Rossi", "ada rossi"}, {"Ada Rossi", "Rossi, Ada"}, {"José Núñez", "Jose Nunez"}, {"O'Neill, Sam", "Sam O Neill"}, {"Łukasz Ek", "łukasz EK"}} {
		if !samePerson(same[0], same[1]) || !samePerson(same[1], same[0]) {
			t.Errorf("%q and %q are one person", same[0], same[1])
		}
	}
	for _, other := range [][2]string{{"Ada Rossi", "Ada Russo"}, {"Ada Rossi", "Adam Rossi"}, {"", ""}, {"Ada", "Ada Rossi"}, {"Assessor 1", "Assessor 2"}, {"Tom Byrne", "Bryne Tom"}, {"אדה", "אורה"}} {
		if samePerson(other[0], other[1]) {
			t.Errorf("%q and %q are two persons", other[0], other[1])
		}
	}
}

func TestPortable(t *testing.T) {
	for _, good := range []string{"", "https://a.example/", "https://a.example/x?y=%C3%A0#z", "http://[2001:db8::1]/x", "https://[2001:db8::1]:8443"} {
		if !portable(good) {
			t.Errorf("%q is a URI, and was refused", good)
		}
	}
	for _, bad := range []string{"https://é.example/", "https://a.example/é", "https://a.example/?x=%zz", "https://a.example/%4", "https://a.example/[1]", "http://[2001:db8::1]/[1]", "https://a.example/?[]"} {
		if portable(bad) {
			t.Errorf("%q is no URI, and was taken", bad)
		}
	}
}
