package check

import (
	"encoding/binary"
	"encoding/json"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/leak"
)

// The text of what is known of a file: its findings and the like as JSON, then
// the gists one after another. Lengths and numbers are varints.

// text writes what is known.
func (n *known) text() []byte {
	head, err := json.Marshal(n)
	if err != nil {
		panic("check: findings that cannot be written down: " + err.Error())
	}
	b := appendText(make([]byte, 0, len(head)+160*len(n.gists)), string(head))
	b = binary.AppendUvarint(b, uint64(len(n.gists)))
	for i := range n.gists {
		b = n.gists[i].appendTo(b)
	}
	return b
}

// parseKnown reads what is known of a file; ok is false for anything that text
// did not write.
func parseKnown(text []byte, cohort string) (n known, ok bool) {
	r := knownReader{rest: string(text)}
	if json.Unmarshal([]byte(r.text()), &n) != nil {
		return known{}, false
	}
	count := r.number()
	if r.broken || count > uint64(len(r.rest)) {
		return known{}, false
	}
	n.gists = make([]gist, count)
	for i := range n.gists {
		n.gists[i].read(&r, cohort)
		n.gists[i].entry.Position = int32(i) // nothing was wrong, so no label stood there twice
	}
	return n, !r.broken && r.rest == ""
}

// The flags of a gist.
const (
	isPublic = 1 << iota
	isKnown
	isEnded
	isAlone
	isHashed
	hasDays
	hasSalt
)

func (g *gist) flags() byte {
	var f byte
	for _, x := range []struct {
		is   bool
		flag byte
	}{{g.public, isPublic}, {g.entry.Known, isKnown}, {g.entry.Ended, isEnded}, {g.entry.alone, isAlone}, {g.hashed, isHashed},
		{len(g.days) > 0, hasDays}, {g.salt != digest{}, hasSalt}} {
		if x.is {
			f |= x.flag
		}
	}
	return f
}

func (g *gist) appendTo(b []byte) []byte {
	_, label := g.entry.Key.Split()
	b = append(b, g.flags())
	for _, s := range []string{label, g.entry.ID, g.entry.Shown, g.of.Slug, g.pinned, string(g.renews), g.identity, g.with} {
		b = appendText(b, s)
	}
	day := g.entry.Awarded
	for _, n := range []uint64{uint64(g.of.Version), uint64(day.Year), uint64(day.Month), uint64(day.Day), uint64(g.email), uint64(len(g.ids))} {
		b = binary.AppendUvarint(b, n)
	}
	b = append(b, g.entry.Digest[:]...)
	for _, list := range [][]digest{g.ids, g.days} {
		for _, d := range list {
			b = append(b, d[:]...)
		}
	}
	if g.salt != (digest{}) {
		b = append(b, g.salt[:]...)
	}
	return b
}

func (g *gist) read(r *knownReader, cohort string) {
	flags := r.bytes(1)
	if r.broken {
		return
	}
	f := flags[0]
	g.public, g.hashed = f&isPublic != 0, f&isHashed != 0
	g.entry = Entry{Known: f&isKnown != 0, Ended: f&isEnded != 0, alone: f&isAlone != 0}
	g.entry.Key = badge.MakeKey(cohort, r.text())
	g.entry.ID, g.entry.Shown, g.of.Slug = r.text(), r.text(), r.text()
	g.pinned, g.renews = r.text(), badge.Key(r.text())
	g.identity, g.with = r.text(), r.text()
	g.of.Version = int(r.number())
	g.entry.Awarded = badge.Date{Year: int16(r.number()), Month: uint8(r.number()), Day: uint8(r.number())}
	g.email = leak.Sum(r.number())
	ids := int(min(r.number(), uint64(len(r.rest))))
	copy(g.entry.Digest[:], r.bytes(len(g.entry.Digest)))
	g.ids = r.digests(ids)
	if f&hasDays != 0 {
		g.days = r.digests(ids)
	}
	if f&hasSalt != 0 {
		copy(g.salt[:], r.bytes(len(g.salt)))
	}
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// knownReader reads what is known; it is broken where a text ends too early.
type knownReader struct {
	rest   string
	broken bool
}

func (r *knownReader) number() uint64 {
	n, size := uint64(0), 0
	for shift := 0; size < len(r.rest) && shift < 64; shift += 7 {
		c := r.rest[size]
		size++
		n |= uint64(c&0x7f) << shift
		if c < 0x80 {
			r.rest = r.rest[size:]
			return n
		}
	}
	r.broken = true
	return 0
}

func (r *knownReader) bytes(n int) string {
	if n > len(r.rest) {
		r.broken = true
		return ""
	}
	s := r.rest[:n]
	r.rest = r.rest[n:]
	return s
}

func (r *knownReader) text() string { return r.bytes(int(min(r.number(), uint64(len(r.rest)+1)))) }

func (r *knownReader) digests(n int) []digest {
	if n == 0 {
		return nil
	}
	list := make([]digest, n)
	for i := range list {
		copy(list[i][:], r.bytes(len(list[i])))
	}
	return list
}
