package store

import (
	"encoding/hex"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
)

// Record is what the index tells of one issued award. A site may have
// millions, so its members stand in an order that leaves no gaps.
type Record struct {
	Award   badge.Key
	ID      string // of its address
	Binding [16]byte
	Edition int32 // 0 for the first
	Status  Status
	Signed  bool

	erased  badge.Date // zero: the award is there
	sum     [32]byte   // SHA-256 of the line
	offset  int64
	run     int32
	segment int32
	length  int32
}

// Sum is the digest of everything that was issued.
func (r *Record) Sum() [32]byte { return r.sum }

// Gone reports whether the award was erased: ID, Status and the day are left of
// it.
func (r *Record) Gone() bool { return !r.erased.IsZero() }

// Erased returns the day on which the award was erased.
func (r *Record) Erased() badge.Date { return r.erased }

// Status is the place of a credential in the status lists: one index, in the
// list of revocations and, where the site had turned it on, of suspensions.
// The zero value is that of a record without a signature.
type Status struct {
	List     int32 // number of the list, from 1
	Index    int32
	Suspends bool
}

// String writes the status as the index holds it: "revocation-1#93817".
func (s Status) String() string {
	switch {
	case s.List == 0:
		return "-"
	case s.Suspends:
		return fmt.Sprintf("suspension-%d#%d", s.List, s.Index)
	}
	return fmt.Sprintf("revocation-%d#%d", s.List, s.Index)
}

func parseStatus(text string) (s Status, err error) {
	if text == "-" {
		return s, nil
	}
	list, index, found := strings.Cut(text, "#")
	purpose, number, dash := strings.Cut(list, "-")
	n, err1 := strconv.ParseInt(number, 10, 32)
	i, err2 := strconv.ParseInt(index, 10, 32)
	if !found || !dash || err1 != nil || err2 != nil || n < 1 || i < 0 || purpose != "revocation" && purpose != "suspension" {
		return s, fmt.Errorf("%q is no place in a status list", text)
	}
	return Status{List: int32(n), Index: int32(i), Suspends: purpose == "suspension"}, nil
}

// The states of a line in the index.
const (
	recorded = "recorded"
	signed   = "signed"
	erased   = "erased:" // and the day
)

// appendTo writes the record's line of the index.
func (r *Record) appendTo(b []byte) []byte {
	state := recorded
	switch {
	case r.Gone():
		state = erased + r.Erased().String()
	case r.Signed:
		state = signed
	}
	b = append(b, r.Award...)
	b = fmt.Appendf(b, "\t%d\t%s\t%x\t%d:%d+%d\t%x\t%s\t%s\n", r.Edition, r.ID, r.Binding, r.segment+1, r.offset, r.length, r.sum, r.Status, state)
	return b
}

// parseRecord reads a line of the index.
func parseRecord(line string, run *Run) (Record, error) {
	var r Record
	f := strings.Split(line, "\t")
	if len(f) != 8 {
		return r, fmt.Errorf("expected 8 columns, found %d", len(f))
	}
	names := f[0] + f[2] // the rest of the line need not stay in memory
	r.Award, r.ID = badge.Key(names[:len(f[0])]), names[len(f[0]):]
	n, err := strconv.ParseInt(f[1], 10, 32)
	if err != nil || n < 0 {
		return r, fmt.Errorf("%q is no edition", f[1])
	}
	r.Edition = int32(n)
	if err := unhex(r.Binding[:], f[3]); err != nil {
		return r, err
	}
	if err := unhex(r.sum[:], f[5]); err != nil {
		return r, err
	}
	segment, rest, _ := strings.Cut(f[4], ":")
	offset, length, _ := strings.Cut(rest, "+")
	at, err1 := strconv.ParseInt(segment, 10, 32)
	from, err2 := strconv.ParseInt(offset, 10, 64)
	size, err3 := strconv.ParseInt(length, 10, 32)
	if err1 != nil || err2 != nil || err3 != nil || at < 1 || int(at) > len(run.Segments) || from < 0 || size < 1 {
		return r, fmt.Errorf("%q is no place in the run", f[4])
	}
	r.segment, r.offset, r.length = int32(at-1), from, int32(size)
	if r.Status, err = parseStatus(f[6]); err != nil {
		return r, err
	}
	switch day, gone := strings.CutPrefix(f[7], erased); {
	case gone:
		if r.erased, err = badge.ParseDate(day); err != nil {
			return r, fmt.Errorf("reading the day of erasure: %w", err)
		}
	case f[7] == signed:
		r.Signed = true
	case f[7] != recorded:
		return r, fmt.Errorf("%q is no state", f[7])
	}
	return r, r.valid()
}

// keyForm is that of an award's key; names of files are made of it.
var keyForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*$`)

// valid reports what of a record cannot be the key or the id of an award.
func (r *Record) valid() error {
	switch {
	case !badge.ValidID(r.ID):
		return fmt.Errorf("%q is no id of an award", r.ID)
	case r.Gone() && r.Award != "":
		return fmt.Errorf("%q was erased, and is named", r.Award)
	case !r.Gone() && !keyForm.MatchString(string(r.Award)):
		return fmt.Errorf("%q is no key of an award", r.Award)
	}
	return nil
}

func unhex(to []byte, text string) error {
	if len(text) != hex.EncodedLen(len(to)) {
		return fmt.Errorf("%q is no digest", text)
	}
	if _, err := hex.Decode(to, []byte(text)); err != nil {
		return fmt.Errorf("%q is no digest", text)
	}
	return nil
}
