"""logging: loggers, levels, formatters of the three styles, filters, adapters, records."""
import logging, sys
logging.basicConfig(level=logging.DEBUG, format="%(asctime)s %(name)s", force=True, stream=sys.stdout, datefmt="x")
logging.info("a %(b)d", {"b": 3})
logging.basicConfig(level=logging.DEBUG, format="%(levelname)-8s %(name)s %(processName)s %(threadName)s %(funcName)s %(lineno)d %(module)s %(filename)s %(message)s", force=True, stream=sys.stdout)
def f():
    logging.info("a %(b)d", {"b": 3})
    try:
        1/0
    except Exception:
        logging.exception("oops")
    logging.getLogger("a.b.c").error("stack", stack_info=True)
    try:
        log = logging.getLogger("a.b")
        log.critical("in try")
        with open("/dev/null"):
            log.critical("in with")
    finally:
        [log.debug("compr") for i in range(1)]
    (lambda: log.warning("lam"))()
    def gen():
        log.info("gen")
        yield 1
    list(gen())
f()
print(logging.root, logging.getLogger("a"), logging.getLogger("a.b.c").parent, len(logging.root.handlers), logging.getLogger("a.b").getChild("z"))
for s in ["{a!r:>10}x{{}}","{","}","{a!}","{a!rr}","{a:{b}}","{0.x[1]}","{a","{a!r","{!x}","abc","{a!x}","{a:zz}","{}","{a b}","{a:^10.3f}", "{a:{b.c}}"]:
    try: logging.Formatter(s,style='{')
    except Exception as e: print(s, repr(e))
for s in ["$","$$","$a","${a}","${a","$ {a}","abc","$1","a$","${a-b}"]:
    try: logging.Formatter(s,style='$')
    except Exception as e: print(s, repr(e))
for s in ["", "abc", "%(a)s", "%(a)q", "%s"]:
    try: logging.Formatter(s)
    except Exception as e: print(s, repr(e))
h = logging.StreamHandler(sys.stdout)
h.setFormatter(logging.Formatter("{levelname:>10}|{message}|{asctime}", datefmt="q", style="{"))
l = logging.getLogger("q"); l.propagate=False; l.addHandler(h)
l.info("brace %s", 1)
h.setFormatter(logging.Formatter("%(foo)s"))
l.info("good", extra={"foo": 5})
try: l.info("x", extra={"message": 1})
except KeyError as e: print(e)
try: l.log("x", "y")
except TypeError as e: print(e)
try: l.setLevel("bogus")
except ValueError as e: print(e)
try: l.setLevel(1.5)
except TypeError as e: print(e)
try: logging.basicConfig(foo=1, force=True)
except ValueError as e: print(e)
a = logging.LoggerAdapter(l, {"foo": 7}); a.info("adapted"); print(a)
logging.addLevelName(25, "NOTICE"); print(logging.getLevelName(25), logging.getLevelName("NOTICE"), logging.getLevelName(77))
r = logging.makeLogRecord({"name":"n","msg":"m %s","args":(1,)}); print(r, r.getMessage(), sorted(r.__dict__))


class Even(logging.Filter):
    def filter(self, record):
        return record.args[0] % 2 == 0


l.handlers[0].setFormatter(None)
l.addFilter(Even())
l.addFilter(lambda record: record.args[0] < 5)
for i in range(8):
    l.info("number %d", i)
for f in list(l.filters):
    l.removeFilter(f)
h.addFilter(logging.Filter("q.inner"))
l.info("filtered out")
logging.getLogger("q.inner").info("passed by name")
h.filters.clear()


class Counting(logging.Handler):
    def __init__(self):
        super().__init__("ERROR")
        self.records = []

    def emit(self, record):
        self.records.append((record.levelname, record.getMessage()))


c = Counting()
c.name = "counting"
l.addHandler(c)
l.warning("not %s", "counted")
l.error("counted")
l.critical("counted %(x)s", {"x": "too"})
print(c.records, c.name, c, logging._handlers.get("counting") is c)
l.removeHandler(c)
logging.disable(logging.ERROR)
l.error("disabled")
l.critical("not disabled")
logging.disable(logging.NOTSET)
print(l.isEnabledFor(10), l.getEffectiveLevel(), l.hasHandlers(), l.level)
l.setLevel("DEBUG")
print(l, l.isEnabledFor(10), logging.getLogger("q.inner").getEffectiveLevel())


class MyLogger(logging.Logger):
    def shout(self, msg, *args):
        self.warning(msg.upper(), *args, stacklevel=2)


logging.setLoggerClass(MyLogger)
h.setFormatter(logging.Formatter("%(funcName)s:%(lineno)d:%(message)s"))


def caller():
    logging.getLogger("q.mine").shout("a message")


caller()
print(type(logging.getLogger("q.mine")).__name__, type(logging.getLogger("q")).__name__)
try:
    logging.setLoggerClass(int)
except TypeError as e:
    print(e)
try:
    logging.getLogger(3)
except TypeError as e:
    print(e)
