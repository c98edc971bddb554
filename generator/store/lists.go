package store

import (
	"path"
	"slices"
)

// ListOf returns the form of a status list that a run signed, for example of
// "revocation-1"; signed is false where that run signed none of the name.
func (s *Store) ListOf(r *Run, name string) (list []byte, signed bool, err error) {
	if !slices.Contains(r.Lists, name+".json") {
		return nil, false, nil
	}
	list, err = s.readFile(r, name+".json")
	return list, true, err
}

// PlaceOf returns a run's form of a status list, as messages show it.
func (s *Store) PlaceOf(r *Run, name string) string {
	return s.shown(path.Join(r.Name, name+".json"))
}
