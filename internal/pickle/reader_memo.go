package pickle

import (
	"encoding/binary"
	"strconv"
	"strings"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file is the memo: what a pickle refers to again.

// remember implements the memo.
func (r *Reader) remember(code byte) error {
	var n uint64
	switch code {
	case opMemoize:
		n = uint64(len(r.memo) + len(r.sparse))
	case opBinGet, opBinPut:
		b, err := r.in.next(1)
		if err != nil {
			return err
		}
		n = uint64(b[0])
	case opLongBinGet, opLongBinPut:
		b, err := r.in.next(4)
		if err != nil {
			return err
		}
		n = uint64(binary.LittleEndian.Uint32(b))
	default:
		line, err := r.in.line()
		if err != nil {
			return err
		}
		if code == opPut {
			if _, err := r.top(); err != nil {
				return err
			}
		}
		i, err := strconv.ParseInt(strings.TrimSpace(string(line)), 10, 64)
		switch {
		case err != nil:
			return exception.New(exception.ValueError, "invalid literal for int() with base 10: %s", text.BytesRepr(string(line)))
		case i < 0 && code == opPut:
			return exception.New(exception.ValueError, "negative PUT argument")
		}
		n = uint64(i)
	}
	switch code {
	case opGet, opBinGet, opLongBinGet:
		v := r.memoized(n)
		if v == nil {
			return unpickling("Memo value not found at index %d", int64(n))
		}
		r.push(v)
		return nil
	}
	v, err := r.top()
	if err != nil {
		return err
	}
	r.memoize(n, v)
	return nil
}

func (r *Reader) memoized(n uint64) starlark.Value {
	if n < uint64(len(r.memo)) {
		return r.memo[n]
	}
	return r.sparse[n]
}

// memoize keeps v under n. What a pickle says n is allocates nothing: only a memo
// without gaps is a slice.
func (r *Reader) memoize(n uint64, v starlark.Value) {
	switch {
	case n < uint64(len(r.memo)):
		r.memo[n] = v
	case n == uint64(len(r.memo)) && r.sparse == nil:
		r.memo = append(r.memo, v)
	default:
		if r.sparse == nil {
			r.sparse = make(map[uint64]starlark.Value)
		}
		r.sparse[n] = v
	}
}
