"""Subprocesses with accessible I/O streams."""

import _subprocess
import io
import os
import signal
import sys
import time

PIPE, STDOUT, DEVNULL = -1, -2, -3

__all__ = ["Popen", "PIPE", "STDOUT", "call", "check_call", "getstatusoutput", "getoutput", "check_output", "run",
           "CalledProcessError", "DEVNULL", "SubprocessError", "TimeoutExpired", "CompletedProcess"]


class SubprocessError(Exception):
    pass


class CalledProcessError(SubprocessError):
    """Raised when a program that was to be checked returns a non-zero exit status."""

    def __init__(self, returncode, cmd, output=None, stderr=None):
        super().__init__(returncode, cmd)
        self.returncode = returncode
        self.cmd = cmd
        self.output = output
        self.stderr = stderr

    def __str__(self):
        if self.returncode and self.returncode < 0:
            try:
                return "Command '%s' died with %r." % (self.cmd, signal.Signals(-self.returncode))
            except ValueError:
                return "Command '%s' died with unknown signal %d." % (self.cmd, -self.returncode)
        return "Command '%s' returned non-zero exit status %d." % (self.cmd, self.returncode)

    @property
    def stdout(self):
        return self.output

    @stdout.setter
    def stdout(self, value):
        self.output = value


class TimeoutExpired(SubprocessError):
    """Raised when a program has not ended in time."""

    def __init__(self, cmd, timeout, output=None, stderr=None):
        super().__init__(cmd, timeout)
        self.cmd = cmd
        self.timeout = timeout
        self.output = output
        self.stderr = stderr

    def __str__(self):
        return "Command '%s' timed out after %s seconds" % (self.cmd, self.timeout)

    @property
    def stdout(self):
        return self.output

    @stdout.setter
    def stdout(self, value):
        self.output = value


class CompletedProcess:
    """A program that has ended, as run() returns it."""

    def __init__(self, args, returncode, stdout=None, stderr=None):
        self.args = args
        self.returncode = returncode
        self.stdout = stdout
        self.stderr = stderr

    def __repr__(self):
        parts = ["args={!r}".format(self.args), "returncode={!r}".format(self.returncode)]
        if self.stdout is not None:
            parts.append("stdout={!r}".format(self.stdout))
        if self.stderr is not None:
            parts.append("stderr={!r}".format(self.stderr))
        return "{}({})".format(type(self).__name__, ", ".join(parts))

    def check_returncode(self):
        if self.returncode:
            raise CalledProcessError(self.returncode, self.args, self.stdout, self.stderr)


class _Stream:
    # The script's end of one of a program's streams.

    def __init__(self, popen, fd):
        self._popen = popen
        self._fd = fd
        self._buffer = b""
        self._ended = False
        self.closed = False

    def _check(self):
        if self.closed:
            raise ValueError("I/O operation on closed file.")

    def fileno(self):
        raise NotImplementedError("subprocess: streams have no descriptors here; use read(), readline() and write()")

    def isatty(self):
        return False

    def readable(self):
        return self._fd != 2

    def writable(self):
        return self._fd == 2

    def flush(self):
        self._check()

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.close()

    def close(self):
        if not self.closed:
            self.closed = True
            if self._fd == 2:
                self._popen._program.shut()

    def _decode(self, data):
        p = self._popen
        if not p.text_mode:
            return data
        return data.decode(p.encoding, p.errors).replace("\r\n", "\n").replace("\r", "\n")

    def _fill(self):
        # Takes what comes next; False at the end.
        while not self._ended:
            program = self._popen._program
            program.calm()
            data = program.take(self._fd)
            if data is None:
                self._ended = True
            elif data:
                self._buffer += data
                return True
            else:
                self._popen._pass_on(self._fd)
                program.wait(None)
        return False

    def read(self, size=-1):
        self._check()
        if size is None or size < 0:
            parts = []
            while self._fill():
                parts.append(self._buffer)
                self._buffer = b""
            data = b"".join([self._buffer] + parts) if not parts else b"".join(parts)
            self._buffer = b""
            return self._decode(data)
        while len(self._buffer) < size and self._fill():
            pass
        data, self._buffer = self._buffer[:size], self._buffer[size:]
        return self._decode(data)

    def readline(self, size=-1):
        self._check()
        while b"\n" not in self._buffer and self._fill():
            pass
        end = self._buffer.find(b"\n") + 1 or len(self._buffer)
        if 0 <= size < end:
            end = size
        data, self._buffer = self._buffer[:end], self._buffer[end:]
        return self._decode(data)

    def readlines(self):
        return list(self)

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def write(self, data):
        self._check()
        p = self._popen
        size = len(data)
        if p.text_mode:
            if not isinstance(data, str):
                raise TypeError("write() argument must be str, not " + type(data).__name__)
            data = data.encode(p.encoding, p.errors)
        elif isinstance(data, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        data = bytes(data)
        while data:
            p._program.calm()
            n = p._program.put(data)
            if n < 0:
                raise BrokenPipeError(32, "Broken pipe")
            data = data[n:]
            if data:
                p._pass_on()
                p._program.wait(None)
        return size

    def writelines(self, lines):
        for line in lines:
            self.write(line)


class Popen:
    """Execute a program in a new process."""

    def __init__(self, args, bufsize=-1, executable=None, stdin=None, stdout=None, stderr=None, preexec_fn=None, close_fds=True,
                 shell=False, cwd=None, env=None, universal_newlines=None, startupinfo=None, creationflags=0, restore_signals=True,
                 start_new_session=False, pass_fds=(), *, user=None, group=None, extra_groups=None, encoding=None, errors=None,
                 text=None, umask=-1, pipesize=-1, process_group=None):
        for name, value, default in (("preexec_fn", preexec_fn, None), ("pass_fds", tuple(pass_fds), ()), ("user", user, None),
                                     ("group", group, None), ("extra_groups", extra_groups, None), ("umask", umask, -1),
                                     ("process_group", process_group, None), ("startupinfo", startupinfo, None)):
            if value != default:
                raise NotImplementedError("subprocess.Popen: %s is not part of mpstar" % name)
        if text is not None and universal_newlines is not None and bool(universal_newlines) != bool(text):
            raise SubprocessError("Cannot disambiguate when both text and universal_newlines are supplied but different. "
                                  "Pass one or the other.")
        self._program = None
        self.returncode = None
        self.args = args
        self.text_mode = bool(encoding or errors or text or universal_newlines)
        self.encoding = encoding or "utf-8"
        self.errors = errors or "strict"
        if isinstance(args, (str, bytes)) or hasattr(args, "__fspath__"):
            argv = [os.fsdecode(args)]
        else:
            argv = [os.fsdecode(a) for a in args]
        if shell:
            if _subprocess.windows:
                argv = ["cmd.exe", "/c"] + argv
            else:
                argv = [executable or "/bin/sh", "-c"] + argv
        file = os.fsdecode(executable) if executable else argv[0]
        for a in argv:
            if "\0" in a:
                raise ValueError("embedded null byte")
        if env is not None:
            env = [os.fsdecode(k) + "\0" + os.fsdecode(v) for k, v in env.items()]
        # Where output goes that the script does not read itself.
        self._sinks = [self._sink(0, stdout), self._sink(1, stderr)]
        if stderr == STDOUT and type(stderr) is int:
            err = 2
        else:
            err = int(stderr is None or stderr != DEVNULL)
        out = stdout is None or stdout != DEVNULL
        if err == 2 and not out:
            err = 0
        feeds = stdin is not None and stdin != DEVNULL
        self._program = _subprocess.start(argv, file, os.fsdecode(cwd) if cwd is not None else "", env, feeds, out, err, start_new_session)
        self.pid = self._program.pid()
        self.stdin = _Stream(self, 2) if feeds else None
        self.stdout = _Stream(self, 0) if type(stdout) is int and stdout == PIPE else None
        self.stderr = _Stream(self, 1) if type(stderr) is int and stderr == PIPE else None
        if feeds and stdin != PIPE:
            given, self.stdin = self.stdin, None
            data = stdin.read()
            text, self.text_mode = self.text_mode, False
            try:
                given.write(data.encode() if isinstance(data, str) else data)
            except BrokenPipeError:
                pass
            self.text_mode = text
            given.close()

    def _sink(self, fd, where):
        if where is None:
            return lambda data: _subprocess.show(fd, data)
        if type(where) is int:
            if where in (PIPE, DEVNULL) or fd == 1 and where == STDOUT:
                return None
            if where in (1, 2):
                return lambda data: _subprocess.show(where - 1, data)
            raise NotImplementedError("subprocess: descriptor %d is not known here; pass a file object" % where)

        def write(data):
            if isinstance(where, io.TextIOBase) or where is sys.stdout or where is sys.stderr:
                where.write(data.decode("utf-8", "surrogateescape"))
            else:
                where.write(data)
            where.flush()
        return write

    def _pass_on(self, but=None):
        for fd in (0, 1):
            if fd != but and self._sinks[fd] is not None:
                data = self._program.take(fd)
                if data:
                    self._sinks[fd](data)

    def __repr__(self):
        shown = f"<{type(self).__name__}: returncode: {self.returncode} args: {self.args!r}>"
        return shown[:76] + "...>" if len(shown) > 80 else shown

    def __enter__(self):
        return self

    def __exit__(self, exc_type, value, traceback):
        for stream in (self.stdout, self.stderr, self.stdin):
            if stream:
                stream.close()
        self.wait()

    @property
    def universal_newlines(self):
        return self.text_mode

    def poll(self):
        """Return the exit code, None while the program runs."""
        if self.returncode is None:
            code = self._program.code()
            self._pass_on()
            self.returncode = code
        return self.returncode

    def wait(self, timeout=None):
        """Wait for the program's end; return its exit code."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            self._program.calm()
            for stream in (self.stdout, self.stderr):
                if stream is not None and stream.closed:
                    self._program.take(stream._fd)
            if self.poll() is not None:
                return self.returncode
            left = None if deadline is None else deadline - time.monotonic()
            if left is not None and left <= 0:
                raise TimeoutExpired(self.args, timeout)
            self._program.wait(left)

    def communicate(self, input=None, timeout=None):
        """Send input, read all output, and wait for the end."""
        deadline = None if timeout is None else time.monotonic() + timeout
        if self.stdin is None or self.stdin.closed:
            data = b""
        else:
            data = input or b""
            if isinstance(data, str):
                if not self.text_mode:
                    raise TypeError("a bytes-like object is required, not 'str'")
                data = data.encode(self.encoding, self.errors)
            elif self.text_mode and data:
                raise TypeError("write() argument must be str, not " + type(data).__name__)
        program = self._program
        while True:
            program.calm()
            if self.stdin is not None and not self.stdin.closed:
                n = program.put(data) if data else 0
                data = data[n:] if n >= 0 else b""
                if not data:
                    self.stdin.close()
            code = program.code()
            for stream in (self.stdout, self.stderr):
                if stream is not None:
                    more = program.take(stream._fd)
                    if more and not stream.closed:
                        stream._buffer += more
            self._pass_on()
            if code is not None:
                self.returncode = code
                break
            left = None if deadline is None else deadline - time.monotonic()
            if left is not None and left <= 0:
                raise TimeoutExpired(self.args, timeout, self.stdout and (self.stdout._buffer or None), self.stderr and (self.stderr._buffer or None))
            program.wait(left)
        results = []
        for stream in (self.stdout, self.stderr):
            if stream is None:
                results.append(None)
                continue
            results.append(stream.read() if not stream.closed else None)
            stream.close()
        return tuple(results)

    def send_signal(self, sig):
        """Send a signal to the program."""
        if self.poll() is None:
            self._program.signal(int(sig))

    def terminate(self):
        """Terminate the program with SIGTERM."""
        self.send_signal(15)

    def kill(self):
        """Kill the program with SIGKILL."""
        self.send_signal(9)


def run(*popenargs, input=None, capture_output=False, timeout=None, check=False, **kwargs):
    """Run a program, wait for its end, and return a CompletedProcess."""
    if input is not None:
        if kwargs.get("stdin") is not None:
            raise ValueError("stdin and input arguments may not both be used.")
        kwargs["stdin"] = PIPE
    if capture_output:
        if kwargs.get("stdout") is not None or kwargs.get("stderr") is not None:
            raise ValueError("stdout and stderr arguments may not be used with capture_output.")
        kwargs["stdout"] = kwargs["stderr"] = PIPE
    process = Popen(*popenargs, **kwargs)
    try:
        stdout, stderr = process.communicate(input, timeout)
    except BaseException:
        process.kill()
        process.wait()
        raise
    code = process.returncode
    if check and code:
        raise CalledProcessError(code, process.args, stdout, stderr)
    return CompletedProcess(process.args, code, stdout, stderr)


def call(*popenargs, timeout=None, **kwargs):
    """Run a program and return its exit code."""
    return run(*popenargs, timeout=timeout, **kwargs).returncode


def check_call(*popenargs, **kwargs):
    """Run a program; CalledProcessError if its exit code is not 0."""
    code = call(*popenargs, **kwargs)
    if code:
        cmd = kwargs.get("args")
        raise CalledProcessError(code, popenargs[0] if cmd is None else cmd)
    return 0


def check_output(*popenargs, timeout=None, **kwargs):
    """Run a program and return its output."""
    for name in ("stdout", "check"):
        if name in kwargs:
            raise ValueError(name + " argument not allowed, it will be overridden.")
    if "input" in kwargs and kwargs["input"] is None:
        kwargs["input"] = "" if kwargs.get("text") or kwargs.get("encoding") or kwargs.get("universal_newlines") else b""
    return run(*popenargs, stdout=PIPE, timeout=timeout, check=True, **kwargs).stdout


def getstatusoutput(cmd, *, encoding=None, errors=None):
    """Return (exit code, output) of a command of the shell."""
    done = run(cmd, shell=True, text=True, stdout=PIPE, stderr=STDOUT, encoding=encoding, errors=errors)
    return done.returncode, done.stdout[:-1] if done.stdout[-1:] == "\n" else done.stdout


def getoutput(cmd, *, encoding=None, errors=None):
    """Return the output of a command of the shell."""
    return getstatusoutput(cmd, encoding=encoding, errors=errors)[1]


def list2cmdline(seq):
    """Return the arguments as one line, as Windows takes them apart."""
    parts = []
    for arg in seq:
        arg = os.fsdecode(arg)
        quote = not arg or " " in arg or "\t" in arg
        out, slashes = "", 0
        for c in arg:
            if c == "\\":
                slashes += 1
                continue
            out += "\\" * (slashes * 2 + 1 if c == '"' else slashes) + c
            slashes = 0
        out += "\\" * (slashes * 2 if quote else slashes)
        parts.append('"' + out + '"' if quote else out)
    return " ".join(parts)
