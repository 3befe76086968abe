package pickle_test

import (
	"bytes"
	"math/rand/v2"
	"runtime"
	"testing"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
)

// someBytes are pickles to begin with: random values under each protocol, and hostile ones.
func someBytes(t testing.TB) [][]byte {
	thread := newThread()
	var all [][]byte
	for n := range 120 {
		g := &generator{Rand: rand.New(rand.NewPCG(7, uint64(n))), env: object.EnvOf(thread), budget: 40, rare: 60}
		b, err := pickle.NewWriter(thread, n%6).Pickle(g.value(3))
		if err != nil {
			t.Fatal(err)
		}
		if len(b) < 4000 {
			all = append(all, []byte(b))
		}
	}
	for _, s := range []string{
		"cos\nsystem\n(S'echo'\ntR.", "\x80\x04\x95\xff\xff\xff\xff\xff\xff\xff\x7fN.", "B\xff\xff\xff\x7f.", "\x8b\xff\xff\xff\x7f.",
		"\x8e\xff\xff\xff\xff\xff\xff\xff\x7f.", "]r\xff\xff\xff\xffj\xff\xff\xff\xff.", "p99999999999\n.", "(((((((.", "\x96\xff\xff\xff\xff\x00\x00\x00\x00.",
		"cbuiltins\nbytearray\nJ\xff\xff\xff\x7f\x85R.", "cbuiltins\nlist\ncbuiltins\nrange\nJ\xff\xff\xff\x7f\x85R\x85R.",
		"c_codecs\nencode\n(VA\nVlatin1\ntR.", "ccopyreg\n_reconstructor\n(cbuiltins\nlist\ncbuiltins\nobject\nNtR.", "]q\x00h\x00a.",
		"}q\x00h\x00K\x01s.", "cbuiltins\nobject\n)\x81}b.", "cbuiltins\nValueError\n)\x81(Nt}\x86b.", "(ibuiltins\nlist\n.",
		"cbuiltins\ngetattr\ncbuiltins\nstr\nVupper\n\x86R.", "cbuiltins\ntype\nN\x85R.", "I" + string(bytes.Repeat([]byte("9"), 5000)) + "\n.",
		"}cbuiltins\nslice\nNNN\x87RNs.", "\x8f(N)\x90.", "(N)\x91.",
	} {
		all = append(all, []byte(s))
	}
	return all
}

// read reads b, at hand and as a stream, and writes again what can be written.
func read(b []byte) {
	v, err := pickle.NewReader(nil, b, nil).Read()
	pickle.NewReader(nil, nil, pickle.NewStream(bytes.NewReader(b))).Read()
	if err == nil {
		pickle.NewWriter(newThread(), 4).Pickle(v)
	}
}

// FuzzRead: no bytes crash, hang or allocate without bound.
func FuzzRead(f *testing.F) {
	for _, b := range someBytes(f) {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) { read(b) })
}

// TestMutations reads pickles that are cut short, or changed by chance.
func TestMutations(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, b := range someBytes(t) {
		for cut := range min(len(b), 200) {
			read(b[:cut])
		}
		for range 60 {
			m := bytes.Clone(b)
			for range 1 + r.IntN(4) {
				switch at := r.IntN(len(m)); r.IntN(4) {
				case 0:
					m[at] ^= 1 << r.IntN(8)
				case 1:
					m[at] = byte(r.Uint32())
				case 2:
					m = append(m[:at], m[min(len(m)-1, at+1+r.IntN(4)):]...)
				default:
					m = append(m[:at:at], append([]byte{m[r.IntN(len(m))], m[at]}, m[at:]...)...)
				}
				if len(m) == 0 {
					break
				}
			}
			read(m)
		}
	}
}

// TestAnnouncedSizes shows that what a pickle announces allocates nothing.
func TestAnnouncedSizes(t *testing.T) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for _, s := range []string{"B\xff\xff\xff\x3f", "X\xff\xff\xff\x3f", "\x8b\xff\xff\xff\x3f", "\x95\xff\xff\xff\x3f\x00\x00\x00\x00",
		"\x96\xff\xff\xff\x3f\x00\x00\x00\x00", "T\xff\xff\xff\x3f", "Nr\xff\xff\xff\xff"} {
		for _, r := range []*pickle.Reader{pickle.NewReader(nil, []byte(s+"abc"), nil), pickle.NewReader(nil, nil, pickle.NewStream(bytes.NewReader([]byte(s+"abc"))))} {
			if _, err := r.Read(); err == nil {
				t.Errorf("%q: no error", s)
			}
		}
	}
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > 8<<20 {
		t.Errorf("allocated %d bytes", n)
	}
}

// TestBombs reads small pickles of values whose hashes or reprs would take for ever.
func TestBombs(t *testing.T) {
	doubling := []byte("N\x85q\x00")
	for i := range 100 {
		doubling = append(doubling, 'h', byte(i), 'h', byte(i), 0x86, 'q', byte(i+1))
	}
	doubling = append(doubling, "}h\x64Ns."...)
	deepKey := append([]byte("}N"), bytes.Repeat([]byte{0x85}, 1_000_000)...)
	deepKey = append(deepKey, "Ns."...)
	for name, b := range map[string][]byte{"doubling": doubling, "deep key": deepKey} {
		if _, err := pickle.NewReader(nil, b, nil).Read(); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// TestDeep writes and reads what is nested deeper than a stack would bear by chance.
func TestDeep(t *testing.T) {
	var v starlark.Value = starlark.None
	for range 50_000 {
		v = starlark.NewList([]starlark.Value{v})
	}
	thread := newThread()
	b, err := pickle.NewWriter(thread, 4).Pickle(v)
	if err != nil {
		t.Fatal(err)
	}
	got, err := pickle.NewReader(thread, []byte(b), nil).Read()
	if err != nil {
		t.Fatal(err)
	}
	for range 50_000 {
		got = got.(*starlark.List).Index(0)
	}
	for range 60_000 {
		v = starlark.NewList([]starlark.Value{v})
	}
	if _, err := pickle.NewWriter(thread, 4).Pickle(v); err == nil {
		t.Error("no RecursionError")
	}
}

// TestWhere: an error says where the part is that cannot go.
func TestWhere(t *testing.T) {
	d := new(starlark.Dict)
	d.SetKey(starlark.String("conn"), object.NewNamespace())
	v := starlark.Tuple{starlark.None, starlark.NewList([]starlark.Value{d})}
	_, err := pickle.NewWriter(newThread(), 4).Pickle(v)
	if want := "[1][0]['conn']: cannot pickle 'namespace' object"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
