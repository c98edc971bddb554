package fetch

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// read reads a body to its end and inflates it. Neither what arrives nor what
// it becomes may be larger than the limit: a stream of gzip can go on for ever
// without becoming anything.
func read(body io.Reader, header http.Header, limit int64) ([]byte, error) {
	// Gzip makes a text that cannot be compressed a little longer.
	arriving := &capped{r: body, left: limit + limit/1000 + 1024, limit: limit}
	coding := strings.Join(header.Values("Content-Encoding"), ", ")
	var plain io.Reader
	switch lower(strings.TrimSpace(coding)) {
	case "", "identity":
		plain = arriving
	case "gzip", "x-gzip":
		z, err := gzip.NewReader(arriving)
		if err != nil {
			return nil, broken(err)
		}
		plain = z
	default:
		return nil, &Error{Cause: ErrEncoding, Why: fmt.Sprintf("expected gzip or none, found %.50q", coding)}
	}
	text, err := io.ReadAll(&capped{r: plain, left: limit, limit: limit})
	if err != nil {
		return nil, broken(err)
	}
	return text, nil
}

// broken tells an error of the compression from one of the network.
func broken(err error) error {
	var corrupt flate.CorruptInputError
	if errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum) || errors.As(err, &corrupt) {
		return &Error{Cause: ErrEncoding, Err: err}
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return &Error{Cause: ErrUnreachable, Why: "the answer breaks off"}
	}
	return err
}

// capped reads up to a limit. The byte behind it is an error and not an end.
type capped struct {
	r     io.Reader
	left  int64
	limit int64 // to tell
}

func (c *capped) Read(p []byte) (int, error) {
	if int64(len(p)) > c.left+1 {
		p = p[:c.left+1]
	}
	n, err := c.r.Read(p)
	if c.left -= int64(n); c.left < 0 {
		return 0, &Error{Cause: ErrTooLarge, Why: fmt.Sprintf("more than %d bytes", c.limit)}
	}
	return n, err
}

// HTML reports whether the body is a page, whatever its content type says. Many
// hosts send a page, with the status 200, for a file that is not there.
func (a *Answer) HTML() bool {
	start := bytes.TrimPrefix(a.Body, []byte("\ufeff"))
	for {
		start = bytes.TrimLeft(start, " \t\r\n\f")
		comment, ok := bytes.CutPrefix(start, []byte("<!--"))
		if !ok {
			break
		}
		if _, start, ok = bytes.Cut(comment, []byte("-->")); !ok {
			return false
		}
	}
	for _, tag := range []string{"<!doctype html", "<html", "<head", "<body"} {
		if len(start) >= len(tag) && strings.EqualFold(string(start[:len(tag)]), tag) {
			return true
		}
	}
	return false
}
