package adopt

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/intake"
	"github.com/sealpress/sealpress/generator/standard/baking"
	"github.com/sealpress/sealpress/generator/verify"
)

// Pile is what was found in files, folders, archives and at addresses. It is
// filled by one goroutine. An error of its methods means that what was named
// cannot be taken as a whole; what is wrong with one credential becomes a row.
type Pile struct {
	Ask    *Asker
	Intake intake.Options // how lists of addresses are read

	documents []document
	local     map[string]object // descriptions and lists by their id
	pictures  []picture
	rows      []Row // what is no credential that can be judged
	other     int   // files without any credential
	held      int   // bytes
	files     int
}

// document is a credential as it was found.
type document struct {
	from    string // file or address
	page    bool   // a page for people at an address, which names its credentials
	text    []byte // JSON, or a token
	object  object // what it says, unjudged
	sort    sort
	picture string // the picture in which it was baked
	look    func() ([]byte, error)
}

// picture is a picture that was found, which may be the artwork of something.
type picture struct {
	from string
	look func() ([]byte, error)
}

// Other is how many files held nothing that could be taken over.
func (p *Pile) Other() int { return p.other }

// File takes in a file that somebody named: a credential, a picture with one, or
// a list of addresses.
func (p *Pile) File(ctx context.Context, name string, data []byte) error {
	switch {
	case isSpreadsheet(data), isListing(name):
		return p.list(ctx, name, data)
	case isArchive(data):
		return p.Archive(ctx, name, bytes.NewReader(data), int64(len(data)))
	case bytes.HasPrefix(bytes.TrimSpace(data), []byte("https://")) && !strings.HasSuffix(strings.ToLower(name), ".json"):
		return p.list(ctx, name, data)
	}
	before := len(p.documents) + len(p.rows) + len(p.local)
	if err := p.take(ctx, found{from: name, data: data, named: true}); err != nil {
		return err
	}
	if len(p.documents)+len(p.rows)+len(p.local) == before {
		p.other--
		return fmt.Errorf("%s holds no Open Badge: expected JSON, a picture with a badge in it, a ZIP archive, or a list of addresses (.txt, .csv, .xlsx)", name)
	}
	return nil
}

// Folder takes in every credential in a folder and in the folders below it.
func (p *Pile) Folder(ctx context.Context, name string, files fs.FS) error {
	return fs.WalkDir(files, ".", func(at string, d fs.DirEntry, err error) error {
		shown := path.Join(name, at)
		switch {
		case err != nil:
			return fmt.Errorf("reading %s: %w", shown, err)
		case ctx.Err() != nil:
			return ctx.Err()
		case d.IsDir() && at != "." && strings.HasPrefix(d.Name(), "."):
			return fs.SkipDir
		case d.IsDir() || !d.Type().IsRegular() || strings.HasPrefix(d.Name(), "."):
			return nil
		}
		if p.files++; p.files > MaxFiles {
			return fmt.Errorf("%s holds more than %s files: name the folders in it one after the other", name, digits(MaxFiles))
		}
		if strings.EqualFold(path.Ext(at), ".zip") {
			p.rows = append(p.rows, Row{State: Out, From: shown, Why: "an archive in a folder is not opened; name it itself"})
			return nil
		}
		if !mayHold(at) {
			p.other++
			return nil
		}
		look := func() ([]byte, error) { return readSome(files, at) }
		data, err := look()
		if err != nil {
			return fmt.Errorf("reading %s: %w", shown, err)
		}
		return p.take(ctx, found{from: shown, data: data, look: look})
	})
}

// Address takes in what stands at an address. A page for people is judged by
// the credentials that it names.
func (p *Pile) Address(ctx context.Context, at string) error { return p.addresses(ctx, []string{at}) }

// mayHold reports whether a file may hold a credential, by its ending. A mirror
// of a platform often has none.
func mayHold(name string) bool {
	return slices.Contains([]string{"", ".json", ".jsonld", ".jwt", ".jws", ".png", ".svg"}, strings.ToLower(path.Ext(name)))
}

func isListing(name string) bool {
	return slices.Contains([]string{".txt", ".csv", ".tsv", ".xlsx"}, strings.ToLower(path.Ext(name)))
}

// readSome reads no more of a file than decides that it is too large.
func readSome(files fs.FS, name string) ([]byte, error) {
	f, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, verify.MaxPicture+1))
}

// found is a text or picture that is to be looked at.
type found struct {
	from   string
	data   []byte
	look   func() ([]byte, error)
	named  bool // by a person, and not one of many
	remote bool // it came from an address: it leads to no others
}

// take looks at bytes, whatever they are called.
func (p *Pile) take(ctx context.Context, f found) error {
	data := bytes.TrimPrefix(bytes.TrimSpace(f.data), []byte("\ufeff"))
	switch {
	case len(f.data) > verify.MaxPicture && !f.named:
		p.other++
		return nil
	case len(f.data) > verify.MaxPicture:
		p.problem(f.from, "it is larger than 8 MiB", "")
		return nil
	case bytes.HasPrefix(f.data, []byte("\x89PNG\r\n\x1a\n")), bytes.HasPrefix(data, []byte("<")) && bytes.Contains(data[:min(len(data), 4096)], []byte("<svg")):
		return p.takePicture(ctx, f)
	case bytes.HasPrefix(data, []byte("{")), bytes.HasPrefix(data, []byte("[")):
		return p.takeJSON(ctx, f, data)
	case bytes.HasPrefix(data, []byte("ey")) && bytes.Count(data, []byte(".")) == 2 && !bytes.ContainsAny(data, " \n<>{}"):
		return p.add(f, data, "")
	}
	p.other++
	return nil
}

// takeJSON takes in the documents of a JSON text.
func (p *Pile) takeJSON(ctx context.Context, f found, data []byte) error {
	var addresses []string
	count := len(p.documents) + len(p.local) + len(p.rows)
	err := split(data, 0, func(raw []byte, isText bool) error {
		text := strings.TrimSpace(string(raw))
		switch {
		case !isText:
			return p.add(f, raw, "")
		case strings.HasPrefix(text, "ey"):
			return p.add(f, []byte(text), "")
		case isWeb(text) && !f.remote && bytes.HasPrefix(data, []byte("[")):
			addresses = append(addresses, text)
		}
		return nil
	})
	if bad := (*limitError)(nil); errors.As(err, &bad) {
		return err
	}
	if err != nil {
		if f.named || strings.HasSuffix(strings.ToLower(f.from), ".json") {
			p.problem(f.from, "it is damaged: "+line(err.Error(), 200), "download it again")
		} else {
			p.other++
		}
		return nil
	}
	if len(addresses) > 0 {
		return p.addresses(ctx, addresses)
	}
	if len(p.documents)+len(p.local)+len(p.rows) == count {
		p.other++
	}
	return nil
}

// takePicture takes in what is baked into a picture. One that holds nothing may
// be artwork.
func (p *Pile) takePicture(ctx context.Context, f found) error {
	look := f.look
	if look == nil {
		data := f.data
		look = func() ([]byte, error) { return data, nil }
		p.held += len(data)
	}
	p.pictures = append(p.pictures, picture{f.from, look})
	baked, err := baking.Unbake(f.data)
	switch {
	case errors.Is(err, baking.ErrNone), err != nil && !f.named && !errors.Is(err, baking.ErrAmbiguous):
		if f.named {
			p.rows = append(p.rows, Row{State: Out, From: f.from, Why: "a picture without a badge in it; it can serve as artwork"})
		}
		return nil
	case err != nil:
		p.problem(f.from, line(err.Error(), 200), "take it from the platform again")
		return nil
	}
	for _, c := range baked {
		text := strings.TrimSpace(c.Text)
		if text == "" {
			text = strings.TrimSpace(c.Verify)
		}
		switch {
		case isWeb(text) && !strings.ContainsAny(text, " \n\t"):
			if err := p.ask(ctx, []string{text}, f.from, look); err != nil {
				return err
			}
		case strings.HasPrefix(text, "{"):
			o, err := parse([]byte(text))
			if err == nil && c.Verify != "" && o.text("id") != "" && o.text("id") != c.Verify {
				p.problem(f.from, "the picture names two badges, and nobody can say which is meant", "take it from the platform again")
				continue
			}
			fallthrough
		default:
			if err := p.addLooking(f, []byte(text), f.from, look); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *Pile) add(f found, text []byte, picture string) error {
	return p.addLooking(f, text, picture, nil)
}

// limitError says that there is more than is taken in at once.
type limitError struct{ what string }

func (e *limitError) Error() string { return e.what }

// addLooking takes in one document.
func (p *Pile) addLooking(f found, text []byte, picture string, look func() ([]byte, error)) error {
	p.held += len(text)
	switch {
	case len(p.documents)+len(p.local) >= MaxDocuments:
		return &limitError{fmt.Sprintf("there are more than %s documents: import them in several runs", digits(MaxDocuments))}
	case p.held > MaxHeld:
		return &limitError{fmt.Sprintf("there is more than %d MiB to be looked at: import it in several runs", MaxHeld>>20)}
	}
	d := document{from: f.from, text: bytes.Clone(text), picture: picture, look: look}
	var err error
	if text[0] == '{' {
		d.object, err = parse(text)
	} else {
		d.object, err = payload(text)
	}
	if err != nil {
		if f.named || picture != "" || text[0] != '{' || looksLike(text) {
			p.problem(f.from, "it is damaged: "+line(err.Error(), 200), "take it from the platform again")
		} else {
			p.other++
		}
		return nil
	}
	d.sort = sortOf(d.object)
	switch d.sort {
	case assertion, credential:
		p.documents = append(p.documents, d)
	case description, revocations:
		if id := d.object.text("id"); id != "" {
			if p.local == nil {
				p.local = map[string]object{}
			}
			p.local[id] = d.object
		}
	case former:
		p.rows = append(p.rows, Row{State: Out, From: f.from, Why: "it is an Open Badge of version 1, which is not read; most platforms give the same badge as 2.0"})
	case endorsement:
		p.rows = append(p.rows, Row{State: Out, From: f.from, Why: "it is an endorsement, and those stay where they were given"})
	default:
		p.other++
	}
	return nil
}

// looksLike reports whether a document that cannot be relied on was meant to be
// a credential, and not any JSON.
func looksLike(text []byte) bool {
	var o object
	return json.Unmarshal(text, &o) == nil && slices.Contains([]sort{assertion, credential}, sortOf(o))
}

// problem notes what is wrong with something that was found.
func (p *Pile) problem(from, why, mend string) {
	p.rows = append(p.rows, Row{State: Problem, From: from, Why: why, Mend: mend})
}
