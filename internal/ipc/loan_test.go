package ipc

import (
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
)

// number is a message.
type number int

func (number) Size() int { return 1 }
func (number) Drop()     {}

// A debtor is the other process: it gets messages from a queue, and those that come along.
type debtor struct {
	*Borrower
	words []atomic.Uint64
	has   []number
	loans []Loan
}

func newDebtor(n int) *debtor {
	words := make([]atomic.Uint64, n)
	return &debtor{Borrower: NewBorrower(words), words: words}
}

// take returns a message that was lent, or asks for one.
func (d *debtor) take(t *Task, q *Queue) (number, bool) {
	for len(d.loans) > 0 {
		l, m := d.loans[0], d.has[0]
		d.loans, d.has = d.loans[1:], d.has[1:]
		if l.Take(d.words) {
			return m, true
		}
	}
	m, err := q.Get(t, NoWait)
	if err != nil {
		return 0, false
	}
	var has []number
	d.loans = q.Lend(d.Borrower, func(m Message) bool { has = append(has, m.(number)); return true })
	d.has = has[:len(d.loans)]
	return m.(number), true
}

func TestLoans(t *testing.T) {
	task := NewTask(NewHolder("p", 1), Hooks{})
	q, d := NewQueue(0), newDebtor(64)
	for i := range 200 {
		q.Put(nil, number(i), NoWait)
	}
	next := 0
	want := func(n int, ok bool) {
		t.Helper()
		if !ok || n != next {
			t.Fatalf("got %d %v, want %d", n, ok, next)
		}
		next++
		if q.Len() != 200-next {
			t.Fatalf("after %d messages the queue says that there are %d", next, q.Len())
		}
	}
	borrowed := 0
	for range 50 {
		m, ok := d.take(task, q)
		want(int(m), ok)
		borrowed += len(d.loans)
	}
	if borrowed == 0 || len(d.loans) == 0 {
		t.Fatal("nothing was lent")
	}
	// Somebody else gets the oldest one, and then it is the turn of the borrower again.
	m, err := q.Get(task, NoWait)
	want(int(m.(number)), err == nil)
	n, ok := d.take(task, q)
	want(int(n), ok)
	if len(d.loans) > 0 {
		t.Error("something is lent to one that is not alone")
	}
	for range 40 {
		m, ok := d.take(task, q)
		want(int(m), ok)
	}
	// The borrower dies.
	q.Unlend(d.Borrower)
	for next < 200 {
		m, err := q.Get(task, NoWait)
		want(int(m.(number)), err == nil)
	}
	if !q.Empty() || len(d.free) != len(d.words) {
		t.Errorf("%d messages left, %d of %d words are free", q.Len(), len(d.free), len(d.words))
	}
}

// What is put back, or closed, meets what is out.
func TestLoansAndOthers(t *testing.T) {
	task := NewTask(NewHolder("p", 1), Hooks{})
	lending := func() (*Queue, *debtor) {
		q, d := NewQueue(0), newDebtor(64)
		for i := range 100 {
			q.Put(nil, number(i), NoWait)
		}
		for range 3 {
			d.take(task, q)
		}
		if len(d.loans) == 0 {
			t.Fatal("nothing was lent")
		}
		return q, d
	}
	q, _ := lending()
	q.PutBack(number(1000))
	for _, want := range []number{1000, 3, 4} {
		if m, err := q.Get(task, NoWait); err != nil || m != want {
			t.Errorf("got %v %v, want %v", m, err, want)
		}
	}
	q, d := lending()
	q.Close()
	if _, ok := d.take(task, q); ok || q.Len() != 0 {
		t.Error("a closed queue still has messages")
	}
	q, d = lending()
	for i := range d.words {
		d.words[i].Store(7) // a borrower that does not keep to the rules
	}
	for range 200 {
		q.Get(task, NoWait)
	}
	if q.Len() != 0 || !q.Empty() {
		t.Errorf("%d messages", q.Len())
	}
	q = NewQueue(5)
	for i := range 5 {
		q.Put(task, number(i), NoWait)
	}
	d = newDebtor(64)
	for range 5 {
		if d.take(task, q); len(d.loans) > 0 {
			t.Error("a queue with a limit has lent something")
		}
	}
}

// TestHammerLoans has borrowers and others get from one queue at once.
func TestHammerLoans(t *testing.T) {
	const producers, each = 3, 3000
	q := NewQueue(0)
	var wg sync.WaitGroup
	var left atomic.Int64
	left.Store(producers * each)
	var mu sync.Mutex
	var all []number
	for p := range producers {
		wg.Go(func() {
			for i := range each {
				q.Put(nil, number(p*each+i), NoWait)
			}
		})
	}
	for c := range 4 {
		wg.Go(func() {
			task := NewTask(NewHolder("p", c), Hooks{})
			defer task.Close()
			d := newDebtor(32)
			r := rand.New(rand.NewPCG(1, uint64(c)))
			var mine []number
			for left.Load() > 0 {
				if r.IntN(1000) == 0 {
					q.Unlend(d.Borrower) // it dies, and another comes
					d = newDebtor(32)
				}
				for range r.IntN(200) {
					m, ok := number(0), false
					if c == 0 {
						if x, err := q.Get(task, NoWait); err == nil {
							m, ok = x.(number), true
						}
					} else {
						m, ok = d.take(task, q)
					}
					if ok {
						left.Add(-1)
						mine = append(mine, m)
					}
				}
			}
			mu.Lock()
			all = append(all, mine...)
			mu.Unlock()
			last := make(map[int]number)
			for _, m := range mine {
				if old, ok := last[int(m)/each]; ok && old >= m {
					t.Errorf("%d after %d", m, old)
				}
				last[int(m)/each] = m
			}
		})
	}
	wg.Wait()
	slices.Sort(all)
	for i, m := range all {
		if int(m) != i {
			t.Fatalf("message %d is %d", i, m)
		}
	}
	if len(all) != producers*each || q.Len() != 0 {
		t.Errorf("%d messages got, %d left", len(all), q.Len())
	}
}
