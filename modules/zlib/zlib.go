// Package zlib is the module zlib: whole texts of bytes compressed and decompressed, and checksums. What it compresses, any inflater reads, but
// the bytes are not those of the C library.
package zlib

import (
	"compress/flate"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
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
		Name: "zlib",
		Doc:  "Bytes compressed as zlib does, and checksums.",
		Init: func(_ *interp.Interp, m *object.Module) error {
			for _, f := range []*starlark.Builtin{compress.Get(), decompress.Get(), inflate.Get(), checksum("crc32", 0, crc), checksum("adler32", 1, adler)} {
				m.Set(f.Name(), f)
			}
			m.Set("error", errorClass.Get())
			for name, n := range map[string]int{
				"DEFLATED": 8, "DEF_BUF_SIZE": 16384, "DEF_MEM_LEVEL": 8, "MAX_WBITS": maxBits, "Z_BEST_COMPRESSION": 9, "Z_BEST_SPEED": 1,
				"Z_DEFAULT_COMPRESSION": -1, "Z_NO_COMPRESSION": 0, "Z_DEFAULT_STRATEGY": 0,
			} {
				m.Set(name, starlark.MakeInt(n))
			}
			for _, name := range []string{"compressobj", "decompressobj"} {
				m.Set(name, object.NewFunc(name, func(*starlark.Thread, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
					return nil, exception.New(exception.NotImplementedError, "zlib.%s is not part of mpstar: use zlib.compress and zlib.decompress", name)
				}))
			}
			return nil
		},
	}
}

// maxBits is the wbits of a zlib stream. Negative ones mean bare deflate.
const maxBits = 15

var errorClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{Name: "error", Module: "zlib", Bases: []*object.Class{object.ExceptionClass}})
})

func fail(thread *starlark.Thread, msg string) error {
	return object.Raise(object.NewException(object.EnvOf(thread), errorClass.Get(), text.Str(msg)))
}

func bytesArg(thread *starlark.Thread, v starlark.Value) (string, error) {
	b, ok, err := text.AsBytesPaced(object.EnvOf(thread).Check, object.Unwrap(v))
	if err != nil {
		return "", err
	}
	if !ok {
		return "", exception.New(exception.TypeError, "a bytes-like object is required, not '%s'", object.TypeName(v))
	}
	return b, nil
}

// optional reads an int that may not have been given.
func optional(thread *starlark.Thread, v starlark.Value, otherwise int) (int, error) {
	if v == nil {
		return otherwise, nil
	}
	return number.Int(thread, v)
}

var compressSignature = text.Signature{Func: "compress", Params: []string{"data", "level", "wbits"}, Required: 1, PosOnly: 1}

var compress = object.Later(func() *starlark.Builtin {
	return object.NewFunc("compress", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := compressSignature.Parse(args, kwargs)
		if err != nil {
			return nil, err
		}
		data, err := bytesArg(thread, a[0])
		if err != nil {
			return nil, err
		}
		level, err := optional(thread, a[1], flate.DefaultCompression)
		if err != nil {
			return nil, err
		}
		bits, err := optional(thread, a[2], maxBits)
		if err != nil {
			return nil, err
		}
		if level < -1 || level > 9 {
			return nil, fail(thread, "Bad compression level")
		}
		if bits != maxBits && bits != -maxBits {
			return nil, exception.New(exception.NotImplementedError, "zlib.compress() with wbits %d is not part of mpstar: use 15, -15 or the module gzip", bits)
		}
		if err := object.EnvOf(thread).Reserve(int64(len(data)) + 1<<20); err != nil {
			return nil, err
		}
		var out pieces.Text
		if bits > 0 {
			out.Write([]byte{0x78, map[bool]byte{true: 0x9c, false: 0xda}[level < 7]})
		}
		w, err := flate.NewWriter(&out, level)
		if err != nil {
			return nil, err
		}
		for rest := data; ; {
			n := min(len(rest), piece)
			interp.Of(thread).Unlocked(func() { io.WriteString(w, rest[:n]) })
			if rest = rest[n:]; len(rest) == 0 {
				break
			}
			if err := object.EnvOf(thread).Check(); err != nil {
				return nil, err
			}
		}
		if err := w.Close(); err != nil {
			return nil, err
		}
		if bits > 0 {
			sum, err := sumOf(thread, adler, 1, data)
			if err != nil {
				return nil, err
			}
			binary.Write(&out, binary.BigEndian, sum)
		}
		packed, err := out.Join(object.EnvOf(thread).Check)
		return text.Bytes(packed), err
	})
})

// piece is how many bytes are compressed between two questions whether to go on: a few milliseconds of what compresses badly.
const piece = 1 << 17

var decompressSignature = text.Signature{Func: "decompress", Params: []string{"data", "wbits", "bufsize"}, Required: 1, PosOnly: 1}

var decompress = object.Later(func() *starlark.Builtin {
	return object.NewFunc("decompress", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := decompressSignature.Parse(args, kwargs)
		if err != nil {
			return nil, err
		}
		data, err := bytesArg(thread, a[0])
		if err != nil {
			return nil, err
		}
		bits, err := optional(thread, a[1], maxBits)
		if err != nil {
			return nil, err
		}
		const truncated = "Error -5 while decompressing data: incomplete or truncated stream"
		if bits < 0 {
			out, _, err := unpack(thread, data)
			return text.Bytes(out), err
		}
		if bits > maxBits {
			return nil, exception.New(exception.NotImplementedError, "zlib.decompress() with wbits %d is not part of mpstar: use gzip.decompress", bits)
		}
		if len(data) < 2 {
			return nil, fail(thread, truncated)
		}
		if data[0]&15 != 8 || (int(data[0])<<8|int(data[1]))%31 != 0 {
			return nil, fail(thread, "Error -3 while decompressing data: incorrect header check")
		}
		if data[1]&0x20 != 0 {
			return nil, fail(thread, "Error 2 while decompressing data")
		}
		out, used, err := unpack(thread, data[2:])
		if err != nil {
			return nil, err
		}
		rest := data[2+used:]
		if len(rest) < 4 {
			return nil, fail(thread, truncated)
		}
		sum, err := sumOf(thread, adler, 1, out)
		if err != nil {
			return nil, err
		}
		if binary.BigEndian.Uint32([]byte(rest[:4])) != sum {
			return nil, fail(thread, "Error -3 while decompressing data: incorrect data check")
		}
		return text.Bytes(out), nil
	})
})

// inflate decompresses bare deflate and tells how many bytes it used: modules that read files of several streams call it.
var inflate = object.Later(func() *starlark.Builtin {
	return object.NewFunc("_inflate", func(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		if len(args) != 1 {
			return nil, exception.New(exception.TypeError, "_inflate() takes exactly one argument (%d given)", len(args))
		}
		data, err := bytesArg(thread, args[0])
		if err != nil {
			return nil, err
		}
		out, used, err := unpack(thread, data)
		return starlark.Tuple{text.Bytes(out), starlark.MakeInt(used)}, err
	})
})

// unpack decompresses bare deflate, asking for memory as the text grows.
func unpack(thread *starlark.Thread, data string) (out string, used int, err error) {
	env := object.EnvOf(thread)
	in := strings.NewReader(data)
	r := flate.NewReader(in)
	var parts []string
	total, size := 0, 1<<12
	for {
		room := make([]byte, size)
		n, rerr := io.ReadFull(r, room)
		total += n
		if err := env.Reserve(2 * int64(total)); err != nil {
			return "", 0, err
		}
		parts = append(parts, string(text.OwnBytes(room[:n])))
		if err := env.Check(); err != nil {
			return "", 0, err
		}
		size = min(2*size, piece)
		switch {
		case rerr == nil:
		case rerr == io.EOF || rerr == io.ErrUnexpectedEOF && ended(r):
			out, err := text.ConcatPaced(env.Check, parts)
			return out, len(data) - in.Len(), err
		case errors.Is(rerr, io.ErrUnexpectedEOF):
			return "", 0, fail(thread, "Error -5 while decompressing data: incomplete or truncated stream")
		default:
			return "", 0, fail(thread, "Error -3 while decompressing data: invalid stored block lengths")
		}
	}
}

// ended reports whether the stream ended well: [io.ReadFull] says of any end that it came too early.
func ended(r io.Reader) bool {
	_, err := r.Read(make([]byte, 1))
	return err == io.EOF
}

// checksum makes a function of bytes and a value to begin with.
func checksum(name string, start uint32, sum func(start uint32, data string) uint32) *starlark.Builtin {
	return object.NewFunc(name, func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		signature := text.Signature{Func: name, Params: []string{"data", "value"}, Required: 1, Style: text.Positional}
		a, err := signature.Parse(args, kwargs)
		if err != nil {
			return nil, err
		}
		data, err := bytesArg(thread, a[0])
		if err != nil {
			return nil, err
		}
		from := start
		if a[1] != nil {
			n, err := number.Index(thread, a[1])
			if err != nil {
				return nil, err
			}
			low, _ := n.And(starlark.MakeUint64(1<<32 - 1)).Uint64()
			from = uint32(low)
		}
		n, err := sumOf(thread, sum, from, data)
		return starlark.MakeUint64(uint64(n)), err
	})
}

// sumOf goes on with a checksum. It can be stopped.
func sumOf(thread *starlark.Thread, sum func(start uint32, data string) uint32, n uint32, data string) (uint32, error) {
	for len(data) > piece {
		n, data = sum(n, data[:piece]), data[piece:]
		if err := object.EnvOf(thread).Check(); err != nil {
			return 0, err
		}
	}
	return sum(n, data), nil
}

func crc(start uint32, data string) uint32 { return crc32.Update(start, crc32.IEEETable, []byte(data)) }

func adler(start uint32, data string) uint32 {
	const mod = 65521
	const most = 5552 // bytes whose sums fit into 32 bits
	a, b := start&0xffff%mod, start>>16%mod
	for len(data) > 0 {
		n := min(most, len(data))
		for i := range n {
			a += uint32(data[i])
			b += a
		}
		a, b, data = a%mod, b%mod, data[n:]
	}
	return b<<16 | a
}
