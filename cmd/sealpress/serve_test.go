package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// output is what a command printed so far.
type output struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.String()
}

// until waits for a text in what was printed.
func (o *output) until(t *testing.T, text string) string {
	t.Helper()
	for range 1000 {
		if s := o.String(); strings.Contains(s, text) {
			return s
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("%q was not printed within ten seconds, only:\n%s", text, o)
	return ""
}

// A person serves the sample under a base path, edits, breaks and mends it,
// and ends.
func TestServe(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "content"), os.DirFS("../../content")); err != nil {
		t.Fatal(err)
	}
	edit := func(file, from, to string) {
		t.Helper()
		name := filepath.Join(dir, "content", file)
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		changed := strings.Replace(string(data), from, to, 1)
		if changed == string(data) {
			t.Fatalf("%s does not hold %q", file, from)
		}
		if err := os.WriteFile(name, []byte(changed), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, folder := range []string{"issued", "keys"} { // they belong to another address
		if err := os.RemoveAll(filepath.Join(dir, "content", folder)); err != nil {
			t.Fatal(err)
		}
	}
	edit("site.yaml", "https://credentials.harbour.example/", "https://org.example/badges/")

	var out, talk output
	a := &app{stdout: &out, stderr: &talk, env: func(string) string { return "" }, site: dir, format: "text", color: "never",
		now: func() time.Time { return time.Now() }}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- a.serve(ctx, 0, true, false) }()
	url := strings.TrimSpace(out.until(t, "/badges/\n"))
	url = url[strings.LastIndex(url, "http://"):]
	talk.until(t, "watching content/ and themes/")

	get := func(u string) string {
		t.Helper()
		answer, err := http.Get(u)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		data, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprintf("%d %s", answer.StatusCode, data)
	}
	if got := get(url); !strings.HasPrefix(got, "200") || !strings.Contains(got, "Preview, not published") || !strings.Contains(got, "https://org.example/badges/") {
		t.Errorf("home: %s", got)
	}
	events, err := http.Get(strings.TrimSuffix(url, "badges/") + ".sealpress/events?page=/badges/")
	if err != nil {
		t.Fatal(err)
	}
	defer events.Body.Close()
	lines := bufio.NewScanner(events.Body)
	late := time.AfterFunc(time.Minute, func() { _ = events.Body.Close() }) // no news is a failure, not a wait for ever
	defer late.Stop()
	news := func() string {
		for lines.Scan() {
			if strings.HasPrefix(lines.Text(), "data:") {
				return lines.Text()
			}
		}
		return "the end"
	}
	first := news()

	edit("site.yaml", "title: Harbour Skills", "title: Quay Skills")
	if got := news(); got == first || !strings.Contains(got, `"errors":0`) {
		t.Errorf("after an edit: %s, before: %s", got, first)
	}
	talk.until(t, "content/site.yaml · ")
	if got := get(url); !strings.Contains(got, "Quay Skills") {
		t.Errorf("home after an edit: %s", got)
	}

	edit("issuer.md", "email:", "emial:")
	if got := news(); !strings.Contains(got, `"broken":true`) {
		t.Errorf("after a mistake: %s", got)
	}
	out.until(t, `unknown key "emial"`)
	talk.until(t, "the last good state is shown")
	if got := get(url); !strings.HasPrefix(got, "200") || !strings.Contains(got, "Quay Skills") {
		t.Errorf("home after a mistake: %s", got)
	}
	edit("issuer.md", "emial:", "email:")
	if got := news(); !strings.Contains(got, `"broken":false`) {
		t.Errorf("after the mend: %s", got)
	}

	start := time.Now()
	cancel() // with a page still listening
	if err := <-ended; err != nil {
		t.Errorf("the end: %v", err)
	}
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("ending took %s", took)
	}
	if _, err := os.Stat(filepath.Join(dir, "public")); err == nil {
		t.Error("something was written")
	}
}

// A port that was asked for is not exchanged for another one.
func TestServePortTaken(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "content"), os.DirFS("../../content")); err != nil {
		t.Fatal(err)
	}
	var out output
	a := &app{stdout: &out, stderr: io.Discard, env: func(string) string { return "" }, site: dir, format: "text", color: "never", now: time.Now}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- a.serve(ctx, 0, true, false) }()
	defer func() { cancel(); <-ended }()
	var port int
	_, at, _ := strings.Cut(out.until(t, "/\n"), "http://localhost:") // behind what was found in the content
	if _, err := fmt.Sscanf(at, "%d/", &port); err != nil {
		t.Fatal(err)
	}
	err := a.serve(t.Context(), port, true, false)
	if err == nil || !strings.Contains(err.Error(), "take another port: sealpress serve --port") {
		t.Errorf("a taken port: %v", err)
	}
}
