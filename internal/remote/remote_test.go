package remote

import (
	"errors"
	"io"
	"net"
	"testing"
	"time"

	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/wire"
)

// plain is a codec of messages that are bytes.
type plain struct{}

func (plain) Encode(m ipc.Message) (Parcel, error) {
	b, ok := m.(ipc.Bytes)
	if !ok {
		return Parcel{}, errors.New("not bytes")
	}
	return Parcel{Data: wire.Whole([]byte(b))}, nil
}

func (plain) Decode(p Parcel, drop func()) (ipc.Message, error) {
	return ipc.Bytes(p.Data.Joined()), nil
}
func (plain) Error(text string) error { return errors.New(text) }

// pair connects a client that hosts process 1 to a root.
func pair(t testing.TB) (*Client, *ipc.Holder, *ipc.Task) {
	a, b := net.Pipe()
	conn := NewConn(a, plain{}, func(c *Conn, kind byte, data []byte, objects []any, reply func([]byte, []any, error)) {
		if reply != nil {
			reply(data, objects, nil)
		}
	})
	there := ipc.NewHolder("child", 1)
	conn.Host(1, there)
	go conn.Serve()
	client := NewClient(b, plain{}, func(byte, []byte, []any) {})
	go client.Serve()
	here := ipc.NewHolder("child", 1)
	t.Cleanup(func() {
		client.Close()
		<-conn.Done()
		there.Close()
	})
	return client, there, ipc.NewTask(here, ipc.Hooks{})
}

func TestObjects(t *testing.T) {
	client, _, task := pair(t)
	q := client.Make(ipc.Spec{Kind: ipc.KindQueue, N: 2}).(*ipc.Queue)
	for _, s := range []string{"a", "b"} {
		if err := q.Put(task, ipc.Bytes(s), ipc.Forever); err != nil {
			t.Fatal(err)
		}
	}
	if err := q.Put(task, ipc.Bytes("c"), ipc.NoWait); err != ipc.ErrTimeout {
		t.Errorf("put into a full queue: %v", err)
	}
	if n := q.Len(); n != 2 {
		t.Errorf("length %d, want 2", n)
	}
	if m, err := q.Get(task, ipc.Forever); err != nil || m != ipc.Bytes("a") {
		t.Errorf("got %v, %v", m, err)
	}

	l := client.Make(ipc.Spec{Kind: ipc.KindRLock}).(*ipc.RLock)
	for range 2 {
		if _, err := l.Acquire(task, ipc.Forever); err != nil {
			t.Fatal(err)
		}
	}
	if own, _ := l.Whose(task); own != ipc.ThisTask || l.Count() != 2 {
		t.Errorf("owner %v, count %d", own, l.Count())
	}
	if err := l.Release(nil); err != ipc.ErrNotOwner {
		t.Errorf("release by nobody: %v", err)
	}

	a, b := client.MakePipe(1, false)
	if err := b.Send(task, ipc.Bytes("x"), ipc.Forever); err != nil {
		t.Fatal(err)
	}
	b.Close()
	if m, err := a.Recv(task, ipc.Forever); err != nil || m != ipc.Bytes("x") {
		t.Errorf("received %v, %v", m, err)
	}
	if _, err := a.Recv(task, ipc.Forever); err != io.EOF {
		t.Errorf("after the end: %v", err)
	}
}

// TestCancel interrupts waits: nothing is lost, and the task can go on.
func TestCancel(t *testing.T) {
	client, _, task := pair(t)
	q := client.Make(ipc.Spec{Kind: ipc.KindQueue}).(*ipc.Queue)
	for range 50 {
		go func() {
			time.Sleep(time.Millisecond)
			task.Interrupt()
		}()
		if _, err := q.Get(task, ipc.Forever); err != ipc.ErrCancelled {
			t.Fatal(err)
		}
		task.Uncancel()
		if err := q.Put(task, ipc.Bytes("m"), ipc.Forever); err != nil {
			t.Fatal(err)
		}
		if _, err := q.Get(task, ipc.Forever); err != nil {
			t.Fatal(err)
		}
	}
}

// TestDeath closes a child's holder while it has a lock.
func TestDeath(t *testing.T) {
	client, there, task := pair(t)
	l := client.Make(ipc.Spec{Kind: ipc.KindLock}).(*ipc.Lock)
	if _, err := l.Acquire(task, ipc.Forever); err != nil {
		t.Fatal(err)
	}
	there.Close()
	if l.IsZero() {
		t.Error("the lock of a process that has ended is held")
	}
}

// FuzzConn sends a root anything at all: it must neither crash nor hang.
func FuzzConn(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{8, 0, 0, 0, frameMake, 2, byte(ipc.KindQueue), 0, 0, 0, 0})
	f.Add([]byte{3, 0, 0, 0, frameRelease, 2, 2, 12, 0, 0, 0, frameCall, 1, 2, 1, 2, byte(ipc.OpGet), 1, 0})
	f.Add([]byte{255, 255, 255, 255, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 1<<16 {
			return
		}
		a, z := net.Pipe()
		conn := NewConn(a, plain{}, func(c *Conn, kind byte, data []byte, objects []any, reply func([]byte, []any, error)) {
			if reply != nil {
				reply(nil, nil, nil)
			}
		})
		h := ipc.NewHolder("child", 1)
		conn.Host(1, h)
		go func() {
			z.Write(b)
			z.Close()
		}()
		go io.Copy(io.Discard, z)
		conn.Serve()
		<-conn.Done()
		h.Close()
	})
}
