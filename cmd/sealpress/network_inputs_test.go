package main

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
)

// asks is a system call that has to do with another machine. What a program
// says to the one that it runs on, through a file, is none.
var asks = regexp.MustCompile(`\b(?:connect|sendto|sendmsg|sendmmsg|bind|listen)\(.*AF_(?:INET|INET6|PACKET)|socket\(AF_(?:INET|INET6|PACKET)`)

// PII-17, T16: there is no telemetry, no look for a newer version, and nothing
// is fetched: no system call of these commands has to do with the network.
func TestNoCommandAsksTheNetwork(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not here: nobody watches the system calls")
	}
	dir := t.TempDir()
	traced := func(status int, wantCalls bool, args ...string) {
		t.Helper()
		log := filepath.Join(dir, "calls")
		c := exec.Command(strace, append([]string{"-f", "-qq", "-o", log, "-e", "trace=%network", "-e", "signal=none", "sealpress"}, args...)...)
		c.Dir = dir
		c.Env = append(os.Environ(), "SEALPRESS_KEYS="+filepath.Join(dir, "keys"), "SEALPRESS_PASSPHRASE=four words in a row", "HOME="+dir)
		out, err := c.CombinedOutput()
		calls, readErr := os.ReadFile(log)
		if readErr != nil {
			t.Skipf("strace may not watch here: %v %s", err, out)
		}
		if got := c.ProcessState.ExitCode(); got != status {
			t.Fatalf("sealpress %v: exit status %d, want %d\n%s", args, got, status, out)
		}
		if got := asks.FindString(string(calls)); got != "" != wantCalls {
			t.Errorf("sealpress %v: asked the network %v, want %v: %s\n%s", args, got != "", wantCalls, calls, out)
		}
	}
	site := filepath.Join(dir, "site")
	write := func(name, text string) string {
		t.Helper()
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return name
	}
	table := write("people.csv", "name,email\nCarla Kos,carla@example.org\n")
	traced(exitOK, false, "init", site)
	traced(exitOK, false, "key", "new", "2026", "--site", site)
	traced(exitOK, false, "import", table, "--site", site, "--yes", "--achievement", "open-workshop", "--date", "2026-05-14")
	traced(exitOK, false, "publish", "--yes", "--even-example", "--site", site) // check, issue and build
	traced(exitOK, false, "doctor", "--site", site)
	traced(exitOK, false, "list", "--site", site)
	traced(exitOK, false, "verify", filepath.Join(site, "public"))
	traced(exitOK, false, "version")
	// The watch sees what there is: a server that cannot have its port.
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	_, port, _ := net.SplitHostPort(taken.Addr().String())
	traced(exitUsage, true, "serve", "--port", port, "--site", site)
}
