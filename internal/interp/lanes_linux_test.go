package interp

import (
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"
	"unsafe"

	"github.com/mpstar/mpstar/internal/ipc"
)

// TestLaneMemory opens the memory of a lane as another process does.
func TestLaneMemory(t *testing.T) {
	before := openFiles(t)
	var hs hosts
	made := hs.newLane()
	if made == nil {
		t.Skip("no memory without a name here")
	}
	opened := &ipc.LaneMemory{Pid: made.Pid, File: made.File, Key: made.Key}
	if !openLane(opened) {
		t.Skip("/proc does not let a process open another's files")
	}
	here, there := (*atomic.Uint32)(unsafe.Pointer(&made.Words[1])), (*atomic.Uint32)(unsafe.Pointer(&opened.Words[1]))
	woken := make(chan bool)
	go func() {
		for there.Load() == 0 {
			opened.Wait(there, 0, time.Hour)
		}
		woken <- true
	}()
	here.Store(1)
	made.Wake(here)
	<-woken

	other := filepath.Join(t.TempDir(), "other")
	if err := os.WriteFile(other, make([]byte, laneBytes), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(other, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range []*ipc.LaneMemory{
		{Pid: made.Pid, File: made.File, Key: made.Key + 1},
		{Pid: made.Pid, File: int(f.Fd()), Key: made.Key},
		{Pid: made.Pid, File: 1 << 20, Key: made.Key},
		{Pid: -1, File: made.File, Key: made.Key},
	} {
		if openLane(m) {
			t.Errorf("opened %d of %d", m.File, m.Pid)
		}
	}
	f.Close()
	made.Release()
	if n := hs.lanes.Load(); n != 0 {
		t.Errorf("%d lanes are left", n)
	}
	if after := openFiles(t); after != before {
		t.Errorf("%d files are open, %d before", after, before)
	}
	var all []*ipc.LaneMemory
	for m := hs.newLane(); m != nil; m = hs.newLane() {
		all = append(all, m)
	}
	if len(all) != maxLanes {
		t.Errorf("%d lanes at once, want %d", len(all), maxLanes)
	}
	for _, m := range all {
		m.Release()
	}
}

func openFiles(t *testing.T) int {
	t.Helper()
	list, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Skip(err)
	}
	return len(list)
}
