package concurrent

import (
	"fmt"
	"sync"
	"time"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/pieces"
	"github.com/mpstar/mpstar/internal/text"
	"github.com/mpstar/mpstar/modules/multiprocessing"
	"go.starlark.net/starlark"
)

const (
	firstCompleted = "FIRST_COMPLETED"
	firstException = "FIRST_EXCEPTION"
	allCompleted   = "ALL_COMPLETED"
)

// A watcher is told when futures are finished. Its event is set when whoever
// waits has something to do.
type watcher struct {
	event *ipc.Event

	mu          sync.Mutex
	ended       []*future // in that order
	left        int       // how many must end before event is set; 0: each sets it
	onException bool      // a failure sets it too
}

func (w *watcher) add(f *future, failed bool) {
	w.mu.Lock()
	w.ended = append(w.ended, f)
	switch {
	case w.left == 0 || failed && w.onException:
		w.event.Set()
	default:
		if w.left--; w.left == 0 {
			w.event.Set()
		}
	}
	w.mu.Unlock()
}

// take returns what has ended since the last call.
func (w *watcher) take() []*future {
	w.mu.Lock()
	defer w.mu.Unlock()
	list := w.ended
	w.ended = nil
	w.event.Clear()
	return list
}

// watch adds w to a future, unless it is over.
func (f *future) watch(w *watcher) (over bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.state >= notified {
		return true
	}
	f.watchers = append(f.watchers, w)
	return false
}

func (f *future) unwatch(w *watcher) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, x := range f.watchers {
		if x == w {
			f.watchers = append(f.watchers[:i:i], f.watchers[i+1:]...)
			return
		}
	}
}

// futures returns the different futures of an iterable.
func futures(env *object.Env, v starlark.Value) ([]*future, error) {
	elems, err := object.Elements(env, v)
	if err != nil {
		return nil, err
	}
	seen := make(map[*future]bool, len(elems))
	var list []*future
	for _, v := range elems {
		if err := env.Tick(); err != nil {
			return nil, err
		}
		f, err := futureOf(v)
		if err != nil {
			return nil, err
		}
		if !seen[f] {
			seen[f] = true
			list = append(list, f)
		}
	}
	return list, nil
}

var (
	waitParams = params.Func("wait", "fs, timeout=, return_when=")
	waitFunc   = object.Later(func() *starlark.Builtin { return object.NewFunc("wait", wait) })
)

func wait(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := waitParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	in := interp.Of(thread)
	env := in.Env()
	fs, err := futures(env, a[0])
	if err != nil {
		return nil, err
	}
	when := allCompleted
	if a[2] != nil {
		when, _ = text.AsString(a[2])
	}
	over, failed := 0, false
	for _, f := range fs {
		if err := env.Tick(); err != nil {
			return nil, err
		}
		s := f.now()
		if s < notified {
			continue
		}
		over++
		if when == firstException && s == finished {
			if err := f.settle(thread); err != nil {
				return nil, err
			}
			failed = failed || f.exc != nil
		}
	}
	if over == len(fs) || when == firstCompleted && over > 0 || failed {
		return doneAndNotDone(thread, fs)
	}
	w := &watcher{event: ipc.NewEvent()}
	switch when {
	case firstCompleted:
	case firstException, allCompleted:
		w.left, w.onException = len(fs)-over, when == firstException
	default:
		shown, err := object.Repr(env, a[2])
		if err != nil {
			return nil, err
		}
		return nil, exception.New(exception.ValueError, "Invalid return condition: %s", shown)
	}
	until, err := multiprocessing.Deadline(in.Task(thread), a[1])
	if err != nil {
		return nil, err
	}
	now := 0
	defer func() {
		for i, f := range fs {
			if i%1024 == 0 && env.Ended() != nil {
				return
			}
			f.unwatch(w)
		}
	}()
	for _, f := range fs {
		if f.watch(w) {
			now++
		}
		if err := env.Tick(); err != nil {
			return nil, err
		}
	}
	// Some may have ended, in other processes, since they were counted.
	w.missed(now - over)
	if err := w.event.Wait(in.Task(thread), until); err != nil && err != ipc.ErrTimeout {
		return nil, in.Err(thread, err)
	}
	return doneAndNotDone(thread, fs)
}

// missed tells the watcher of n futures that ended before it watched them.
func (w *watcher) missed(n int) {
	if n <= 0 {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.left == 0 || w.onException {
		// A failure may be among them: whoever waits looks again.
		w.event.Set()
		return
	}
	if w.left -= n; w.left <= 0 {
		w.left = 0
		w.event.Set()
	}
}

type tupleKey struct{}

// doneAndNotDone returns the named tuple of two sets.
func doneAndNotDone(thread *starlark.Thread, fs []*future) (starlark.Value, error) {
	in := interp.Of(thread)
	cls := in.State(tupleKey{}, func() any { return new(starlark.Value) }).(*starlark.Value)
	if *cls == nil {
		m, err := in.Import(thread, "collections")
		if err != nil {
			return nil, err
		}
		namedtuple, err := object.GetAttr(thread, m, "namedtuple")
		if err != nil {
			return nil, err
		}
		c, err := object.CallKw(thread, namedtuple, starlark.Tuple{starlark.String("DoneAndNotDoneFutures"), starlark.String("done not_done")},
			[]starlark.Tuple{{starlark.String("module"), starlark.String("concurrent.futures._base")}})
		if err != nil {
			return nil, err
		}
		*cls = c
	}
	var lists [2]pieces.List[starlark.Value]
	for _, f := range fs {
		if err := in.Env().Tick(); err != nil {
			return nil, err
		}
		i := 0
		if f.now() < notified {
			i = 1
		}
		lists[i].Push(f.self)
	}
	var sets starlark.Tuple
	for i := range lists {
		list, err := lists[i].Join(in.Env().Check)
		if err != nil {
			return nil, err
		}
		set, err := object.Call(thread, object.SetType, starlark.NewList(list))
		if err != nil {
			return nil, err
		}
		sets = append(sets, set)
	}
	return object.CallKw(thread, *cls, sets, nil)
}

var (
	asCompletedParams = params.Func("as_completed", "fs, timeout=")
	asCompletedFunc   = object.Later(func() *starlark.Builtin { return object.NewFunc("as_completed", asCompleted) })
)

func asCompleted(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := asCompletedParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	c := &completing{fs: a[0], timeout: a[1]}
	return generator(object.EnvOf(thread), "as_completed", "as_completed", c.next, c.end), nil
}

// completing is the state of an as_completed. As a generator does, it starts when
// it is first asked.
type completing struct {
	fs, timeout starlark.Value

	started bool
	until   time.Time
	w       *watcher
	total   int
	left    map[*future]bool
	ready   []*future
}

func (c *completing) start(thread *starlark.Thread) error {
	c.started = true
	in := interp.Of(thread)
	var err error
	if c.until, err = multiprocessing.DeadlineSum(in.Task(thread), c.timeout); err != nil {
		return err
	}
	fs, err := futures(in.Env(), c.fs)
	if err != nil {
		return err
	}
	c.fs = nil
	c.w = &watcher{event: ipc.NewEvent()}
	c.total = len(fs)
	c.left = make(map[*future]bool, len(fs))
	for _, f := range fs {
		if err := in.Env().Tick(); err != nil {
			return err
		}
		c.left[f] = true
		if f.watch(c.w) {
			c.ready = append(c.ready, f)
		}
	}
	return nil
}

func (c *completing) next(thread *starlark.Thread) (starlark.Value, bool, error) {
	if !c.started {
		if err := c.start(thread); err != nil {
			return nil, false, err
		}
	}
	in := interp.Of(thread)
	for {
		if len(c.ready) > 0 {
			f := c.ready[0]
			c.ready[0] = nil
			c.ready = c.ready[1:]
			delete(c.left, f)
			f.unwatch(c.w)
			return f.self, true, nil
		}
		if len(c.left) == 0 {
			return nil, false, nil
		}
		if c.ready = c.w.take(); len(c.ready) > 0 {
			continue
		}
		err := c.w.event.Wait(in.Task(thread), c.until)
		if err == nil {
			continue
		}
		if err == ipc.ErrTimeout {
			msg := fmt.Sprintf("%d (of %d) futures unfinished", len(c.left), c.total)
			return nil, false, exception.New(exception.TimeoutError, "%s", msg)
		}
		return nil, false, in.Err(thread, err)
	}
}

// end stops watching what has not ended.
func (c *completing) end(thread *starlark.Thread) error {
	env, n := object.EnvOf(thread), 0
	for f := range c.left {
		if n%1024 == 0 {
			if err := env.Ended(); err != nil {
				return err
			}
		}
		n++
		f.unwatch(c.w)
	}
	return nil
}
