package pieces

import "iter"

// A List is a slice that grows at its end. What is long of it is never copied until [List.Join] puts all together, and then once. The zero value is empty.
type List[T any] struct {
	full [][]T // what comes before last
	n    int   // how much that is
	last []T
}

// Len returns the number of elements.
func (l *List[T]) Len() int { return l.n + len(l.last) }

// Push appends an element.
func (l *List[T]) Push(v T) {
	if len(l.last) == cap(l.last) && len(l.last) >= stepOf[T]()/2 {
		l.full = append(l.full, l.last)
		l.n += len(l.last)
		l.last = make([]T, 0, stepOf[T]())
	}
	l.last = append(l.last, v)
}

// Short returns the elements if they are few: then they have never been put aside.
func (l *List[T]) Short() ([]T, bool) { return l.last, len(l.full) == 0 }

// All yields the elements.
func (l *List[T]) All() iter.Seq[T] {
	return func(yield func(T) bool) {
		for _, some := range l.full {
			for _, v := range some {
				if !yield(v) {
					return
				}
			}
		}
		for _, v := range l.last {
			if !yield(v) {
				return
			}
		}
	}
}

// Join returns all elements in a slice of their own. L is empty afterwards.
func (l *List[T]) Join(check func() error) ([]T, error) {
	all, n, last := l.full, l.n, l.last
	*l = List[T]{}
	if len(all) == 0 {
		return last, nil
	}
	whole, err := Make[T](n+len(last), check)
	all = append(all, last)
	at := 0
	for i := 0; i < len(all) && err == nil; i++ {
		at += copy(whole[at:], all[i])
		all[i] = nil // the collector may have it
		if check != nil {
			err = check()
		}
	}
	if err != nil {
		return nil, err
	}
	return whole, nil
}
