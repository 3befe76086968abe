package socket

import (
	"net"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/system"
	"github.com/mpstar/mpstar/internal/text"
)

// This file defines what a socket does: bind, connect, accept, send and receive.

// where reads an address that a script gives to the function of that name.
func (h *handle) where(thread *starlark.Thread, call string, v starlark.Value) (string, error) {
	if h.family == familyUnix {
		if b, ok := text.AsBytes(v); ok {
			return b, nil
		}
		s, ok := text.AsString(v)
		if !ok {
			return "", exception.New(exception.TypeError, "a bytes-like object is required, not '%s'", object.TypeName(v))
		}
		if strings.HasPrefix(s, "\x00") || s == "" {
			return s, nil
		}
		return interp.Of(thread).Resolve(s), nil
	}
	family := map[int]string{familyInet: "AF_INET", familyInet6: "AF_INET6"}[h.family]
	t, ok := object.Unwrap(v).(starlark.Tuple)
	if !ok {
		return "", exception.New(exception.TypeError, "%s(): %s address must be tuple, not %s", call, family, object.TypeName(v))
	}
	if len(t) != 2 && (h.family == familyInet || len(t) < 2 || len(t) > 4) {
		if h.family == familyInet {
			return "", exception.New(exception.TypeError, "%s(): AF_INET address must be a pair (host, port)", call)
		}
		return "", exception.New(exception.TypeError, "%s(): AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])", call)
	}
	host, ok := text.AsString(t[0])
	if b, isBytes := text.AsBytes(t[0]); isBytes {
		host, ok = b, true
	}
	if !ok {
		return "", exception.New(exception.TypeError, "str, bytes or bytearray expected, not %s", object.TypeName(t[0]))
	}
	port, err := number.Int(thread, t[1])
	if err != nil {
		return "", err
	}
	if port < 0 || port > 65535 {
		return "", exception.New(exception.OverflowError, "%s(): port must be 0-65535.", call)
	}
	switch host {
	case "":
		host = map[int]string{familyInet: "0.0.0.0", familyInet6: "::"}[h.family]
	case "<broadcast>":
		host = "255.255.255.255"
	}
	return net.JoinHostPort(host, strconv.Itoa(port)), nil
}

func bind(thread *starlark.Thread, h *handle, a []starlark.Value) (starlark.Value, error) {
	if h.closed {
		return nil, syscall.EBADF
	}
	at, err := h.where(thread, "bind", a[0])
	if err != nil {
		return nil, err
	}
	if h.share != nil {
		return nil, syscall.EINVAL
	}
	return starlark.None, h.bindTo(thread, at)
}

// bindTo binds the socket. A stream listens from then on: package net does not do one without the other.
func (h *handle) bindTo(thread *starlark.Thread, at string) error {
	w := wait{in: interp.Of(thread), thread: thread}
	n := w.in.System().Network
	if h.kind == kindDatagram {
		p, err := n.ListenPacket(h.network(), at)
		if err != nil {
			return w.failure(err)
		}
		h.use(datagramsOver(p))
		return nil
	}
	l, err := n.Listen(h.network(), at)
	if err != nil {
		return w.failure(err)
	}
	l.KeepFile()
	h.use(listenerOver(l))
	return nil
}

// anywhere is an address that leaves the choice to the operating system.
func (h *handle) anywhere() string {
	if h.family == familyUnix {
		return ""
	}
	return ":0"
}

func listen(thread *starlark.Thread, h *handle, _ []starlark.Value) (starlark.Value, error) {
	switch {
	case h.closed:
		return nil, syscall.EBADF
	case h.kind != kindStream:
		return nil, syscall.EOPNOTSUPP
	case h.share == nil && h.family != familyUnix:
		return starlark.None, h.bindTo(thread, h.anywhere())
	case h.share == nil || h.share.e.listener == nil:
		return nil, syscall.EINVAL
	}
	return starlark.None, nil
}

// A dialing is a connection to be made. err and conn do not change once done is set.
type dialing struct {
	done *ipc.Event
	err  error

	mu   sync.Mutex
	conn system.Conn
	gone bool // nobody waits for it any more
}

func dial(n system.Network, network, address string) *dialing {
	d := &dialing{done: ipc.NewEvent()}
	go func() {
		defer d.done.Set()
		conn, err := n.Dial(network, address, 0)
		if err != nil {
			d.err = err
			return
		}
		d.mu.Lock()
		defer d.mu.Unlock()
		if d.gone {
			conn.Close()
			return
		}
		d.conn = conn
	}()
	return d
}

func (d *dialing) cancel() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.gone = true
	if d.conn != nil {
		d.conn.Close()
	}
}

// settle makes the socket use the connection that was made in the background.
func (h *handle) settle() error {
	d := h.connecting
	if d == nil || !d.done.Ready() {
		return nil
	}
	if d.err == nil && h.share == nil {
		h.use(streamOver(d.conn))
	}
	if d.err == nil {
		h.connecting = nil
	}
	return d.err
}

func connect(thread *starlark.Thread, h *handle, a []starlark.Value) (starlark.Value, error) {
	if h.closed {
		return nil, syscall.EBADF
	}
	to, err := h.where(thread, "connect", a[0])
	if err != nil {
		return nil, err
	}
	w, err := waitFor(thread, a[1])
	if err != nil {
		return nil, err
	}
	if h.kind == kindDatagram {
		return starlark.None, h.connectDatagrams(w, to)
	}
	if h.connecting != nil {
		if err := h.settle(); err != nil {
			h.connecting = nil
			return nil, w.failure(err)
		}
		if h.connecting != nil {
			return nil, syscall.EALREADY
		}
		return nil, syscall.EISCONN
	}
	if h.share != nil && h.share.e.conn != nil {
		return nil, syscall.EISCONN
	}
	d := dial(w.in.System().Network, h.network(), to)
	if w.at0 {
		h.connecting = d
		return nil, syscall.EINPROGRESS
	}
	if err := d.done.Wait(w.in.Task(thread), w.deadline); err != nil {
		d.cancel()
		return nil, w.failure(err)
	}
	if d.err != nil {
		return nil, w.failure(d.err)
	}
	if h.closed { // by another thread
		d.cancel()
		return nil, syscall.EBADF
	}
	if h.share != nil {
		h.share.release() // it was bound; the address is not kept
	}
	h.use(streamOver(d.conn))
	return starlark.None, nil
}

// connectDatagrams says where send() sends to.
func (h *handle) connectDatagrams(w wait, to string) error {
	e, err := h.datagrams(w.thread)
	if err != nil {
		return err
	}
	if h.family != familyUnix {
		host, port, _ := net.SplitHostPort(to)
		addresses, err := lookup(w.in, h.family, host)
		if err != nil {
			return w.failure(err)
		}
		to = net.JoinHostPort(addresses[0], port)
	}
	e.mu.Lock()
	e.peer = to
	e.mu.Unlock()
	return nil
}

// datagrams returns the endpoint of a socket for datagrams, which is bound to some address if need be.
func (h *handle) datagrams(thread *starlark.Thread) (*endpoint, error) {
	if h.closed {
		return nil, syscall.EBADF
	}
	if h.share == nil {
		if err := h.bindTo(thread, h.anywhere()); err != nil {
			return nil, err
		}
	}
	return h.share.e, nil
}

func accept(thread *starlark.Thread, h *handle, a []starlark.Value) (starlark.Value, error) {
	e, err := h.endpoint()
	if err == syscall.ENOTCONN || err == nil && e.listener == nil {
		err = syscall.EINVAL
	}
	if err != nil {
		return nil, err
	}
	w, err := waitFor(thread, a[1])
	if err != nil {
		return nil, err
	}
	var got arrival
	if err := e.take(w.in.Task(thread), w.deadline, func(first *arrival) bool { got = *first; return true }); err != nil {
		return nil, w.failure(err)
	}
	own := &handle{family: h.family, kind: h.kind}
	if err := own.number(thread); err != nil {
		got.conn.Close()
		return nil, err
	}
	own.use(streamOver(got.conn))
	a[0].(*object.Instance).Native = own
	return own.address(got.from), nil
}

// size reads the argument of recv.
func size(thread *starlark.Thread, v starlark.Value, call string) (int, error) {
	n, err := number.Int(thread, v)
	if err == nil && n < 0 {
		err = exception.New(exception.ValueError, "negative buffersize in %s", call)
	}
	return n, err
}

func recv(thread *starlark.Thread, h *handle, a []starlark.Value) (starlark.Value, error) {
	n, err := size(thread, a[0], "recv")
	if err != nil {
		return nil, err
	}
	data, _, err := h.receive(thread, n, a[1], bool(a[2].Truth()))
	return text.Bytes(data), err
}

func recvFrom(thread *starlark.Thread, h *handle, a []starlark.Value) (starlark.Value, error) {
	n, err := size(thread, a[0], "recvfrom")
	if err != nil {
		return nil, err
	}
	data, from, err := h.receive(thread, n, a[1], bool(a[2].Truth()))
	if err != nil {
		return nil, err
	}
	var sender starlark.Value = starlark.None
	if h.kind == kindDatagram {
		sender = h.address(from)
	}
	return starlark.Tuple{text.Bytes(data), sender}, nil
}

// receive returns what has come: a part of the stream, or a datagram, of which what is beyond n bytes is lost.
func (h *handle) receive(thread *starlark.Thread, n int, timeout starlark.Value, peek bool) (data []byte, from string, err error) {
	w, err := waitFor(thread, timeout)
	if err != nil {
		return nil, "", err
	}
	if err := h.settle(); err != nil {
		return nil, "", w.failure(err)
	}
	if h.kind == kindDatagram {
		e, err := h.datagrams(thread)
		if err != nil {
			return nil, "", err
		}
		err = e.take(w.in.Task(thread), w.deadline, func(a *arrival) bool {
			data, from = a.data[:min(n, len(a.data))], a.from
			return !peek
		})
		return data, from, w.failure(err)
	}
	e, err := h.endpoint()
	if err != nil {
		return nil, "", err
	}
	if e.conn == nil {
		return nil, "", syscall.ENOTCONN
	}
	data, err = e.read(w.in.Task(thread), w.deadline, n, peek)
	return data, "", w.failure(err)
}

// bytesLike returns the bytes of what is to be sent.
func bytesLike(v starlark.Value) ([]byte, error) {
	b, ok := text.AsBytes(v)
	if !ok {
		return nil, exception.New(exception.TypeError, "a bytes-like object is required, not '%s'", object.TypeName(v))
	}
	return []byte(b), nil
}

// briefly is how long a socket that does not wait may take to hand data to the operating system.
const briefly = 200 * time.Millisecond

func send(thread *starlark.Thread, h *handle, a []starlark.Value) (starlark.Value, error) {
	data, err := bytesLike(a[0])
	if err != nil {
		return nil, err
	}
	w, err := waitFor(thread, a[1])
	if err != nil {
		return nil, err
	}
	if err := h.settle(); err != nil {
		return nil, w.failure(err)
	}
	e, err := h.endpoint()
	if h.kind == kindDatagram && err == nil && e.peer != "" {
		n, err := e.packets.WriteTo(data, e.peer)
		return starlark.MakeInt(n), w.failure(err)
	}
	switch {
	case err == syscall.ENOTCONN && h.kind == kindStream:
		return nil, syscall.EPIPE
	case err == nil && h.kind == kindDatagram:
		return nil, syscall.EDESTADDRREQ
	case err != nil:
		return nil, err
	}
	if w.at0 {
		w.deadline = w.in.Task(thread).Deadline(briefly)
	}
	n, err := e.write(w.in.Task(thread), w.deadline, data)
	if n > 0 && err == ipc.ErrTimeout {
		err = nil
	}
	return starlark.MakeInt(n), w.failure(err)
}

func sendTo(thread *starlark.Thread, h *handle, a []starlark.Value) (starlark.Value, error) {
	data, err := bytesLike(a[0])
	if err != nil {
		return nil, err
	}
	to, err := h.where(thread, "sendto", a[1])
	if err != nil {
		return nil, err
	}
	if h.kind != kindDatagram {
		return send(thread, h, []starlark.Value{a[0], starlark.None})
	}
	e, err := h.datagrams(thread)
	if err != nil {
		return nil, err
	}
	w := wait{in: interp.Of(thread), thread: thread}
	n, err := e.packets.WriteTo(data, to)
	return starlark.MakeInt(n), w.failure(err)
}
