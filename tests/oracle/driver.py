"""Runs a script as python3 would and writes the ids of its processes to a file."""


def prepare():
    import os
    import sys

    log = open(sys.argv[1], "a", buffering=1)
    log.write("%d\n%d\n" % (os.getpid(), os.getppid()))
    fork = os.fork

    def logged_fork():
        pid = fork()
        if pid:
            log.write("%d\n" % pid)
        return pid

    os.fork = logged_fork
    sys.stdout.reconfigure(line_buffering=True)
    script = sys.argv[2]
    sys.argv = sys.argv[2:]
    sys.path[0] = os.path.dirname(os.path.abspath(script))
    with open(script, "rb") as f:
        code = compile(f.read(), script, "exec")
    names = sys.modules["__main__"].__dict__
    names["__file__"] = script
    names["__doc__"] = None
    del names["prepare"]
    return code, names


exec(*prepare())
