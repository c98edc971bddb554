package load

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"path"
	"slices"

	"github.com/sealpress/sealpress/generator/artwork"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/source"
)

func isPicture(name string) bool {
	return path.Ext(name) == ".png" || path.Ext(name) == ".svg"
}

// loadArtwork finds and checks the pictures of all achievements: the file
// that an achievement names under image, else those of its own name. An older
// version without pictures of its own has those of the newest.
func (c *Content) loadArtwork(images map[*badge.Achievement]string) {
	pictures := slices.DeleteFunc(slices.Clone(c.tree.folders["achievements"]), func(n string) bool { return !isPicture(n) })
	checked := map[string]*badge.File{}
	for _, a := range c.Catalog.Achievements {
		for _, name := range c.picturesOf(a, images[a], pictures) {
			f, done := checked[name]
			if !done {
				f = c.picture("achievements/" + name)
				checked[name] = f
			}
			switch {
			case f == nil:
				c.breaks(a.Place.At("image"))
			case path.Ext(name) == ".svg":
				a.Image.SVG = f
			default:
				a.Image.PNG = f
			}
		}
	}
	for _, name := range pictures {
		if _, used := checked[name]; !used {
			c.find(diag.Warning, "image-unused", "achievements/"+name, 0, 0, "name it after an achievement, or name it under image: in one", "no achievement uses this picture")
		}
	}
}

func (c *Content) picturesOf(a *badge.Achievement, named string, there []string) []string {
	if named != "" {
		if slices.Contains(there, named) {
			return []string{named}
		}
		if !c.Broken(a.Place.At("image")) {
			mend := "put the picture there, or remove image: to have one drawn"
			if len(there) > 0 {
				mend = knownMend(named, there, "pictures there: ")
			}
			c.Report.Add(diag.Finding{Rule: "image-missing", Pos: c.Locate(a.Place.At("image")), Mend: mend,
				Message: fmt.Sprintf("the picture %q is not beside this file", named)})
		}
		return nil
	}
	stems := []string{a.Slug}
	if !a.Newest {
		stems = []string{fmt.Sprintf("%s@%d", a.Slug, a.Version), a.Slug}
	}
	for _, stem := range stems {
		var found []string
		for _, ext := range []string{".png", ".svg"} {
			if slices.Contains(there, stem+ext) {
				found = append(found, stem+ext)
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// picture reads and checks a picture; nil where it cannot be used.
func (c *Content) picture(file string) *badge.File {
	data, ok := c.readFile(file, maxImage)
	if !ok || !c.checkPicture(file, data) {
		return nil
	}
	return &badge.File{Place: source.Place{File: c.shown(file)}, Name: path.Base(file), Size: int64(len(data)), Digest: sha256.Sum256(data)}
}

// checkPicture admits a picture, and reports why not.
func (c *Content) checkPicture(file string, data []byte) bool {
	if path.Ext(file) == ".png" {
		_, info, err := artwork.PNG(data)
		var p artwork.Problem
		switch {
		case errors.As(err, &p):
			c.find(p.Severity, p.Rule, file, 0, 0, p.Mend, "%s", p.Message)
			return false
		case err != nil:
			c.find(diag.Error, artwork.RuleFormat, file, 0, 0, "export it again as PNG", "%v", err)
			return false
		case info.Small:
			c.find(diag.Warning, artwork.RuleSize, file, 0, 0, "give it at least 400 by 400 pixels", "the picture is only %d pixels wide: it looks coarse in print and on dense screens", info.Width)
		}
		return true
	}
	_, _, problems := artwork.SVG(data)
	good := true
	for _, p := range problems {
		c.find(p.Severity, p.Rule, file, p.Line, p.Column, p.Mend, "%s", p.Message)
		good = good && p.Severity != diag.Error
	}
	return good
}
