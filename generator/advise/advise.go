// Package advise says which of the two kinds of recognition a thing is, or
// should be, and what it lacks for the other.
//
// There is one table (Aspects) and there are two ways to it. Written looks at
// an achievement that has a file. Planned looks at what its author answered
// before there was one. Both fill the same six rows: what was found, which
// promise that keeps, and what each kind would ask for beside it.
//
// The engine is pure: it reads no file and knows no clock. It counts what is
// there, and asks package wording what the words claim. It is advice, and
// package check stays the judge: what Written calls complete for a kind is what
// the rule book finds no error in, which a test holds the two to.
package advise

import (
	"slices"

	"github.com/sealpress/sealpress/generator/badge"
)

// Advice is what is recommended, and why.
type Advice struct {
	Says    badge.Kind // what the file says; empty where there is none
	Kind    badge.Kind // what it is, or should be; empty: neither
	Rows    []Row      // in the order of Aspects
	Reasons []string   // for Kind, the first one first
}

// Row is one aspect of the table, held against what was found.
type Row struct {
	Aspect
	Found    string
	Verdict  Verdict
	ForBadge []Need // what a badge would still ask for
	ForMicro []Need // what a micro-credential would still ask for
}

// Need is one thing to be added, changed or taken away.
type Need struct {
	What  string
	Would bool // it would be better so, but the kind does not stand or fall by it
}

// Verdict says whose promise a row keeps.
type Verdict string

// The verdicts.
const (
	IsBadge  Verdict = "badge"
	IsMicro  Verdict = "micro-credential"
	IsEither Verdict = "either"
	Neither  Verdict = "neither"
)

// Aspect is one row of the table by which the two kinds differ.
type Aspect struct {
	Name         string
	Badge, Micro string // what each kind is in this respect
}

// The aspects, as indexes into Aspects.
const (
	purpose = iota
	usage
	nature
	assessment
	value
	demands
)

// Aspects is the table by which the two kinds differ.
func Aspects() []Aspect {
	return []Aspect{
		{"purpose", "motivation, play, a marker of progress", "certification of specific skills"},
		{"usage", "taking part, a milestone, an extra activity", "completion of structured learning and assessment"},
		{"nature", "informal, symbolic", "formal, recognised"},
		{"assessment", "optional, need not be rigorous", "mandatory, based on evidence"},
		{"value", "limited, mostly internal", "high: employers, universities"},
		{"demands", "a criterion, and no claim to certify", "an accredited issuer, evidence and a result for each award, the elements of an EU micro-credential"},
	}
}

// Missing returns what all rows lack for a kind; would adds what only would be
// better.
func (a Advice) Missing(k badge.Kind, would bool) []string {
	var all []string
	for _, r := range a.Rows {
		needs := r.ForMicro
		if k == badge.Badge {
			needs = r.ForBadge
		}
		for _, n := range needs {
			if would || !n.Would {
				all = append(all, n.What)
			}
		}
	}
	return all
}

// keeps reports whether nothing that a kind stands or falls by is missing.
func (a Advice) keeps(k badge.Kind) bool { return len(a.Missing(k, false)) == 0 }

// judge gives a row its verdict. Where neither kind lacks anything, substance
// says whether what was found is more than a badge needs.
func (r *Row) judge(substance bool) {
	stands := func(needs []Need) bool { return !slices.ContainsFunc(needs, func(n Need) bool { return !n.Would }) }
	switch badge, micro := stands(r.ForBadge), stands(r.ForMicro); {
	case micro && substance, micro && !badge:
		r.Verdict = IsMicro
	case micro && badge:
		r.Verdict = IsEither
	case badge:
		r.Verdict = IsBadge
	default:
		r.Verdict = Neither
	}
}

// badge and micro add what a kind demands.
func (r *Row) badge(what string) { r.ForBadge = append(r.ForBadge, Need{What: what}) }
func (r *Row) micro(what string) { r.ForMicro = append(r.ForMicro, Need{What: what}) }

// better adds what a micro-credential would be better with.
func (r *Row) better(what string) { r.ForMicro = append(r.ForMicro, Need{What: what, Would: true}) }

func newRows() []Row {
	var rows []Row
	for _, a := range Aspects() {
		rows = append(rows, Row{Aspect: a})
	}
	return rows
}
