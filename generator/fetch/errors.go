package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
)

// The causes of an Error, for errors.Is.
var (
	// ErrRefused says that an address is not asked, whoever names it.
	ErrRefused = errors.New("refused")
	// ErrRedirect says that an answer leads where it must not, or too far.
	ErrRedirect = errors.New("redirect refused")
	// ErrTooLarge says that a body is larger than its limit.
	ErrTooLarge = errors.New("too large")
	// ErrTimeout says that an answer was not complete in time.
	ErrTimeout = errors.New("no complete answer in time")
	// ErrTLS says that the host could not prove who it is, or offers no TLS
	// that is still safe.
	ErrTLS = errors.New("no safe connection")
	// ErrEncoding says that a body is compressed in a way that was not asked
	// for, or is broken.
	ErrEncoding = errors.New("unreadable compression")
	// ErrUnreachable says that a name has no address, that nobody answers
	// there, or that the answer breaks off.
	ErrUnreachable = errors.New("not reachable")
)

// Error says why an address gave no answer.
type Error struct {
	URL   string // the address, as far as it was judged
	Cause error  // one of the errors above
	Why   string
	Err   error // what lies below; optional
}

func (e *Error) Error() string {
	s := fmt.Sprintf("fetching %.200q: %v", e.URL, e.Cause)
	if e.Why != "" {
		s += ": " + e.Why
	}
	if e.Err != nil {
		s += ": " + fmt.Sprintf("%.300s", e.Err)
	}
	return s
}

// Unwrap gives the cause, and what lies below.
func (e *Error) Unwrap() []error {
	if e.Err == nil {
		return []error{e.Cause}
	}
	return []error{e.Cause, e.Err}
}

// classify turns an error of the network into one of ours. That of a cancelled
// context stays what it is.
func classify(ctx context.Context, at *url.URL, err error, handshake bool) error {
	e := &Error{URL: at.String(), Cause: ErrUnreachable, Err: err}
	var own *Error
	var timed net.Error
	switch {
	case errors.As(err, &own):
		e.Cause, e.Why, e.Err = own.Cause, own.Why, own.Err
	case errors.Is(ctx.Err(), context.Canceled):
		return fmt.Errorf("fetching %.200q: %w", at, context.Canceled)
	case ctx.Err() != nil, errors.As(err, &timed) && timed.Timeout():
		e.Cause, e.Err = ErrTimeout, nil
	case handshake:
		e.Cause = ErrTLS
	}
	return e
}
