package adopt

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"fmt"
	"hash"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/sealpress/sealpress/generator/intake"
)

// Learners is a list of people by which holders are found whose credential
// holds a hash of their address, and no name.
type Learners struct {
	people []learner
	byHash map[string]map[string]int // algorithm and salt → hash → person
	tried  int
}

type learner struct{ name, email string }

// NewLearners reads a list of people: a spreadsheet with a heading, in which one
// column is called e-mail and another name, or first name and last name.
func NewLearners(t *intake.Table) (*Learners, error) {
	l := &Learners{byHash: map[string]map[string]int{}}
	if len(t.Rows) == 0 {
		return nil, fmt.Errorf("%s is empty", t.File)
	}
	columns := map[string]int{}
	for _, c := range t.Rows[0].Cells {
		for field, words := range headings {
			if slices.Contains(words, folded(c.Text)) && columns[field] == 0 {
				columns[field] = c.Column
			}
		}
	}
	if columns["email"] == 0 || columns["name"] == 0 && columns["first"] == 0 && columns["last"] == 0 {
		return nil, fmt.Errorf("%s: expected a first row that calls one column Email and one Name, or First name and Last name\n  write these headings over the columns", t.File)
	}
	for _, r := range t.Rows[1:] {
		h := mailbox(r.At(columns["email"]))
		name := r.At(columns["name"])
		if columns["name"] == 0 || name == "" {
			name = r.At(columns["first"]) + " " + r.At(columns["last"])
		}
		if name = line(name, 120); h.email != "" && name != "" && !mailForm.MatchString(name) {
			l.people = append(l.people, learner{name, h.email})
		}
	}
	if len(l.people) == 0 {
		return nil, fmt.Errorf("%s holds nobody with a name and an e-mail address", t.File)
	}
	return l, nil
}

// headings are the names of columns, folded.
var headings = map[string][]string{
	"email": {"email", "emailaddress", "mail", "indirizzoemail", "adressemail", "emailadresse", "correoelectronico", "correo", "courriel", "recipientemail", "earneremail", "issuedtoemail"},
	"name":  {"name", "fullname", "learnername", "recipientname", "nome", "nomecompleto", "nomcomplet", "nombre", "nombrecompleto", "vollstandigername", "earnername"},
	"first": {"firstname", "givenname", "forename", "vorname", "prenom", "issuedtofirstname"},
	"last":  {"lastname", "surname", "familyname", "nachname", "nomdefamille", "cognome", "apellidos", "issuedtolastname"},
}

func folded(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(s)) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// algorithms are the hashes that Open Badges 2.0 and its readers know. What is
// weak finds a person as well, and is not written again.
func algorithms() map[string]func() hash.Hash {
	return map[string]func() hash.Hash{"md5": md5.New, "sha1": sha1.New, "sha256": sha256.New, "sha512": sha512.New}
}

// maxTried bounds the work of looking for people: hashes in one run.
const maxTried = 100_000_000

// find returns the person whose address has a hash. Addresses are compared in
// lower case; the salt stands behind them (Open Badges 2.0 §3, IdentityHash).
func (l *Learners) find(identity, salt string) (learner, bool) {
	algorithm, want, _ := strings.Cut(identity, "$")
	made := algorithms()[algorithm]
	if l == nil || made == nil || l.tried > maxTried {
		return learner{}, false
	}
	// A platform with one salt for all is hashed once for all; where each
	// credential has its own, nothing is worth remembering.
	key := algorithm + "$" + salt
	known, again := l.byHash[key]
	if known != nil {
		i, there := known[want]
		if !there {
			return learner{}, false
		}
		return l.people[i], true
	}
	if again {
		known = make(map[string]int, len(l.people))
		l.byHash[key] = known
	} else {
		l.byHash[key] = nil
	}
	h, found := made(), -1
	for i, p := range l.people {
		h.Reset()
		h.Write([]byte(p.email + salt))
		l.tried++
		sum := hex.EncodeToString(h.Sum(nil))
		if again {
			known[sum] = i
		}
		if sum == want {
			if found = i; !again {
				break
			}
		}
	}
	if found < 0 {
		return learner{}, false
	}
	return l.people[found], true
}

// named returns the person with an address.
func (l *Learners) named(email string) (learner, bool) {
	if l == nil {
		return learner{}, false
	}
	i := slices.IndexFunc(l.people, func(p learner) bool { return p.email == email })
	if i < 0 {
		return learner{}, false
	}
	return l.people[i], true
}
