package remote

import (
	"io"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/wire"
)

// A laneRoot is a root with children that all live in this process, and so do their lanes.
type laneRoot struct {
	t     testing.TB
	lanes sync.Map // by their keys
	known atomic.Uint64
}

// A laneChild is one of them.
type laneChild struct {
	*Client
	conn  *Conn
	there *ipc.Holder
	task  *ipc.Task
	heard chan []any // what the root has sent
}

func (r *laneRoot) child(pid int) *laneChild {
	words := make([]atomic.Uint64, SharedBytes/8)
	a, b := net.Pipe()
	c := &laneChild{there: ipc.NewHolder("child", pid), task: ipc.NewTask(ipc.NewHolder("child", pid), ipc.Hooks{})}
	c.conn = NewConn(a, plain{}, func(_ *Conn, _ byte, data []byte, objects []any, reply func([]byte, []any, error)) {
		if reply != nil {
			reply(data, objects, nil)
		}
	})
	c.conn.Share(words, func() {})
	c.conn.Lanes = func() *ipc.LaneMemory {
		m := &ipc.LaneMemory{
			Words: make([]atomic.Uint64, ipc.LaneWords), Key: r.known.Add(1), Release: func() {}, Wake: func(*atomic.Uint32) {},
			Wait: func(word *atomic.Uint32, old uint32, d time.Duration) {
				for end := time.Now().Add(d); word.Load() == old && time.Now().Before(end); {
					time.Sleep(10 * time.Microsecond)
				}
			},
		}
		r.lanes.Store(m.Key, m)
		return m
	}
	c.conn.Host(pid, c.there)
	go c.conn.Serve()
	c.heard = make(chan []any, 1)
	c.Client = NewClient(b, plain{}, func(_ byte, _ []byte, objects []any) { c.heard <- objects })
	c.Client.Share(words)
	c.Client.Lane = func(m *ipc.LaneMemory) bool {
		same, ok := r.lanes.Load(m.Key)
		if ok {
			*m = *same.(*ipc.LaneMemory)
		}
		return ok
	}
	go c.Client.Serve()
	r.t.Cleanup(func() {
		c.Client.Close()
		<-c.conn.Done()
		c.there.Close()
	})
	return c
}

// TestLane has two children send to each other without asking, and the root take part whenever it likes.
func TestLane(t *testing.T) {
	root := &laneRoot{t: t}
	one, other := root.child(1), root.child(2)
	a, side := one.MakePipe(1, true)
	if _, _, err := one.Request(1, wire.Parts{}, nil); err != nil { // the root has made it
		t.Fatal(err)
	}
	task := ipc.NewTask(ipc.NewHolder("root", 3), ipc.Hooks{})
	// The other side goes to the other child.
	if err := other.conn.Notify(1, wire.Parts{}, []any{rootEnd(one.conn, side).Dup(nil)}, other.there); err != nil {
		t.Fatal(err)
	}
	b := (<-other.heard)[0].(*ipc.End)

	ended := make(chan error, 1)
	go func() {
		for {
			m, err := b.Recv(other.task, ipc.Forever)
			if err == nil {
				err = b.Send(other.task, m, ipc.Forever)
			}
			if err != nil {
				ended <- err
				return
			}
		}
	}()
	trip := func(text string) {
		t.Helper()
		if err := a.Send(one.task, ipc.Bytes(text), ipc.Forever); err != nil {
			t.Fatal(err)
		}
		if m, err := a.Recv(one.task, ipc.Forever); err != nil || m != ipc.Bytes(text) {
			t.Fatal(m, err)
		}
	}
	// One whose answer takes long asks, so this says nothing of a single trip.
	direct := 0
	for n := 0; n < 20000 && direct < 100; n++ {
		before := one.out.sent.Load()
		trip(string(rune('a' + n%26)))
		if one.out.sent.Load() == before {
			direct++
		}
	}
	if direct < 100 {
		t.Errorf("only %d trips went by the lane", direct)
	}
	for range 20 {
		rootEnd(one.conn, a).Ready() // closes the lane
		trip("again")
		trip(string(make([]byte, 30<<10))) // is too large for it
	}
	if err := a.Poll(one.task, ipc.NoWait); err != ipc.ErrTimeout {
		t.Errorf("poll of nothing: %v", err)
	}
	if _, err := a.Recv(one.task, task.Deadline(5*time.Millisecond)); err != ipc.ErrTimeout {
		t.Errorf("receive of nothing: %v", err)
	}
	go func() {
		time.Sleep(time.Millisecond)
		one.task.Interrupt()
	}()
	if _, err := a.Recv(one.task, ipc.Forever); err != ipc.ErrCancelled {
		t.Errorf("interrupted: %v", err)
	}
	one.task.Uncancel()
	trip("after an interrupt")
	one.there.Close()
	if err := <-ended; err != io.EOF {
		t.Errorf("after the death of the one: %v", err)
	}
}

// rootEnd returns the root's side of a child's end.
func rootEnd(c *Conn, e *ipc.End) *ipc.End { return c.lookup(ipc.FarOf(e).(*far).id).(*ipc.End) }
