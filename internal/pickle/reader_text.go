package pickle

import (
	"bytes"
	"math"
	"strings"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pieces"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file reads what is counted or quoted: strings, bytes, buffers.

// length reads an unsigned length of so many bytes.
func (r *Reader) length(size int, what string) (int, error) {
	b, err := r.in.next(size)
	if err != nil {
		return 0, err
	}
	var n uint64
	for i := size - 1; i >= 0; i-- {
		n = n<<8 | uint64(b[i])
	}
	if n > math.MaxInt {
		return 0, exception.New(exception.OverflowError, "%s exceeds system's maximum size of %d bytes", what, math.MaxInt)
	}
	return int(n), nil
}

// counted reads the bytes of a str or bytes object.
func (r *Reader) counted(code byte, what string) ([]byte, error) {
	size := 4
	switch code {
	case opShortBinUnicode, opShortBinBytes, opShortBinString:
		size = 1
	case opBinUnicode8, opBinBytes8, opByteArray8:
		size, what = 8, strings.TrimSuffix(what, "8")+"8"
	}
	n, err := r.length(size, what)
	if err != nil {
		return nil, err
	}
	if n > text.MaxSize {
		return nil, exception.New(exception.MemoryError, "")
	}
	return r.in.next(n)
}

// check returns what long work asks, nil where there is no interpreter.
func (r *Reader) check() func() error {
	if r.Thread == nil {
		return nil
	}
	return object.EnvOf(r.Thread).Check
}

func (r *Reader) pushText(b []byte) error {
	if len(b) > pieces.Size {
		s, err := pieces.String(b, r.check())
		if err == nil {
			s, err = text.DecodePaced(r.check(), s, "utf-8", "surrogatepass")
		}
		if err != nil {
			return err
		}
		v, err := text.StrPaced(r.check(), s)
		if err != nil {
			return err
		}
		r.push(v)
		return nil
	}
	for _, c := range b {
		if c >= 0x80 {
			s, err := text.Decode(string(b), "utf-8", "surrogatepass")
			if err != nil {
				return err
			}
			r.push(text.Str(s))
			return nil
		}
	}
	r.push(starlark.String(b))
	return nil
}

// string8 reads a str of Python 2.
func (r *Reader) string8(code byte) error {
	var b []byte
	var err error
	if code == opString {
		if b, err = r.in.line(); err != nil {
			return err
		}
		b = bytes.TrimRight(b, " \t\r")
		n := len(b)
		if n < 2 || b[0] != b[n-1] || b[0] != '\'' && b[0] != '"' {
			return unpickling("the STRING opcode argument must be quoted")
		}
		if b, err = unescape(b[1 : n-1]); err != nil {
			return err
		}
	} else if b, err = r.counted(code, "BINSTRING"); err != nil {
		return err
	}
	encoding, errors := r.Encoding, r.Errors
	if encoding == "bytes" {
		r.push(text.Bytes(b))
		return nil
	}
	if encoding == "" {
		encoding = "ASCII"
	}
	if errors == "" {
		errors = "strict"
	}
	s, err := pieces.String(b, r.check())
	if err == nil {
		s, err = text.DecodePaced(r.check(), s, encoding, errors)
	}
	if err != nil {
		return err
	}
	v, err := text.StrPaced(r.check(), s)
	if err != nil {
		return err
	}
	r.push(v)
	return nil
}

func (r *Reader) buffer(code byte) error {
	if code == opReadOnlyBuffer {
		v, err := r.top()
		if err != nil {
			return err
		}
		store := text.StoreOf(v)
		switch {
		case store == nil:
			return exception.New(exception.TypeError, "memoryview: a bytes-like object is required, not '%s'", object.TypeName(v))
		case store.ReadOnly():
			return nil
		case r.ReadOnly != nil:
			if v, err = r.ReadOnly(v); err != nil {
				return err
			}
		default:
			b, _ := text.AsBytes(v)
			v = text.Bytes(b)
		}
		r.stack[len(r.stack)-1] = v
		return nil
	}
	if r.NextBuffer == nil {
		return unpickling("pickle stream refers to out-of-band data but no *buffers* argument was given")
	}
	v, err := r.NextBuffer()
	if err != nil {
		return err
	}
	r.push(v)
	return nil
}
