// Package verify judges a credential as a stranger would: an employer with a
// link, a picture or a file.
//
//	v := &verify.Verifier{Now: now, Fetch: ask}
//	verdict := v.Verify(ctx, verify.Input{Name: "badge.png", Data: data})
//	for _, c := range verdict.Checks {
//		fmt.Println(c.Say("en"))
//	}
//
// It reads Open Badges 2.0, hosted and signed; Open Badges 3.0 and Verifiable
// Credentials 2.0 with a Data Integrity proof (eddsa-rdfc-2022, eddsa-jcs-2022,
// ecdsa-rdfc-2019) or as a token (ES256, RS256, EdDSA), and the endorsements
// inside them; from JSON, a token, a baked PNG or SVG, or the address of one of
// our award pages. Keys are found by did:web, did:key and https documents of
// keys. Status lists are believed only with a signature of their own.
//
// There are five outcomes. A credential is Valid when every necessary check has
// passed; one that fails is NotValid, or Expired or Revoked where the calendar
// or the issuer says so. Where a necessary check has no answer, because a host
// does not answer or a kind of signature is not read here, the outcome is
// CannotTell, with the reason. A panic is CannotTell as well.
//
// The input is hostile, and so are all answers from the network. A credential
// has at most MaxSize bytes, is MaxDepth deep, has MaxStatus status entries and
// four proofs, and may make us ask MaxAsked addresses. Before the signature is
// found to hold, only the address of the issuer's keys is asked. JSON-LD
// contexts are compiled in. Time is bounded by the context.Context, which is
// looked at before each question.
//
// What is not covered: Verifiable Credentials 1.1, selective disclosure,
// Ed25519Signature2020, other DID methods, 1EdTechRevocationList, credentials
// in presentations. They are CannotTell.
package verify

import (
	"context"
	"crypto"
	"fmt"
	"sync"
	"time"

	"github.com/sealpress/sealpress/generator/shape"
	"github.com/sealpress/sealpress/generator/standard/jsonld"
)

// The limits of what is read.
const (
	MaxSize    = 1 << 20 // bytes of a credential
	MaxPicture = 8 << 20 // bytes of a picture with one inside
	MaxDepth   = 32      // arrays and objects inside each other
	MaxObjects = 4096    // objects in a credential
	MaxValues  = 16384   // values in a credential
	MaxStatus  = 8       // status entries
	MaxAsked   = 10      // addresses, for one input

	MaxPageAsked = 16 // addresses, for the page of an award and all forms of its credential
)

// Tolerance is how far the clock of an issuer may be ahead of ours.
const Tolerance = 60 * time.Second

// Verifier judges credentials. The zero value judges what can be judged
// without network and clock, which is little: fill in Now.
//
// It remembers what hosts answered, so that a folder of credentials costs one
// question for each key and list. Make a new one where answers have to be
// fresh. Several goroutines may use it; its fields are set before the first use.
type Verifier struct {
	// Fetch asks an address; nil where nothing may be asked. It guards: the
	// addresses come from strangers. What it will not ask is ErrRefused, and
	// what it will not read to the end ErrLarge.
	Fetch func(context.Context, Question) (*Answer, error)
	Now   time.Time
	// Recipient is the e-mail address of the person before you; empty where
	// nobody asks.
	Recipient string
	// Patience is how long one input may take; zero leaves it to the context.
	Patience time.Duration
	Trust    Trust             // issuers that you know
	Site     *Site             // stands in for the network at its own address
	Contexts *jsonld.Processor // nil: the compiled-in contexts

	// unfit refuses keys under which anybody could sign; nil is what everybody
	// else has. The tests of published vectors let those pass whose private
	// halves are printed beside them.
	unfit func(crypto.PublicKey) error

	once   sync.Once
	shapes shape.Cache
	memory memory
	large  sync.Mutex
}

// alone waits until no other large document is canonicalised: one of 1 MiB
// takes a hundred times its size while it lasts, and a folder may be full of
// them.
func (v *Verifier) alone(size int) (release func()) {
	if size < 64<<10 {
		return func() {}
	}
	v.large.Lock()
	return v.large.Unlock
}

// canonical returns the canonical N-Quads of a document.
func (v *Verifier) canonical(document []byte) ([]byte, error) {
	defer v.alone(len(document))()
	return v.shapes.Canonical(document)
}

// Input is what is to be judged: bytes, or an address where there are none.
type Input struct {
	Name string // for the verdict; the URL where it is empty
	Data []byte
	URL  string
}

// Verify judges one input.
func (v *Verifier) Verify(ctx context.Context, in Input) (out Verdict) {
	v.once.Do(func() { v.shapes.Contexts = v.Contexts })
	if in.Name == "" {
		in.Name = in.URL
	}
	if v.Patience > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, v.Patience)
		defer cancel()
	}
	j := &judge{v: v, ctx: ctx, asked: new([]string)}
	defer func() {
		if p := recover(); p != nil {
			// What was found so far is not to be relied on.
			out = Verdict{Checks: []Check{{Code: codeInternal, Evidence: fmt.Sprint(p)}}}
		}
		out.Input, out.At = in.Name, v.Now
		out.Asked = *j.asked
		out.conclude()
		out.finish(v)
		out.clean()
	}()
	j.input(in)
	return j.out
}

// judge is one credential being judged.
type judge struct {
	v     *Verifier
	ctx   context.Context
	asked *[]string // shared with the judges of what lies inside
	inner bool      // an endorsement or a status list: nothing inside it is judged
	list  bool      // a status list
	out   Verdict
}

// inside returns the judge of a credential that was found with this one. It
// shares what may still be asked.
func (j *judge) inside() *judge {
	return &judge{v: j.v, ctx: j.ctx, asked: j.asked, inner: true}
}

// note records a check.
func (j *judge) note(c Check) { j.out.Checks = append(j.out.Checks, c) }

func (j *judge) pass(code, evidence string, params ...string) {
	j.note(Check{Code: code, Result: Passed, Evidence: evidence, Params: pairs(params)})
}

func (j *judge) fail(code, reason, evidence string, params ...string) {
	j.note(Check{Code: code, Result: Failed, Case: reason, Evidence: evidence, Params: pairs(params)})
}

func (j *judge) unknown(code, reason, evidence string, params ...string) {
	j.note(Check{Code: code, Result: Unknown, Case: reason, Evidence: evidence, Params: pairs(params)})
}

func (j *judge) skip(code, reason, evidence string, params ...string) {
	j.note(Check{Code: code, Result: Skipped, Case: reason, Evidence: evidence, Params: pairs(params)})
}

// pairs makes a map of names and values that follow each other.
func pairs(list []string) map[string]string {
	if len(list) == 0 {
		return nil
	}
	m := make(map[string]string, len(list)/2)
	for i := 0; i+1 < len(list); i += 2 {
		m[list[i]] = list[i+1]
	}
	return m
}
