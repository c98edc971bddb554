package preview

import (
	"fmt"
	"net"
	"strconv"
)

// Listen opens a port on loopback: on 127.0.0.1 and, where the machine has
// it, on ::1, because localhost may mean either. Where the port is taken on
// one of them, the next ones are tried, at most the given number; port 0
// takes any. It returns the port.
func Listen(port, others int) ([]net.Listener, int, error) {
	six := hasIPv6()
	var first error
	for p := port; p <= min(port+others, 65535); p++ {
		listeners, err := listen(p, six)
		if err == nil {
			return listeners, listeners[0].Addr().(*net.TCPAddr).Port, nil
		}
		if first == nil {
			first = err
		}
	}
	if others > 0 {
		return nil, 0, fmt.Errorf("no free port from %d to %d: %w", port, min(port+others, 65535), first)
	}
	return nil, 0, first
}

func listen(port int, six bool) ([]net.Listener, error) {
	four, err := net.Listen("tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil || !six {
		return []net.Listener{four}, err
	}
	second, err := net.Listen("tcp6", net.JoinHostPort("::1", strconv.Itoa(four.Addr().(*net.TCPAddr).Port)))
	if err != nil {
		_ = four.Close() // nobody has connected
		return nil, err
	}
	return []net.Listener{four, second}, nil
}

// hasIPv6 reports whether the machine has the loopback address ::1.
func hasIPv6() bool {
	l, err := net.Listen("tcp6", "[::1]:0")
	if err != nil {
		return false
	}
	_ = l.Close() // nobody has connected
	return true
}
