package multiprocessing

import (
	"runtime"
	"sync"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/system"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file defines Client, which connects to a Listener of another program, and the handshake as functions.

var clientParams = params.Func("Client", "address, family=, authkey=")

// clientFunc is connection.Client().
func clientFunc(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := clientParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	st := stateOf(thread)
	at, err := st.addressFor(a[0], given(a[1], starlark.None), false)
	if err != nil {
		return nil, err
	}
	// As in CPython, a key of the wrong type is noticed once there is a connection.
	key, bad := authKey(given(a[2], starlark.None))
	i, err := st.dial(thread, at, !isNone(a[2]) && bad == nil, key)
	if err == nil && bad != nil {
		i.Native.(*connection).end.Close()
		err = bad
	}
	return instance(i, err)
}

// dial connects to an address; if prove is set both sides prove that they know the key.
func (st *state) dial(thread *starlark.Thread, at netAddress, prove bool, key string) (*object.Instance, error) {
	d := &dialing{done: ipc.NewEvent()}
	sys, where := st.in.System(), at.name(st.in)
	go func() {
		defer d.done.Set()
		conn, err := sys.Network.Dial(at.network, where, 0)
		if err != nil {
			d.err = err
			return
		}
		if !d.has(conn) {
			return
		}
		if prove {
			c := rawMessages{conn}
			if d.err = answerChallenge(c, key); d.err == nil {
				d.err = deliverChallenge(c, key, sys.Random)
			}
		}
	}()
	if err := d.done.Wait(st.in.Task(thread), ipc.Forever); err != nil {
		d.cancel()
		return nil, st.in.Err(thread, err)
	}
	if d.err != nil {
		if d.conn == nil {
			return nil, networkError(st.env, d.err)
		}
		d.conn.Close()
		return nil, handshakeError(thread, st.in, d.err)
	}
	return st.connect(d.conn, maxFrame), nil
}

// A dialing is an attempt to connect. err and conn do not change once done is set.
type dialing struct {
	done *ipc.Event
	err  error

	mu   sync.Mutex
	conn system.Conn
	gone bool // nobody waits for it any more
}

// has records the connection. It is false if nobody wants it.
func (d *dialing) has(conn system.Conn) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.gone {
		conn.Close()
		return false
	}
	d.conn = conn
	return true
}

func (d *dialing) cancel() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.gone = true
	if d.conn != nil {
		d.conn.Close()
	}
}

// scriptMessages are messages over whatever a script takes for a connection.
type scriptMessages struct {
	thread *starlark.Thread
	conn   starlark.Value
}

func (s scriptMessages) call(name string, arg starlark.Value) (starlark.Value, error) {
	fn, err := object.GetAttr(s.thread, s.conn, name)
	if err != nil {
		return nil, err
	}
	return object.Call(s.thread, fn, arg)
}

func (s scriptMessages) send(m string) error {
	_, err := s.call("send_bytes", text.Bytes(m))
	return err
}

func (s scriptMessages) recv(max int) (string, error) {
	v, err := s.call("recv_bytes", starlark.MakeInt(max))
	if err != nil {
		return "", err
	}
	b, ok := text.AsBytes(v)
	if !ok {
		return "", exception.New(exception.TypeError, "recv_bytes() must return bytes, not %s", object.TypeName(v))
	}
	return string(b), nil
}

// challengeFunc is deliver_challenge() or answer_challenge().
func challengeFunc(name string, run func(c messages, key string, sys *system.System) error) starlark.Value {
	p := params.Func(name, "connection, authkey")
	return object.NewFunc(name, func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := p.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		key, ok := bytesOnly(a[1])
		if !ok {
			shown, err := object.Str(object.EnvOf(thread), object.TypeOf(a[1]))
			if err != nil {
				return nil, err
			}
			return nil, exception.New(exception.ValueError, "Authkey must be bytes, not %s", shown)
		}
		in := interp.Of(thread)
		if err := run(scriptMessages{thread, a[0]}, key, in.System()); err != nil {
			return nil, handshakeError(thread, in, err)
		}
		return starlark.None, nil
	})
}

var (
	deliverChallengeFunc = object.Later(func() starlark.Value {
		return challengeFunc("deliver_challenge", func(c messages, key string, sys *system.System) error {
			return deliverChallenge(c, key, sys.Random)
		})
	})
	answerChallengeFunc = object.Later(func() starlark.Value {
		return challengeFunc("answer_challenge", func(c messages, key string, _ *system.System) error {
			return answerChallenge(c, key)
		})
	})
)

// connectionNames are the other names of multiprocessing.connection.
func connectionNames() starlark.StringDict {
	families, preferred := starlark.Tuple{starlark.String(familyInet), starlark.String(familyUnix)}, familyUnix
	if runtime.GOOS == "windows" {
		families, preferred = families[:1], familyInet
	}
	return starlark.StringDict{
		"wait":              object.NewFunc("wait", connectionWait),
		"Client":            object.NewFunc("Client", clientFunc),
		"deliver_challenge": deliverChallengeFunc.Get(),
		"answer_challenge":  answerChallengeFunc.Get(),
		"address_type":      object.NewFunc("address_type", addressTypeFunc),
		"arbitrary_address": object.NewFunc("arbitrary_address", arbitraryAddress),
		"XmlClient":         unavailable("multiprocessing.connection.XmlClient", "XML-RPC"),
		"XmlListener":       unavailable("multiprocessing.connection.XmlListener", "XML-RPC"),

		"families":           listOf{families},
		"default_family":     starlark.String(preferred),
		"BUFSIZE":            starlark.MakeInt(8192),
		"CONNECTION_TIMEOUT": starlark.Float(20),
		"MESSAGE_LENGTH":     starlark.MakeInt(challengeLength),
		"CHALLENGE":          text.Bytes(challengeMark),
		"WELCOME":            text.Bytes(welcomeMark),
		"FAILURE":            text.Bytes(failureMark),
	}
}
