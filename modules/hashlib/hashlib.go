// Package hashlib is the module hashlib: the hashes of Go's library and, in blake2.go, BLAKE2.
// Keys made of passwords are in derive.go.
package hashlib

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha3"
	"crypto/sha512"
	"encoding"
	"encoding/hex"
	"hash"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/text"
)

// algorithms are the hashes in the order of hashlib's documentation. size is 0 for those
// whose digests are as long as wanted.
var algorithms = []struct {
	name  string
	new   func() hash.Hash
	shake func() *sha3.SHAKE
	block int
}{
	{"md5", md5.New, nil, 64},
	{"sha1", sha1.New, nil, 64},
	{"sha224", sha256.New224, nil, 64},
	{"sha256", sha256.New, nil, 64},
	{"sha384", sha512.New384, nil, 128},
	{"sha512", sha512.New, nil, 128},
	{"blake2b", func() hash.Hash { return newBlake2b(blakeParams{size: 64}) }, nil, 128},
	{"blake2s", func() hash.Hash { return newBlake2s(blakeParams{size: 32}) }, nil, 64},
	{"sha3_224", func() hash.Hash { return sha3.New224() }, nil, 144},
	{"sha3_256", func() hash.Hash { return sha3.New256() }, nil, 136},
	{"sha3_384", func() hash.Hash { return sha3.New384() }, nil, 104},
	{"sha3_512", func() hash.Hash { return sha3.New512() }, nil, 72},
	{"shake_128", nil, sha3.NewSHAKE128, 168},
	{"shake_256", nil, sha3.NewSHAKE256, 136},
}

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{
		Name: "hashlib",
		Doc:  "A common interface to many hash functions.",
		Init: func(in *interp.Interp, m *object.Module) error {
			guaranteed, available := starlark.NewSet(16), starlark.NewSet(16)
			all := new(starlark.List)
			for _, a := range algorithms {
				m.Set(a.name, constructor(a.name))
				for _, s := range []*starlark.Set{guaranteed, available} {
					if err := s.Insert(starlark.String(a.name)); err != nil {
						return err
					}
				}
				if err := all.Append(starlark.String(a.name)); err != nil {
					return err
				}
			}
			m.Set("algorithms_guaranteed", guaranteed)
			m.Set("algorithms_available", available)
			for _, f := range []*starlark.Builtin{newFunc.Get(), fileDigest.Get(), pbkdf2.Get(), scryptFunc.Get()} {
				m.Set(f.Name(), f)
				if err := all.Append(starlark.String(f.Name())); err != nil {
					return err
				}
			}
			m.Set("__all__", all)
			return nil
		},
	}
}

// A state is what a hash object keeps.
type state struct {
	name  string
	block int
	h     hash.Hash
	shake *sha3.SHAKE
}

func newState(name string) *state {
	for _, a := range algorithms {
		if a.name == name {
			s := &state{name: name, block: a.block}
			if a.shake != nil {
				s.shake = a.shake()
			} else {
				s.h = a.new()
			}
			return s
		}
	}
	return nil
}

func (s *state) copy() (*state, error) {
	c := *s
	if s.shake != nil {
		b, err := s.shake.MarshalBinary()
		if err != nil {
			return nil, err
		}
		c.shake = newState(s.name).shake
		return &c, c.shake.UnmarshalBinary(b)
	}
	if b, ok := s.h.(*blake); ok {
		c.h = b.clone()
		return &c, nil
	}
	b, err := s.h.(encoding.BinaryMarshaler).MarshalBinary()
	if err != nil {
		return nil, err
	}
	c.h = newState(s.name).h
	return &c, c.h.(encoding.BinaryUnmarshaler).UnmarshalBinary(b)
}

// chunk is how many bytes are hashed at a time: about a millisecond.
const chunk = 1 << 18

func (s *state) write(thread *starlark.Thread, v starlark.Value) error {
	b, ok, err := text.AsBytesPaced(object.EnvOf(thread).Check, v)
	if err != nil {
		return err
	}
	if !ok {
		if _, isStr := text.AsString(v); isStr {
			return exception.New(exception.TypeError, "Strings must be encoded before hashing")
		}
		return exception.New(exception.TypeError, "object supporting the buffer API required")
	}
	in := interp.Of(thread)
	for {
		n := min(len(b), chunk)
		if s.shake != nil {
			s.shake.Write([]byte(b[:n]))
		} else {
			s.h.Write([]byte(b[:n]))
		}
		if b = b[n:]; b == "" {
			return nil
		}
		if err := in.Check(thread); err != nil {
			return err
		}
	}
}

func (s *state) digest(thread *starlark.Thread, size int) (string, error) {
	if s.shake == nil {
		return string(s.h.Sum(nil)), nil
	}
	c, err := s.copy()
	if err != nil {
		return "", err
	}
	out := make([]byte, size)
	for rest := out; len(rest) > 0; rest = rest[min(chunk, len(rest)):] {
		c.shake.Read(rest[:min(chunk, len(rest))])
		if err := interp.Of(thread).Check(thread); err != nil {
			return "", err
		}
	}
	return string(out), nil
}

// hashClass and shakeClass are the classes of hash objects.
var hashClass, shakeClass *object.Lazy[*object.Class]

func init() {
	hashClass = object.Later(func() *object.Class { return newHashClass("HASH", false) })
	shakeClass = object.Later(func() *object.Class { return newHashClass("HASHXOF", true) })
}

var lengthSignature = &text.Signature{Func: "digest", Params: []string{"length"}, Required: 1}

func newHashClass(name string, variable bool) *object.Class {
	stateOf := func(v starlark.Value) *state { return v.(*object.Instance).Native.(*state) }
	result := func(form func(string) starlark.Value) object.Method {
		return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			size := 0
			if variable {
				a, err := lengthSignature.Parse(args, kwargs)
				if err != nil {
					return nil, err
				}
				if size, err = number.Int(thread, a[0]); err != nil {
					return nil, err
				}
				if size < 0 || size >= 1<<29 {
					return nil, exception.New(exception.ValueError, "value must be positive")
				}
			} else if len(args)+len(kwargs) > 0 {
				return nil, exception.New(exception.TypeError, "%s takes no arguments (%d given)", "HASH.digest()", len(args)+len(kwargs))
			}
			d, err := stateOf(self).digest(thread, size)
			return form(d), err
		}
	}
	return object.NewClass(object.Spec{
		Name: name, Module: "_hashlib",
		Doc: "A digest under way: update() feeds it, digest() and hexdigest() show it.",
		New: func(*starlark.Thread, *object.Class, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
			return nil, exception.New(exception.TypeError, "cannot create '_hashlib.%s' instances", name)
		},
		Methods: map[string]object.Method{
			"update": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if len(args) != 1 || len(kwargs) > 0 {
					return nil, exception.New(exception.TypeError, "%s.update() takes exactly one argument (%d given)", name, len(args)+len(kwargs))
				}
				return starlark.None, stateOf(self).write(thread, args[0])
			},
			"digest":    result(func(s string) starlark.Value { return text.Bytes(s) }),
			"hexdigest": result(func(s string) starlark.Value { return starlark.String(hex.EncodeToString([]byte(s))) }),
			"copy": func(thread *starlark.Thread, self starlark.Value, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
				c, err := stateOf(self).copy()
				if err != nil {
					return nil, err
				}
				return c.value(thread), nil
			},
			"__repr__": func(thread *starlark.Thread, self starlark.Value, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
				return starlark.String("<" + stateOf(self).name + " _hashlib." + name + " object @ 0x" + hexNumber(object.ID(self)) + ">"), nil
			},
		},
		Properties: map[string]object.Property{
			"name": {Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
				return starlark.String(stateOf(self).name), nil
			}},
			"digest_size": {Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
				if s := stateOf(self); s.h != nil {
					return starlark.MakeInt(s.h.Size()), nil
				}
				return starlark.MakeInt(0), nil
			}},
			"block_size": {Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
				return starlark.MakeInt(stateOf(self).block), nil
			}},
		},
	})
}

func hexNumber(n uint64) string {
	b := []byte{byte(n >> 56), byte(n >> 48), byte(n >> 40), byte(n >> 32), byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}
	for len(b) > 6 {
		b = b[1:]
	}
	return hex.EncodeToString(b)
}

func (s *state) value(thread *starlark.Thread) starlark.Value {
	class := hashClass
	if s.shake != nil {
		class = shakeClass
	}
	i := object.NewInstance(object.EnvOf(thread), class.Get())
	i.Native = s
	return i
}

var newParams = params.Func("new", "name, data=, *, usedforsecurity=, **kwargs")

var newFunc = object.Later(func() *starlark.Builtin {
	return object.NewFunc("new", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := newParams.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		name, ok := text.AsString(a[0])
		if !ok {
			return nil, exception.New(exception.TypeError, "name must be a string")
		}
		s := newState(lower(name))
		if s == nil {
			return nil, exception.New(exception.ValueError, "unsupported hash type %s", name)
		}
		if a[1] != nil {
			if err := s.write(thread, a[1]); err != nil {
				return nil, err
			}
		}
		return s.value(thread), nil
	})
})

// lower is the name of an algorithm as hashlib writes it: "SHA256" is sha256.
func lower(name string) string {
	b := []byte(name)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c | 0x20
		}
	}
	return string(b)
}

func constructor(name string) *starlark.Builtin {
	if name == "blake2b" || name == "blake2s" {
		return blakeConstructor(name)
	}
	signature := &text.Signature{Func: "openssl_" + name, Params: []string{"string", "usedforsecurity"}, MaxPos: 1}
	return object.NewFunc("openssl_"+name, func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := signature.Parse(args, kwargs)
		if err != nil {
			return nil, err
		}
		s := newState(name)
		if a[0] != nil {
			if err := s.write(thread, a[0]); err != nil {
				return nil, err
			}
		}
		return s.value(thread), nil
	})
}

var fileDigestParams = params.Func("file_digest", "fileobj, digest, /, *, _bufsize=")

var fileDigest = object.Later(func() *starlark.Builtin {
	return object.NewFunc("file_digest", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := fileDigestParams.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		var digest starlark.Value
		if _, ok := text.AsString(a[1]); ok {
			digest, err = object.Call(thread, newFunc.Get(), a[1])
		} else {
			digest, err = object.Call(thread, a[1])
		}
		if err != nil {
			return nil, err
		}
		read, err := object.GetAttr(thread, a[0], "read")
		if err != nil {
			return nil, exception.New(exception.ValueError, "'%s' is not a file-like object in binary reading mode.", object.TypeName(a[0]))
		}
		update, err := object.GetAttr(thread, digest, "update")
		if err != nil {
			return nil, err
		}
		for {
			b, err := object.Call(thread, read, starlark.MakeInt(chunk))
			if err != nil {
				return nil, err
			}
			s, ok := text.AsBytes(b)
			if !ok {
				return nil, exception.New(exception.ValueError, "a file object in binary reading mode is required")
			}
			if s == "" {
				return digest, nil
			}
			if _, err := object.Call(thread, update, b); err != nil {
				return nil, err
			}
			if err := interp.Of(thread).Check(thread); err != nil {
				return nil, err
			}
		}
	})
})
