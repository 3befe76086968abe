"""This module provides mechanisms to use signal handlers in Python."""

import _signal
from enum import IntEnum as _IntEnum

_numbers = _signal.numbers()

Signals = _IntEnum("Signals", _numbers, module="signal")
Handlers = _IntEnum("Handlers", [("SIG_DFL", 0), ("SIG_IGN", 1)], module="signal")
SIG_DFL, SIG_IGN = Handlers.SIG_DFL, Handlers.SIG_IGN
globals().update(Signals.__members__)
NSIG = 65
ITIMER_REAL, ITIMER_VIRTUAL, ITIMER_PROF = 0, 1, 2
ItimerError = OSError

if _signal.posix:
    Sigmasks = _IntEnum("Sigmasks", [("SIG_BLOCK", 0), ("SIG_UNBLOCK", 1), ("SIG_SETMASK", 2)], module="signal")
    SIG_BLOCK, SIG_UNBLOCK, SIG_SETMASK = list(Sigmasks)

default_int_handler = _signal.default_int_handler

# What scripts have set, by number.
_handlers = {}


def _known(value, kind):
    try:
        return kind(value)
    except ValueError:
        return value


def _number(signalnum):
    number = _signal.index(signalnum)
    if not 1 <= number < NSIG:
        raise ValueError("signal number out of range")
    return number


def _call(number):
    # The interpreter calls this.
    handler = _handlers.get(number)
    if callable(handler):
        handler(number, None)


def signal(signalnum, handler):
    """Set the action for the given signal."""
    number = _signal.index(signalnum)
    if handler is SIG_DFL or handler is SIG_IGN or callable(handler):
        pass
    elif type(handler) is int and handler in (0, 1):
        handler = Handlers(handler)
    else:
        _signal.check_main()
        raise TypeError("signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object")
    _signal.check_main()
    _number(number)
    previous = getsignal(number)
    if handler is default_int_handler and number == SIGINT:
        _signal.set(number, 3)
    elif handler is SIG_DFL:
        _signal.set(number, 0)
    elif handler is SIG_IGN:
        _signal.set(number, 1)
    else:
        _signal.set(number, 2)
    _handlers[number] = handler
    return previous


def getsignal(signalnum):
    """Return the current action for the given signal."""
    number = _number(signalnum)
    if number in _handlers:
        return _handlers[number]
    return _known(_signal.initial(number), Handlers)


def raise_signal(signalnum):
    """Send a signal to the executing process."""
    _signal.raise_signal(_signal.index(signalnum))


def strsignal(signalnum):
    """Return the system description of the given signal."""
    return _signal.strsignal(_number(signalnum))


def valid_signals():
    """Return a set of valid signal numbers on this platform."""
    return {_known(n, Signals) for n in _signal.valid()}


if _signal.posix:

    def alarm(seconds):
        """Arrange for SIGALRM to arrive after the given number of seconds."""
        seconds = _signal.index(seconds)
        left = _signal.setitimer(float(max(seconds, 0)), 0.0)[0]
        whole = int(left)
        return max(whole + (left - whole >= 0.5), 1) if left > 0 else 0

    def _which(which):
        which = _signal.index(which)
        if which in (ITIMER_VIRTUAL, ITIMER_PROF):
            raise NotImplementedError("signal.setitimer is not part of mpstar for ITIMER_VIRTUAL and ITIMER_PROF: processes share their processor time; use ITIMER_REAL")
        if which != ITIMER_REAL:
            raise ItimerError(22, "Invalid argument")

    def setitimer(which, seconds, interval=0.0):
        """Set the given interval timer to fire after seconds and then every interval seconds."""
        _which(which)
        seconds, interval = float(seconds), float(interval)
        if seconds < 0 or interval < 0:
            raise ItimerError(22, "Invalid argument")
        return _signal.setitimer(seconds, interval)

    def getitimer(which):
        """Return the current value of the given interval timer."""
        _which(which)
        return _signal.getitimer()

    def pause():
        """Wait until a signal arrives."""
        _signal.pause()

    def _mask(signals):
        mask = 0
        for s in signals:
            n = _signal.index(s)
            if not 1 <= n < NSIG:
                raise ValueError(f"signal number {n} out of range [1; {NSIG - 1}]")
            mask |= 1 << n - 1
        return mask

    def _members(mask):
        return {_known(n, Signals) for n in range(1, NSIG) if mask >> n - 1 & 1}

    def pthread_sigmask(how, mask):
        """Fetch and/or change the set of blocked signals."""
        how, bits = _signal.index(how), _mask(mask)
        blocked = _signal.blocked()[0]
        if how == SIG_BLOCK:
            bits |= blocked
        elif how == SIG_UNBLOCK:
            bits = blocked & ~bits
        elif how != SIG_SETMASK:
            raise OSError(22, "Invalid argument")
        _signal.block(bits)
        return _members(blocked)

    def sigpending():
        """Examine pending signals."""
        return _members(_signal.blocked()[1])

    def sigwait(sigset):
        """Wait for a signal of the set and return its number."""
        return _known(_signal.sigwait(_mask(sigset)), Signals)

    def siginterrupt(signalnum, flag):
        """Change system call restart behaviour: calls are always restarted."""
        _number(signalnum)

    def pthread_kill(thread_id, signalnum):
        """Send a signal to a thread: as any signal, it is handled by the main thread."""
        raise_signal(signalnum)


def set_wakeup_fd(fd, *, warn_on_full_buffer=True):
    """Not part of mpstar: only -1, none, can be set."""
    if _signal.index(fd) != -1:
        raise NotImplementedError("signal.set_wakeup_fd is not part of mpstar; use a handler")
    return -1
