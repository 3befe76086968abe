package ipc

// A Message is what goes through queues and pipes. It is opaque to the kernel, and belongs to one side at a time:
// Put and Send, if they return nil, have taken it over, and Get and Recv give it to their caller.
type Message interface {
	// Size returns about how many bytes of memory the message keeps. It is asked once, when the message is put.
	Size() int
	// Drop is called, with no mutex held, if the message will never be received.
	Drop()
}

// A parcel is a message on its way.
type parcel struct {
	m    Message
	size int
}

// A stream is a line of messages between those who put and those who get, guarded by the mutex of the object it is part of.
// While messages are stored, no getter waits except such as are about to look again; while putters wait, there is no room
// for the first of them.
type stream struct {
	closed   bool     // nothing goes in any more
	ring     []parcel // its length is a power of two, or zero
	first, n int
	bytes    int
	kernel   *Kernel // that counts the bytes of all; nil: nobody does

	maxCount int // no limit if zero
	maxBytes int // likewise; a single message may be larger

	getters, putters waitList
	watchers         watchers

	lent     []lent    // older than all in ring; while any is, no getter waits
	borrower *Borrower // who has them
	streak   int       // how many messages it got in a row

	way lending // of a pipe
}

// of has the stream counted by the kernel of its first user, if that counts. A Put that never waits may have no task.
func (s *stream) of(t *Task) {
	if s.kernel == nil && s.n == 0 && t != nil && t.holder.kernel != nil && t.holder.kernel.MaxBytes > 0 {
		s.kernel = t.holder.kernel
	}
}

func (s *stream) count(n int) {
	s.bytes += n
	if s.kernel != nil {
		if n < 0 {
			n -= perMessage
		} else {
			n += perMessage
		}
		s.kernel.store(n)
	}
}

// perMessage is what a stored message counts in addition to its size when bytes are limited.
const perMessage = 64

func (s *stream) room(size int) bool {
	return !s.closed && (s.maxCount <= 0 || s.n < s.maxCount) &&
		(s.maxBytes <= 0 || s.n == 0 || s.bytes+size+(s.n+1)*perMessage <= s.maxBytes)
}

func (s *stream) pushBack(p parcel) {
	s.grow()
	s.ring[(s.first+s.n)&(len(s.ring)-1)] = p
	s.n++
	s.count(p.size)
	s.watchers.notify()
}

func (s *stream) pushFront(p parcel) {
	s.grow()
	s.first = (s.first - 1) & (len(s.ring) - 1)
	s.ring[s.first] = p
	s.n++
	s.count(p.size)
	s.watchers.notify()
}

func (s *stream) popFront() parcel {
	p := s.ring[s.first]
	s.ring[s.first] = parcel{}
	s.first = (s.first + 1) & (len(s.ring) - 1)
	s.n--
	s.count(-p.size)
	if size := len(s.ring); size > 64 && s.n <= size/8 {
		s.resize(size / 2)
	}
	return p
}

func (s *stream) grow() {
	if s.n == len(s.ring) {
		s.resize(max(8, 2*len(s.ring)))
	}
}

func (s *stream) resize(size int) {
	ring := make([]parcel, size)
	for i := range s.n {
		ring[i] = s.ring[(s.first+i)&(len(s.ring)-1)]
	}
	s.ring, s.first = ring, 0
}

// offer hands p to the getter that has waited longest, or else stores it. It is false if there is no room, or
// others wait for room already.
func (s *stream) offer(p parcel) bool { return s.offerThen(p, nil) }

// offerThen is offer by one who then finishes the getter's operation, if that waits without a goroutine: it is left in then.
func (s *stream) offerThen(p parcel, then *func()) bool {
	if s.closed {
		return false
	}
	if s.handThen(p, then) {
		return true
	}
	if s.putters.head != nil || !s.room(p.size) {
		return false
	}
	s.pushBack(p)
	return true
}

// hand gives p to the getter that has waited longest. One that has been cancelled would only put it back.
func (s *stream) hand(p parcel) bool { return s.handThen(p, nil) }

func (s *stream) handThen(p parcel, then *func()) bool {
	for w := s.getters.head; w != nil; w = w.next {
		if !w.task.Cancelled() {
			w.parcel = p
			if then != nil {
				if rest := w.task.claim(); rest != nil {
					s.getters.remove(w)
					w.granted = true
					*then = rest
					return true
				}
			}
			s.getters.grant(w)
			return true
		}
	}
	return false
}

// poll takes the oldest message.
func (s *stream) poll() (parcel, bool) {
	if s.n == 0 {
		return parcel{}, false
	}
	p := s.popFront()
	s.admit()
	return p, true
}

// admit stores what putters that wait have to put, as far as there is room.
func (s *stream) admit() {
	for w := s.putters.head; w != nil && s.room(w.parcel.size); w = s.putters.head {
		p := w.parcel
		w.parcel = parcel{}
		s.putters.grant(w)
		s.pushBack(p)
	}
}

// close lets nothing in any more and takes all messages out. Those who wait must look again.
func (s *stream) close() []Message {
	s.closed = true
	s.recall()
	var all []Message
	for s.n > 0 {
		all = append(all, s.popFront().m)
	}
	s.ring = nil
	return all
}

func drop(all []Message) {
	for _, m := range all {
		m.Drop()
	}
}

// leaveGet settles a get whose wait has ended with err, nil if a message has been handed over or is stored. One that a
// cancelled task was given goes to the next getter, or is the oldest message again, even if there is no room for it any more.
func (s *stream) leaveGet(w *waiter, err error) (Message, error) {
	s.getters.remove(w)
	p := w.parcel
	w.parcel = parcel{}
	if w.task.Cancelled() && !s.closed {
		if w.granted && !s.hand(p) {
			s.recall()
			s.pushFront(p)
		}
		return nil, ErrCancelled
	}
	if !w.granted {
		if err != nil {
			return nil, err
		}
		p, _ = s.poll()
	}
	return p.m, nil
}

// leavePut settles a put whose wait has ended with err.
func (s *stream) leavePut(w *waiter, err error) error {
	w.parcel = parcel{}
	if w.granted {
		return nil
	}
	s.putters.remove(w)
	s.admit() // what comes next may be smaller
	return err
}

// Bytes is a message that is nothing but bytes.
type Bytes string

// Size returns the number of bytes.
func (b Bytes) Size() int { return len(b) }

// Drop does nothing.
func (b Bytes) Drop() {}
