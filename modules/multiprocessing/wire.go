package multiprocessing

import (
	"errors"
	"io"
	"runtime"
	"syscall"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/system"
	"go.starlark.net/starlark"
)

// This file joins a connection of the network to a pipe of the kernel. The script has one end of the pipe, so that all
// that connections can do (poll, wait, go to another process) is there; at the other end two goroutines read
// messages from the network and write them to it. They end when either side does.

// A netWire is one such connection.
type netWire struct {
	conn system.Conn
	end  *ipc.End // the goroutines' end
	max  uint64   // of a message from the peer
	hold *ipc.Holder
}

// An outgoing is a message to the peer. Whoever sends it waits until it is written, as a process does that writes to a
// socket itself.
type outgoing struct {
	data string
	done *ipc.Event
	err  error // it does not change once done is set
}

// Size implements [ipc.Message].
func (o *outgoing) Size() int { return len(o.data) }

// Drop implements [ipc.Message].
func (o *outgoing) Drop() {
	o.err = ipc.ErrBroken
	o.done.Set()
}

// A wireFailure comes before the end of what a peer sent if it is not a regular end.
type wireFailure struct{ err error }

// Size implements [ipc.Message].
func (wireFailure) Size() int { return 16 }

// Drop implements [ipc.Message].
func (wireFailure) Drop() {}

// connect makes a Connection of a connection of the network. max is the size of the largest message that is read.
func (st *state) connect(conn system.Conn, max uint64) *object.Instance {
	end, i := st.plug()
	startWire(conn, end, max)
	return i
}

// plug returns a Connection and the end of the pipe that its peer is to be joined to.
func (st *state) plug() (*ipc.End, *object.Instance) {
	a, b := st.in.NewLocalPipe(true)
	i := object.NewInstance(st.env, connectionClass.Get())
	c := newConnection(a)
	c.wire = true
	i.Native = c
	return b, i
}

func startWire(conn system.Conn, end *ipc.End, max uint64) {
	w := &netWire{conn: conn, max: max, hold: ipc.NewHolder("network", 0)}
	end.Move(w.hold)
	w.end = end
	go w.read()
	go w.write()
}

func (w *netWire) read() {
	t := ipc.NewTask(w.hold, ipc.Hooks{})
	var err error
	for {
		var m string
		if m, err = readFrame(w.conn, w.max); err != nil {
			break
		}
		if w.end.Send(t, ipc.Bytes(m), ipc.Forever) != nil {
			break
		}
	}
	if err != nil && err != io.EOF {
		w.end.Send(t, wireFailure{err}, ipc.NoWait)
	}
	w.close()
}

func (w *netWire) write() {
	t := ipc.NewTask(w.hold, ipc.Hooks{})
	to := patientWriter{w.conn, func() bool { return !w.end.Orphaned() }}
	for {
		m, err := w.end.Recv(t, ipc.Forever)
		if err != nil {
			break
		}
		switch m := m.(type) {
		case *outgoing:
			m.err = writeFrame(to, m.data)
			err = m.err
			m.done.Set()
		case ipc.Bytes:
			err = writeFrame(to, string(m)) // from a process of its own
		default:
			m.Drop()
			err = errFrame
		}
		if err != nil {
			break
		}
	}
	w.close()
}

// close ends both goroutines. What has come from the peer can still be received.
func (w *netWire) close() {
	w.conn.Close()
	w.end.Close()
	w.hold.Close()
}

// sendWire sends bytes to a peer.
func (c *connection) sendWire(thread *starlark.Thread, data string) error {
	defer runtime.KeepAlive(c)
	in := interp.Of(thread)
	if ipc.FarOf(c.end) != nil {
		if err := c.end.Send(in.Task(thread), ipc.Bytes(data), ipc.Forever); err != nil {
			return pipeError(thread, in, err)
		}
		return nil
	}
	o := &outgoing{data: data, done: ipc.NewEvent()}
	if err := c.end.Send(in.Task(thread), o, ipc.Forever); err != nil {
		return pipeError(thread, in, err)
	}
	if err := o.done.Wait(in.Task(thread), ipc.Forever); err != nil {
		return in.Err(thread, err)
	}
	return wireError(thread, in, o.err)
}

// wireError turns an error of a connection of the network into the script's.
func wireError(thread *starlark.Thread, in *interp.Interp, err error) error {
	var errno syscall.Errno
	switch {
	case err == nil:
		return nil
	case errors.As(err, &errno):
		return err
	case errors.Is(err, errFrame):
		return raiseText(in.Env(), object.OSError, "bad message length")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return raiseText(in.Env(), object.OSError, "got end of file during message")
	case errors.Is(err, system.ErrConnClosed):
		return brokenPipe()
	}
	return pipeError(thread, in, err)
}

// pickled returns the pickle of a value, as CPython writes it.
func (st *state) pickled(thread *starlark.Thread, v starlark.Value) (string, error) {
	w := st.in.PickleWriter(thread, pickle.DefaultProtocol)
	tables := st.in.Reducers()
	w.Reduce = func(v starlark.Value) (*pickle.Reduction, error) {
		if r, err := pickle.DispatchMessage(thread, tables, v); r != nil || err != nil {
			return r, err
		}
		return st.reduceForPeer(v)
	}
	global := w.Global
	w.Global = func(v starlark.Value, name string) (string, string, error) {
		if v == starlark.Value(rebuildProxy.Get()) {
			return "multiprocessing.managers", "RebuildProxy", nil
		}
		if v == starlark.Value(autoProxyFunc.Get()) {
			return "multiprocessing.managers", "AutoProxy", nil
		}
		return global(v, name)
	}
	b, err := w.Pickle(v)
	if err != nil {
		return "", err
	}
	return b, st.env.Pending()
}

// unpickled makes a value of bytes that a peer has sent.
func (st *state) unpickled(thread *starlark.Thread, data string) (starlark.Value, error) {
	r := st.in.PickleReader(thread, []byte(data), nil)
	r.ClassesOnly = true
	find := r.Find
	r.Find = func(module, name string) (starlark.Value, error) {
		if v := peerGlobal(module, name); v != nil {
			return v, nil
		}
		return find(module, name)
	}
	r.Allow = func(fn starlark.Value) bool { return fn == starlark.Value(rebuildProxy.Get()) }
	return r.Read()
}

// bytesOf is a message as the bytes that CPython would have sent.
func (st *state) bytesOf(thread *starlark.Thread, m ipc.Message) (string, error) {
	switch m := m.(type) {
	case ipc.Bytes:
		return string(m), nil
	case wireFailure:
		return "", wireError(thread, st.in, m.err)
	case *pickle.Message:
		v, err := interp.Unpack(thread, m)
		if err != nil {
			return "", err
		}
		return st.pickled(thread, v)
	}
	m.Drop()
	return "", pipeError(thread, st.in, ipc.ErrUnsupported)
}

// valueOf is a message as the object that it is the pickle of.
func (st *state) valueOf(thread *starlark.Thread, m ipc.Message) (starlark.Value, error) {
	if p, ok := m.(*pickle.Message); ok {
		return interp.Unpack(thread, p)
	}
	b, err := st.bytesOf(thread, m)
	if err != nil {
		return nil, err
	}
	return st.unpickled(thread, b)
}
