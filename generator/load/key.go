package load

import "slices"

// Type is what the value of a key must be. A value is typed by its key and
// never by its look: NO, 1.10 and 007 stay text in a text key.
type Type string

// The types of values, as the reference page names them.
const (
	Text      Type = "text"              // one line
	Lines     Type = "text, long"        // may have several lines
	Name      Type = "name"              // a person's name: one line, any script
	Flag      Type = "true or false"     //
	Day       Type = "date"              // YYYY-MM-DD
	Span      Type = "period"            // ISO 8601: P3Y
	Number    Type = "whole number"      // Min to Max
	Decimal   Type = "number"            // digits with at most one point
	Web       Type = "web address"       // http or https
	Email     Type = "e-mail address"    //
	Choice    Type = "choice"            // one of Choices
	Slug      Type = "slug"              // lower-case letters, digits, hyphens
	Versioned Type = "slug, or slug@n"   // a version of an achievement
	AwardKey  Type = "award key"         // <file>/<label>
	Language  Type = "language"          // BCP 47
	Country   Type = "country"           // ISO 3166-1 alpha-2
	FileName  Type = "file name"         // beside this file
	Color     Type = "colour"            // #rrggbb
	SeedText  Type = "seed"              // hexadecimal
	Hash      Type = "hashed e-mail"     // sha256$…
	SaltText  Type = "salt"              // hexadecimal
	DID       Type = "DID"               // did:…
	PinnedID  Type = "award id"          // 26 characters
	PublicKey Type = "public key"        // Multikey: z…
	SiteURL   Type = "address of a site" // see address.Parse
	Object    Type = "keys and values"   // Keys
	List      Type = "list"              // of Item
	Dict      Type = "names and values"  // any name; values of Item
)

// Key is one key that an author may write: its type, limits and explanation.
// The reader, the reference page and the editors' schema all read the same
// table.
type Key struct {
	Name     string
	Type     Type
	Required bool
	Unless   string   // with Required: it may be missing where this key stands beside it
	Default  string   // in words or as a value; empty: none
	Choices  []string // of a Choice
	Min, Max int      // of a Number; Max characters of text (0: the type's limit), Max entries of a List
	Keys     []Key    // of an Object
	Item     *Key     // of a List or Dict
	Short    string   // of an Object: a plain text in its place stands for this key
	Single   bool     // of a List: one plain value is a list of one
	Or       *Key     // another form that is accepted
	Help     string   // what it means, one sentence without a full stop
	Example  string   // as written in YAML, one line
}

// key returns the key with a name.
func (k *Key) key(name string) *Key {
	i := slices.IndexFunc(k.Keys, func(c Key) bool { return c.Name == name })
	if i < 0 {
		return nil
	}
	return &k.Keys[i]
}

// names lists the names of an object's keys.
func (k *Key) names() []string {
	names := make([]string, len(k.Keys))
	for i, c := range k.Keys {
		names[i] = c.Name
	}
	return names
}

// File is one kind of file that an author writes.
type File struct {
	Slug  string // short name, that of its schema: "achievement"
	Path  string // pattern, for people: "content/achievements/<slug>.md"
	Title string
	Help  string
	Body  string // what the Markdown below the front matter is; empty: the file is YAML alone
	Key          // an Object: the keys of the file or of its front matter
}
