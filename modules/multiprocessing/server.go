package multiprocessing

import (
	"errors"
	"fmt"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file is the server of a manager: a process that holds the manager's
// objects and applies to them what the proxies ask for.

// hubClass and remoteClass are the classes of what carries a hub or a remote to another
// process. No script sees an instance.
var (
	hubClass = object.Later(func() *object.Class {
		return object.NewClass(object.Spec{Name: "Hub", Module: "multiprocessing.managers", New: cannotCreate("Hub")})
	})
	remoteClass = object.Later(func() *object.Class {
		return object.NewClass(object.Spec{Name: "Remote", Module: "multiprocessing.managers", New: cannotCreate("Remote")})
	})
)

// remoteServer is the life of a manager's server.
func remoteServer(child *state, thread *starlark.Thread, extra starlark.Value) error {
	parts := extra.(starlark.Tuple)
	h := parts[3].(*object.Instance).Native.(*hub)
	ready := parts[4].(*object.Instance).Native.(*event).kernel
	h.address = fmt.Sprintf("/mpstar/manager-%d", child.in.Pid())
	return child.serve(thread, h, parts[0].(*starlark.Dict), parts[1], parts[2].(starlark.Tuple), ready)
}

// A managed is an object in the server.
type managed struct {
	v        starlark.Value
	types    *starlark.Dict // method -> typeid of its result, for which a proxy is made
	simple   bool           // of a type whose operations are short, but for script code of the elements
	scripted bool           // simple, and elements may have script code
}

// A server is the state of a server process. It belongs to whoever holds the
// process's lock.
type server struct {
	st       *state
	hub      *hub
	registry *starlark.Dict
	objects  map[uint64]*managed
	lastID   uint64
	sessions sessions
	over     *ipc.Event // set when the port is closed
}

// serve is the life of a server process. It sets ready when the initializer is done.
func (st *state) serve(thread *starlark.Thread, h *hub, registry *starlark.Dict, initializer starlark.Value, initargs starlark.Tuple, ready *ipc.Event) error {
	if initializer != starlark.None {
		if _, err := object.CallKw(thread, initializer, initargs, nil); err != nil {
			h.shut()
			return err
		}
	}
	ready.Set()
	s := &server{st: st, hub: h, registry: registry, objects: make(map[uint64]*managed), over: ipc.NewEvent()}
	st.server = s
	defer s.sessions.end()
	if ipc.FarOf(h.port) == nil {
		visit := st.in.Receive("manager", false)
		defer visit.End()
		h.port.ServeDirectly(func(m ipc.Message) bool { return s.direct(visit, m) })
	}
	st.in.GoHidden("manager", s.accept)
	for {
		err := s.over.Wait(st.in.Task(thread), ipc.Forever)
		if err == nil {
			return nil
		}
		// As in CPython, Ctrl-C is for the processes that use the manager.
		if err = st.in.Err(thread, err); st.in.Dying() {
			return err
		}
	}
}

// accept answers requests, one after the other, until one of them waits or computes for long: then another thread accepts the next.
func (s *server) accept(thread *starlark.Thread) error {
	in := s.st.in
	for {
		id, m, err := s.hub.port.Accept(in.Task(thread), ipc.Forever)
		if errors.Is(err, ipc.ErrClosed) {
			s.over.Set()
			return nil
		}
		if err != nil {
			if err = in.Err(thread, err); in.Dying() {
				return err
			}
			continue
		}
		req := requestOf(m)
		if req == nil {
			continue
		}
		handed := false
		in.OnPause(func() {
			handed = true
			in.GoHidden("manager", s.accept)
		})
		s.reply(thread, id, req)
		in.OnPause(nil)
		if handed || in.Dying() {
			return nil
		}
	}
}

// inert reports whether a request runs no script code: it can be answered by anybody, at once.
func (s *server) inert(req *request) bool {
	if req.plain == nil && req.args != nil && !req.args.Inert() {
		return false
	}
	switch req.op {
	case opCreate:
		_, ok := builtinTypes[req.name]
		return ok
	case opCall:
		m := s.objects[req.id]
		return m == nil || m.simple && !m.scripted && req.name != "sort"
	}
	return true
}

// direct answers a request on the goroutine of whoever asks, while the server has nothing to do, if no script code runs for it: the goroutine is then
// back before anybody wants the caller to end.
func (s *server) direct(visit *interp.Visit, m ipc.Message) (done bool) {
	req, ok := m.(*request)
	if !ok {
		return false
	}
	visit.Do(func(thread *starlark.Thread) {
		if !s.inert(req) {
			return
		}
		done = true
		if err := s.answer(thread, req); err != nil {
			req.failed, req.result = true, nil // the process is being ended
		}
	})
	return done
}

// reply does what the call of that number asks for, and sends the answer.
func (s *server) reply(thread *starlark.Thread, id int, req *request) {
	err := s.answer(thread, req)
	if err == nil && req.remote != nil && (req.far || ipc.FarOf(s.hub.port) != nil) {
		// The remote itself is what the reply brings.
		i := object.NewInstance(s.st.env, remoteClass.Get())
		i.Native = req.remote
		req.result, err = interp.Pack(thread, i)
	}
	if err != nil {
		req.failed, req.result, req.remote = true, nil, nil // the caller gets an EOFError
	}
	if id != 0 {
		s.hub.port.Reply(id, req)
	}
}

// answer does what req asks for. Its error is one that ends the process.
func (s *server) answer(thread *starlark.Thread, req *request) (err error) {
	visit := s.sessions.of(s.st.in, req.from)
	if visit == nil || !visit.Run(func(thread *starlark.Thread) { err = s.answerOn(thread, req) }) {
		err = s.answerOn(thread, req)
	}
	return err
}

func (s *server) answerOn(thread *starlark.Thread, req *request) error {
	req.answered = true
	v, err := s.perform(thread, req)
	if err == nil && v != nil {
		if req.plain != nil {
			if _, ok := pickle.Shareable(v); ok {
				req.value = v
				return nil
			}
		}
		if req.result, err = interp.Pack(thread, v); err != nil {
			return s.unserializable(thread, req, err)
		}
	}
	if err == nil {
		return nil
	}
	req.failed = true
	exc, ok := object.AsException(s.st.env, err)
	switch {
	case !ok:
		return err
	case !exc.Class().IsSubclass(object.ExceptionClass):
		return nil // in CPython it ends the thread that serves the caller, who gets an EOFError
	case !req.raised:
		exc = remoteFault(s.st.env, err)
	}
	packed, err := interp.Pack(thread, exc)
	if err != nil {
		return s.unserializable(thread, req, err)
	}
	req.result = packed
	return nil
}

// unserializable answers that what was to be the answer cannot go.
func (s *server) unserializable(thread *starlark.Thread, req *request, why error) error {
	trace := "Unserializable message: " + faultTrace(s.st.env, why) + "\n"
	packed, err := interp.Pack(thread, object.NewException(s.st.env, remoteError.Get(), text.Str(trace)))
	req.failed, req.result, req.remote = true, packed, nil
	return err
}

func (s *server) perform(thread *starlark.Thread, req *request) (starlark.Value, error) {
	switch req.op {
	case opCount:
		return starlark.MakeInt(len(s.objects)), nil
	case opDispose:
		delete(s.objects, req.id)
		return nil, nil
	}
	args, kwargs, err := req.arguments(thread)
	if err != nil {
		return nil, err
	}
	inert := req.plain != nil || req.args == nil || req.args.Inert()
	if req.op == opCreate {
		req.remote, err = s.create(thread, req.name, args, kwargs)
		if err == nil {
			s.objects[req.remote.id].scripted = !inert
		}
		return nil, err
	}
	m := s.objects[req.id]
	if m == nil {
		return nil, exception.New(exception.KeyError, "the manager has no object %d", req.id)
	}
	m.scripted = m.scripted || !inert
	v, err := s.invoke(thread, m, req.name, args, kwargs)
	if err != nil {
		req.raised = true
		return nil, err
	}
	if m.types != nil {
		typeid, ok, err := m.types.Get(text.Str(req.name))
		if err != nil {
			return nil, err
		}
		if ok {
			name, _ := text.AsString(typeid)
			if req.remote, err = s.made(thread, name, v); err == nil {
				s.objects[req.remote.id].scripted = true
			}
			return nil, err
		}
	}
	return v, nil
}

// arguments returns what an object's method is called with.
func (r *request) arguments(thread *starlark.Thread) (args starlark.Tuple, kwargs []starlark.Tuple, err error) {
	if r.plain != nil {
		return r.plain, nil, nil
	}
	v, err := interp.Unpack(thread, r.args)
	if err != nil {
		return nil, nil, err
	}
	parts := v.(starlark.Tuple)
	if d, ok := parts[1].(*starlark.Dict); ok {
		kwargs = d.Items()
	}
	return parts[0].(starlark.Tuple), kwargs, nil
}
