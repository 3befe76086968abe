package pickle_test

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"io"
	"math"
	"math/big"
	"math/rand/v2"
	"os"
	"os/exec"
	"sort"
	"strconv"
	"strings"
	"testing"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/builtin"
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/text"
	cpython "github.com/mpstar/mpstar/tests/oracle"
)

var (
	roundTrips = flag.Int("roundtrips", 2000, "how many random values TestRoundTrips exchanges with CPython")
	seed       = flag.Uint64("seed", 1, "of the random values")
)

// An oracle is a CPython process.
type oracle struct {
	in  io.WriteCloser
	out *bufio.Reader
}

func startOracle(t *testing.T) *oracle {
	python, err := cpython.LookPath()
	if err != nil {
		t.Skip("no python3")
	}
	cmd := exec.Command(python, "testdata/oracle.py")
	cmd.Env = append(os.Environ(), "PYTHONHASHSEED=0")
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		cmd.Wait()
	})
	return &oracle{in, bufio.NewReader(out)}
}

// ask returns what CPython makes of a pickle: what it holds, and pickles of it
// under two protocols.
func (o *oracle) ask(t *testing.T, data []byte, protocol, same int) (what string, again, identical []byte) {
	fmt.Fprintf(o.in, "%d %d %d\n", len(data), protocol, same)
	o.in.Write(data)
	var n [3]int
	if _, err := fmt.Fscanf(o.out, "%d %d %d\n", &n[0], &n[1], &n[2]); err != nil {
		t.Fatal("the oracle died: ", err)
	}
	var parts [3][]byte
	for i := range parts {
		parts[i] = make([]byte, n[i])
		if _, err := io.ReadFull(o.out, parts[i]); err != nil {
			t.Fatal(err)
		}
	}
	return string(parts[0]), parts[1], parts[2]
}

// describe words a value as testdata/oracle.py does.
func describe(v starlark.Value) string {
	var b strings.Builder
	d := describer{seen: make(map[any]int)}
	d.value(&b, v)
	return b.String()
}

type describer struct{ seen map[any]int }

type tupleID struct {
	first *starlark.Value
	len   int
}

func (d *describer) value(b *strings.Builder, v starlark.Value) {
	switch v := v.(type) {
	case starlark.NoneType:
		b.WriteString("None")
		return
	case starlark.Bool:
		b.WriteString(v.String())
		return
	case starlark.Int:
		b.WriteString(v.BigInt().Text(16))
		return
	case starlark.Float:
		fmt.Fprintf(b, "f%016x", math.Float64bits(float64(v)))
		return
	case starlark.String:
		fmt.Fprintf(b, "s%x", string(v))
		return
	case *text.Text:
		fmt.Fprintf(b, "s%x", v.GoString())
		return
	case text.Bytes:
		fmt.Fprintf(b, "b%x", string(v))
		return
	case builtin.Range:
		fmt.Fprintf(b, "r(%d,%d,%d)", v.Start(), v.Stop(), v.Step())
		return
	case *object.Class:
		b.WriteString("t" + v.Name())
		return
	}
	var key any = v
	if t, ok := v.(starlark.Tuple); ok {
		if key = nil; len(t) > 0 {
			key = tupleID{&t[0], len(t)}
		}
	}
	if n, ok := d.seen[key]; ok {
		fmt.Fprintf(b, "#%d", n)
		return
	}
	if key != nil {
		d.seen[key] = len(d.seen)
	}
	switch v := v.(type) {
	case *text.ByteArray:
		fmt.Fprintf(b, "B%x", v.Bytes())
	case *object.Slice:
		b.WriteString("S")
		d.value(b, starlark.Tuple{v.Start, v.Stop, v.Step})
	case *starlark.List:
		b.WriteString("[")
		for i := range v.Len() {
			d.value(b, v.Index(i))
			b.WriteString(",")
		}
		b.WriteString("]")
	case starlark.Tuple:
		b.WriteString("(")
		for _, e := range v {
			d.value(b, e)
			b.WriteString(",")
		}
		b.WriteString("]")
	case *starlark.Dict:
		b.WriteString("{")
		for _, item := range v.Items() {
			d.value(b, item[0])
			b.WriteString(":")
			d.value(b, item[1])
			b.WriteString(",")
		}
		b.WriteString("}")
	case *starlark.Set:
		d.set(b, "set", v)
	case *builtin.Frozenset:
		d.set(b, "frozenset", v.Set())
	case *object.Instance:
		b.WriteString("E" + v.Class().Name())
		d.value(b, object.ExceptionOf(v).Args)
	default:
		fmt.Fprintf(b, "?%s", v)
	}
}

func (d *describer) set(b *strings.Builder, name string, s *starlark.Set) {
	var parts []string
	for e := range s.Elements() {
		var part strings.Builder
		d.value(&part, e)
		parts = append(parts, part.String())
	}
	sort.Strings(parts)
	b.WriteString(name + "<" + strings.Join(parts, ",") + ">")
}

// nan is the NaN that CPython makes.
var nan = math.Float64frombits(0x7ff8000000000000)

// A generator makes random values.
type generator struct {
	*rand.Rand
	env    *object.Env
	made   []starlark.Value // to be shared, or to close cycles with
	budget int
	rare   int  // of how many containers one is large, one larger and one deep
	sets   bool // whether one has been made: their order is CPython's own
}

func (g *generator) int() starlark.Int {
	switch g.IntN(6) {
	case 0:
		return starlark.MakeInt(g.IntN(3) - 1)
	case 1:
		return starlark.MakeInt(g.IntN(600) - 300)
	case 2:
		return starlark.MakeInt(g.IntN(1<<17) - 1<<16)
	case 3: // round powers of two, where lengths change
		n := new(big.Int).Lsh(big.NewInt(1), uint(g.IntN(80)))
		n.Add(n, big.NewInt(int64(g.IntN(3)-1)))
		if g.IntN(2) == 0 {
			n.Neg(n)
		}
		return starlark.MakeBigInt(n)
	case 4:
		return starlark.MakeInt64(g.Int64() - g.Int64())
	}
	b := make([]byte, g.IntN(300))
	for i := range b {
		b[i] = byte(g.Uint32())
	}
	n := new(big.Int).SetBytes(b)
	if g.IntN(2) == 0 {
		n.Neg(n)
	}
	return starlark.MakeBigInt(n)
}

func (g *generator) float() starlark.Float {
	special := []float64{0, math.Copysign(0, -1), 1, -1.5, 0.1, 1e16, 1e-7, 1e300, math.Inf(1), math.Inf(-1), nan, 5e-324, math.MaxFloat64}
	if g.IntN(2) == 0 {
		return starlark.Float(special[g.IntN(len(special))])
	}
	f := math.Float64frombits(g.Uint64())
	if math.IsNaN(f) {
		f = nan
	}
	return starlark.Float(f)
}

var someText = []string{"", "a", "é", "ab", "name", "line\nbreak\r\x00\x1a", `back\slash \u0041`, "日本語", "😀", "\xed\xa0\x80", "ÿĀ", "'\"", "\x7f\u0080"}

func (g *generator) size(limit int) int {
	switch g.IntN(600) {
	case 0:
		return limit
	case 1, 2:
		return limit / 7
	}
	return g.IntN(8)
}

func (g *generator) string() string {
	var b strings.Builder
	for n := g.size(70_000); b.Len() < n; {
		b.WriteString(someText[g.IntN(len(someText))])
		b.WriteByte(byte('a' + g.IntN(26)))
	}
	if b.Len() == 0 {
		return someText[g.IntN(len(someText))]
	}
	return b.String()
}

func (g *generator) bytes() []byte {
	b := make([]byte, g.size(70_000))
	for i := range b {
		b[i] = byte(g.Uint32())
	}
	return b
}

func (g *generator) key(depth int) starlark.Value {
	if depth > 0 && g.IntN(6) == 0 {
		t := make(starlark.Tuple, g.IntN(5))
		for i := range t {
			t[i] = g.key(depth - 1)
		}
		return t
	}
	if depth > 0 && g.IntN(20) == 0 {
		g.sets = true
		s := new(starlark.Set)
		for range g.IntN(4) {
			s.Insert(g.key(depth - 1))
		}
		return builtin.NewFrozenset(nil, s)
	}
	// No bools and round floats: numbers that are equal are one key in CPython, whatever
	// their types.
	switch v := g.atom().(type) {
	case starlark.Bool, starlark.Float:
		return starlark.Float(0.1)
	default:
		return v
	}
}

func (g *generator) atom() starlark.Value {
	switch g.IntN(9) {
	case 0:
		return starlark.None
	case 1:
		return starlark.Bool(g.IntN(2) == 0)
	case 2, 3:
		return g.int()
	case 4:
		return g.float()
	case 5, 6:
		return text.Str(g.string())
	case 7:
		return text.Bytes(g.bytes())
	}
	r, _ := builtin.NewRange(g.IntN(20)-10, g.IntN(1<<20), g.IntN(9)+1)
	return r
}

func (g *generator) value(depth int) starlark.Value {
	g.budget--
	if len(g.made) > 0 && g.IntN(12) == 0 {
		return g.made[g.IntN(len(g.made))]
	}
	if depth <= 0 || g.budget < 0 || g.IntN(4) == 0 {
		return g.atom()
	}
	count := g.IntN(6)
	switch g.IntN(g.rare) {
	case 0:
		count = 1000 + g.IntN(3) - 1
	case 1:
		count = 2001
	case 2:
		depth += 300
	}
	next := func() starlark.Value {
		if count > 100 {
			return g.atom()
		}
		return g.value(depth - 1)
	}
	switch g.IntN(10) {
	case 0, 1, 2:
		l := starlark.NewList(nil)
		g.made = append(g.made, l)
		for range count {
			l.Append(next())
		}
		return l
	case 3, 4:
		d := new(starlark.Dict)
		g.made = append(g.made, d)
		for range count {
			d.SetKey(g.key(2), next())
		}
		return d
	case 5, 6:
		t := make(starlark.Tuple, count)
		for i := range t {
			t[i] = next()
		}
		g.made = append(g.made, t)
		return t
	case 7:
		g.sets = true
		s := new(starlark.Set)
		g.made = append(g.made, s)
		for range count {
			s.Insert(g.key(1))
		}
		return s
	case 8:
		content := g.bytes()
		if len(content) == 1 {
			// CPython has each bytes object of one byte once, but not those that it has unpickled: the one that stands for the bytearray
			// under protocols before 5 and an equal one elsewhere would be two in what it writes again.
			content = nil
		}
		b := text.NewByteArray(content)
		g.made = append(g.made, b)
		return b
	}
	switch g.IntN(3) {
	case 0:
		return object.NewSlice(g.atom(), g.atom(), g.value(depth-1))
	case 1:
		classes := []*object.Class{object.IntType, object.DictType, object.NoneTypeClass, object.EllipsisType, object.ObjectType, object.ExceptionClassOf(exception.KeyError)}
		return classes[g.IntN(len(classes))]
	}
	kinds := []exception.Kind{exception.ValueError, exception.KeyError, exception.RuntimeError}
	e := object.NewException(g.env, object.ExceptionClassOf(kinds[g.IntN(len(kinds))]), g.atom(), g.value(depth-1))
	g.made = append(g.made, e)
	return e
}

func newThread() *starlark.Thread {
	env := object.NewEnv(nil)
	th := &starlark.Thread{Name: "test"}
	env.Bind(th)
	env.Thread = th
	return th
}

// TestRoundTrips sends random values to CPython and back, under all protocols; one in twenty is large. All of 100,000:
//
//	go test -run TestRoundTrips ./internal/pickle -roundtrips 100000 -timeout 1h
func TestRoundTrips(t *testing.T) {
	o := startOracle(t)
	thread := newThread()
	identical, compared := 0, 0
	for n := range *roundTrips {
		g := &generator{Rand: rand.New(rand.NewPCG(*seed, uint64(n))), env: object.EnvOf(thread), budget: 40, rare: 2000}
		if n%20 == 0 {
			g.budget, g.rare = 400, 60
		}
		v := g.value(5)
		protocol, back := n%6, g.IntN(6)
		fail := func(format string, args ...any) {
			t.Helper()
			t.Fatalf("-seed %d, value %d, protocol %d, back %d: %s", *seed, n, protocol, back, fmt.Sprintf(format, args...))
		}
		want := describe(v)
		w := pickle.NewWriter(thread, protocol)
		pickled, err := w.Pickle(v)
		data := []byte(pickled)
		if err != nil {
			fail("%v\n%s", err, brief(want))
		}
		what, again, same := o.ask(t, data, back, protocol)
		if what != want {
			what, want = apart(what, want)
			fail("CPython reads\n%s\nwant\n%s\nfrom %q", what, want, brief(string(data)))
		}
		if !g.sets {
			compared++
			if bytes.Equal(same, data) {
				identical++
			} else if testing.Verbose() {
				theirs, ours := apart(string(same), string(data))
				t.Logf("value %d, protocol %d: CPython writes\n%s\nwe wrote\n%s", n, protocol, theirs, ours)
			}
		}
		for _, p := range [][]byte{again, data} {
			for _, r := range []*pickle.Reader{pickle.NewReader(thread, p, nil), pickle.NewReader(nil, nil, pickle.NewStream(bytes.NewReader(p)))} {
				got, err := r.Read()
				if err != nil {
					fail("reading CPython's %q: %v", brief(string(p)), err)
				}
				if s := describe(got); s != want {
					s, want = apart(s, want)
					fail("read\n%s\nwant\n%s\nfrom %q", s, want, brief(string(p)))
				}
			}
		}
	}
	t.Logf("%d of %d pickles without sets are CPython's to the byte", identical, compared)
	if identical != compared {
		t.Errorf("only %d of %d pickles without sets are what CPython writes", identical, compared)
	}
}

// apart returns two texts from a little before where they part.
func apart(a, b string) (string, string) {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	i = max(0, i-60)
	cut := func(s string) string { return fmt.Sprintf("[%d:] %.200q (%d)", i, s[i:], len(s)) }
	return cut(a), cut(b)
}

func brief(s string) string {
	if len(s) > 2000 {
		return s[:2000] + "... (" + strconv.Itoa(len(s)) + ")"
	}
	return s
}
