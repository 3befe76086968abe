package builtin

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
)

// A pickleBuffer is the state of a PickleBuffer: memory that a pickle of protocol 5 may leave beside it.
type pickleBuffer struct{ *view }

// PickleBufferType is pickle.PickleBuffer.
var PickleBufferType = object.NewClass(object.Spec{Name: "PickleBuffer", Module: "pickle", Final: true, Full: true})

func init() { object.RegisterType(PickleBufferType, pickleBufferSpec) }

var pickleBufferSpec = object.Spec{
	New: func(thread *starlark.Thread, _ *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		switch {
		case len(args) > 1:
			return nil, typeError("PickleBuffer() takes at most 1 argument (%d given)", len(args)+len(kwargs))
		case len(args) < 1:
			return nil, typeError("PickleBuffer() takes exactly 1 positional argument (0 given)")
		case len(kwargs) > 0:
			return nil, typeError("PickleBuffer() takes no keyword arguments")
		}
		v, err := viewOn(thread, args[0])
		if err != nil {
			return nil, err
		}
		if v == nil {
			return nil, typeError("a bytes-like object is required, not '%s'", object.TypeName(args[0]))
		}
		i := object.NewInstance(object.EnvOf(thread), PickleBufferType)
		i.Native = &pickleBuffer{v}
		return i, nil
	},
	Methods: map[string]object.Method{
		"__init__": func(*starlark.Thread, starlark.Value, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
			return starlark.None, nil
		},
		"raw": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if err := none("PickleBuffer", "raw", args, kwargs); err != nil {
				return nil, err
			}
			b, ok := self.(*object.Instance).Native.(*pickleBuffer)
			if !ok {
				return nil, errReleased
			}
			if err := b.check(); err != nil {
				return nil, err
			}
			if !b.contiguous() {
				return nil, exception.New(exception.BufferError, "cannot extract raw buffer from non-contiguous buffer")
			}
			raw := *b.view
			raw.n, raw.format, raw.item, raw.stride = b.nbytes(), 'B', 1, 1
			return raw.instance(object.EnvOf(thread)), nil
		},
		"release": func(_ *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			self.(*object.Instance).Native = releasedBuffer{}
			return starlark.None, none("PickleBuffer", "release", args, kwargs)
		},
	},
}

// A releasedBuffer is the state of a PickleBuffer after release().
type releasedBuffer struct{}

// noBytes is the error of what has to become bytes and can't.
func noBytes(v starlark.Value) error {
	if i, ok := v.(*object.Instance); ok {
		if _, released := i.Native.(releasedBuffer); released {
			return errReleased
		}
	}
	return typeError("cannot convert '%s' object to bytes", object.TypeName(v))
}

var errReleased = exception.New(exception.ValueError, "operation forbidden on released PickleBuffer object")

// PickledBuffer implements [pickle.BufferHolder].
func (releasedBuffer) PickledBuffer(*object.Env) ([]byte, bool, bool, error) {
	return nil, false, false, errReleased
}

// PickledBuffer implements [pickle.BufferHolder].
func (b *pickleBuffer) PickledBuffer(env *object.Env) (data []byte, readOnly, contiguous bool, err error) {
	if err := b.check(); err != nil {
		return nil, false, false, err
	}
	if !b.contiguous() {
		return nil, false, false, nil
	}
	data, err = b.bytes(env)
	return data, b.ReadOnly(), true, err
}

// ReadOnly returns a read-only view of something bytes-like.
func ReadOnly(thread *starlark.Thread, v starlark.Value) (starlark.Value, error) {
	m, err := viewOn(thread, v)
	if err != nil || m == nil {
		return v, err
	}
	m.readOnly = true
	return m.instance(object.EnvOf(thread)), nil
}
