# Prints what each public name of multiprocessing and its objects is, and how it
# answers calls with wrong arguments: that shows its parameters. Run with no
# argument it prints the names and parameters, which only CPython knows; run
# with the name of a file that holds them, it tries them out.
import sys
import multiprocessing as mp
import multiprocessing.connection
import multiprocessing.context
import multiprocessing.managers
import multiprocessing.pool
import multiprocessing.process
import multiprocessing.queues
import multiprocessing.shared_memory
import multiprocessing.sharedctypes
import multiprocessing.synchronize
import multiprocessing.util


def subjects(pool, threads, manager):
    for name in ("connection", "context", "managers", "pool", "process", "queues", "reduction", "shared_memory", "sharedctypes", "synchronize", "util"):
        yield name, getattr(mp, name)
    yield "multiprocessing", mp
    for method in ("fork", "spawn", "forkserver"):
        yield method, mp.get_context(method)
    for kind in ("Queue", "JoinableQueue", "SimpleQueue", "Lock", "RLock", "Semaphore", "BoundedSemaphore", "Condition", "Event"):
        yield kind + "()", getattr(mp, kind)()
    yield "Barrier()", mp.Barrier(2)
    yield "process", mp.Process()
    yield "main process", mp.current_process()
    yield "Connection", mp.Pipe()[0]
    yield "Value", mp.Value("i")
    yield "Array", mp.Array("i", 2)
    yield "Array of char", mp.Array("c", 2)
    yield "RawArray", mp.RawArray("i", 2)
    yield "Finalize", mp.util.Finalize(mp.Lock(), abs)
    yield "ForkAwareThreadLock", mp.util.ForkAwareThreadLock()
    yield "Pool", pool
    yield "ThreadPool", threads
    yield "AsyncResult", pool.apply_async(abs, (1,))
    yield "MapResult", pool.map_async(abs, [1])
    yield "IMapIterator", pool.imap(abs, [1])
    yield "IMapUnorderedIterator", pool.imap_unordered(abs, [1])
    yield "BaseManager", mp.managers.BaseManager()
    yield "SyncManager", manager
    yield "dict proxy", manager.dict()
    yield "list proxy", manager.list()
    yield "Array proxy", manager.Array("i", [1])
    yield "Barrier proxy", manager.Barrier(2)
    for kind in ("Lock", "RLock", "Semaphore", "BoundedSemaphore", "Condition", "Event", "Queue", "JoinableQueue"):
        yield kind + " proxy", getattr(manager, kind)()


def names(label, subject):
    if hasattr(subject, "__all__"):
        return sorted(subject.__all__)
    private = label in ("Pool", "ThreadPool", "AsyncResult", "MapResult", "IMapIterator", "IMapUnorderedIterator")
    return [n for n in dir(subject) if not n.startswith("__" if private else "_")]


def parameters(value):
    import inspect

    try:
        ps = inspect.signature(value).parameters.values()
    except (TypeError, ValueError):
        return "?"
    words = []
    for p in ps:
        if p.kind == p.VAR_KEYWORD:
            return "?"
        words.append("*" if p.kind == p.VAR_POSITIONAL else p.name)
    return " ".join(words)


def show(made):
    for label, subject in subjects(*made):
        for name in names(label, subject):
            try:
                value = getattr(subject, name)
            except ValueError:  # the sentinel of a process that was not started
                value = None
            print(label, name, parameters(value) if callable(value) else "-", sep="|")


def answer(value, args, kwargs):
    try:
        value(*args, **kwargs)
    except TypeError as e:
        return str(e)
    except BaseException as e:
        return type(e).__name__ + ": " + str(e)
    return "accepted"


def attempt(file, made):
    known = dict(subjects(*made))
    with open(file) as f:
        lines = f.read().splitlines()
    for line in lines:
        label, name, words = line.split("|")
        try:
            value = getattr(known[label], name)
        except AttributeError:
            print(label, name, "absent", sep="|")
            continue
        except ValueError as e:
            print(label, name, e, sep="|")
            continue
        if not callable(value):
            print(label, name, "no function", sep="|")
        elif words == "-":
            print(label, name, "a function", sep="|")
        elif words == "?" or name in ("shutdown", "terminate"):
            print(label, name, "there", sep="|")
        else:
            words = words.split()
            if "*" not in words:
                print(label, name, "positional", answer(value, [None] * 30, {}), sep="|")
            for word in words:
                if word != "*":
                    print(label, name, word, answer(value, [], {word: None, "no_such": 1}), sep="|")
            print(label, name, "keyword", answer(value, [], {"no_such": 1}), sep="|")


if __name__ == "__main__":
    with mp.Pool(1) as pool, mp.pool.ThreadPool(1) as threads, mp.Manager() as manager:
        if len(sys.argv) > 1:
            attempt(sys.argv[1], (pool, threads, manager))
        else:
            show((pool, threads, manager))
