package interp

import (
	"errors"
	"fmt"
	"sync"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/remote"
	"github.com/mpstar/mpstar/internal/syntax"
	"github.com/mpstar/mpstar/internal/wire"
	"go.starlark.net/starlark"
)

// Children that are processes of the operating system. The root starts all of them,
// also for other children, and hosts the kernel: host.go. In such a child there is a
// Runtime of its own, with the interpreter and whatever it starts with the method fork,
// and a home, which is the way to the root: home.go. This file is about what goes from
// the parent to the child when it is started.

// A Life is what a child does, in a form that has a name.
type Life struct {
	Run    func(child *Interp, t *starlark.Thread, v starlark.Value) error
	Report func(child *Interp, t *starlark.Thread, err error)
}

// lives are complete once the program is initialised.
var lives = make(map[string]Life)

// RegisterLife names a Life. It is called while the program is being initialised.
func RegisterLife(name string, l Life) { lives[name] = l }

// OSLimits bound what a process of the operating system may use; zero is no limit.
type OSLimits struct {
	Memory int64 // bytes
	CPU    int64 // seconds of processor time
	Files  int64 // open files
}

// within returns l, but nowhere more than most.
func (l OSLimits) within(most OSLimits) OSLimits {
	low := func(a, b int64) int64 {
		if a == 0 || b != 0 && b < a {
			return b
		}
		return a
	}
	return OSLimits{low(l.Memory, most.Memory), low(l.CPU, most.CPU), low(l.Files, most.Files)}
}

// What a child tells the root, and asks it.
const (
	noteCode      = iota + 1 // a file that it has compiled
	noteOutput               // a part of its output
	noteEnded                // a process of it has ended
	noteSignal               // a signal for another process
	noteReady                // it waits for its start
	askCode                  // for a file
	askSpawn                 // for a new process of the operating system
	askFork                  // for the number of a new interpreter
	askServe                 // whose end closes a port
	askLookup                // for a process by its number
	noteInterrupt            // KeyboardInterrupt for another process
	askMemory                // for memory by its name
	noteSteps                // it takes some of the tree's steps
	noteThreads              // there are more or fewer threads in it
	noteHeap                 // its heap has grown
	noteExceeded             // a limit ends the tree
)

// What the root tells a child.
const (
	tellStart     = iota + 1 // what to do
	tellSignal               // a signal for one of its processes
	tellInterrupt            // KeyboardInterrupt
)

// A launch is what a child needs to know in order to begin.
type launch struct {
	name      string
	daemon    bool
	method    string
	life      string
	limits    OSLimits
	depth     int
	parent    int // its number
	parentNm  string
	args      []string
	path      []string
	environ   []string
	dir       string
	recursion int
	named     int
	signals   [4]uint64 // see signals.sets
	seed      bool
	objects   []any // what the snapshot refers to; the first is for the exit of the parent
	snapshot  wire.Parts
	port      *ipc.Port
}

func (l *launch) encode(e *wire.Encoder) {
	e.String(l.name)
	e.Bool(l.daemon)
	e.String(l.method)
	e.String(l.life)
	e.Int(int(l.limits.Memory))
	e.Int(int(l.limits.CPU))
	e.Int(int(l.limits.Files))
	e.Int(l.depth)
	e.Int(l.parent)
	e.String(l.parentNm)
	e.Strings(l.args)
	e.Strings(l.path)
	e.Strings(l.environ)
	e.String(l.dir)
	e.Int(l.recursion)
	for _, set := range l.signals {
		e.Uint(set)
	}
	e.Int(l.named)
	e.Parts(l.snapshot)
}

func decodeLaunch(d *wire.Decoder) *launch {
	l := &launch{name: d.String(), daemon: d.Bool(), method: d.String(), life: d.String()}
	l.limits = OSLimits{int64(d.Int()), int64(d.Int()), int64(d.Int())}
	l.depth, l.parent, l.parentNm = d.Int(), d.Int(), d.String()
	l.args, l.path, l.environ, l.dir = d.Strings(), d.Strings(), d.Strings(), d.String()
	l.recursion = d.Int()
	for i := range l.signals {
		l.signals[i] = d.Uint()
	}
	l.named = d.Int()
	l.snapshot = wire.Whole(d.Bytes())
	return l
}

// startElsewhere starts a child that is a process of the operating system. The caller
// holds the lock.
func (in *Interp) startElsewhere(t *starlark.Thread, sp Spawn) (*Process, error) {
	if sp.Life == "" {
		return nil, exception.New(exception.NotImplementedError, "start method '%s' is not available for this kind of process: use 'fork'", sp.Method)
	}
	if in.rt.home == nil {
		if err := in.rt.canHost(); err != nil {
			return nil, err
		}
		in.rt.hosts.ahead(in.rt)
	}
	snap, err := in.snapshot(t, sp.Value, true)
	if err != nil {
		return nil, err
	}
	l := &launch{
		name: sp.Name, daemon: sp.Daemon, method: sp.Method, life: sp.Life, limits: sp.Limits.within(in.rt.osLimits), port: sp.Port,
		depth: in.proc.depth + 1, parent: in.proc.pid, parentNm: in.proc.name,
		args: in.args, path: in.path, dir: in.dir, recursion: in.recursion, named: in.named, signals: in.signals.sets(),
	}
	for k, v := range in.environ {
		l.environ = append(l.environ, k+"="+v)
	}
	if l.snapshot, l.objects, err = in.encodeSnapshot(snap); err != nil {
		snap.Drop()
		return nil, err
	}
	var p *Process
	in.Unlocked(func() {
		if in.rt.home != nil {
			p, err = in.rt.home.spawn(l)
		} else {
			p, err = in.rt.hosts.spawn(in.rt, in.proc, l)
		}
	})
	if err != nil {
		snap.Drop()
		return nil, err
	}
	return p, nil
}

// encodeSnapshot writes a snapshot: its files and modules, and where among the roots of
// the packed values each of theirs is.
func (in *Interp) encodeSnapshot(s *snapshot) (wire.Parts, []any, error) {
	e := wire.Encoder{Refer: true}
	var roots []pickle.Ref
	ref := func(r pickle.Ref) {
		if r == (pickle.Ref{}) {
			e.Uint(0)
			return
		}
		roots = append(roots, r)
		e.Uint(uint64(len(roots)))
	}
	attrs := func(list []attrSnapshot) {
		e.Uint(uint64(len(list)))
		for _, a := range list {
			e.String(a.name)
			ref(a.ref)
		}
	}
	e.Uint(uint64(len(s.files)))
	for _, f := range s.files {
		e.String(f.name)
		e.String(f.file)
		e.String(f.imported)
		e.Bool(f.lazy)
		attrs(f.attrs)
	}
	e.Uint(uint64(len(s.units)))
	for i := range s.units {
		us := &s.units[i]
		key := us.key
		if us.code != nil {
			key = us.code.Key()
		}
		e.String(key)
		e.Int(us.file)
		e.Bool(us.plain)
		send := us.code != nil && !isFrozen(key)
		e.Bool(send)
		if send {
			src := in.rt.compiledSource(us.code)
			src.encode(&e)
		}
		attrs(us.statics)
	}
	e.Strings(s.order)
	e.Strings(s.late)
	e.Uint(uint64(len(s.modules)))
	for _, m := range s.modules {
		e.String(m.name)
		attrs(m.attrs)
	}
	ref(s.value)
	data, objects, err := s.packer.Wire(in.names, roots, in.Env().Check)
	if err != nil {
		return wire.Parts{}, nil, err
	}
	e.Parts(data)
	return e.Data(), objects, nil
}

func isFrozen(key string) bool {
	return len(key) > len(frozenPrefix) && key[:len(frozenPrefix)] == frozenPrefix
}

var errSnapshot = errors.New("damaged snapshot")

// decodeSnapshot reads what encodeSnapshot wrote. The caller holds the lock.
func (in *Interp) decodeSnapshot(b []byte, objects []any) (s *snapshot, up *pickle.Unpacker, err error) {
	d := wire.NewDecoder(b)
	s = &snapshot{}
	type slot struct {
		n   uint64
		set func(pickle.Ref)
	}
	var slots []slot
	ref := func(set func(pickle.Ref)) { slots = append(slots, slot{d.Uint(), set}) }
	attrs := func() []attrSnapshot {
		list := make([]attrSnapshot, d.Count())
		for i := range list {
			list[i].name = d.String()
			ref(func(r pickle.Ref) { list[i].ref = r })
		}
		return list
	}
	s.files = make([]moduleSnapshot, d.Count())
	for i := range s.files {
		s.files[i] = moduleSnapshot{name: d.String(), file: d.String(), imported: d.String(), lazy: d.Bool()}
		s.files[i].attrs = attrs()
	}
	s.units = make([]unitSnapshot, d.Count())
	for i := range s.units {
		us := &s.units[i]
		us.key, us.file, us.plain = d.String(), d.Int(), d.Bool()
		if us.file < 0 || us.file >= len(s.files) {
			return nil, nil, errSnapshot
		}
		if d.Bool() {
			src := decodeSource(d)
			if in.proc.parent.pid != in.rt.cfg.ParentPid {
				src.compiled = nil // not the root's
			}
			in.rt.sources.Store(src.key, src)
		}
		us.statics = attrs()
	}
	s.order, s.late = d.Strings(), d.Strings()
	s.modules = make([]moduleSnapshot, d.Count())
	for i := range s.modules {
		s.modules[i] = moduleSnapshot{name: d.String()}
		s.modules[i].attrs = attrs()
	}
	ref(func(r pickle.Ref) { s.value = r })
	data := d.Bytes()
	if !d.OK() {
		return nil, nil, errSnapshot
	}
	up, roots, err := pickle.ReadWire(in.registry, data, objects)
	if err != nil {
		return nil, nil, err
	}
	for _, x := range slots {
		switch {
		case x.n == 0:
		case x.n > uint64(len(roots)):
			return nil, nil, errSnapshot
		default:
			x.set(roots[x.n-1])
		}
	}
	return s, up, nil
}

// names finds a value that is in no table among the builtins, and among what the
// modules that this interpreter has imported define. The caller holds the lock.
func (in *Interp) names(v starlark.Value) (module, name string, ok bool) {
	if name, ok := builtinName(v); ok {
		return builtinsOf, name, true
	}
	key := v
	switch v.(type) {
	case *starlark.Builtin, *object.Class:
	default:
		return "", "", false
	}
	for _, mod := range in.order {
		m, _ := in.Module(mod)
		if !m.Native {
			continue
		}
		for _, name := range m.Own() {
			if x, ok := m.Get(name); ok && x == key {
				return mod, name, true
			}
		}
	}
	return "", "", false
}

// builtinsOf is the name under which the predeclared names go; no module has it.
const builtinsOf = "·"

// builtinNames finds the name of what is predeclared in either dialect.
var builtinNames = sync.OnceValue(func() map[starlark.Value]string {
	names := make(map[starlark.Value]string)
	for _, d := range []syntax.Dialect{syntax.Starlark, syntax.Python} {
		for name, v := range predeclared(d) {
			if _, ok := v.(*starlark.Builtin); ok || isSingle(v) {
				names[v] = fmt.Sprintf("%d%s", d, name)
			}
		}
	}
	return names
})

// isSingle reports whether v is one of the predeclared values of a type of their own.
func isSingle(v starlark.Value) bool {
	_, ok := v.(pickle.Immutable)
	return ok
}

func builtinName(v starlark.Value) (string, bool) {
	switch v.(type) {
	case *starlark.Builtin:
	default:
		if !isSingle(v) {
			return "", false
		}
	}
	name, ok := builtinNames()[v]
	return name, ok
}

// Named returns what a value that goes by its name is here.
func (r *registry) Named(module, name string) (starlark.Value, error) {
	if module == builtinsOf {
		for _, d := range []syntax.Dialect{syntax.Starlark, syntax.Python} {
			if len(name) > 1 && name[0] == byte('0'+d) {
				if v, ok := predeclared(d)[name[1:]]; ok {
					return v, nil
				}
			}
		}
		return nil, unknownCode(name)
	}
	m, err := r.Import(module)
	if err != nil {
		return nil, err
	}
	v, ok := m.Get(name)
	if !ok {
		return nil, unknownCode(module + "." + name)
	}
	return v, nil
}

// A codec turns the messages that scripts send into parcels.
type codec struct{ rt *Runtime }

const (
	parcelValue = iota
	parcelBytes
)

// Encode implements [remote.Codec].
func (c codec) Encode(m ipc.Message) (remote.Parcel, error) {
	switch m := m.(type) {
	case *pickle.Message:
		names := m.Names
		if c.rt.home == nil || names == nil {
			names = func(v starlark.Value) (string, string, bool) {
				name, ok := builtinName(v)
				return builtinsOf, name, ok
			}
		}
		data, objects, err := m.Wire(names, c.rt.stopped)
		if c.rt.home != nil {
			for _, o := range objects {
				if ipc.FarOf(o) == nil {
					return remote.Parcel{}, exception.New(exception.TypeError, "cannot send a connection to another program from here to another process: "+
						"open it there, or use the start method 'fork'")
				}
			}
		}
		return remote.Parcel{Kind: parcelValue, Note: m.Note, Data: data, Objects: objects}, err
	case ipc.Bytes:
		return remote.Parcel{Kind: parcelBytes, Data: wire.WholeString(string(m))}, nil
	case Portable:
		return c.Encode(m.Portable())
	}
	return remote.Parcel{}, exception.New(exception.TypeError, "cannot send '%T' to another process of the operating system", m)
}

// Portable is a message of a module's own that can go to a process of the operating system: it arrives as what Portable returns.
type Portable interface{ Portable() *pickle.Message }

// Decode implements [remote.Codec].
func (c codec) Decode(p remote.Parcel, drop func()) (ipc.Message, error) {
	if p.Kind == parcelBytes {
		return ipc.Bytes(p.Data.Text()), nil
	}
	m := pickle.FromWire(p.Data.Joined(), p.Objects, drop)
	m.Note = p.Note
	return m, nil
}

// Error implements [remote.Codec].
func (c codec) Error(text string) error { return exception.New(exception.TypeError, "%s", text) }
