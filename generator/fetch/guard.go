package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"syscall"
	"time"

	"code.dny.dev/ssrf"
)

const (
	maxAddresses = 4               // of one name that are tried
	patience     = 3 * time.Second // with one of several addresses
)

// newGuard returns the list of what is not public: the registries of
// special-purpose addresses of IANA for IPv4 and IPv6, and everything in IPv6
// outside 2000::/3. That leaves out NAT64, 6to4, Teredo and addresses of IPv4
// written as IPv6, behind which a private one could hide. One more is added,
// which looks public: the host of a virtual machine in one large cloud.
func newGuard() *ssrf.Guardian {
	return ssrf.New(ssrf.WithAnyPort(), ssrf.WithAnyNetwork(), ssrf.WithDeniedV4Prefixes(netip.MustParsePrefix("168.63.129.16/32")))
}

// judge says why an address is not connected to, or nothing.
func (f *Fetcher) judge(ip netip.Addr) (why string) {
	plain := ip.Unmap()
	switch {
	case !ip.IsValid() || ip.Zone() != "":
		return fmt.Sprintf("%s belongs to one network alone", ip)
	case f.Loopback && !plain.IsLoopback():
		return fmt.Sprintf("%s is not this machine", ip)
	case !f.Loopback && f.guard.SafeAddr(plain) != nil:
		return fmt.Sprintf("%s is not an address of the public Internet", ip)
	}
	return ""
}

// dial connects to one of the addresses of a name. Those that are not public
// are left out.
func (f *Fetcher) dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return nil, err
	}
	found, err := f.lookup(ctx, host)
	if err != nil {
		return nil, err
	}
	var good []netip.Addr
	var why string
	for _, ip := range found {
		if bad := f.judge(ip); bad == "" {
			good = append(good, ip.Unmap())
		} else if why == "" {
			why = bad
		}
	}
	if len(good) == 0 {
		if why == "" {
			return nil, &Error{Cause: ErrUnreachable, Why: fmt.Sprintf("%.100q has no address", host)}
		}
		return nil, &Error{Cause: ErrRefused, Why: why}
	}
	good = good[:min(len(good), maxAddresses)]
	var first error
	for i, ip := range good {
		conn, err := f.connect(ctx, network, netip.AddrPortFrom(ip, uint16(number)), i == len(good)-1)
		if err == nil {
			return conn, nil
		}
		if first == nil {
			first = err
		}
		if ctx.Err() != nil {
			break
		}
	}
	return nil, first
}

// lookup returns the addresses of a name. A final dot keeps the resolver from
// trying the name inside the domains of the machine's own network.
func (f *Fetcher) lookup(ctx context.Context, host string) ([]netip.Addr, error) {
	if ip, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{ip}, nil
	}
	if f.Loopback && (host == "localhost" || strings.HasSuffix(host, ".localhost")) {
		return []netip.Addr{netip.AddrFrom4([4]byte{127, 0, 0, 1}), netip.IPv6Loopback()}, nil
	}
	lookup := f.Lookup
	if lookup == nil {
		lookup = net.DefaultResolver.LookupNetIP
	}
	found, err := lookup(ctx, "ip", host+".")
	var dns *net.DNSError
	if errors.As(err, &dns) && dns.IsNotFound {
		return nil, &Error{Cause: ErrUnreachable, Why: fmt.Sprintf("%.100q has no address", host)}
	}
	return found, err
}

// connect connects to an address that was judged. The last of several may take
// all the time that is left.
func (f *Fetcher) connect(ctx context.Context, network string, to netip.AddrPort, last bool) (net.Conn, error) {
	if !last {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, patience)
		defer cancel()
	}
	if f.Dial != nil {
		return f.Dial(ctx, network, to.String())
	}
	d := net.Dialer{Control: f.control}
	return d.DialContext(ctx, network, to.String())
}

// control judges once more, at the socket, right before it connects: whatever
// happened to the address on the way, this is the one.
func (f *Fetcher) control(_, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return &Error{Cause: ErrRefused, Why: fmt.Sprintf("%.100q is not an address", address)}
	}
	if why := f.judge(to.Addr()); why != "" {
		return &Error{Cause: ErrRefused, Why: why}
	}
	return nil
}
