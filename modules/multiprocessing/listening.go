package multiprocessing

import (
	"errors"
	"io"
	"net"
	"sync"
	"time"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/system"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file is the bound address behind a Listener and a manager's server.
//
// From the first accept() on, one goroutine takes connections from the operating system, and each is given
// a goroutine of its own while the peer proves that it knows the key. accept() gets those that are done. So no peer,
// however slow or silent, keeps another from being accepted.

const (
	// handshakeTime is how long a peer may take to prove that it knows the key.
	handshakeTime = 20 * time.Second
	// maxPending is how many connections may be between the operating system and accept(). If there are as many, the peer that
	// has had the longest time without proving anything goes, once it has had leastTime.
	maxPending = 128
	// leastTime is what every peer gets, so that those that know the key are not pushed out by others that connect again and again.
	leastTime = time.Second
	// maxFailures is how many failed handshakes wait to be raised by accept(). Further ones are forgotten: they would keep out
	// those that know the key while the script is busy.
	maxFailures = 16
)

// A listening is a bound address. The processes of a tree may share it.
type listening struct {
	l       system.Listener
	address starlark.Value
	key     string // "" if peers prove nothing
	random  io.Reader
	grace   time.Duration // for a handshake

	ready *ipc.Queue    // of *accepted
	slots chan struct{} // one for each connection on its way

	mu       sync.Mutex
	started  bool
	closed   bool
	proving  []*accepted // the oldest first
	failures int         // in ready
}

// An accepted is a connection on its way to accept(), or why there is none.
type accepted struct {
	conn   system.Conn
	peer   string
	since  time.Time
	proved bool // it knows the key
	failed bool // counted in failures
	err    error
}

// Size implements [ipc.Message].
func (a *accepted) Size() int { return 256 }

// Drop implements [ipc.Message].
func (a *accepted) Drop() {
	if a.conn != nil {
		a.conn.Close()
	}
}

// listen binds an address. It must be closed.
func (st *state) listen(at netAddress, key string) (*listening, error) {
	l, err := st.in.System().Network.Listen(at.network, at.name(st.in))
	if err != nil {
		return nil, networkError(st.env, err)
	}
	shown := at.shown
	if at.network == "tcp4" {
		shown = hostPort(l.Address())
	}
	ln := &listening{l: l, address: shown, key: key, random: st.in.System().Random, grace: handshakeTime,
		ready: ipc.NewQueue(maxPending), slots: make(chan struct{}, maxPending)}
	st.keep(ln)
	return ln, nil
}

// Close unbinds the address. Connections that nobody has accepted are closed.
func (ln *listening) Close() error {
	ln.mu.Lock()
	if ln.closed {
		ln.mu.Unlock()
		return nil
	}
	ln.closed = true
	for _, a := range ln.proving {
		a.conn.Close()
	}
	ln.mu.Unlock()
	err := ln.l.Close()
	ln.ready.Close()
	for hold := ipc.NewHolder("listener", 0); ; {
		m, err := ln.ready.Get(ipc.NewTask(hold, ipc.Hooks{}), ipc.NoWait)
		if err != nil {
			break
		}
		m.Drop()
	}
	return err
}

func (ln *listening) gone() bool {
	ln.mu.Lock()
	defer ln.mu.Unlock()
	return ln.closed
}

func (ln *listening) start() {
	ln.mu.Lock()
	defer ln.mu.Unlock()
	if !ln.started && !ln.closed {
		ln.started = true
		go ln.run()
	}
}

func (ln *listening) run() {
	hold := ipc.NewHolder("listener", 0)
	defer hold.Close()
	task := ipc.NewTask(hold, ipc.Hooks{})
	for {
		ln.takeSlot()
		conn, err := ln.l.Accept()
		a := &accepted{conn: conn, since: time.Now(), err: err}
		ln.mu.Lock()
		closed := ln.closed
		if !closed && err == nil && ln.key != "" {
			ln.proving = append(ln.proving, a)
		}
		ln.mu.Unlock()
		switch {
		case closed:
			a.Drop()
			return
		case err == nil:
			if addr := conn.RemoteAddr(); addr != nil {
				a.peer = addr.String()
			}
			if ln.key != "" {
				go ln.prove(a)
				continue
			}
			fallthrough
		default:
			ln.hand(task, a)
		}
	}
}

// hand gives a to accept(), waiting for room.
func (ln *listening) hand(t *ipc.Task, a *accepted) {
	if ln.ready.Put(t, a, ipc.Forever) != nil {
		a.Drop()
	}
	<-ln.slots
}

// takeSlot waits until one more connection may be on its way. Until then peers wait in the operating system's queue, which is in the order
// in which they came.
func (ln *listening) takeSlot() {
	for {
		select {
		case ln.slots <- struct{}{}:
			return
		default:
		}
		wait, ok := ln.dropOldest()
		if !ok {
			ln.slots <- struct{}{}
			return
		}
		timer := time.NewTimer(wait)
		select {
		case ln.slots <- struct{}{}:
			timer.Stop()
			return
		case <-timer.C:
		}
	}
}

// dropOldest ends the connection of the peer that has taken longest to prove that it knows the key. If that one has not had leastTime yet,
// it returns how much it still has, and true.
func (ln *listening) dropOldest() (wait time.Duration, ok bool) {
	ln.mu.Lock()
	defer ln.mu.Unlock()
	for i, a := range ln.proving {
		if a.proved {
			continue
		}
		if wait := leastTime - time.Since(a.since); wait > 0 {
			return wait, true
		}
		a.conn.Close()
		ln.proving = append(ln.proving[:i:i], ln.proving[i+1:]...)
		break
	}
	return 0, false
}

// prove lets a peer prove that it knows the key. One that takes too long, or was dropped for another, is forgotten: accept()
// would wait for ever for it under CPython.
func (ln *listening) prove(a *accepted) {
	a.conn.SetDeadline(system.Within(ln.grace))
	c := rawMessages{a.conn}
	err := deliverChallenge(c, ln.key, ln.random)
	if err == nil {
		ln.mu.Lock()
		a.proved = true
		ln.mu.Unlock()
		err = answerChallenge(c, ln.key)
	}
	if err == nil {
		err = a.conn.SetDeadline(time.Time{})
	}
	forgotten := true
	ln.mu.Lock()
	for i, u := range ln.proving {
		if u == a {
			ln.proving = append(ln.proving[:i:i], ln.proving[i+1:]...)
			forgotten = ln.closed
			break
		}
	}
	if err != nil {
		forgotten = forgotten || timedOut(err) || ln.failures == maxFailures
		if !forgotten {
			ln.failures++
			a.failed = true
		}
	}
	ln.mu.Unlock()
	if err != nil {
		a.conn.Close()
		if forgotten {
			<-ln.slots
			return
		}
		a.conn, a.err = nil, err
	}
	hold := ipc.NewHolder("listener", 0)
	defer hold.Close()
	ln.hand(ipc.NewTask(hold, ipc.Hooks{}), a)
}

// rawMessages are messages on a connection before it is a script's.
type rawMessages struct{ conn system.Conn }

func (r rawMessages) send(m string) error { return writeFrame(r.conn, m) }

func (r rawMessages) recv(max int) (string, error) { return readFrame(r.conn, uint64(max)) }

// accept returns a Connection to the next peer.
func (ln *listening) accept(thread *starlark.Thread) (*object.Instance, starlark.Value, error) {
	st := stateOf(thread)
	ln.start()
	m, err := ln.ready.Get(st.in.Task(thread), ipc.Forever)
	if err == ipc.ErrClosed {
		return nil, nil, exception.New(exception.OSError, "listener is closed")
	}
	if err != nil {
		return nil, nil, st.in.Err(thread, err)
	}
	a := m.(*accepted)
	if a.failed {
		ln.mu.Lock()
		ln.failures--
		ln.mu.Unlock()
	}
	if a.err != nil {
		return nil, nil, handshakeError(thread, st.in, a.err)
	}
	most := uint64(maxFrame)
	if ln.key == "" {
		most = maxUnknownFrame
	}
	var peer starlark.Value = starlark.String("")
	if _, _, err := net.SplitHostPort(a.peer); err == nil {
		peer = hostPort(a.peer)
	}
	return st.connect(a.conn, most), peer, nil
}

// handshakeError turns an error of a handshake into the script's.
func handshakeError(thread *starlark.Thread, in *interp.Interp, err error) error {
	var none *errNoChallenge
	switch {
	case errors.Is(err, errDigestWrong), errors.Is(err, errDigestRejected):
		return raiseText(in.Env(), authenticationError.Get(), err.Error())
	case errors.As(err, &none):
		return assertion("message = " + text.BytesRepr(none.got))
	case errors.Is(err, io.EOF):
		return exception.New(exception.EOFError, "")
	}
	return wireError(thread, in, err)
}

// networkError gives what is no error of the operating system the text that CPython has for it.
func networkError(env *object.Env, err error) error {
	var dns *net.DNSError
	if errors.As(err, &dns) {
		return exception.WithArgs(exception.OSError, starlark.MakeInt(-2), starlark.String("Name or service not known"))
	}
	var bad *net.AddrError
	if errors.As(err, &bad) {
		return raiseText(env, object.OSError, bad.Error())
	}
	return err
}

// keep registers what is to be closed when the process ends, however it does.
func (st *state) keep(c io.Closer) {
	if st.open == nil {
		st.open = make(map[io.Closer]bool)
	}
	st.open[c] = true
}

func (st *state) letGo(c io.Closer) { delete(st.open, c) }

// CloseState closes what the process has left open to other programs.
func (st *state) CloseState() {
	for c := range st.open {
		c.Close()
	}
	st.open = nil
	for _, c := range st.cleanups {
		c.Stop()
	}
	st.cleanups = nil
}
