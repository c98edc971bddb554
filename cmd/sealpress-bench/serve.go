package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// saves is how often an award is saved in a round.
const saves = 5

// served measures how long it takes from saving an award until the browser
// that shows its page has the new one: the preview tells it so, and it loads
// the page again.
func (b *bench) served(ctx context.Context) (cost, bool, error) {
	ctx, stop := context.WithTimeout(ctx, 5*time.Minute)
	defer stop()
	draft := filepath.Join(b.content(), "awards", "draft.yaml")
	if err := saveDraft(draft, 0); err != nil {
		return cost{}, false, err
	}
	at, err := b.addressOf(ctx, "draft/d1")
	if err != nil {
		return cost{}, false, err
	}
	program := b.sealpress(ctx, "serve", "--port", "0")
	out, err := program.StdoutPipe()
	if err != nil {
		return cost{}, false, err
	}
	if err := program.Start(); err != nil {
		return cost{}, false, err
	}
	took, err := reloads(ctx, out, at, draft)
	_ = program.Process.Kill() // it has nothing to lose
	_ = program.Wait()         // it was killed
	if err != nil {
		return cost{}, false, fmt.Errorf("serving: %w", err)
	}
	slices.Sort(took)
	return cost{wall: took[len(took)/2], peak: peakOf(program.ProcessState)}, true, os.Remove(draft)
}

// saveDraft writes an award that is not issued yet.
func saveDraft(file string, n int) error {
	return os.WriteFile(file, fmt.Appendf(nil, "achievement: %s\nawarded: 2025-01-12\nawards:\n  d1:\n    name: Nora Late %d\n    email: nora@example.org\n", badges[0], n), 0o644)
}

// addressOf asks the program where the page of an award is.
func (b *bench) addressOf(ctx context.Context, key string) (string, error) {
	out, err := b.sealpress(ctx, "list", key, "--format", "json").Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			err = fmt.Errorf("%w\n%s", err, exit.Stderr)
		}
		return "", fmt.Errorf("asking for the address of %s: %w", key, err)
	}
	var rows []struct{ Address string }
	if err := json.Unmarshal(out, &rows); err != nil || len(rows) != 1 {
		return "", fmt.Errorf("asking for the address of %s: expected one row, got %s", key, out)
	}
	u, err := url.Parse(rows[0].Address)
	if err != nil {
		return "", err
	}
	return u.Path, nil
}

// reloads saves the draft several times and returns how long each took. out is
// what serve prints: the address at which it answers.
func reloads(ctx context.Context, out io.Reader, at, draft string) ([]time.Duration, error) {
	home, err := started(out)
	if err != nil {
		return nil, err
	}
	stream, err := get(ctx, home+"/.sealpress/events?page="+url.QueryEscape(at))
	if err != nil {
		return nil, err
	}
	defer stream.Close()
	lines := bufio.NewScanner(stream)
	if err := told(lines); err != nil { // how it is at first
		return nil, err
	}
	var took []time.Duration
	for n := range saves {
		time.Sleep(300 * time.Millisecond) // as a person pauses
		if err := saveDraft(draft, n+1); err != nil {
			return nil, err
		}
		start := time.Now()
		if err := told(lines); err != nil {
			return nil, err
		}
		page, err := get(ctx, home+at)
		if err != nil {
			return nil, err
		}
		text, err := io.ReadAll(page)
		took = append(took, time.Since(start))
		_ = page.Close() // it was only read
		if err != nil {
			return nil, err
		}
		if want := fmt.Sprintf("Nora Late %d", n+1); !strings.Contains(string(text), want) {
			return nil, fmt.Errorf("the page does not say %q", want)
		}
	}
	return took, nil
}

// started waits for the line with the address, which comes after the findings.
func started(out io.Reader) (home string, err error) {
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "http://") {
			return strings.TrimSuffix(lines.Text(), "/"), nil
		}
	}
	return "", errors.Join(errors.New("it ended before it served"), lines.Err())
}

// told reads the stream of events up to the next one.
func told(lines *bufio.Scanner) error {
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "data:") {
			return nil
		}
	}
	return errors.Join(errors.New("the stream of events ended"), lines.Err())
}

func get(ctx context.Context, address string) (io.ReadCloser, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK {
		_ = response.Body.Close() // nothing in it is of interest
		return nil, fmt.Errorf("%s answers %s", address, response.Status)
	}
	return response.Body, nil
}
