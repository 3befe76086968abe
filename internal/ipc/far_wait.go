package ipc

import "time"

// waitFar is Wait where some of the objects are far.
func waitFar(t *Task, objs []Waitable, deadline time.Time) ([]int, error) {
	var fars []Far
	var at []int // where in objs each of fars is
	near := make([]Waitable, 0, len(objs))
	var nearAt []int
	for i, o := range objs {
		if f := o.farSide(); f != nil {
			fars, at = append(fars, f), append(at, i)
		} else {
			near, nearAt = append(near, o), append(nearAt, i)
		}
	}
	collect := func(farReady []int) []int {
		ready := make([]int, 0, len(objs))
		is := make([]bool, len(objs))
		for _, i := range farReady {
			if i >= 0 && i < len(at) {
				is[at[i]] = true
			}
		}
		for _, i := range appendReady(nil, near) {
			is[nearAt[i]] = true
		}
		for i, ok := range is {
			if ok {
				ready = append(ready, i)
			}
		}
		return ready
	}
	if deadline == NoWait || len(appendReady(nil, near)) > 0 {
		r, err := finish(t, fars[0].Any(t, fars, NoWait), some(objs), "wait")
		if err != nil && err != ErrTimeout {
			return nil, err
		}
		if ready := collect(r.Ready); len(ready) > 0 {
			return ready, nil
		}
		if deadline == NoWait {
			return nil, ErrTimeout
		}
	}
	p := fars[0].Any(t, fars, deadline)
	for _, o := range near {
		o.watch(t)
	}
	err := t.wait(nil, some(objs), "wait", Forever, interrupted, func() bool {
		return p.Done() || len(appendReady(nil, near)) > 0
	})
	for _, o := range near {
		o.unwatch(t)
	}
	if !p.Done() {
		p.Cancel(t.stop.Load() >= cancelled)
	}
	r, farErr := p.Result()
	err = t.unlessCancelled(err)
	t.resume()
	if err != nil {
		return nil, err
	}
	ready := collect(r.Ready)
	if len(ready) > 0 {
		return ready, nil
	}
	if farErr == nil {
		farErr = ErrTimeout
	}
	return nil, farErr
}
