package pickle

import (
	"encoding/binary"
	"testing"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/object"
)

// benchWorld has no interpreter.
type benchWorld struct{ World }

func (benchWorld) Env() *object.Env { return nil }

// BenchmarkRead reads a list of a thousand ints and texts that another process has sent.
func BenchmarkRead(b *testing.B) {
	const n = 1000
	data := binary.AppendUvarint([]byte{wireVersion, 0, 1, refList}, n)
	for i := range n {
		if i%2 == 0 {
			data = binary.AppendVarint(append(data, refInt), int64(i))
		} else {
			data = append(data, refString, 3, 'a', 'b', 'c')
		}
	}
	data = append(data, 0)
	for b.Loop() {
		if _, _, err := read(nil, data, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkTransfer packs and unpacks what messages often are, without an interpreter:
// atoms, and containers that are copied.
func BenchmarkTransfer(b *testing.B) {
	record := starlark.NewDict(4)
	record.SetKey(starlark.String("id"), starlark.MakeInt(1))
	record.SetKey(starlark.String("name"), starlark.String("item"))
	record.SetKey(starlark.String("tags"), starlark.NewList([]starlark.Value{starlark.String("a"), starlark.String("b")}))
	numbers := make([]starlark.Value, 1000)
	for i := range numbers {
		numbers[i] = starlark.MakeInt(i)
	}
	for _, test := range []struct {
		name string
		v    starlark.Value
	}{
		{"int", starlark.MakeInt(7)},
		{"tuple of atoms", starlark.Tuple{starlark.MakeInt(1), starlark.String("x")}},
		{"dict", record},
		{"list of 1000 ints", starlark.NewList(numbers)},
		{"1 MB of bytes", starlark.Bytes(make([]byte, 1<<20))},
	} {
		b.Run(test.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				m, err := Pack(benchWorld{}, test.v)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := m.Unpack(benchWorld{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
