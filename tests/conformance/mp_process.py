# Process: target, args, kwargs, states, names, reprs, exit codes, join and its errors.
import sys
from multiprocessing import Process, current_process, parent_process


def work(a, b=2, *, c=3):
    print("child", current_process().name, a, b, c, parent_process().name)


def leave(x):
    sys.exit(x)


if __name__ == "__main__":
    print(current_process(), current_process().name, parent_process())
    p = Process(target=work, args=(1,), kwargs={"c": 5})
    print(p, p.name, p.pid, p.exitcode, p.is_alive(), p.daemon)
    p.start()
    p.join()
    print(p, p.exitcode, p.is_alive(), isinstance(p.pid, int), p.pid == p.ident)
    q = Process(target=work, name="named", args=[7])
    q.start()
    q.join()
    print(q)
    q.name = "renamed"
    print(q.name, Process().name)
    for code in (0, 3, None, True, False, 256 + 5, "message", [1]):
        p = Process(target=leave, args=(code,))
        p.start()
        p.join()
        print(repr(code), p.exitcode)
    for bad in (lambda: p.start(), lambda: Process().join(), lambda: Process(1), lambda: Process(target=work, name=5) and None, lambda: Process(nope=1)):
        try:
            print(bad())
        except (AssertionError, TypeError) as e:
            print(type(e).__name__, e)
    p.close()
    print(p)
    for bad in (lambda: p.join(), lambda: p.is_alive(), lambda: p.exitcode, lambda: p.pid):
        try:
            print(bad())
        except ValueError as e:
            print(e)
    p = Process(target=leave, args=(0,), daemon=True)
    print(p.daemon, p)
    p.daemon = False
    p.start()
    try:
        p.daemon = True
    except AssertionError as e:
        print(e)
    p.join()
