// Package socket is the modules socket and select. What scripts see is written in the language, socket.py and select.py; below it are
//
//   - handle, the Native of a socket: what one process has
//   - endpoint, what it is connected or bound to, shared by all processes that have it
//   - pair, the connection that socketpair makes
//
// Sockets are those of the interpreter's System().Network.
package socket

import (
	_ "embed"
	"net"
	"net/netip"
	"runtime"
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/file"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/text"
)

var (
	//go:embed socket.py
	socketSource string
	//go:embed select.py
	selectSource string
)

// Modules returns the definitions of the modules.
func Modules() []interp.Def {
	return []interp.Def{
		{Name: "socket", Doc: "Sockets: connections and datagrams between programs.", Source: socketSource},
		{Name: "select", Doc: "Waiting for several sockets at once.", Source: selectSource},
		{Name: "_socket", Doc: "What socket and select are made with.", Init: func(in *interp.Interp, m *object.Module) error {
			m.Set("socket", handleClass.Get())
			m.Set("gaierror", gaierror.Get())
			m.Set("herror", herror.Get())
			m.Set("windows", starlark.Bool(runtime.GOOS == "windows"))
			two := []params.Kind{params.IsAny, params.IsAny}
			for name, f := range map[string]struct {
				call  object.Func
				kinds []params.Kind
			}{
				"lookup": {lookupHost, two}, "pair": {makePair, two}, "wait": {waitForAny, []params.Kind{params.IsList, params.IsList, params.IsAny}},
				"pack_address": {packAddress, two}, "unpack_address": {unpackAddress, two},
			} {
				m.Set(name, object.NewFunc(name, params.Typed(name, f.call, f.kinds...)))
			}
			return nil
		}},
	}
}

// lookup returns the addresses of a host in a family, at least one.
func lookup(in *interp.Interp, family int, host string) ([]string, error) {
	if host == "localhost" || host == "" {
		return []string{map[int]string{familyInet: "127.0.0.1", familyInet6: "::1"}[family]}, nil
	}
	all := []string{host}
	if _, err := netip.ParseAddr(host); err != nil {
		in.Unlocked(func() { all, err = in.System().Network.LookupHost(host) })
		if err != nil {
			return nil, err
		}
	}
	var fit []string
	for _, a := range all {
		if ip, err := netip.ParseAddr(a); err == nil && ip.Is4() == (family == familyInet) {
			fit = append(fit, a)
		}
	}
	if len(fit) == 0 {
		return nil, &net.DNSError{Err: "no such host", Name: host}
	}
	return fit, nil
}

// lookupHost(host, family) returns a list of addresses.
func lookupHost(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	host, ok := text.AsString(args[0])
	if !ok {
		return nil, exception.New(exception.TypeError, "getaddrinfo() argument 1 must be string or None")
	}
	family, err := number.Int(thread, args[1])
	if err != nil {
		return nil, err
	}
	in := interp.Of(thread)
	found, err := lookup(in, family, host)
	if err != nil {
		return nil, wait{in: in, thread: thread}.failure(err)
	}
	list := make([]starlark.Value, len(found))
	for i, a := range found {
		list[i] = starlark.String(a)
	}
	return starlark.NewList(list), nil
}

// makePair(a, b) connects two new sockets to each other.
func makePair(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	for _, v := range args {
		if i, ok := v.(*object.Instance); !ok || !i.Class().IsSubclass(handleClass.Get()) {
			return nil, exception.New(exception.TypeError, "pair() arguments must be sockets, not %s", object.TypeName(v))
		}
	}
	x, y := newPair()
	for i, end := range []*pairEnd{x, y} {
		h := &handle{family: familyUnix, kind: kindStream}
		if err := h.number(thread); err != nil {
			return nil, err
		}
		h.use(streamOver(end))
		args[i].(*object.Instance).Native = h
	}
	return starlark.None, nil
}

// waitForAny(readers, writers, timeout) returns which of two lists of objects are ready.
func waitForAny(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	w, err := waitFor(thread, args[2])
	if err != nil {
		return nil, err
	}
	readers, writers := args[0].(*starlark.List), args[1].(*starlark.List)
	all := make([]ipc.Waitable, 0, readers.Len()+writers.Len())
	for i := range readers.Len() {
		o, err := waitable(thread, readers.Index(i), false)
		if err != nil {
			return nil, err
		}
		all = append(all, o)
	}
	for i := range writers.Len() {
		o, err := waitable(thread, writers.Index(i), true)
		if err != nil {
			return nil, err
		}
		all = append(all, o)
	}
	lists := [2]*starlark.List{starlark.NewList(nil), starlark.NewList(nil)}
	if len(all) == 0 {
		err := ipc.NewEvent().Wait(w.in.Task(thread), w.deadline)
		if err == ipc.ErrTimeout {
			err = nil
		}
		return starlark.Tuple{lists[0], lists[1]}, w.in.Err(thread, err)
	}
	ready, err := ipc.Wait(w.in.Task(thread), all, w.deadline)
	if err != nil && err != ipc.ErrTimeout {
		return nil, w.failure(err)
	}
	for _, n := range ready {
		if n < readers.Len() {
			lists[0].Append(readers.Index(n))
		} else {
			lists[1].Append(writers.Index(n - readers.Len()))
		}
	}
	return starlark.Tuple{lists[0], lists[1]}, nil
}

// waitable returns what to wait for until v can be read from or written to. v is a socket, a Connection, an object with a method fileno,
// or the number of a socket.
func waitable(thread *starlark.Thread, v starlark.Value, writing bool) (ipc.Waitable, error) {
	if i, ok := v.(*object.Instance); ok {
		if h, ok := i.Native.(*handle); ok && writing {
			return h.writable()
		}
		if s, ok := i.Native.(ipc.Source); ok {
			if writing {
				return readyEvent(), nil
			}
			return s.Waitable()
		}
	}
	n, ok := number.IsInt(v)
	if !ok {
		fileno, err := object.GetAttr(thread, v, "fileno")
		if err != nil {
			return nil, exception.New(exception.TypeError, "argument must be an int, or have a fileno() method.")
		}
		r, err := object.Call(thread, fileno)
		if err != nil {
			return nil, err
		}
		if n, ok = number.IsInt(r); !ok {
			return nil, exception.New(exception.TypeError, "fileno() returned a non-integer")
		}
	}
	fd, _ := n.Int64()
	if fd < 0 {
		return nil, exception.New(exception.ValueError, "file descriptor cannot be a negative integer (%d)", fd)
	}
	if d := file.DescriptorsOf(thread).Get(int(fd)); d != nil {
		if s, ok := d.Handle.(*descriptor); ok {
			if writing || s.share == nil {
				return readyEvent(), nil
			}
			return s.share.e.readable, nil
		}
	}
	return nil, exception.New(exception.NotImplementedError, "select of descriptor %d: only sockets and connections can be waited for", fd)
}

// packAddress(family, text) is inet_pton.
func packAddress(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	family, err := number.Int(thread, args[0])
	if err != nil {
		return nil, err
	}
	s, _ := text.AsString(args[1])
	ip, err := netip.ParseAddr(s)
	if err != nil || ip.Is4() != (family == familyInet) || strings.Contains(s, "%") {
		return nil, exception.New(exception.OSError, "illegal IP address string passed to inet_pton")
	}
	return text.Bytes(ip.AsSlice()), nil
}

// unpackAddress(family, packed) is inet_ntop.
func unpackAddress(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	family, err := number.Int(thread, args[0])
	if err != nil {
		return nil, err
	}
	b, ok := text.AsBytes(args[1])
	if !ok {
		return nil, exception.New(exception.TypeError, "a bytes-like object is required, not '%s'", object.TypeName(args[1]))
	}
	ip, ok := netip.AddrFromSlice([]byte(b))
	if !ok || ip.Is4() != (family == familyInet) {
		return nil, exception.New(exception.ValueError, "invalid length of packed IP address string")
	}
	return starlark.String(ip.String()), nil
}
