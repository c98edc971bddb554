package survey

import (
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/verify"
)

// Names yields the files of a folder, and of the folders in it, that may hold a
// credential, by their endings. Folders whose names begin with a dot are left
// out. An error ends the walk.
func Names(files fs.FS) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && name != "." && strings.HasPrefix(d.Name(), "."):
				return fs.SkipDir
			case d.IsDir() || !d.Type().IsRegular() || !holds(name):
				return nil
			case !yield(name, nil):
				return fs.SkipAll
			}
			return nil
		})
		if err != nil {
			yield("", err)
		}
	}
}

// holds reports whether a file may hold a credential.
func holds(name string) bool {
	return slices.Contains([]string{".json", ".jsonld", ".jwt", ".png", ".svg"}, strings.ToLower(path.Ext(name)))
}

// Read reads one file for judging: no more of it than decides that it is too
// large.
func Read(files fs.FS, name string) ([]byte, error) {
	f, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, verify.MaxPicture+1))
}

// Bounded is a folder of which no file is read that is too large to be a
// credential.
func Bounded(files fs.FS) fs.FS { return bounded{files} }

type bounded struct{ fs.FS }

// ReadFile is part of fs.ReadFileFS.
func (b bounded) ReadFile(name string) ([]byte, error) {
	data, err := Read(b.FS, name)
	if err == nil && len(data) > verify.MaxPicture {
		return nil, fmt.Errorf("%s is larger than %d bytes", name, verify.MaxPicture)
	}
	return data, err
}

// Place is a document of a built site that does not stand where it says.
type Place struct {
	File    string `json:"file"`
	ID      string `json:"id"`      // the address that it names
	Address string `json:"address"` // the address at which it is served
}

// Misplaced returns the documents of a built site that name another address
// than the one at which they are served, and how many were looked at. Who asks
// for them at the address that they name gets something else, or nothing.
func Misplaced(site *verify.Site) (found []Place, looked int, err error) {
	for name, err := range Names(site.Files) {
		if err != nil {
			return nil, 0, err
		}
		if path.Ext(name) != ".json" || !addressed(name) {
			continue
		}
		data, err := Read(site.Files, name)
		if err != nil {
			return nil, 0, err
		}
		var document struct {
			ID string `json:"id"`
		}
		if err := json.Unmarshal(data, &document); err != nil {
			document.ID = "" // verify says what is wrong with it, where it is a credential
		}
		looked++
		if at := site.Address.URL(address.Path(name)); document.ID != at {
			found = append(found, Place{name, document.ID, at})
		}
	}
	return found, looked, nil
}

// addressed reports whether a file of a site is a document whose id is its own
// address.
func addressed(name string) bool {
	first, rest, _ := strings.Cut(name, "/")
	return rest != "" && slices.Contains([]string{"awards", "achievements", "issuer", "status"}, first) && path.Base(name) != "profile.json"
}

// Belongs reports whether a credential that was found in a file of a site is
// the one that the site has there: what lies in the folder of an award is that
// award's.
func Belongs(site *verify.Site, name string, v *verify.Verdict) bool {
	id, award := address.AwardID(address.Path(name))
	if !award || v.ID == "" {
		return true
	}
	p, own := site.Address.Path(v.ID)
	if !own {
		return false
	}
	other, ok := address.AwardID(p)
	return ok && other == id
}

// IsAward reports whether a file of a built site belongs to an award.
func IsAward(name string) bool {
	_, ok := address.AwardID(address.Path(name))
	return ok
}

// IsSource reports whether a folder holds what a site is made of, and no
// credentials to be judged.
func IsSource(files fs.FS) bool {
	info, err := fs.Stat(files, "content/site.yaml")
	return err == nil && info.Mode().IsRegular()
}
