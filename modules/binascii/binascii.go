// Package binascii is the module binascii: bytes as text and back, and checksums.
package binascii

import (
	"encoding/base64"
	"hash/crc32"
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pieces"
	"github.com/mpstar/mpstar/internal/text"
)

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{
		Name: "binascii",
		Doc:  "Bytes to hexadecimal and base64 text and back, and checksums.",
		Init: func(in *interp.Interp, m *object.Module) error {
			for name, f := range map[string]*starlark.Builtin{
				"hexlify": hexlify("hexlify"), "b2a_hex": hexlify("b2a_hex"), "unhexlify": unhexlify("unhexlify"), "a2b_hex": unhexlify("a2b_hex"),
				"b2a_base64": b2aBase64.Get(), "a2b_base64": a2bBase64.Get(), "crc32": crc.Get(), "crc_hqx": crcHQX.Get(),
			} {
				m.Set(name, f)
			}
			m.Set("Error", Error.Get())
			m.Set("Incomplete", incomplete.Get())
			return nil
		},
	}
}

// Error is binascii.Error.
var Error = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{Name: "Error", Module: "binascii", Bases: []*object.Class{object.ValueError}})
})

var incomplete = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{Name: "Incomplete", Module: "binascii", Bases: []*object.Class{object.ExceptionClass}})
})

func fail(thread *starlark.Thread, format string, args ...any) error {
	msg := exception.New(exception.ValueError, format, args...).Msg
	return object.Raise(object.NewException(object.EnvOf(thread), Error.Get(), text.Str(msg)))
}

func bytesArg(thread *starlark.Thread, v starlark.Value) (string, error) {
	b, ok, err := text.AsBytesPaced(object.EnvOf(thread).Check, v)
	if err != nil {
		return "", err
	}
	if !ok {
		return "", exception.New(exception.TypeError, "a bytes-like object is required, not '%s'", object.TypeName(v))
	}
	return b, nil
}

// asciiArg takes bytes, or a str of ASCII characters.
func asciiArg(thread *starlark.Thread, v starlark.Value) (string, error) {
	if s, ok := text.AsString(v); ok {
		if !text.IsASCII(s) {
			return "", exception.New(exception.ValueError, "string argument should contain only ASCII characters")
		}
		return s, nil
	}
	b, ok, err := text.AsBytesPaced(object.EnvOf(thread).Check, v)
	if err != nil {
		return "", err
	}
	if !ok {
		return "", exception.New(exception.TypeError, "argument should be bytes, buffer or ASCII string, not '%s'", object.TypeName(v))
	}
	return b, nil
}

func function(signature text.Signature, fn func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error)) *starlark.Builtin {
	signature.Owner = "binascii"
	return object.NewFunc(signature.Func, func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := signature.Parse(args, kwargs)
		if err != nil {
			return nil, err
		}
		return fn(thread, a)
	})
}

func hexlify(name string) *starlark.Builtin {
	return function(text.Signature{Func: name, Params: []string{"data", "sep", "bytes_per_sep"}, Required: 1}, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
		b, err := bytesArg(thread, a[0])
		if err != nil {
			return nil, err
		}
		sep, group := "", 1
		if a[1] != nil {
			ok := false
			if sep, ok = text.AsString(a[1]); !ok {
				if sep, ok = text.AsBytes(a[1]); !ok {
					return nil, exception.New(exception.TypeError, "sep must be str or bytes.")
				}
			}
			if text.Len(sep) != 1 {
				return nil, exception.New(exception.ValueError, "sep must be length 1.")
			}
		}
		if a[2] != nil {
			if group, err = number.Int(thread, a[2]); err != nil {
				return nil, err
			}
		}
		s, err := text.HexPaced(object.EnvOf(thread).Check, b, sep, group)
		return text.Bytes(s), err
	})
}

func unhexlify(name string) *starlark.Builtin {
	return function(text.Signature{Func: name, Style: text.Single, Params: []string{"hexstr"}, Required: 1}, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
		s, err := asciiArg(thread, a[0])
		if err != nil {
			return nil, err
		}
		if len(s)%2 != 0 {
			return nil, fail(thread, "Odd-length string")
		}
		out, err := pieces.Make[byte](len(s)/2, object.EnvOf(thread).Check)
		if err != nil {
			return nil, err
		}
		for i := range out {
			if i%piece == piece-1 {
				if err := object.EnvOf(thread).Check(); err != nil {
					return nil, err
				}
			}
			hi, lo := strings.IndexByte(hexDigits, s[2*i]|0x20), strings.IndexByte(hexDigits, s[2*i+1]|0x20)
			if !isHex(s[2*i]) || !isHex(s[2*i+1]) {
				return nil, fail(thread, "Non-hexadecimal digit found")
			}
			out[i] = byte(hi<<4 | lo)
		}
		return text.OwnBytes(out), nil
	})
}

// piece is how many bytes are handled between two looks at whether to stop. It is a multiple of 3, which base64 takes at once.
const piece = 3 << 16

const hexDigits = "0123456789abcdef"

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f'
}

var b2aBase64 = object.Later(func() *starlark.Builtin {
	return function(text.Signature{Func: "b2a_base64", Params: []string{"data", "newline"}, Required: 1, MaxPos: 1}, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
		b, err := bytesArg(thread, a[0])
		if err != nil {
			return nil, err
		}
		out, err := pieces.Make[byte](base64.StdEncoding.EncodedLen(len(b))+1, object.EnvOf(thread).Check)
		if err != nil {
			return nil, err
		}
		out = out[:0]
		for at := 0; at < len(b); at += piece {
			out = base64.StdEncoding.AppendEncode(out, []byte(b[at:min(at+piece, len(b))]))
			if err := object.EnvOf(thread).Check(); err != nil {
				return nil, err
			}
		}
		newline := true
		if a[1] != nil {
			if newline, err = object.Truth(object.EnvOf(thread), a[1]); err != nil {
				return nil, err
			}
		}
		if newline {
			out = append(out, '\n')
		}
		return text.OwnBytes(out), nil
	})
})

// decodeTable holds the value of each character of base64, or -1.
var decodeTable = func() (t [256]int8) {
	for i := range t {
		t[i] = int8(strings.IndexByte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", byte(i)))
	}
	return t
}()

var a2bBase64 = object.Later(func() *starlark.Builtin {
	return function(text.Signature{Func: "a2b_base64", Params: []string{"data", "strict_mode"}, Required: 1, MaxPos: 1}, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
		s, err := asciiArg(thread, a[0])
		if err != nil {
			return nil, err
		}
		strict := false
		if a[1] != nil {
			if strict, err = object.Truth(object.EnvOf(thread), a[1]); err != nil {
				return nil, err
			}
		}
		if strict && s != "" && s[0] == '=' {
			return nil, fail(thread, "Leading padding not allowed")
		}
		out, err := pieces.Make[byte](len(s)/4*3+3, object.EnvOf(thread).Check)
		if err != nil {
			return nil, err
		}
		out = out[:0]
		quad, pads, left := 0, 0, byte(0)
		padded := false
		for i := range len(s) {
			if i%piece == piece-1 {
				if err := object.EnvOf(thread).Check(); err != nil {
					return nil, err
				}
			}
			c := s[i]
			if c == '=' {
				padded = true
				pads++
				if quad >= 2 && quad+pads >= 4 {
					if strict && i+1 < len(s) {
						return nil, fail(thread, "Excess data after padding")
					}
					return text.OwnBytes(out), nil
				}
				continue
			}
			v := decodeTable[c]
			if v < 0 {
				if strict {
					return nil, fail(thread, "Only base64 data is allowed")
				}
				continue
			}
			if strict && padded {
				return nil, fail(thread, "Discontinuous padding not allowed")
			}
			pads = 0
			b := byte(v)
			switch quad {
			case 0:
				left = b
			case 1:
				out = append(out, left<<2|b>>4)
				left = b & 15
			case 2:
				out = append(out, left<<4|b>>2)
				left = b & 3
			case 3:
				out = append(out, left<<6|b)
			}
			quad = (quad + 1) % 4
		}
		switch quad {
		case 0:
			return text.OwnBytes(out), nil
		case 1:
			return nil, fail(thread, "Invalid base64-encoded string: number of data characters (%d) cannot be 1 more than a multiple of 4", len(out)/3*4+1)
		}
		return nil, fail(thread, "Incorrect padding")
	})
})

var crc = object.Later(func() *starlark.Builtin {
	return function(text.Signature{Func: "crc32", Style: text.Positional, Params: []string{"data", "crc"}, Required: 1}, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
		return Checksum(thread, a, 0, func(start uint32, b []byte) uint32 { return crc32.Update(start, crc32.IEEETable, b) })
	})
})

// Checksum is a function that goes on from an earlier checksum.
func Checksum(thread *starlark.Thread, a []starlark.Value, start uint32, sum func(start uint32, b []byte) uint32) (starlark.Value, error) {
	b, err := bytesArg(thread, a[0])
	if err != nil {
		return nil, err
	}
	if a[1] != nil {
		n, err := number.Index(thread, a[1])
		if err != nil {
			return nil, err
		}
		low := n.And(starlark.MakeUint64(1<<32 - 1))
		u, _ := low.Uint64()
		start = uint32(u)
	}
	for at := 0; at < len(b); at += piece {
		start = sum(start, []byte(b[at:min(at+piece, len(b))]))
		if err := object.EnvOf(thread).Check(); err != nil {
			return nil, err
		}
	}
	return starlark.MakeUint64(uint64(start)), nil
}

var crcHQX = object.Later(func() *starlark.Builtin {
	return function(text.Signature{Func: "crc_hqx", Style: text.Positional, Params: []string{"data", "crc"}, Required: 2}, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
		return Checksum(thread, a, 0, func(start uint32, b []byte) uint32 {
			c := uint16(start)
			for _, x := range b {
				c ^= uint16(x) << 8
				for range 8 {
					carry := c&0x8000 != 0
					c <<= 1
					if carry {
						c ^= 0x1021
					}
				}
			}
			return uint32(c)
		})
	})
})
