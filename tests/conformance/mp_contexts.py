# Contexts and start methods, what the package and its modules export.
import multiprocessing as mp


def attempt(f, *args, **kwargs):
    try:
        return f(*args, **kwargs)
    except Exception as e:
        return type(e).__name__ + ": " + str(e)


def send(conn, value):
    conn.send(value)


def context_objects():
    for method in ("fork", "spawn", "forkserver"):
        ctx = mp.get_context(method)
        print(type(ctx).__name__, ctx.get_start_method(), ctx.get_context() is ctx, ctx is mp.get_context(method), ctx._name)
        print(attempt(ctx.set_start_method, "spawn"), attempt(ctx.set_start_method, None), attempt(getattr, ctx, "get_all_start_methods"))
    ctx = mp.get_context("fork")
    receiver, sender = ctx.Pipe(False)
    p = ctx.Process(target=send, args=(sender, "by context"))
    p.start()
    print(receiver.recv(), type(p))
    p.join()
    print(attempt(mp.get_context, "nope"), attempt(mp.get_context, 3), attempt(ctx.get_context, "nope"))


def names_of_context():
    ctx = mp.get_context("fork")
    print([n for n in mp.__all__ if not hasattr(ctx, n)])
    print(ctx.Process, ctx.TimeoutError is mp.TimeoutError, ctx.BufferTooShort is mp.BufferTooShort, ctx.current_process() is mp.current_process())


def made_by_context():
    ctx = mp.get_context("fork")
    for name in ("Lock", "RLock", "Semaphore", "BoundedSemaphore", "Condition", "Event", "Queue", "JoinableQueue", "SimpleQueue"):
        print(type(getattr(ctx, name)()), end=" ")
    print(type(ctx.Barrier(2)), type(ctx.Value("i")), type(ctx.Array("i", 1)))
    p = ctx.Pool(1)
    print(type(p).__name__, p.apply(abs, (-1,)), p.terminate())


def read_method(conn):
    conn.send(mp.get_start_method())


def set_and_get():
    before = mp.get_start_method(allow_none=True)
    print(before)
    mp.set_start_method("fork")
    print(mp.get_start_method(), attempt(mp.set_start_method, "fork"), attempt(mp.set_start_method, "nope", force=True))
    receiver, sender = mp.Pipe(False)
    p = mp.Process(target=read_method, args=(sender,))
    p.start()
    print(receiver.recv())
    p.join()
    print(mp.set_start_method("fork", force=True), mp.get_start_method(), mp.set_start_method(None, force=True), mp.get_start_method(allow_none=True), mp.get_start_method())


def all_methods():
    methods = mp.get_all_start_methods()
    print(methods, methods is mp.get_all_start_methods())


def preloaded_names():
    for names in (["os"], [], [1, 2, 3], ["os", None], 3):
        print(attempt(mp.set_forkserver_preload, names), attempt(mp.get_context("forkserver").set_forkserver_preload, names))


def small_functions():
    print(mp.freeze_support(), mp.set_executable("x"), mp.allow_connection_pickling(), attempt(mp.set_forkserver_preload, ["os"]), attempt(mp.set_executable))


def starred():
    for name in ("connection", "context", "managers", "pool", "process", "queues", "sharedctypes", "synchronize", "util", "reduction"):
        module = getattr(__import__("multiprocessing." + name), name)
        print(name, module.__all__ == () or [n for n in module.__all__ if not hasattr(module, n)] in ([], ["Token", "SharedMemoryManager"], ["Token"]))


def exported():
    print(sorted(mp.__all__))
    print([n for n in mp.__all__ if not hasattr(mp, n)])


if __name__ == "__main__":
    import multiprocessing.managers
    import multiprocessing.pool

    set_and_get()
    context_objects()
    names_of_context()
    made_by_context()
    all_methods()
    preloaded_names()
    small_functions()
    starred()
    exported()
