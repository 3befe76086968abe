package pickle

import (
	"testing"

	"go.starlark.net/starlark"
)

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
				m, err := Pack(nil, test.v)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := m.Unpack(nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
