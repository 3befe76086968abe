package multiprocessing

import (
	"strconv"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/wire"
	"go.starlark.net/starlark"
)

// This file is what a proxy and the server of its manager say to each other.

// A request is what a proxy asks of the server, and the answer.
type request struct {
	op   operation
	id   uint64 // of the object
	name string // the method, or for opCreate the typeid
	args *pickle.Message
	far  bool   // it has come from another process of the operating system
	from caller // of a call of a registered class's method

	// plain are the arguments, in place of args, where the server is of this process of the operating system and all interpreters may share
	// them; value is then the answer if that is so of it.
	plain starlark.Tuple
	value starlark.Value

	// The answer.
	answered bool
	remote   *remote         // a new object
	result   *pickle.Message // a value, or if failed an exception
	failed   bool
	raised   bool // the exception is the method's own
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
	} else {
		e.Int(int(r.op))
		e.Uint(r.id)
		e.String(r.name)
		e.Int(r.from.pid)
		if r.from.pid != 0 {
			e.Uint(r.from.task)
			e.String(r.from.name)
		}
		if r.plain != nil { // the server is elsewhere, although the port is not
			m = pickle.Share(starlark.Tuple{r.plain, starlark.None})
		}
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
		if r.from.pid = d.Int(); r.from.pid != 0 {
			r.from.task, r.from.name = d.Uint(), d.String()
		}
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
		failed, remote, result := d.Bool(), d.Bool(), d.Bool()
		if d.OK() {
			r.failed, r.answered = failed, true
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
