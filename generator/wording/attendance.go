package wording

// Attendance returns the phrase by which criteria, or the description of an
// assessment, say that being there is all that counts: outright, or because
// nothing else has to be shown.
func Attendance(text, language string) (Phrase, bool) {
	l := of(language)
	if l == nil {
		return Phrase{}, false
	}
	all := words(text)
	if p, ok := l.onlyAttendance(text, all); ok {
		return p, true
	}
	var first Phrase
	found := false
	for i := 0; i < len(all); i++ {
		if p, ok := l.compiled.come.match(text, all, i); ok {
			if !found {
				first, found = phrase(text, all, i, len(p.words)), true
			}
			i += len(p.words) - 1
		} else if _, ok := l.compiled.perform.match(text, all, i); ok {
			return Phrase{}, false
		}
	}
	first.Instead = l.showed
	return first, found
}

// Attended returns the phrase by which a name or a description says that
// somebody was there, and nothing of what they can do.
func Attended(text, language string) (Phrase, bool) {
	l := of(language)
	if l == nil {
		return Phrase{}, false
	}
	all := words(text)
	if p, ok := l.onlyAttendance(text, all); ok {
		return p, true
	}
	for i := range all {
		if i > 0 && all[i].before != sentence {
			continue
		}
		p, ok := l.compiled.came.match(text, all, i)
		if !ok {
			continue
		}
		if l.joins(l.compiled.perform, text, all, i+len(p.words)) {
			return Phrase{}, false
		}
		found := phrase(text, all, i, len(p.words))
		found.Instead = l.showed
		return found, true
	}
	return Phrase{}, false
}

// onlyAttendance returns the phrase that says outright that being there is
// enough.
func (l *lexicon) onlyAttendance(text string, all []token) (Phrase, bool) {
	for i := range all {
		p, ok := l.compiled.suffices.match(text, all, i)
		if !ok || l.denies(nil, text, all, i) {
			continue
		}
		enough := true
		for j := i + len(p.words); j < len(all) && j < i+len(p.words)+3 && all[j].before != sentence; j++ {
			if _, not := l.compiled.enough.match(text, all, j); not {
				enough = false
			}
		}
		if enough {
			found := phrase(text, all, i, len(p.words))
			found.Instead = l.showed
			return found, true
		}
	}
	return Phrase{}, false
}

// Pending returns the words by which a text says that something is not
// granted yet: "pending", "applied for".
func Pending(text, language string) (Phrase, bool) {
	p, _, ok := pending(text, language)
	return p, ok
}

// PendingAccreditation is Pending where an accreditation is spoken of close
// by, for texts that speak of other things too.
func PendingAccreditation(text, language string) (Phrase, bool) {
	p, near, ok := pending(text, language)
	return p, ok && near
}

// pending looks through the text's own lexicon, and through the English one
// because forms are often filled in that language. near reports whether an
// accreditation stands close by; such a phrase is preferred.
func pending(text, language string) (found Phrase, near, ok bool) {
	const close = 4
	all := words(text)
	for _, l := range both(of("en"), of(language)) {
		for i := range all {
			p, hit := l.compiled.pending.match(text, all, i)
			if !hit || near {
				continue
			}
			beside := false
			for j := max(0, i-close); j < min(len(all), i+len(p.words)+close); j++ {
				_, is := l.compiled.accreditation.match(text, all, j)
				beside = beside || is
			}
			if !ok || beside {
				found, near, ok = phrase(text, all, i, len(p.words)), beside, true
			}
		}
	}
	return found, near, ok
}
