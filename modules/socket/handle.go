package socket

import (
	"errors"
	"io/fs"
	"net"
	"runtime"
	"strings"
	"syscall"
	"time"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/file"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/system"
	"github.com/mpstar/mpstar/internal/text"
)

// The numbers that scripts know families and kinds of sockets by: Linux's.
const (
	familyUnix  = 1
	familyInet  = 2
	familyInet6 = 10

	kindStream   = 1
	kindDatagram = 2
)

// A handle is the Native of a socket: one process's, on an endpoint once it is bound or connected.
type handle struct {
	family, kind int
	closed       bool
	share        *share // nil before
	fd           *file.Descriptor
	connecting   *dialing // connect() of a socket that does not wait
}

// number gives the socket its fileno().
func (h *handle) number(thread *starlark.Thread) error {
	d, err := file.DescriptorsOf(thread).Add(&descriptor{})
	if err != nil {
		return err
	}
	h.fd = d
	runtime.AddCleanup(h, func(d *file.Descriptor) { d.Close() }, d)
	return nil
}

// use makes e what the socket is connected or bound to.
func (h *handle) use(e *endpoint) {
	h.share = &share{e: e}
	h.fd.Handle.(*descriptor).share = h.share
}

func (h *handle) close() {
	if h.closed {
		return
	}
	h.closed = true
	if h.connecting != nil {
		h.connecting.cancel()
	}
	h.fd.Close()
	h.share = nil
}

// endpoint returns what the socket is connected or bound to.
func (h *handle) endpoint() (*endpoint, error) {
	switch {
	case h.closed:
		return nil, syscall.EBADF
	case h.share == nil:
		return nil, syscall.ENOTCONN
	}
	return h.share.e, nil
}

// Transfer implements [pickle.Transferer]: a child that is forked has the socket as well.
func (h *handle) Transfer(p *pickle.Packer) (pickle.Import, error) {
	family, kind, closed := h.family, h.kind, h.closed
	var way *share
	if h.share != nil && h.share.e.hold() {
		way = &share{e: h.share.e}
		p.OnDrop(way.release)
	}
	return func(u *pickle.Unpacker) (any, error) {
		own := &handle{family: family, kind: kind, closed: closed}
		if closed {
			return own, nil
		}
		if err := own.number(u.World.Thread()); err != nil {
			return nil, err
		}
		if way != nil {
			if !way.e.hold() {
				own.close()
				return own, nil
			}
			way.release()
			own.use(way.e)
		}
		return own, nil
	}, nil
}

// Waitable implements [ipc.Source].
func (h *handle) Waitable() (ipc.Waitable, error) {
	if h.closed {
		return nil, exception.New(exception.ValueError, "file descriptor cannot be a negative integer (-1)")
	}
	if h.share == nil {
		return readyEvent(), nil
	}
	return h.share.e.readable, nil
}

// writable returns what select waits for before the socket can send: only for a connection to be made.
func (h *handle) writable() (ipc.Waitable, error) {
	if h.closed {
		return nil, exception.New(exception.ValueError, "file descriptor cannot be a negative integer (-1)")
	}
	if d := h.connecting; d != nil {
		return d.done, nil
	}
	return readyEvent(), nil
}

func readyEvent() *ipc.Event {
	e := ipc.NewEvent()
	e.Set()
	return e
}

// A descriptor is a socket as a file of the process: os.read and os.write know it by its number.
type descriptor struct{ share *share }

func (d *descriptor) ReadOn(thread *starlark.Thread, p []byte) (int, error) {
	if d.share == nil {
		return 0, syscall.ENOTCONN
	}
	in := interp.Of(thread)
	data, err := d.share.e.read(in.Task(thread), ipc.Forever, len(p), false)
	return copy(p, data), in.Err(thread, err)
}
func (d *descriptor) Read([]byte) (int, error) { return 0, syscall.EAGAIN }
func (d *descriptor) Write(p []byte) (int, error) {
	if d.share == nil || d.share.e.conn == nil {
		return 0, syscall.ENOTCONN
	}
	return d.share.e.conn.Write(p)
}
func (d *descriptor) Seek(int64, int) (int64, error) { return 0, syscall.ESPIPE }
func (d *descriptor) Truncate(int64) error           { return syscall.EINVAL }
func (d *descriptor) Stat() (fs.FileInfo, error)     { return nil, syscall.EINVAL }
func (d *descriptor) Fd() uintptr                    { return ^uintptr(0) }
func (d *descriptor) Close() error {
	if d.share != nil {
		d.share.release()
	}
	return nil
}

// A wait says how long a call may take.
type wait struct {
	in       *interp.Interp
	thread   *starlark.Thread
	deadline time.Time
	at0      bool // it may not wait at all
}

// waitFor reads a timeout as settimeout() keeps it: None or seconds.
func waitFor(thread *starlark.Thread, timeout starlark.Value) (wait, error) {
	in := interp.Of(thread)
	w := wait{in: in, thread: thread, deadline: ipc.Forever}
	if timeout == nil || timeout == starlark.None {
		return w, nil
	}
	f, err := number.Float(thread, timeout)
	if err != nil {
		return w, err
	}
	w.at0 = f <= 0
	w.deadline = in.Task(thread).Deadline(seconds(f))
	return w, nil
}

// seconds is a duration of f seconds, or the longest there is.
func seconds(f float64) time.Duration {
	if f >= 1<<33 {
		return 1<<63 - 1
	}
	return time.Duration(f * float64(time.Second))
}

// failure turns an error of the network or of a wait into the script's.
func (w wait) failure(err error) error {
	var number syscall.Errno
	var dns *net.DNSError
	var addr *net.AddrError
	switch {
	case err == nil:
		return nil
	case err == ipc.ErrCancelled:
		return w.in.Err(w.thread, err)
	case err == ipc.ErrTimeout, errors.Is(err, system.ErrLate):
		if w.at0 {
			return syscall.EAGAIN
		}
		return exception.New(exception.TimeoutError, "timed out")
	case errors.As(err, &number):
		if n, ok := ofWinsock[number]; ok && runtime.GOOS == "windows" {
			return n
		}
		return number
	case errors.Is(err, net.ErrClosed):
		return syscall.EBADF
	case errors.As(err, &dns), errors.As(err, &addr):
		return object.Raise(object.NewException(w.in.Env(), gaierror.Get(), starlark.MakeInt(-2), starlark.String("Name or service not known")))
	}
	var late interface{ Timeout() bool }
	if errors.As(err, &late) && late.Timeout() {
		return exception.New(exception.TimeoutError, "timed out")
	}
	return err
}

// ofWinsock has the numbers of Windows's sockets that stand for errors with a class of their own.
var ofWinsock = map[syscall.Errno]syscall.Errno{
	10013: syscall.EACCES, 10035: syscall.EAGAIN, 10048: syscall.EADDRINUSE, 10049: syscall.EADDRNOTAVAIL, 10053: syscall.ECONNABORTED,
	10054: syscall.ECONNRESET, 10057: syscall.ENOTCONN, 10060: syscall.ETIMEDOUT, 10061: syscall.ECONNREFUSED,
}

var (
	gaierror = object.Later(func() *object.Class {
		return object.NewClass(object.Spec{Name: "gaierror", Module: "socket", Bases: []*object.Class{object.OSError}})
	})
	herror = object.Later(func() *object.Class {
		return object.NewClass(object.Spec{Name: "herror", Module: "socket", Bases: []*object.Class{object.OSError}})
	})
)

// method makes a method of a handle from its parameters, all of which must be given.
func method(name, spec string, f func(thread *starlark.Thread, h *handle, a []starlark.Value) (starlark.Value, error)) object.Method {
	list := params.Method("socket."+name, spec)
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := list.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		i, _ := self.(*object.Instance)
		h, ok := i.Native.(*handle)
		if !ok {
			return nil, exception.New(exception.ValueError, "socket.__init__() not called")
		}
		return f(thread, h, a)
	}
}

// handleClass is what class socket of socket.py derives from.
var handleClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "socket", Module: "_socket", Doc: "A socket of the operating system.",
		Methods: map[string]object.Method{
			"_open": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
				if len(args) != 2 {
					return nil, exception.New(exception.TypeError, "socket._open() takes 2 arguments (%d given)", len(args))
				}
				family, err := number.Int(thread, args[0])
				if err != nil {
					return nil, err
				}
				kind, err := number.Int(thread, args[1])
				if err != nil {
					return nil, err
				}
				h := &handle{family: family, kind: kind}
				if err := h.number(thread); err != nil {
					return nil, err
				}
				self.(*object.Instance).Native = h
				return starlark.None, nil
			},
			"_bind":     method("bind", "address", bind),
			"_listen":   method("listen", "", listen),
			"_connect":  method("connect", "address, timeout", connect),
			"_accept":   method("accept", "into, timeout", accept),
			"_recv":     method("recv", "bufsize, timeout, peek", recv),
			"_recvfrom": method("recvfrom", "bufsize, timeout, peek", recvFrom),
			"_send":     method("send", "data, timeout", send),
			"_sendto":   method("sendto", "data, address", sendTo),
			"_secure":   method("connect", "host, timeout", secure),
			"_error": method("getsockopt", "", func(_ *starlark.Thread, h *handle, _ []starlark.Value) (starlark.Value, error) {
				var n syscall.Errno
				if d := h.connecting; d != nil && d.done.Ready() {
					errors.As(d.err, &n)
				}
				return starlark.MakeInt(int(n)), nil
			}),
			"shutdown": method("shutdown", "how, /", func(thread *starlark.Thread, h *handle, a []starlark.Value) (starlark.Value, error) {
				how, err := number.Int(thread, a[0])
				if err != nil {
					return nil, err
				}
				e, err := h.endpoint()
				if err != nil {
					return nil, err
				}
				w := wait{in: interp.Of(thread), thread: thread}
				return starlark.None, w.failure(e.shut(how == 0 || how == 2, how == 1 || how == 2))
			}),
			"fileno": method("fileno", "", func(_ *starlark.Thread, h *handle, _ []starlark.Value) (starlark.Value, error) {
				if h.closed {
					return starlark.MakeInt(-1), nil
				}
				return starlark.MakeInt(h.fd.Number()), nil
			}),
			"_close": method("close", "", func(_ *starlark.Thread, h *handle, _ []starlark.Value) (starlark.Value, error) {
				h.close()
				return starlark.None, nil
			}),
			"getsockname": method("getsockname", "", func(_ *starlark.Thread, h *handle, _ []starlark.Value) (starlark.Value, error) {
				e, err := h.endpoint()
				if err == syscall.ENOTCONN {
					return h.address(""), nil
				}
				if err != nil {
					return nil, err
				}
				local, _ := e.names()
				return h.address(local), nil
			}),
			"getpeername": method("getpeername", "", func(_ *starlark.Thread, h *handle, _ []starlark.Value) (starlark.Value, error) {
				e, err := h.endpoint()
				if err != nil {
					return nil, err
				}
				_, peer := e.names()
				if peer == "" && (h.family != familyUnix || e.conn == nil) {
					return nil, syscall.ENOTCONN
				}
				return h.address(peer), nil
			}),
		},
	})
})

// network is what package net calls the socket's kind.
func (h *handle) network() string {
	name := map[int]string{familyUnix: "unix", familyInet: "4", familyInet6: "6"}[h.family]
	switch {
	case h.family == familyUnix && h.kind == kindDatagram:
		return "unixgram"
	case h.family == familyUnix:
		return name
	case h.kind == kindDatagram:
		return "udp" + name
	}
	return "tcp" + name
}

// address is an address as scripts see it.
func (h *handle) address(s string) starlark.Value {
	if h.family == familyUnix {
		return text.Str(strings.TrimPrefix(s, "@"))
	}
	host, port, err := net.SplitHostPort(s)
	if err != nil {
		host, port = map[int]string{familyInet: "0.0.0.0", familyInet6: "::"}[h.family], "0"
	}
	n := 0
	for _, c := range port {
		n = n*10 + int(c-'0')
	}
	if h.family == familyInet6 {
		return starlark.Tuple{starlark.String(host), starlark.MakeInt(n), starlark.MakeInt(0), starlark.MakeInt(0)}
	}
	return starlark.Tuple{starlark.String(host), starlark.MakeInt(n)}
}
