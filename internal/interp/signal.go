package interp

import (
	"math/bits"
	"os"
	"sync/atomic"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/ipc"
	"go.starlark.net/starlark"
)

// This file delivers signals: those that processes of the tree send each other, and those that the
// operating system has sent to this program. What a script does about them is in the module signal.

// NSIG is one more than the largest number of a signal.
const NSIG = 65

// A Disposition is what a process does about a signal.
type Disposition uint8

const (
	SignalDefault Disposition = iota // what the operating system does
	SignalIgnored
	SignalHandled // by the process's handler; for SIGINT before a script says otherwise, by raising KeyboardInterrupt
)

// SignalBit returns the set that has one signal, whose number is from 1 to NSIG-1.
func SignalBit(sig int) uint64 { return 1 << (sig - 1) }

// lowest returns the lowest signal of a set, which has some.
func lowest(set uint64) int { return bits.TrailingZeros64(set) + 1 }

// signals is what a process has settled about signals. A set has bit 1<<(N-1) for signal N. The sets may be
// looked at by any goroutine; the rest belongs to whoever holds the interpreter's lock.
type signals struct {
	handled  atomic.Uint64 // a handler is to be called
	ignored  atomic.Uint64
	standard atomic.Uint64 // the system's own action although the interpreter has another: SIGINT ends the process
	blocked  atomic.Uint64 // they wait in held
	held     atomic.Uint64
	pending  atomic.Uint64 // handlers to call

	failure error      // what a handler raised while the main thread waited
	arrived *ipc.Event // set whenever a handler has run, and when a blocked signal comes; made on first use
}

// SignalNames returns the names and numbers of the platform's signals.
func SignalNames() map[string]int { return signalNames() }

// OSSignal returns the operating system's signal of that number, nil if a program can't handle it.
func OSSignal(sig int) os.Signal { return osSignal(sig) }

// SignalNumber is the reverse of OSSignal.
func SignalNumber(s os.Signal) int { return signalNumber(s) }

// sets returns what a child inherits.
func (s *signals) sets() [4]uint64 {
	return [...]uint64{s.handled.Load(), s.ignored.Load(), s.standard.Load(), s.blocked.Load()}
}

func (s *signals) inherit(sets [4]uint64) {
	for i, set := range []*atomic.Uint64{&s.handled, &s.ignored, &s.standard, &s.blocked} {
		set.Store(sets[i])
	}
}

// SetSignal settles what the process does about a signal. The caller holds the lock.
func (in *Interp) SetSignal(sig int, d Disposition) {
	bit := SignalBit(sig)
	s := &in.signals
	set := func(set *atomic.Uint64, on bool) {
		if on {
			set.Or(bit)
		} else {
			set.And(^bit)
		}
	}
	set(&s.ignored, d == SignalIgnored)
	set(&s.standard, d == SignalDefault)
	set(&s.handled, d == SignalHandled)
	if in.rt.home != nil {
		in.rt.home.watch(sig)
	} else if in.rt.cfg.WatchSignal != nil && in.Root() {
		in.rt.cfg.WatchSignal(sig)
	}
}

// InterruptRaises makes SIGINT raise KeyboardInterrupt again, as it does in a process that has settled nothing.
func (in *Interp) InterruptRaises() {
	const bit = uint64(1) << (SIGINT - 1)
	in.signals.ignored.And(^bit)
	in.signals.standard.And(^bit)
	in.signals.handled.And(^bit)
}

// Dispositions returns the sets of signals that the process handles and ignores, and of those whose action is the system's by its own choice.
func (in *Interp) Dispositions() (handled, ignored, standard uint64) {
	s := &in.signals
	return s.handled.Load(), s.ignored.Load(), s.standard.Load()
}

// BlockSignals replaces the set of signals that wait until they are unblocked.
func (in *Interp) BlockSignals(set uint64) (old uint64) {
	set &^= SignalBit(SIGKILL)
	if in.rt.home != nil {
		for added := set &^ in.signals.blocked.Load(); added != 0; added &= added - 1 {
			in.rt.home.watch(lowest(added))
		}
	}
	old = in.signals.blocked.Swap(set)
	for due := in.signals.held.And(set) &^ set; due != 0; due &= due - 1 {
		in.proc.Signal(lowest(due))
	}
	return old
}

// BlockedSignals returns the set of signals that wait, and of those that have come meanwhile.
func (in *Interp) BlockedSignals() (blocked, held uint64) {
	return in.signals.blocked.Load(), in.signals.held.Load()
}

// TakeSignal takes the lowest of these signals that waits blocked, 0 if none does.
func (in *Interp) TakeSignal(set uint64) int {
	due := in.signals.held.Load() & set
	if due == 0 {
		return 0
	}
	sig := lowest(due)
	in.signals.held.And(^SignalBit(sig))
	return sig
}

// SignalArrived is set whenever a handler has run, and when a blocked signal has come. The caller holds the lock.
func (in *Interp) SignalArrived() *ipc.Event {
	in.threadMu.Lock()
	defer in.threadMu.Unlock()
	if in.signals.arrived == nil {
		in.signals.arrived = ipc.NewEvent()
	}
	return in.signals.arrived
}

// fatal reports whether a signal, of those that end a process, ends this one.
func (s *signals) fatal(sig int) bool {
	settled := s.blocked.Load() | s.ignored.Load() | s.handled.Load()
	return settled&SignalBit(sig) == 0 && !signalHarmless[sig] && !signalStops[sig]
}

// deliver does what the process has settled about a signal other than SIGKILL. It may be called from any
// goroutine.
func (in *Interp) deliver(sig int) bool {
	bit := SignalBit(sig)
	s := &in.signals
	switch {
	case s.blocked.Load()&bit != 0:
		s.held.Or(bit)
		if s.blocked.Load()&bit == 0 && s.held.And(^bit)&bit != 0 {
			return in.deliver(sig) // whoever has unblocked it meanwhile did not see it
		}
		in.threadMu.Lock()
		if s.arrived != nil {
			s.arrived.Set()
		}
		in.threadMu.Unlock()
	case s.ignored.Load()&bit != 0:
	case s.handled.Load()&bit != 0:
		s.pending.Or(bit)
		in.flags.Or(flagSignal)
		in.threadMu.Lock()
		defer in.threadMu.Unlock()
		for th := range in.threads {
			if th.main {
				th.task.Alert()
			}
		}
	case sig == SIGINT && s.standard.Load()&bit == 0:
		in.interrupt()
	case signalHarmless[sig]:
	case signalStops[sig]:
		return false
	default:
		in.proc.end(-sig)
	}
	return true
}

// interrupt raises KeyboardInterrupt in the main thread.
func (in *Interp) interrupt() {
	in.flags.Or(flagInterrupted)
	in.threadMu.Lock()
	defer in.threadMu.Unlock()
	for th := range in.threads {
		if th.main {
			th.task.Interrupt()
		}
	}
}

// RunSignals calls the handlers of signals that have come, if this is the main thread, and returns
// the first error of one. The caller holds the lock.
func (in *Interp) RunSignals(t *starlark.Thread) error {
	for in.flags.Load()&flagSignal != 0 && in.running != nil && in.running.main && in.restoring == 0 {
		due := in.signals.pending.Load()
		if due == 0 {
			in.flags.And(^uint32(flagSignal))
			if in.signals.pending.Load() != 0 {
				in.flags.Or(flagSignal)
				continue
			}
			return nil
		}
		sig := lowest(due)
		in.signals.pending.And(^SignalBit(sig))
		err := in.rt.onSignal(in, t, sig)
		if in.signals.arrived != nil {
			in.signals.arrived.Set()
		}
		if err == nil {
			err = in.env.Pending()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// alerted calls handlers while the main thread waits. What one raises ends the wait.
func (in *Interp) alerted(th *Thread) {
	if !th.main || in.flags.Load()&(flagSignal|flagDying) != flagSignal {
		return
	}
	waiting := th.task
	in.setTask(th, waiting.Nested())
	err := in.RunSignals(in.env.Thread)
	th.task.Close()
	if in.rt.home != nil {
		in.rt.home.client.CloseTask(th.task)
	}
	if err != nil && in.flags.Load()&flagDying == 0 {
		in.signals.failure = err
		in.flags.Or(flagFailed)
		// What it waited for may have come meanwhile: then it is raised by the next instruction.
		t := in.env.Thread
		t.SetMaxExecutionSteps(max(1, t.Steps)) // 0 would be no bound
	}
	in.setTask(th, waiting)
}

// unseen returns what a signal raises that came during the last instructions of a process's body, before the main thread looked.
func (in *Interp) unseen(th *Thread) error {
	if in.flags.Load()&flagsRaise == 0 || in.env.Pending() != nil {
		return nil
	}
	return in.guard("end of "+in.proc.name, func() error {
		if err := in.Check(th.engine); err != nil {
			return err
		}
		return in.RunSignals(th.engine)
	})
}

// setTask changes the task that a thread's kernel calls are made on, which hears what the former one was told.
func (in *Interp) setTask(th *Thread, task *ipc.Task) {
	in.threadMu.Lock()
	defer in.threadMu.Unlock()
	th.task = task
	switch flags := in.flags.Load(); {
	case flags&flagDying != 0:
		task.Cancel()
	case flags&(flagInterrupted|flagFailed) != 0:
		task.Interrupt()
	}
}

// takeFailure returns what a handler has raised in the middle of a wait.
func (in *Interp) takeFailure() error {
	in.flags.And(^uint32(flagFailed))
	in.running.task.Uncancel()
	if in.flags.Load()&flagDying != 0 {
		in.running.task.Cancel()
		return errEnded{}
	}
	err := in.signals.failure
	in.signals.failure = nil
	if err == nil {
		err = exception.New(exception.RuntimeError, "a signal's handler failed")
	}
	return err
}
