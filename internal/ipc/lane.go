package ipc

import (
	"encoding/binary"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"
)

// This file is about lanes: memory by which one process sends to another without asking this one, which keeps the pipe between the two. A lane is lent, as single
// messages and locks are: it is open while nothing else happens to that direction of the pipe, and the kernel closes it before it does anything there itself
// (lane_loan.go). What has been sent by then and not been received, the kernel takes over. Sender and receiver then ask as ever.
//
// One word, the control word, says whether the lane is open and what is in it, and only one compare-and-swap of it makes a step happen: the sender's that a message is
// there, the receiver's that it has one, the kernel's that the lane is closed. So no process waits for another that has been stopped or killed, a message is
// received once, and what a process has seen of the lane before it was closed does no harm afterwards. These invariants hold:
//
//   - A lane has one sender and one receiver for as long as it exists: the sender alone writes to the data, behind what is there, so what is there never changes.
//   - The number of the turn in the control word goes up each time the lane is opened. A step that was begun in an earlier turn fails.
//   - A receiver that sleeps has set asleep. Whoever clears it changes the bell and wakes it; should he be killed in between, the receiver looks again by itself
//     after laneWait. It then asks the kernel, which closes the lane: so whoever waits for long is on the kernel's books.
//   - What the other process has written is checked before it is used.

// The control word, from its lowest bit: the ends of what is there, as positions modulo twice the size of the data; two flags; the number of the turn.
const (
	laneBytes = 64 << 10
	lanePos   = 17 // bits of a position
	laneMask  = 1<<lanePos - 1

	laneAsleep = 1 << (2 * lanePos)
	laneOpen   = laneAsleep << 1
	laneTurn   = 2*lanePos + 2 // where the turn begins
)

// Where in the memory of a lane what is, in words. Each has a cache line of its own.
const (
	laneLine  = 8
	laneBell  = laneLine
	laneKey   = 2 * laneLine
	laneData  = 3 * laneLine
	LaneWords = laneData + laneBytes/8 // the size of a lane's memory
)

// LargestRecord is how long a record may be that goes by a lane.
const LargestRecord = laneBytes / 4

const (
	// laneWait is how long a receiver waits at a lane before it asks the kernel.
	laneWait = 2 * time.Millisecond
	// laneSpin is for how long it looks again and again before it sleeps: a little longer than it takes to wake a process up, since the answer of one that
	// has to be woken takes that long. Where that is in vain it is tried less and less often, up to once in 1<<laneShy waits.
	laneSpin = 50 * time.Microsecond
	laneShy  = 8
)

// LaneMemory is memory that several processes share, and how they wait for each other there.
type LaneMemory struct {
	Words []atomic.Uint64 // LaneWords of them, zero at first

	Wait    func(word *atomic.Uint32, old uint32, d time.Duration) // sleeps while the word is old, at most for d; it may return early
	Wake    func(word *atomic.Uint32)                              // wakes who sleeps there
	Release func()                                                 // in the process that made it: nobody here uses it any more

	// How other processes find it: an open file of a process, and the number that stands in it (SetKey).
	Pid, File int
	Key       uint64
}

// SetKey writes the number by which a process that opens the memory knows it.
func (m *LaneMemory) SetKey() { m.Words[laneKey].Store(m.Key) }

// HasKey reports whether the memory is the one that was meant.
func (m *LaneMemory) HasKey() bool { return m.Words[laneKey].Load() == m.Key }

// A Lane is a process's view of a lane. Its methods may be called from any goroutine; only one sends or receives at a time.
type Lane struct {
	mem     *LaneMemory
	control *atomic.Uint64
	bell    *atomic.Uint32
	data    []byte

	mu     sync.Mutex // of who sends or receives
	misses int        // how often in a row spinning was in vain
	skip   int        // how many waits are to go by without it
	turn   uint64     // the kernel's: of the last time that it was opened
}

// NewLane returns a view of the lane in m.
func NewLane(m *LaneMemory) *Lane {
	data := m.Words[laneData:LaneWords]
	return &Lane{
		mem: m, control: &m.Words[0], bell: (*atomic.Uint32)(unsafe.Pointer(&m.Words[laneBell])),
		data: unsafe.Slice((*byte)(unsafe.Pointer(&data[0])), laneBytes),
	}
}

// laneUsed returns how many bytes there are, and where they begin; ok is false if that makes no sense.
func laneUsed(word uint64) (head, used int, ok bool) {
	head = int(word >> lanePos & laneMask)
	used = int(word-uint64(head)) & laneMask
	return head, used, used <= laneBytes
}

// laneWord returns the control word with other positions.
func laneWord(word uint64, head, used int) uint64 {
	return word>>(2*lanePos)<<(2*lanePos) | uint64(head&laneMask)<<lanePos | uint64((head+used)&laneMask)
}

// Open reports whether the lane is open.
func (l *Lane) Open() bool { return l.control.Load()&laneOpen != 0 }

// Empty reports whether the lane is open and nothing is in it.
func (l *Lane) Empty() bool {
	word := l.control.Load()
	_, used, ok := laneUsed(word)
	return word&laneOpen != 0 && ok && used == 0
}

// Put sends a record. It is false if the lane is not open, or if there is no room.
func (l *Lane) Put(record []byte) bool {
	n := 4 + len(record)
	if n > LargestRecord {
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	written := uint64(1) // never a control word: it is not open
	for {
		word := l.control.Load()
		head, used, ok := laneUsed(word)
		if word&laneOpen == 0 || !ok || used+n > laneBytes {
			return false
		}
		if at := laneWord(word&^laneAsleep, 0, head+used); at != written {
			var size [4]byte
			binary.LittleEndian.PutUint32(size[:], uint32(len(record)))
			l.write(head+used, size[:])
			l.write(head+used+4, record)
			written = at
		}
		if l.control.CompareAndSwap(word, laneWord(word&^laneAsleep, head, used+n)) {
			l.ring(word)
			return true
		}
	}
}

// ring wakes the receiver, if it slept when the control word was word.
func (l *Lane) ring(word uint64) {
	if word&laneAsleep != 0 {
		l.bell.Add(1)
		l.mem.Wake(l.bell)
	}
}

// Take receives the oldest record. It is false if the lane is not open, or if there is none.
func (l *Lane) Take() ([]byte, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for {
		word := l.control.Load()
		head, used, ok := laneUsed(word)
		if word&laneOpen == 0 || !ok {
			return nil, false
		}
		record, ok := l.record(head, used)
		if !ok {
			return nil, false
		}
		n := 4 + len(record)
		for {
			if l.control.CompareAndSwap(word, laneWord(word, head+n, used-n)) {
				return record, true
			}
			again := l.control.Load()
			h, u, ok := laneUsed(again)
			if !ok || h != head || u < used || again>>laneTurn != word>>laneTurn || again&laneOpen == 0 {
				break
			}
			word, used = again, u // more has come
		}
	}
}

// record copies the oldest of used bytes from head on.
func (l *Lane) record(head, used int) ([]byte, bool) {
	if used < 4 {
		return nil, false
	}
	var size [4]byte
	l.read(head, size[:])
	n := binary.LittleEndian.Uint32(size[:])
	if n > LargestRecord || int(n) > used-4 {
		return nil, false
	}
	record := make([]byte, n)
	l.read(head+4, record)
	return record, true
}

func (l *Lane) write(at int, b []byte) {
	at %= laneBytes
	copy(l.data, b[copy(l.data[at:], b):])
}

func (l *Lane) read(at int, b []byte) {
	at %= laneBytes
	copy(b[copy(b, l.data[at:]):], l.data)
}

// spin looks again and again for a short time, unless that has been in vain lately. It reports whether there is something to see.
func (l *Lane) spin() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.skip > 0 || runtime.NumCPU() == 1 {
		l.skip--
		return false
	}
	begin := time.Now()
	for n := 1; ; n++ {
		if !l.Empty() {
			l.misses = 0
			return true
		}
		if n%32 == 0 && time.Since(begin) > laneSpin {
			break
		}
	}
	l.misses = min(l.misses+1, laneShy)
	l.skip = 1<<l.misses - 1
	return false
}

// sleep waits until there may be something to see, at most for d.
func (l *Lane) sleep(d time.Duration) {
	bell := l.bell.Load()
	word := l.control.Load()
	if _, used, _ := laneUsed(word); word&laneOpen == 0 || used > 0 {
		return
	}
	if word&laneAsleep != 0 || l.control.CompareAndSwap(word, word|laneAsleep) {
		l.mem.Wait(l.bell, bell, d)
	}
}

// open begins a turn, with nothing in the lane. It is the kernel's.
func (l *Lane) open() {
	l.turn++
	l.control.Store(l.turn<<laneTurn | laneOpen)
}

// close ends the turn and returns what is left. It is the kernel's.
func (l *Lane) close() (records [][]byte) {
	word := l.control.Load()
	for word&laneOpen != 0 && !l.control.CompareAndSwap(word, word&^(laneOpen|laneAsleep)) {
		word = l.control.Load()
	}
	if word&laneOpen == 0 {
		return nil
	}
	l.ring(word)
	head, used, ok := laneUsed(word)
	for ok && used > 0 {
		var record []byte
		if record, ok = l.record(head, used); ok {
			records = append(records, record)
			head, used = head+4+len(record), used-4-len(record)
		}
	}
	return records
}
