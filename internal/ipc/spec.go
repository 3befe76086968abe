package ipc

// This file is about what a kernel object is, without its state: so that one process can make it for another.

// A Kind names a type of object between processes.
type Kind uint8

// The kinds of objects; the comment says what N and M of a Spec are.
const (
	KindQueue     Kind = iota + 1 // N: at most so many messages
	KindEnd                       // N: 1 readable, 2 writable, 4 closed
	KindLock                      //
	KindRLock                     //
	KindSemaphore                 // N: value (when it is made), M: 1 bounded
	KindCondition                 // Lock
	KindEvent                     //
	KindBarrier                   // N: parties
	KindMemory                    // N: length
	KindPort                      //
	KindToken                     // Port, Msg
)

// A Spec says what an object is, without its state.
type Spec struct {
	Kind Kind
	N, M int
	Lock Locker  // of a condition that is to be made
	Msg  Message // of a token that is to be made
	Port *Port   // likewise; of any other object: with which it ends, may be nil
}

// Describe returns the Spec of a kernel object; ok is false if x is none.
func Describe(x any) (s Spec, ok bool) {
	switch o := x.(type) {
	case *Queue:
		return Spec{Kind: KindQueue, N: o.Max()}, true
	case *End:
		s = Spec{Kind: KindEnd}
		if o.Readable() {
			s.N |= 1
		}
		if o.Writable() {
			s.N |= 2
		}
		if o.Closed() {
			s.N |= 4
		}
		return s, true
	case *Lock:
		return Spec{Kind: KindLock}, true
	case *RLock:
		return Spec{Kind: KindRLock}, true
	case *Semaphore:
		s = Spec{Kind: KindSemaphore, N: o.max}
		if o.bounded {
			s.M = 1
		}
		return s, true
	case *Condition:
		return Spec{Kind: KindCondition}, true
	case *Event:
		return Spec{Kind: KindEvent}, true
	case *Barrier:
		return Spec{Kind: KindBarrier, N: o.parties}, true
	case *Memory:
		return Spec{Kind: KindMemory, N: o.Len()}, true
	case *Port:
		return Spec{Kind: KindPort}, true
	case *Token:
		return Spec{Kind: KindToken}, true
	}
	return s, false
}

// MaxMemory bounds a Memory, in bytes.
const MaxMemory = 1 << 30

// Make makes an object that another process has asked for; nil if there can be no such one. Ends are not made this way.
func Make(s Spec) any {
	x := s.make()
	if s.Port != nil && x != nil {
		s.Port.endWith(x)
	}
	return x
}

func (s Spec) make() any {
	switch s.Kind {
	case KindQueue:
		return NewQueue(s.N)
	case KindLock:
		return NewLock()
	case KindRLock:
		return NewRLock()
	case KindSemaphore:
		if s.N < 0 || s.N > MaxSemaphore {
			return nil
		}
		return newSemaphore(s.N, map[bool]int{true: s.N, false: MaxSemaphore}[s.M == 1], s.M == 1)
	case KindCondition:
		if s.Lock == nil {
			return nil
		}
		return NewCondition(s.Lock)
	case KindEvent:
		return NewEvent()
	case KindBarrier:
		return NewBarrier(s.N)
	case KindMemory:
		if s.N < 0 || s.N > MaxMemory {
			return nil
		}
		return NewMemory(s.N)
	case KindPort:
		return NewPort()
	case KindToken:
		if s.Port == nil || s.Msg == nil {
			return nil
		}
		return NewToken(s.Port, s.Msg)
	}
	return nil
}

// NewFar makes an object whose state is in another process; nil if the kind is unknown.
func NewFar(s Spec, f Far) any {
	switch s.Kind {
	case KindQueue:
		return &Queue{far: f, s: stream{maxCount: s.N}}
	case KindEnd:
		return newFarEnd(s, f)
	case KindLock:
		return &Lock{mutex{far: f}}
	case KindRLock:
		return &RLock{mutex{far: f}}
	case KindSemaphore:
		return &Semaphore{far: f, max: s.N, bounded: s.M == 1}
	case KindCondition:
		return &Condition{far: f, lock: s.Lock}
	case KindEvent:
		return &Event{far: f}
	case KindBarrier:
		return &Barrier{far: f, parties: s.N}
	case KindMemory:
		return &Memory{far: f, n: s.N}
	case KindPort:
		return &Port{far: f}
	case KindToken:
		return &Token{far: f}
	}
	return nil
}

// newFarEnd makes an End whose pipe is in another process. The pipe that it has here only says what it can do.
func newFarEnd(s Spec, f Far) *End {
	p := new(pipe)
	p.side[0].p, p.side[1].p = p, p
	p.side[1].i = 1
	if s.N&1 != 0 {
		p.way[0] = new(stream)
	}
	if s.N&2 != 0 {
		p.way[1] = new(stream)
	}
	return &End{c: &p.side[0], far: f, closed: s.N&4 != 0, broken: s.M != 0}
}
