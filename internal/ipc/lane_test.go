package ipc

import (
	"encoding/binary"
	"io"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// laneMemory makes a lane's memory within this process.
func laneMemory() *LaneMemory {
	return &LaneMemory{
		Words: make([]atomic.Uint64, LaneWords),
		Wait: func(word *atomic.Uint32, old uint32, d time.Duration) {
			for end := time.Now().Add(d); word.Load() == old && time.Now().Before(end); {
				time.Sleep(10 * time.Microsecond)
			}
		},
		Wake: func(*atomic.Uint32) {}, Release: func() {},
	}
}

func laneRecord(n int) []byte {
	b := make([]byte, 8+n%3000)
	binary.LittleEndian.PutUint64(b, uint64(n))
	for i := 8; i < len(b); i++ {
		b[i] = byte(n)
	}
	return b
}

func checkRecord(t *testing.T, b []byte, want int) {
	t.Helper()
	if string(b) != string(laneRecord(want)) {
		t.Fatalf("record of %d bytes, %d at its beginning, is not number %d", len(b), binary.LittleEndian.Uint64(b), want)
	}
}

func TestLane(t *testing.T) {
	m := laneMemory()
	kernel, sender, receiver := NewLane(m), NewLane(m), NewLane(m)
	if sender.Put([]byte("x")) || sender.Open() {
		t.Error("a lane that has never been opened takes something")
	}
	next := 0
	for range 100 { // around the end of the data, too
		kernel.open()
		first := next
		for sender.Put(laneRecord(next)) {
			next++
		}
		half := (first + next) / 2
		for n := first; n < half; n++ {
			b, ok := receiver.Take()
			if !ok {
				t.Fatal("nothing there")
			}
			checkRecord(t, b, n)
		}
		for half < next && sender.Put(laneRecord(next)) { // there is room again
			next++
		}
		rest := kernel.close()
		if len(rest) != next-half {
			t.Fatalf("%d are left, want %d", len(rest), next-half)
		}
		for i, b := range rest {
			checkRecord(t, b, half+i)
		}
		if _, ok := receiver.Take(); ok || sender.Put([]byte("x")) || kernel.close() != nil {
			t.Fatal("a lane that is closed gives or takes something")
		}
	}
	kernel.open()
	if sender.Put(make([]byte, LargestRecord)) {
		t.Error("a record of more than the largest was sent")
	}
	if b, ok := receiver.Take(); ok {
		t.Errorf("received %d bytes that nobody sent", len(b))
	}
}

// TestLaneTurns has a stale step of either side meet a lane that was closed and opened again with the same positions.
func TestLaneTurns(t *testing.T) {
	m := laneMemory()
	kernel, sender := NewLane(m), NewLane(m)
	kernel.open()
	empty := m.Words[0].Load()
	sender.Put(laneRecord(1))
	full := m.Words[0].Load()
	kernel.close()
	kernel.open()
	sender.Put(laneRecord(1))
	if m.Words[0].CompareAndSwap(empty, full) || m.Words[0].CompareAndSwap(full, empty) {
		t.Error("a step of an earlier turn counts")
	}
}

// TestLaneHammer sends by a lane that is closed at any moment, and by the kernel while it is: all arrives, once, in order.
func TestLaneHammer(t *testing.T) {
	const messages = 20000
	m := laneMemory()
	kernel, sender, receiver := NewLane(m), NewLane(m), NewLane(m)
	var mu sync.Mutex // the kernel's
	var stored [][]byte
	reclaim := func() { stored = append(stored, kernel.close()...) }
	var done atomic.Bool
	var wg sync.WaitGroup
	wg.Go(func() {
		for !done.Load() {
			time.Sleep(time.Duration(rand.IntN(50)) * time.Microsecond)
			mu.Lock()
			reclaim()
			mu.Unlock()
		}
	})
	wg.Go(func() {
		for n := range messages {
			if sender.Put(laneRecord(n)) {
				continue
			}
			mu.Lock()
			reclaim()
			stored = append(stored, laneRecord(n))
			mu.Unlock()
		}
	})
	direct := 0
	for n := 0; n < messages; {
		if b, ok := receiver.Take(); ok {
			checkRecord(t, b, n)
			n++
			direct++
			continue
		}
		if receiver.Open() {
			receiver.sleep(laneWait)
			continue
		}
		mu.Lock()
		reclaim()
		for _, b := range stored {
			checkRecord(t, b, n)
			n++
		}
		stored = nil
		kernel.open()
		mu.Unlock()
	}
	done.Store(true)
	wg.Wait()
	t.Logf("%d of %d by the lane", direct, messages)
}

// TestLaneSleep wakes a receiver by a message and by the end of the turn.
func TestLaneSleep(t *testing.T) {
	m := laneMemory()
	kernel, sender, receiver := NewLane(m), NewLane(m), NewLane(m)
	for _, wake := range []func(){func() { sender.Put([]byte("x")) }, func() { kernel.close() }} {
		kernel.open()
		bell := receiver.bell.Load()
		go func() {
			for m.Words[0].Load()&laneAsleep == 0 {
				time.Sleep(time.Microsecond)
			}
			wake()
		}()
		receiver.sleep(time.Hour)
		if receiver.bell.Load() == bell {
			t.Error("woken by nobody")
		}
	}
}

// FuzzLane has the other processes write anything at all.
func FuzzLane(f *testing.F) {
	f.Add(uint64(laneOpen), []byte{})
	f.Add(uint64(laneOpen|100), []byte{96, 0, 0, 0, 1})
	f.Add(uint64(laneOpen|laneBytes), []byte{255, 255, 255, 255})
	f.Add(^uint64(0), []byte{1, 2, 3})
	f.Fuzz(func(t *testing.T, word uint64, data []byte) {
		for _, step := range []func(*Lane){
			func(l *Lane) { l.Take() }, func(l *Lane) { l.Put(data[:min(len(data), 100)]) }, func(l *Lane) { l.close() },
			func(l *Lane) { l.Empty() }, func(l *Lane) { l.sleep(time.Nanosecond) },
		} {
			l := NewLane(laneMemory())
			copy(l.data, data)
			l.control.Store(word)
			step(l)
			l.close()
			l.open()
			if _, ok := l.Take(); ok || !l.Put([]byte("x")) {
				t.Error("a lane that was opened anew does not work")
			}
		}
	})
}

// A laneUser is the connection to one other process.
type laneUser struct {
	told map[*End]*Lane
	send bool
	none bool // no memory to be had
}

func (u *laneUser) NewLane() *LaneMemory {
	if u.none {
		return nil
	}
	return laneMemory()
}

func (u *laneUser) TellLane(e *End, m *LaneMemory, send bool) { u.told[e], u.send = NewLane(m), send }

func (u *laneUser) Record(b []byte) Message { return Bytes(b) }

// A lanePair is a pipe between two other processes, and the views that they have of its lane.
type lanePair struct {
	t           testing.TB
	task        *Task
	from, to    *End
	in, out     laneUser
	sent, taken int
}

func newLanePair(t testing.TB, k *Kernel) *lanePair {
	p := &lanePair{t: t, task: NewTask(k.NewHolder("p", 1), Hooks{})}
	a, b := NewPipe(false)
	p.to, p.from = a.Open(k.NewHolder("to", 2)), b.Open(k.NewHolder("from", 3))
	p.in.told, p.out.told = make(map[*End]*Lane), make(map[*End]*Lane)
	p.to.SetUser(&p.in)
	p.from.SetUser(&p.out)
	return p
}

// pass sends a message through the kernel, as two connections do.
func (p *lanePair) pass() {
	p.t.Helper()
	if err := p.from.push(p.task, Bytes("kernel"), nil); err != nil {
		p.t.Fatal(err)
	}
	if m, err := p.to.Recv(p.task, NoWait); err != nil || m != Bytes("kernel") {
		p.t.Fatal(m, err)
	}
	p.to.LendLane()
}

// open passes messages until there is a lane, and it is open.
func (p *lanePair) open() (sender, receiver *Lane) {
	p.t.Helper()
	for range laneAfter + 1 {
		p.pass()
	}
	sender, receiver = p.out.told[p.from], p.in.told[p.to]
	if sender == nil || receiver == nil || !p.out.send || p.in.send || !sender.Open() {
		p.t.Fatal("there is no lane")
	}
	return sender, receiver
}

// TestLendLane does each thing that closes a lane: what is in it has then been sent, before whatever comes next.
func TestLendLane(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(p *lanePair) error
		gone bool // for good
	}{
		{"send", func(p *lanePair) error { return p.from.push(p.task, Bytes("next"), nil) }, false},
		{"send and wait", func(p *lanePair) error { return p.from.Send(p.task, Bytes("next"), Forever) }, false},
		{"another sends", func(p *lanePair) error {
			return p.from.Conn().Open(p.task.Holder()).Send(p.task, Bytes("next"), Forever)
		}, true},
		{"poll", func(p *lanePair) error { return p.to.Poll(p.task, NoWait) }, false},
		{"wait", func(p *lanePair) error { _, err := Wait(p.task, []Waitable{p.to}, NoWait); return err }, false},
		{"ready", func(p *lanePair) error { p.to.Ready(); return nil }, false},
		{"bytes", func(p *lanePair) error { p.to.Conn().Bytes(); return nil }, false},
		{"limit", func(p *lanePair) error { p.to.Conn().LimitBytes(1 << 20); return nil }, false},
		{"describe", func(p *lanePair) error { _ = p.to.String(); return nil }, false},
		{"get later", func(p *lanePair) error {
			if GetLater(p.task, p.to, func(Message, error) {}) {
				p.t.Error("waits for what is there")
			}
			return nil
		}, false},
		{"sender closes", func(p *lanePair) error { p.from.Close(); return nil }, true},
		{"sender dies", func(p *lanePair) error { p.from.Holder().Close(); return nil }, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newLanePair(t, new(Kernel))
			sender, receiver := p.open()
			if !sender.Put([]byte("lane")) || !receiver.Open() {
				t.Fatal("the lane does not take anything")
			}
			if err := c.do(p); err != nil {
				t.Fatal(err)
			}
			if sender.Open() {
				t.Error("the lane is open")
			}
			if m, err := p.to.Recv(p.task, NoWait); m != Bytes("lane") || err != nil {
				t.Errorf("received %v, %v", m, err)
			}
			for m, err := p.to.Recv(p.task, NoWait); err == nil; m, err = p.to.Recv(p.task, NoWait) {
				if m != Bytes("next") {
					t.Errorf("received %v", m)
				}
			}
			if !c.gone {
				p.pass()
				if !sender.Open() {
					t.Error("the lane is not opened again")
				}
			} else if p.from.Closed() {
				if _, err := p.to.Recv(p.task, NoWait); err != io.EOF {
					t.Errorf("at the end: %v", err)
				}
			}
		})
	}
}

// TestLaneReceiverDies hands what a process that has died did not receive to the next.
func TestLaneReceiverDies(t *testing.T) {
	p := newLanePair(t, new(Kernel))
	sender, receiver := p.open()
	for range 3 {
		sender.Put([]byte("lane"))
	}
	receiver.Take()
	other := p.to.Conn().Open(p.task.Holder())
	p.to.Holder().Close()
	for range 2 {
		if m, err := other.Recv(p.task, NoWait); m != Bytes("lane") || err != nil {
			t.Fatalf("received %v, %v", m, err)
		}
	}
	if _, err := other.Recv(p.task, NoWait); err != ErrTimeout || sender.Open() || p.from.c.out().way.lane != nil {
		t.Errorf("there is more: %v", err)
	}
}

// TestNoLane is about pipes that must not have one.
func TestNoLane(t *testing.T) {
	observed := &Kernel{Observe: func(*Task, Call) {}}
	counted := &Kernel{MaxBytes: 1 << 30}
	for _, c := range []struct {
		name string
		k    *Kernel
		set  func(p *lanePair)
	}{
		{"observed", observed, func(*lanePair) {}},
		{"counted", counted, func(*lanePair) {}},
		{"no memory", new(Kernel), func(p *lanePair) { p.in.none = true }},
		{"the sender is here", new(Kernel), func(p *lanePair) { p.from.user = nil }},
		{"one process", new(Kernel), func(p *lanePair) { p.from.user = p.to.user }},
	} {
		p := newLanePair(t, c.k)
		c.set(p)
		for range 3 * laneAfter {
			p.pass()
		}
		if len(p.in.told)+len(p.out.told) > 0 {
			t.Errorf("%s: there is a lane", c.name)
		}
	}
}
