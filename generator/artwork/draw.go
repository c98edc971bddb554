package artwork

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"strings"
)

// The kinds of a Subject, as in package badge.
const (
	Badge           = "badge"
	MicroCredential = "micro-credential"
)

// Subject is the achievement that a picture is drawn for.
type Subject struct {
	Kind  string // Badge or MicroCredential
	Slug  string
	Name  string   // used where there is no slug: a name may be corrected, a picture should stay
	Tags  []string // achievements that share the first tag share a border
	Color string   // the issuer's, "#rrggbb"; empty: one is chosen
}

// Picture is a drawing, ready to be written as SVG or PNG.
type Picture struct {
	layers []layer
	mark   string // begins the ids in the SVG, so that pictures in one page do not mix
}

// Draw makes the picture of an achievement. The same subject gives the same
// picture; another slug gives another.
func Draw(s Subject) Picture {
	key := s.Slug
	if key == "" {
		key = s.Name
	}
	family := key
	if len(s.Tags) > 0 {
		family = s.Tags[0]
	}
	c := &canvas{}
	motifs := hints(append(strings.FieldsFunc(strings.ToLower(s.Slug), func(r rune) bool { return r == '-' }), s.Tags...))
	if s.Kind == MicroCredential {
		drawSeal(c, newDice("seal", key), newDice("seal frame", family), motifs, s.Color)
	} else {
		drawBadge(c, newDice("badge", key), newDice("badge rim", family), motifs, s.Color)
	}
	sum := sha256.Sum256([]byte(s.Kind + "\x00" + key))
	return Picture{layers: c.layers, mark: "s" + hex.EncodeToString(sum[:3])}
}

// dice gives the numbers that a drawing varies by. They follow from the
// subject alone.
type dice struct {
	seed  [32]byte
	block [32]byte
	used  int
	round uint32
}

// newDice returns the dice for one purpose, so that what is drawn for it does
// not change when another part of the drawing asks for more numbers.
func newDice(purpose, key string) *dice {
	return &dice{seed: sha256.Sum256([]byte(purpose + "\x00" + key)), used: 32}
}

// roll returns a number from 0 to n-1.
func (d *dice) roll(n int) int {
	if d.used+4 > len(d.block) {
		d.block = sha256.Sum256(binary.BigEndian.AppendUint32(d.seed[:], d.round))
		d.round, d.used = d.round+1, 0
	}
	v := binary.BigEndian.Uint32(d.block[d.used:])
	d.used += 4
	return int(v % uint32(n))
}

// pick returns one of several things.
func pick[T any](d *dice, from ...T) T { return from[d.roll(len(from))] }

// motif is something drawn in the middle: an icon of a radius, or a scene that
// fills the ground.
type motif struct {
	name  string
	stems string // beginnings of words that ask for it
	scene bool
	badge bool // fit for badges
	seal  bool // fit for micro-credentials
	draw  func(c *canvas, d *dice, p palette, r int)
}

// motifs lists everything that can stand in the middle of a picture.
func motifs() []motif {
	return []motif{
		{"star", "star excel honour honor", false, true, true, star},
		{"compass", "compass navig map orient direct explor guid", false, true, true, compass},
		{"flower", "flower bloom garden", false, true, true, flower},
		{"knot", "knot rope sail bind tie climb", false, true, true, knot},
		{"sun", "sun energy solar summer", false, true, true, sun},
		{"heart", "heart care aid health nurs volunt kind", false, true, false, heart},
		{"honeycomb", "bee team group communit together network", false, true, false, honeycomb},
		{"quilt", "quilt textile sew craft design", false, true, false, quilt},
		{"moon", "moon night sleep dream", false, true, false, moon},
		{"orbit", "orbit space atom physic scienc astro", false, true, false, orbit},
		{"spiral", "spiral shell snail learn", false, true, false, spiral},
		{"pine", "tree pine forest wood scout", false, true, false, pine},
		{"anchor", "anchor port dock harbour harbor marine", false, true, true, anchor},
		{"flame", "fire flame hot cook", false, true, false, flame},
		{"gear", "gear engine machin techni mechan robot", false, true, true, gear},
		{"weave", "weav basket grid data digital code", false, true, false, weave},
		{"sprig", "leaf plant nature green eco sustain grow", false, true, true, sprig},
		{"waves", "wave water swim sea ocean surf", true, true, false, waves},
		{"mountains", "mountain hike alp ski peak summit", true, true, false, mountains},
		{"boat", "boat ship crew cruise voyage", true, true, false, boat},
		{"book", "book read writ liter languag teach study", false, false, true, book},
		{"torch", "torch lead light coach mentor", false, false, true, torch},
		{"temple", "law civic histor museum govern polic", false, false, true, temple},
		{"key", "key secur access lock privac", false, false, true, keyOfTown},
		{"tower", "tower build construct archit house", false, false, true, tower},
	}
}

// hints returns the motifs that the words of an achievement ask for, those of
// earlier words first. Words in other languages than English simply ask for
// none.
func hints(words []string) []string {
	var found []string
	for _, w := range words {
		w = strings.ToLower(w)
		for _, m := range motifs() {
			if slices.ContainsFunc(strings.Fields(m.stems), func(stem string) bool { return strings.HasPrefix(w, stem) }) && !slices.Contains(found, m.name) {
				found = append(found, m.name)
			}
		}
	}
	return found
}

// choose returns the motif that is asked for, or one by chance.
func choose(d *dice, asked []string, fits func(motif) bool) motif {
	var fit []motif
	for _, m := range motifs() {
		if fits(m) {
			fit = append(fit, m)
		}
	}
	chosen := fit[d.roll(len(fit))]
	for _, name := range asked {
		if i := slices.IndexFunc(fit, func(m motif) bool { return m.name == name }); i >= 0 {
			return fit[i]
		}
	}
	return chosen
}
