package multiprocessing

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	wire "github.com/mpstar/mpstar/internal/remote"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file is the server of a manager: a process that holds the manager's
// objects and applies to them what the proxies ask for.

// A request is what a proxy asks of the server, and the answer.
type request struct {
	op   operation
	id   uint64 // of the object
	name string // the method, or for opCreate the typeid
	args *pickle.Message
	far  bool // it has come from another process of the operating system

	// The answer.
	answered bool
	remote   *remote         // a new object
	result   *pickle.Message // a value, or if failed an exception
	failed   bool
	trace    string // traceback of the exception, if script code raised it
}

type operation uint8

const (
	opCreate  operation = iota
	opCall              // name(*args)
	opCount             // how many objects there are
	opDispose           // no proxy refers to the object any more
)

// Size implements [ipc.Message].
func (r *request) Size() int {
	if r.args == nil {
		return 64
	}
	return 64 + r.args.Size()
}

// Drop implements [ipc.Message]: the server is gone.
func (r *request) Drop() {
	if r.args != nil {
		r.args.Drop()
	}
	if r.result != nil {
		r.result.Drop()
	}
}

// Portable implements [interp.Portable].
func (r *request) Portable() *pickle.Message {
	var e wire.Encoder
	m := r.args
	if r.answered {
		m = r.result
		e.Bool(r.failed)
		e.Bool(r.remote != nil)
		e.Bool(r.result != nil)
		e.String(r.trace)
	} else {
		e.Int(int(r.op))
		e.Uint(r.id)
		e.String(r.name)
	}
	if m == nil {
		m, _ = pickle.Pack(nil, starlark.None)
	}
	m.Note = string(e.B)
	return m
}

// requestOf returns the request that a message is.
func requestOf(m ipc.Message) *request {
	switch m := m.(type) {
	case *request:
		return m
	case *pickle.Message:
		d := wire.NewDecoder([]byte(m.Note))
		r := &request{op: operation(d.Int()), id: d.Uint(), name: d.String(), args: m, far: true}
		if d.OK() && r.op <= opDispose {
			return r
		}
	}
	m.Drop()
	return nil
}

// answer reads the reply to a request.
func (r *request) answer(m ipc.Message) error {
	switch m := m.(type) {
	case *request:
		return nil // the server has written it into r
	case *pickle.Message:
		d := wire.NewDecoder([]byte(m.Note))
		failed, remote, result, trace := d.Bool(), d.Bool(), d.Bool(), d.String()
		if d.OK() {
			r.failed, r.trace, r.answered = failed, trace, true
			if result || remote {
				r.result = m
			}
			r.far = remote
			return nil
		}
	}
	m.Drop()
	return exception.New(exception.EOFError, "")
}

// A remote names an object of a server. All proxies for the object, in whatever
// process, share it; when the last is collected the server forgets the object.
type remote struct {
	net      *netObject     // of a manager that listens on an address; hub, id and token are not used then
	registry *starlark.Dict // of that manager, or nil

	hub     *hub
	id      uint64
	typeid  string
	exposed []string   // public methods; nil for the manager's own types
	token   *ipc.Token // tells the server when nothing refers to the object any more
}

// Transfer implements [pickle.Transferer].
func (r *remote) Transfer(p *pickle.Packer) (pickle.Import, error) {
	own := "own"
	if r.exposed != nil {
		own = ""
	}
	return p.Portable("multiprocessing.remote", pickle.Strings(append([]string{r.hub.address, strconv.FormatUint(r.id, 10), r.typeid, own}, r.exposed...)...),
		nil, r.hub.port, r.token)
}

func loadRemote(_ *pickle.Unpacker, p *pickle.Portable) (any, error) {
	s, err := p.Strings(4)
	if err != nil {
		return nil, err
	}
	id, err := strconv.ParseUint(s[1], 10, 64)
	if err != nil {
		return nil, p.Damaged()
	}
	port, err := pickle.Object[*ipc.Port](p, 0)
	if err != nil {
		return nil, err
	}
	token, err := pickle.Object[*ipc.Token](p, 1)
	if err != nil {
		return nil, err
	}
	r := &remote{hub: &hub{s[0], port}, id: id, typeid: s[2], token: token}
	if s[3] == "" {
		r.exposed = append([]string{}, s[4:]...)
	}
	return r, nil
}

// hubClass and remoteClass are the classes of what carries a hub or a remote to another
// process. No script sees an instance.
var (
	hubClass    = object.NewClass(object.Spec{Name: "Hub", Module: "multiprocessing.managers", New: cannotCreate("Hub")})
	remoteClass = object.NewClass(object.Spec{Name: "Remote", Module: "multiprocessing.managers", New: cannotCreate("Remote")})
)

// Transfer implements [pickle.Transferer].
func (h *hub) Transfer(p *pickle.Packer) (pickle.Import, error) {
	return p.Portable("multiprocessing.hub", pickle.Strings(h.address), nil, h.port)
}

func loadHub(_ *pickle.Unpacker, p *pickle.Portable) (any, error) {
	s, err := p.Strings(1)
	if err != nil {
		return nil, err
	}
	port, err := pickle.Object[*ipc.Port](p, 0)
	return &hub{s[0], port}, err
}

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
	v      starlark.Value
	types  *starlark.Dict // method -> typeid of its result, for which a proxy is made
	simple bool           // of a type whose operations are short and run no script code
}

// A server is the state of a server process. It belongs to whoever holds the
// process's lock.
type server struct {
	st       *state
	hub      *hub
	registry *starlark.Dict
	objects  map[uint64]*managed
	lastID   uint64
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
	s := &server{st: st, hub: h, registry: registry, objects: make(map[uint64]*managed)}
	st.server = s
	for {
		id, m, err := h.port.Accept(st.in.Task(thread), ipc.Forever)
		if errors.Is(err, ipc.ErrClosed) {
			return nil
		}
		if err != nil {
			err = st.in.Err(thread, err)
			if st.in.Dying() {
				return err
			}
			// As in CPython, Ctrl-C is for the processes that use the manager.
			continue
		}
		req := requestOf(m)
		if req == nil {
			continue
		}
		if s.quick(req) {
			if err := s.reply(thread, id, req); err != nil {
				return err
			}
			continue
		}
		st.in.Go(st.in.ThreadName(req.name), true, func(thread *starlark.Thread) error {
			return s.reply(thread, id, req)
		})
	}
}

// quick reports whether a request can be answered at once; any other may wait or
// take long, and gets a thread.
func (s *server) quick(req *request) bool {
	switch req.op {
	case opCreate:
		_, ok := builtinTypes[req.name]
		return ok
	case opCall:
		m := s.objects[req.id]
		return m == nil || m.simple && req.name != "sort"
	}
	return true
}

// reply does what the call of that number asks for, and sends the answer.
func (s *server) reply(thread *starlark.Thread, id int, req *request) error {
	err := s.answer(thread, req)
	if err == nil && req.remote != nil && (req.far || ipc.FarOf(s.hub.port) != nil) {
		// The remote itself is what the reply brings.
		i := object.NewInstance(s.st.env, remoteClass)
		i.Native = req.remote
		req.result, err = interp.Pack(thread, i)
	}
	if err != nil {
		return err
	}
	if id != 0 {
		s.hub.port.Reply(id, req)
	}
	return nil
}

// answer does what req asks for. Its error is one that ends the process.
func (s *server) answer(thread *starlark.Thread, req *request) error {
	req.answered = true
	v, err := s.perform(thread, req)
	if err == nil && v != nil {
		req.result, err = interp.Pack(thread, v)
	}
	if err == nil {
		return nil
	}
	exc, ok := object.AsException(s.st.env, err)
	if !ok {
		req.failed = true
		return err
	}
	req.failed = true
	if e := object.ExceptionOf(exc); e != nil && len(e.Frames) > 0 {
		req.trace = object.FormatException(s.st.env, exc)
	}
	if req.result, err = interp.Pack(thread, exc); err != nil {
		plain := object.NewException(s.st.env, remoteError, text.Str(object.FormatException(s.st.env, exc)))
		if req.result, err = interp.Pack(thread, plain); err != nil {
			return err
		}
	}
	return nil
}

func (s *server) perform(thread *starlark.Thread, req *request) (starlark.Value, error) {
	switch req.op {
	case opCount:
		return starlark.MakeInt(len(s.objects)), nil
	case opDispose:
		delete(s.objects, req.id)
		return nil, nil
	}
	v, err := interp.Unpack(thread, req.args)
	if err != nil {
		return nil, err
	}
	parts := v.(starlark.Tuple)
	args := parts[0].(starlark.Tuple)
	var kwargs []starlark.Tuple
	if d, ok := parts[1].(*starlark.Dict); ok {
		kwargs = d.Items()
	}
	if req.op == opCreate {
		req.remote, err = s.create(thread, req.name, args, kwargs)
		return nil, err
	}
	m := s.objects[req.id]
	if m == nil {
		return nil, exception.New(exception.KeyError, "the manager has no object %d", req.id)
	}
	if v, err = s.invoke(thread, m, req.name, args, kwargs); err != nil {
		return nil, err
	}
	if m.types != nil {
		typeid, ok, err := m.types.Get(text.Str(req.name))
		if err != nil {
			return nil, err
		}
		if ok {
			name, _ := text.AsString(typeid)
			req.remote, err = s.adopt(thread, name, v)
			return nil, err
		}
	}
	return v, nil
}

// create makes an object of a type that is the manager's own or registered.
func (s *server) create(thread *starlark.Thread, typeid string, args starlark.Tuple, kwargs []starlark.Tuple) (*remote, error) {
	entry, ok, err := s.registry.Get(text.Str(typeid))
	if err != nil {
		return nil, err
	}
	if !ok {
		make, ok := builtinTypes[typeid]
		if !ok && typeid == "Pool" {
			v, err := netTypes[typeid].create(thread, typeid, args, kwargs)
			if err != nil {
				return nil, err
			}
			types, _ := netTypes[typeid].types().(*starlark.Dict)
			return s.enter(typeid, &managed{v: v, types: types}, nil), nil
		}
		if !ok {
			return nil, exception.New(exception.KeyError, "%s", typeid)
		}
		v, err := make(thread, args, kwargs)
		if err != nil {
			return nil, err
		}
		return s.enter(typeid, &managed{v: v, simple: true}, nil), nil
	}
	e := entry.(starlark.Tuple)
	if e[0] == starlark.None {
		if len(args) != 1 || len(kwargs) > 0 {
			return nil, valueError("Without callable, must have one non-keyword argument")
		}
		return s.adopt(thread, typeid, args[0])
	}
	v, err := object.CallKw(thread, e[0], args, kwargs)
	if err != nil {
		return nil, err
	}
	return s.adopt(thread, typeid, v)
}

// adopt enters a value as an object of a registered type.
func (s *server) adopt(thread *starlark.Thread, typeid string, v starlark.Value) (*remote, error) {
	m := &managed{v: v}
	exposed := []string{}
	entry, ok, err := s.registry.Get(text.Str(typeid))
	if err != nil {
		return nil, err
	}
	if ok {
		e := entry.(starlark.Tuple)
		m.types, _ = e[2].(*starlark.Dict)
		if e[1] != starlark.None {
			names, err := object.Elements(s.st.env, e[1])
			if err != nil {
				return nil, err
			}
			for _, n := range names {
				if name, ok := text.AsString(n); ok {
					exposed = append(exposed, name)
				}
			}
			return s.enter(typeid, m, exposed), nil
		}
	}
	if !ok && proxyClasses[typeid] != nil {
		return s.enter(typeid, m, nil), nil
	}
	names, err := publicMethods(thread, v)
	if err != nil {
		return nil, err
	}
	return s.enter(typeid, m, append(exposed, names...)), nil
}

func (s *server) enter(typeid string, m *managed, exposed []string) *remote {
	s.lastID++
	s.objects[s.lastID] = m
	r := &remote{hub: s.hub, id: s.lastID, typeid: typeid, exposed: exposed}
	r.token = newKernel[*ipc.Token](s.st.env, ipc.Spec{Kind: ipc.KindToken, Port: s.hub.port, Msg: &request{op: opDispose, id: r.id}})
	return r
}

// publicMethods returns the names of v's methods that do not begin with an
// underscore.
func publicMethods(thread *starlark.Thread, v starlark.Value) ([]string, error) {
	var all []string
	if h, ok := v.(starlark.HasAttrs); ok {
		all = append(all, h.AttrNames()...)
	}
	for _, c := range object.TypeOf(v).MRO() {
		c.Own(func(name string, _ starlark.Value) bool {
			all = append(all, name)
			return true
		})
	}
	seen := make(map[string]bool, len(all))
	var names []string
	for _, name := range all {
		if seen[name] || strings.HasPrefix(name, "_") {
			continue
		}
		seen[name] = true
		if cls, ok := object.TypeOf(v).Lookup(name); ok {
			if _, ok := cls.(starlark.Callable); ok {
				names = append(names, name)
			}
			continue
		}
		x, err := object.GetAttr(thread, v, name)
		if err != nil {
			return nil, err
		}
		if callable(x) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names, nil
}

// invoke calls a method of an object. The special methods are operations, which
// the engine's own types have without having the methods.
func (s *server) invoke(thread *starlark.Thread, m *managed, name string, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	env, v := s.st.env, m.v
	arg := func(i int) starlark.Value {
		if i < len(args) {
			return args[i]
		}
		return starlark.None
	}
	switch name {
	case "#GETVALUE":
		return v, nil
	case "__repr__":
		return str(object.Repr(env, v))
	case "__str__":
		return str(object.Str(env, v))
	case "__len__":
		n, err := object.Len(env, v)
		return starlark.MakeInt(n), err
	case "__getitem__":
		return object.GetItem(env, v, slicePart(arg(0)))
	case "__setitem__":
		return starlark.None, object.SetItem(env, v, slicePart(arg(0)), arg(1))
	case "__delitem__":
		return starlark.None, object.DelItem(env, v, slicePart(arg(0)))
	case "__contains__":
		ok, err := object.Contains(env, v, arg(0))
		return starlark.Bool(ok), err
	case "__add__":
		return object.Binary(env, "+", v, arg(0))
	case "__mul__":
		return object.Binary(env, "*", v, arg(0))
	case "__rmul__":
		return object.Binary(env, "*", arg(0), v)
	case "__imul__":
		r, err := object.Inplace(env, "*", v, arg(0))
		if err == nil {
			m.v = r
		}
		return starlark.None, err
	case "__eq__":
		ok, err := object.Equal(env, v, arg(0))
		return starlark.Bool(ok), err
	case "__iter__", "keys", "values", "items", "__reversed__":
		if _, dict := object.Unwrap(v).(*starlark.Dict); dict || m.simple {
			return elementsBy(thread, env, v, name)
		}
	case "__getattribute__":
		n, _ := text.AsString(arg(0))
		return object.GetAttr(thread, v, n)
	case "__setattr__":
		n, _ := text.AsString(arg(0))
		return starlark.None, object.SetAttr(thread, v, n, arg(1))
	case "__delattr__":
		n, _ := text.AsString(arg(0))
		return starlark.None, object.DelAttr(thread, v, n)
	}
	fn, err := object.GetAttr(thread, v, name)
	if err != nil {
		return nil, err
	}
	return object.CallKw(thread, fn, args, kwargs)
}

func str(s string, err error) (starlark.Value, error) {
	if err != nil {
		return nil, err
	}
	return text.Str(s), nil
}

// elementsBy returns a list of what iterating in one of the ways gives.
func elementsBy(thread *starlark.Thread, env *object.Env, v starlark.Value, how string) (starlark.Value, error) {
	if d, ok := object.Unwrap(v).(*starlark.Dict); ok {
		items := d.Items()
		list := make([]starlark.Value, len(items))
		for i, item := range items {
			switch how {
			case "values":
				list[i] = item[1]
			case "items":
				list[i] = item
			default:
				list[i] = item[0]
			}
		}
		return starlark.NewList(list), nil
	}
	list, err := object.Elements(env, v)
	if err != nil {
		return nil, err
	}
	list = append([]starlark.Value(nil), list...)
	if how == "__reversed__" {
		for i, j := 0, len(list)-1; i < j; i, j = i+1, j-1 {
			list[i], list[j] = list[j], list[i]
		}
	}
	return starlark.NewList(list), nil
}

// A slice goes to the server as a tuple that begins with this mark, since slice
// objects cannot be packed.
const sliceMark = "·slice"

func packSlice(v starlark.Value) starlark.Value {
	if s, ok := v.(*object.Slice); ok {
		return starlark.Tuple{starlark.String(sliceMark), s.Start, s.Stop, s.Step}
	}
	return v
}

func slicePart(v starlark.Value) starlark.Value {
	if t, ok := v.(starlark.Tuple); ok && len(t) == 4 && t[0] == starlark.String(sliceMark) {
		return object.NewSlice(t[1], t[2], t[3])
	}
	return v
}

// packCall packs the arguments of a call, with None for no keywords.
func packCall(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (*pickle.Message, error) {
	keywords := starlark.Value(starlark.None)
	if len(kwargs) > 0 {
		d := starlark.NewDict(len(kwargs))
		for _, kv := range kwargs {
			if err := d.SetKey(kv[0], kv[1]); err != nil {
				return nil, err
			}
		}
		keywords = d
	}
	if args == nil {
		args = starlark.Tuple{}
	}
	m, err := interp.Pack(thread, starlark.Tuple{args, keywords})
	if err != nil {
		return nil, taskError(shifted(err), applyTask, 0)
	}
	return m, nil
}

// shifted makes the path of a packing error in (args, kwargs) that of one in
// (func, args, kwargs).
func shifted(err error) error {
	if e, ok := err.(*exception.Error); ok && e.Kind == exception.TypeError {
		for i, to := range []string{"[1]", "[2]"} {
			if rest, ok := strings.CutPrefix(e.Msg, []string{"[0]", "[1]"}[i]); ok {
				return exception.New(e.Kind, "%s%s", to, rest)
			}
		}
	}
	return err
}

// ask sends a request to a server and waits for the answer.
func (st *state) ask(thread *starlark.Thread, h *hub, req *request) (starlark.Value, error) {
	if st.server != nil && st.server.hub.port == h.port {
		// The server itself uses one of its proxies: nobody else could answer.
		if err := st.server.answer(thread, req); err != nil {
			return nil, err
		}
		return st.answered(thread, req)
	}
	reply, err := h.port.Call(st.in.Task(thread), req, ipc.Forever)
	switch err {
	case nil:
	case ipc.ErrClosed:
		return nil, brokenPipe()
	case ipc.ErrBroken, ipc.ErrLost:
		return nil, exception.New(exception.EOFError, "")
	default:
		return nil, st.in.Err(thread, err)
	}
	if err := req.answer(reply); err != nil {
		return nil, err
	}
	if req.far && req.result != nil && !req.failed {
		v, err := interp.Unpack(thread, req.result)
		if err != nil {
			return nil, err
		}
		i, _ := v.(*object.Instance)
		if i != nil {
			req.remote, _ = i.Native.(*remote)
		}
		if req.remote == nil {
			return nil, exception.New(exception.EOFError, "")
		}
		req.result = nil
	}
	return st.answered(thread, req)
}

func (st *state) answered(thread *starlark.Thread, req *request) (starlark.Value, error) {
	switch {
	case req.result == nil && req.remote == nil && (req.failed || req.op != opCreate):
		if req.op == opDispose {
			return starlark.None, nil
		}
		return nil, exception.New(exception.EOFError, "")
	case req.result == nil:
		return starlark.None, nil
	}
	v, err := interp.Unpack(thread, req.result)
	if err != nil || !req.failed {
		return v, err
	}
	exc, ok := v.(*object.Instance)
	if !ok {
		return nil, exception.New(exception.SystemError, "the manager sent no exception")
	}
	if e := object.ExceptionOf(exc); e != nil {
		e.Frames = nil
		if req.trace != "" {
			e.Cause = object.NewException(st.env, remoteTraceback, text.Str("\n\"\"\"\n"+req.trace+"\"\"\""))
			e.SuppressContext = true
		}
	}
	return nil, object.Raise(exc)
}
