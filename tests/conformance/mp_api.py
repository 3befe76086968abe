# The package itself: its public names, contexts and exceptions.
import multiprocessing

print(sorted(multiprocessing.__all__))
print([n for n in multiprocessing.__all__ if n != "reducer" and not hasattr(multiprocessing, n)])
print(multiprocessing.get_start_method(), multiprocessing.get_all_start_methods(), multiprocessing.cpu_count() > 0)
print(issubclass(multiprocessing.TimeoutError, multiprocessing.ProcessError), multiprocessing.BufferTooShort.__mro__[1].__name__, multiprocessing.AuthenticationError.__name__)


def put(q):
    q.put(1)


ctx = multiprocessing.get_context("fork")
q = ctx.Queue()
p = ctx.Process(target=put, args=(q,))
p.start()
print(q.get(), type(p).__name__, ctx.get_start_method())
p.join()
multiprocessing.freeze_support()
try:
    multiprocessing.set_start_method("fork")
    multiprocessing.set_start_method("fork")
except RuntimeError as e:
    print(e)
multiprocessing.set_start_method("fork", force=True)
try:
    multiprocessing.get_context("nope")
except ValueError as e:
    print(e)
print(multiprocessing.current_process().daemon, multiprocessing.parent_process(), multiprocessing.active_children())
