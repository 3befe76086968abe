# The old spellings of threading warn, and the logger of concurrent.futures.
import concurrent.futures._base as base
import threading
import warnings


def show(f):
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        try:
            result = f()
        except Exception as e:
            result = repr(e)
    print(result, [(w.category.__name__, str(w.message), w.filename == __file__, w.lineno) for w in seen])


def wake():
    with condition:
        condition.notifyAll()


thread = threading.Thread(target=print, name="x")
condition = threading.Condition()
event = threading.Event()
show(lambda: thread.getName())
show(lambda: thread.setName("y"))
show(lambda: thread.isDaemon())
show(lambda: thread.setDaemon(True))
show(lambda: thread.setDaemon())
show(lambda: threading.currentThread().name)
show(lambda: threading.activeCount())
show(wake)
show(lambda: event.isSet())
print(thread.name, thread.daemon)
warnings.simplefilter("error")
show(lambda: thread.getName())
try:
    thread.getName()
except DeprecationWarning as e:
    print(repr(e))
warnings.simplefilter("ignore")
warnings.simplefilter("default", DeprecationWarning)
print(thread.getName())
print(base.LOGGER, base.LOGGER.name, base.PENDING, base.FINISHED)
