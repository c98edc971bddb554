package adopt

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/sealpress/sealpress/generator/intake"
	"github.com/sealpress/sealpress/generator/verify"
)

// list takes in what stands at the addresses of a list.
func (p *Pile) list(ctx context.Context, name string, data []byte) error {
	addresses, plain := lines(data)
	if !plain {
		t, err := intake.Read(name, data, p.Intake)
		if bad := (*intake.Problem)(nil); errors.As(err, &bad) && bad.Mend != "" {
			return fmt.Errorf("%w\n  %s", err, bad.Mend)
		}
		if err != nil {
			return err
		}
		if addresses, err = column(t); err != nil {
			return err
		}
	}
	if len(addresses) == 0 {
		return fmt.Errorf("%s holds no web address\n  write one in each line, beginning with https://", name)
	}
	return p.addresses(ctx, addresses)
}

// lines reads a text with one address in each line; blank lines and those that
// begin with # do not count.
func lines(data []byte) (addresses []string, ok bool) {
	for l := range strings.Lines(strings.TrimPrefix(string(data), "\ufeff")) {
		switch l = strings.TrimSpace(l); {
		case l == "" || strings.HasPrefix(l, "#"):
		case !isWeb(l) || strings.ContainsAny(l, " \t\";"):
			return nil, false
		default:
			addresses = append(addresses, l)
		}
	}
	return addresses, len(addresses) > 0
}

// column returns the addresses of a spreadsheet, which stand in one column.
func column(t *intake.Table) ([]string, error) {
	byColumn := map[int][]string{}
	for _, r := range t.Rows {
		for _, c := range r.Cells {
			if isWeb(c.Text) && !strings.ContainsAny(c.Text, " \t\n") {
				byColumn[c.Column] = append(byColumn[c.Column], c.Text)
			}
		}
	}
	if len(byColumn) > 1 && len(t.Rows) > 0 {
		for _, c := range t.Rows[0].Cells { // a heading says which one
			if name := strings.ToLower(c.Text); strings.Contains(name, "assertion") && byColumn[c.Column] != nil {
				return byColumn[c.Column], nil
			}
		}
		var letters []string
		for n := range byColumn {
			letters = append(letters, intake.Place{Column: n}.Letter())
		}
		slices.Sort(letters)
		return nil, fmt.Errorf("%s: the columns %s hold web addresses, and one alone is meant\n  call the column with the addresses of the assertions Assertion, or save that column as a file of its own",
			t.File, strings.Join(letters, ", "))
	}
	for _, all := range byColumn {
		return all, nil
	}
	return nil, nil
}

// askers is how many addresses are asked at a time.
const askers = 4

// addresses takes in what stands at addresses, in their order.
func (p *Pile) addresses(ctx context.Context, all []string) error {
	return p.ask(ctx, all, "", nil)
}

// ask asks addresses. picture is the picture in which an address was baked, look
// reads it again.
func (p *Pile) ask(ctx context.Context, all []string, picture string, look func() ([]byte, error)) error {
	if len(p.documents)+len(all) > MaxDocuments {
		return &limitError{fmt.Sprintf("there are more than %s addresses: import them in several runs", digits(MaxDocuments))}
	}
	type reply struct {
		answer *verify.Answer
		err    error
	}
	replies := make([]reply, len(all))
	if p.Ask != nil && p.Ask.Fetch != nil {
		var wg sync.WaitGroup
		next := make(chan int)
		for range min(askers, len(all)) {
			wg.Go(func() {
				for i := range next {
					replies[i].answer, replies[i].err = p.Ask.Ask(ctx, verify.Question{URL: all[i]})
				}
			})
		}
		for i := range all {
			if ctx.Err() != nil {
				break
			}
			next <- i
		}
		close(next)
		wg.Wait()
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	for i, at := range all {
		from := line(at, 300)
		if picture != "" {
			from = picture
		}
		answer, err := replies[i].answer, replies[i].err
		switch {
		case err == nil && answer == nil:
			p.problem(from, "only the address of the badge is here, and nobody is asked with --offline", "leave out --offline")
		case errors.Is(err, verify.ErrRefused):
			p.problem(from, "the address is none that may be asked: "+line(err.Error(), 200), "expected an address on the public web that begins with https://")
		case err != nil:
			p.problem(from, "the host does not answer: "+line(err.Error(), 200), "try again later; without an answer there is nothing to take over")
		case answer.Status == 410:
			p.rows = append(p.rows, Row{State: Out, From: from, Why: "the host says that it is gone for good (410)"})
		case answer.Status < 200 || answer.Status > 299:
			p.problem(from, fmt.Sprintf("the host answered %d", answer.Status), "look the address up on the platform")
		case isPage(answer.Body):
			p.documents = append(p.documents, document{from: from, page: true, text: []byte(at), picture: picture, look: look})
		default:
			before, rows := len(p.documents), len(p.rows)
			if err := p.take(ctx, found{from: from, data: answer.Body, named: true, remote: true}); err != nil {
				return err
			}
			if len(p.documents) == before && len(p.rows) == rows {
				p.problem(from, "there is no Open Badge at the address", "expected the address of an assertion, as the platform's badge page names it")
			}
			for j := range p.documents[before:] {
				if d := &p.documents[before+j]; picture != "" {
					d.picture, d.look = picture, look
				}
			}
		}
	}
	return nil
}

// isPage reports whether a text is a page for people.
func isPage(body []byte) bool {
	head := strings.ToLower(strings.TrimSpace(string(body[:min(len(body), 512)])))
	return strings.HasPrefix(head, "<!doctype html") || strings.HasPrefix(head, "<html")
}
