package remote

import (
	"net"
	"runtime"
	"sync/atomic"
	"testing"

	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/wire"
)

// noteBusy makes a root of lending's busy until idle has something.
const noteBusy = 1

// lending is pair with memory that both sides share.
func lending(t testing.TB) (client *Client, there *ipc.Holder, task *ipc.Task, idle chan struct{}) {
	words := make([]atomic.Uint64, SharedBytes/8)
	a, b := net.Pipe()
	idle = make(chan struct{})
	conn := NewConn(a, plain{}, func(_ *Conn, kind byte, _ []byte, _ []any, _ func([]byte, []any, error)) {
		if kind == noteBusy {
			<-idle
		}
	})
	conn.Share(words, func() {})
	there = ipc.NewHolder("child", 1)
	conn.Host(1, there)
	go conn.Serve()
	client = NewClient(b, plain{}, func(byte, []byte, []any) {})
	client.Share(words)
	go client.Serve()
	t.Cleanup(func() {
		client.Close()
		<-conn.Done()
		there.Close()
	})
	return client, there, ipc.NewTask(ipc.NewHolder("child", 1), ipc.Hooks{}), idle
}

// TestLentLock has a lock lent, and sees which operations need not ask the root.
func TestLentLock(t *testing.T) {
	for _, kind := range []ipc.Kind{ipc.KindLock, ipc.KindRLock} {
		client, _, task, idle := lending(t)
		l := client.Make(ipc.Spec{Kind: kind}).(ipc.Locker)
		do := func(what string, asks int, f func() error) {
			t.Helper()
			before := client.lastCall.Load()
			if err := f(); err != nil {
				t.Fatalf("%s: %v", what, err)
			}
			if n := int(client.lastCall.Load() - before); n != asks {
				t.Errorf("%s of kind %d asked %d times, want %d", what, kind, n, asks)
			}
		}
		acquire := func() error { _, err := l.Acquire(task, ipc.Forever); return err }
		release := func() error { return l.Release(task) }
		for range 2 {
			do("acquire", 1, acquire)
			do("release", 1, release)
		}
		do("acquire", 1, acquire)
		for range 3 { // it is lent
			do("release", 0, release)
			do("acquire", 0, acquire)
		}
		do("whose", 0, func() error {
			if own, id := l.Whose(task); own != ipc.ThisTask || id != 1 {
				t.Errorf("own %v, process %d", own, id)
			}
			return nil
		})
		// What was done under the lock must have happened before it is free: a put is on its way, behind what the root is busy with.
		q := client.Make(ipc.Spec{Kind: ipc.KindQueue, N: 0}).(*ipc.Queue)
		client.Notify(noteBusy, wire.Parts{})
		ipc.FarOf(q).Post(task, ipc.OpPut, ipc.Args{Msg: ipc.Bytes("x")})
		do("release behind a post", 1, func() error {
			before := client.lastCall.Load()
			var released atomic.Bool
			go func() {
				for client.lastCall.Load() == before && !released.Load() {
					runtime.Gosched()
				}
				idle <- struct{}{}
			}()
			defer released.Store(true)
			return release()
		})
		do("acquire", 1, acquire)
		do("release", 0, release)

		// Another task asks, which ends the loan.
		other := ipc.NewTask(task.Holder(), ipc.Hooks{})
		do("acquire by another", 1, func() error { _, err := l.Acquire(other, ipc.Forever); return err })
		do("whose", 1, func() error {
			if own, _ := l.Whose(task); own != ipc.OtherTask {
				t.Errorf("own %v", own)
			}
			return nil
		})
		do("release by another", 1, func() error { return l.Release(other) })
		do("acquire", 1, acquire)
	}
}

// TestLentLockLost ends the connection while a lent lock is held: who comes next learns that it was abandoned.
func TestLentLockLost(t *testing.T) {
	words := make([]atomic.Uint64, SharedBytes/8)
	a, b := net.Pipe()
	l := ipc.NewLock()
	conn := NewConn(a, plain{}, func(*Conn, byte, []byte, []any, func([]byte, []any, error)) {})
	conn.Share(words, func() {})
	there := ipc.NewHolder("child", 1)
	conn.Host(1, there)
	go conn.Serve()
	got := make(chan any, 1)
	client := NewClient(b, plain{}, func(_ byte, _ []byte, objects []any) { got <- objects[0] })
	client.Share(words)
	go client.Serve()
	go conn.Notify(0, wire.Parts{}, []any{l}, nil)
	far := (<-got).(*ipc.Lock)
	task := ipc.NewTask(ipc.NewHolder("child", 1), ipc.Hooks{})
	for range 10 {
		far.Acquire(task, ipc.Forever)
		far.Release(task)
	}
	before := client.lastCall.Load()
	if _, err := far.Acquire(task, ipc.Forever); err != nil || client.lastCall.Load() != before {
		t.Fatalf("not lent: %v", err)
	}
	client.Close()
	<-conn.Done()
	there.Close()
	root := ipc.NewTask(ipc.NewHolder("root", 0), ipc.Hooks{})
	if abandoned, err := l.Acquire(root, ipc.Forever); !abandoned || err != nil {
		t.Errorf("abandoned %v, %v", abandoned, err)
	}
}
