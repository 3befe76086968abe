package multiprocessing

import (
	"errors"
	"io"
	"runtime"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file defines Connection, the end of a pipe. A message is an object, which
// send() copies and recv() gives, or bytes (send_bytes, recv_bytes). In CPython
// an object's message is the bytes of its pickle; here they are made if one side asks
// for the other kind, or the peer is another program (wire.go).

// A connection is one process's handle on one end of a pipe.
type connection struct {
	end    *ipc.End
	unread bool // a message that was too long came: nothing more is received
	wire   bool // the peer is another program, to which everything goes as bytes
	number int  // fileno(), 0 until it is asked for
}

// newConnection makes a handle whose end is closed when the collector finds that nothing refers to the handle, where
// CPython counts references. The end, which the cleanup refers to, knows its process only while it is open.
func newConnection(end *ipc.End) *connection {
	c := &connection{end: end}
	if ipc.FarOf(end) == nil && !end.Closed() {
		runtime.AddCleanup(c, (*ipc.End).Close, end)
	}
	return c
}

// Transfer implements [pickle.Transferer]: the receiver has a handle of its own.
// While the message is on its way it keeps the end open.
func (c *connection) Transfer(p *pickle.Packer) (pickle.Import, error) {
	if c.end.Closed() {
		if !p.Keep {
			return nil, exception.New(exception.OSError, "handle is closed")
		}
		return p.Portable("multiprocessing.connection", pickle.Numbers(wasClosed), nil, c.end)
	}
	state := 0
	if c.unread {
		state = wasUnread
	}
	if c.wire {
		state |= wasWire
	}
	end := c.end
	if ipc.FarOf(end) == nil {
		// On its way the end is nobody's. In another process the root sees to that.
		end = c.end.Dup(nil)
		p.OnDrop(end.Close)
	}
	return p.Portable("multiprocessing.connection", pickle.Numbers(state), nil, end)
}

func loadConnection(u *pickle.Unpacker, p *pickle.Portable) (any, error) {
	n, err := p.Numbers(1)
	if err != nil {
		return nil, err
	}
	end, err := pickle.Object[*ipc.End](p, 0)
	if err != nil {
		return nil, err
	}
	if ipc.FarOf(end) == nil && n[0]&wasClosed == 0 {
		own := end.Conn().Open(interp.Of(u.World.Thread()).Task(nil).Holder())
		end.Close()
		end = own
	}
	u.OnFail(end.Close)
	c := newConnection(end)
	c.unread, c.wire = n[0]&wasUnread != 0, n[0]&wasWire != 0
	return c, nil
}

// What a connection brings along besides its end.
const (
	wasUnread = 1 << iota
	wasClosed
	wasWire
)

// baseConnection and connectionClass are CPython's class and its base class.
var (
	baseConnection = object.Later(func() *object.Class {
		return object.NewClass(object.Spec{
			Name: "_ConnectionBase", Module: "multiprocessing.connection",
			New: cannotCreate("multiprocessing.connection.Connection"),
			Methods: map[string]object.Method{
				"send":            connectionSend,
				"recv":            connectionRecv,
				"send_bytes":      connectionSendBytes,
				"recv_bytes":      connectionRecvBytes,
				"recv_bytes_into": connectionRecvBytesInto,
				"poll":            connectionPoll,
				"fileno":          connectionFileno,
				"close":           connectionClose,
				"__enter__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
					return self, nil
				},
				"__exit__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
					return connectionClose(thread, self, nil, nil)
				},
			},
			Properties: map[string]object.Property{
				"closed":   connectionProperty("whether close() was called on this end", func(c *connection) bool { return c.end.Closed() }),
				"readable": connectionProperty("whether this end can receive", func(c *connection) bool { return c.readable() }),
				"writable": connectionProperty("whether this end can send", func(c *connection) bool { return c.end.Writable() }),
			},
		})
	})
	connectionClass = object.Later(func() *object.Class {
		return object.NewClass(object.Spec{
			Name: "Connection", Module: "multiprocessing.connection", Bases: []*object.Class{baseConnection.Get()},
		})
	})
)

func connectionProperty(doc string, f func(*connection) bool) object.Property {
	return object.Property{Doc: doc, Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
		c, err := connectionOf(self)
		if err != nil {
			return nil, err
		}
		return starlark.Bool(f(c)), nil
	}}
}

func connectionOf(self starlark.Value) (*connection, error) {
	if i, ok := self.(*object.Instance); ok {
		if c, ok := i.Native.(*connection); ok {
			return c, nil
		}
	}
	return nil, noAttribute(self, "_handle")
}

// newPipe is Pipe().
func newPipe(in *interp.Interp, duplex bool) starlark.Tuple {
	a, b := in.NewPipe(duplex)
	pair := make(starlark.Tuple, 2)
	for n, end := range []*ipc.End{a, b} {
		i := object.NewInstance(in.Env(), connectionClass.Get())
		i.Native = newConnection(end)
		pair[n] = i
	}
	return pair
}

func (c *connection) readable() bool { return c.end.Readable() && !c.unread }

// sending and receiving return the connection behind self if it can do that.
func sending(self starlark.Value) (*connection, error) {
	c, err := connectionOf(self)
	switch {
	case err != nil:
		return nil, err
	case c.end.Closed():
		return nil, exception.New(exception.OSError, "handle is closed")
	case !c.end.Writable():
		return nil, exception.New(exception.OSError, "connection is read-only")
	}
	return c, nil
}

func receiving(self starlark.Value) (*connection, error) {
	c, err := connectionOf(self)
	switch {
	case err != nil:
		return nil, err
	case c.end.Closed():
		return nil, exception.New(exception.OSError, "handle is closed")
	case !c.readable():
		return nil, exception.New(exception.OSError, "connection is write-only")
	}
	return c, nil
}

// pipeError turns an error of the kernel into the script's.
func pipeError(thread *starlark.Thread, in *interp.Interp, err error) error {
	switch {
	case errors.Is(err, ipc.ErrBroken):
		return brokenPipe()
	case errors.Is(err, io.EOF):
		return exception.New(exception.EOFError, "")
	case errors.Is(err, ipc.ErrClosed):
		return exception.New(exception.OSError, "handle is closed")
	case errors.Is(err, ipc.ErrReadOnly):
		return exception.New(exception.OSError, "connection is read-only")
	case errors.Is(err, ipc.ErrWriteOnly):
		return exception.New(exception.OSError, "connection is write-only")
	}
	return in.Err(thread, err)
}

// Those that wait keep the connection alive: who called them may have it from nowhere but a variable that Go needs no more.

func (c *connection) send(thread *starlark.Thread, m ipc.Message) error {
	defer runtime.KeepAlive(c)
	in := interp.Of(thread)
	if err := c.end.Send(in.Task(thread), m, ipc.Forever); err != nil {
		m.Drop()
		return pipeError(thread, in, err)
	}
	return nil
}

func (c *connection) recv(thread *starlark.Thread) (ipc.Message, error) {
	defer runtime.KeepAlive(c)
	in := interp.Of(thread)
	m, err := c.end.Recv(in.Task(thread), ipc.Forever)
	if err != nil {
		return nil, pipeError(thread, in, err)
	}
	return m, nil
}

var (
	sendParams          = params.Method("_ConnectionBase.send", "obj")
	sendBytesParams     = params.Method("_ConnectionBase.send_bytes", "buf, offset=, size=")
	recvBytesParams     = params.Method("_ConnectionBase.recv_bytes", "maxlength=")
	recvBytesIntoParams = params.Method("_ConnectionBase.recv_bytes_into", "buf, offset=")
	pollParams          = params.Method("_ConnectionBase.poll", "timeout=")
)

func connectionSend(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := sendParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	c, err := sending(self)
	if err != nil {
		return nil, err
	}
	return starlark.None, c.sendValue(thread, a[0])
}

func (c *connection) sendValue(thread *starlark.Thread, v starlark.Value) error {
	if c.wire {
		data, err := stateOf(thread).pickled(thread, v)
		if err != nil {
			return err
		}
		return c.sendWire(thread, data)
	}
	m, err := interp.Pack(thread, v)
	if err != nil {
		return unsendable(err, "obj")
	}
	return c.send(thread, m)
}

// sendRaw sends bytes.
func (c *connection) sendRaw(thread *starlark.Thread, data string) error {
	if c.wire {
		return c.sendWire(thread, data)
	}
	return c.send(thread, ipc.Bytes(data))
}

func connectionRecv(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := bare("_ConnectionBase.recv", args, kwargs); err != nil {
		return nil, err
	}
	c, err := receiving(self)
	if err != nil {
		return nil, err
	}
	m, err := c.recv(thread)
	if err != nil {
		return nil, err
	}
	return stateOf(thread).valueOf(thread, m)
}

func connectionSendBytes(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := sendBytesParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	c, err := sending(self)
	if err != nil {
		return nil, err
	}
	b, ok, err := text.AsBytesPaced(object.EnvOf(thread).Check, object.Unwrap(a[0]))
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, exception.New(exception.TypeError, "memoryview: a bytes-like object is required, not '%s'", object.TypeName(a[0]))
	}
	offset, size := 0, 0
	if a[1] != nil {
		if offset, err = smallInt(a[1]); err != nil {
			return nil, err
		}
	}
	switch {
	case offset < 0:
		return nil, valueError("offset is negative")
	case len(b) < offset:
		return nil, valueError("buffer length < offset")
	}
	size = len(b) - offset
	if !isNone(a[2]) {
		if size, err = smallInt(a[2]); err != nil {
			return nil, err
		}
		switch {
		case size < 0:
			return nil, valueError("size is negative")
		case offset+size > len(b):
			return nil, valueError("buffer length < offset + size")
		}
	}
	return starlark.None, c.sendRaw(thread, b[offset:offset+size])
}

// recvRaw receives a message as bytes.
func (c *connection) recvRaw(thread *starlark.Thread) (string, error) {
	m, err := c.recv(thread)
	if err != nil {
		return "", err
	}
	return stateOf(thread).bytesOf(thread, m)
}

// recvMost is recvRaw for a message of at most that many bytes.
func (c *connection) recvMost(thread *starlark.Thread, most int) (string, error) {
	b, err := c.recvRaw(thread)
	if err == nil && len(b) > most {
		if c.end.Writable() {
			c.unread = true
		} else {
			c.end.Close()
		}
		err = exception.New(exception.OSError, "bad message length")
	}
	return b, err
}

func connectionRecvBytes(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := recvBytesParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	c, err := receiving(self)
	if err != nil {
		return nil, err
	}
	most := -1
	if !isNone(a[0]) {
		if most, err = smallInt(a[0]); err != nil {
			return nil, err
		}
		if most < 0 {
			return nil, valueError("negative maxlength")
		}
	}
	var b string
	if most < 0 {
		b, err = c.recvRaw(thread)
	} else {
		b, err = c.recvMost(thread, most)
	}
	if err != nil {
		return nil, err
	}
	return text.Bytes(b), nil
}

func connectionRecvBytesInto(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := recvBytesIntoParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	c, err := receiving(self)
	if err != nil {
		return nil, err
	}
	dst := text.WritableStore(a[0])
	if dst == nil {
		if _, bytes := text.AsBytes(object.Unwrap(a[0])); bytes {
			return nil, exception.New(exception.TypeError, "cannot modify read-only memory")
		}
		return nil, exception.New(exception.TypeError, "memoryview: a bytes-like object is required, not '%s'", object.TypeName(a[0]))
	}
	offset := 0
	if a[1] != nil {
		if offset, err = smallInt(a[1]); err != nil {
			return nil, err
		}
	}
	switch {
	case offset < 0:
		return nil, valueError("negative offset")
	case offset > dst.Len():
		return nil, valueError("offset too large")
	}
	b, err := c.recvRaw(thread)
	if err != nil {
		return nil, err
	}
	if dst.Len()-offset < len(b) {
		return nil, raise(object.EnvOf(thread), bufferTooShort.Get(), text.Bytes(b))
	}
	dst.Save([]byte(b), offset)
	return starlark.MakeInt(len(b)), nil
}

func connectionPoll(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := pollParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	c, err := receiving(self)
	if err != nil {
		return nil, err
	}
	in := interp.Of(thread)
	until := ipc.NoWait
	if a[0] != nil {
		if until, err = deadlineSum(in.Task(thread), a[0]); err != nil {
			return nil, err
		}
	}
	err = c.end.Poll(in.Task(thread), until)
	runtime.KeepAlive(c)
	switch {
	case err == nil:
		return starlark.True, nil
	case errors.Is(err, ipc.ErrTimeout):
		return starlark.False, nil
	}
	return nil, pipeError(thread, in, err)
}

func connectionFileno(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := bare("_ConnectionBase.fileno", args, kwargs); err != nil {
		return nil, err
	}
	c, err := connectionOf(self)
	if err != nil {
		return nil, err
	}
	if c.end.Closed() {
		return nil, exception.New(exception.OSError, "handle is closed")
	}
	if c.number == 0 {
		c.number = stateOf(thread).handle(c.end)
	}
	return starlark.MakeInt(c.number), nil
}

func connectionClose(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := bare("_ConnectionBase.close", args, kwargs); err != nil {
		return nil, err
	}
	c, err := connectionOf(self)
	if err != nil {
		return nil, err
	}
	c.end.Close()
	if c.number != 0 {
		delete(stateOf(thread).handles, c.number)
		c.number = 0
	}
	return starlark.None, nil
}
