"""logging.handlers and logging.config: rotation, memory, queues, dictConfig, fileConfig."""
import logging
import logging.config
import logging.handlers
import multiprocessing
import os
import queue
import sys


def folder(name):
    remove(name)
    os.makedirs(name)
    return name


def remove(name):
    if os.path.isdir(name):
        for f in os.listdir(name):
            os.remove(os.path.join(name, f))
        os.rmdir(name)


def rotation(where):
    log = logging.getLogger("rotation")
    log.propagate = False
    h = logging.handlers.RotatingFileHandler(os.path.join(where, "r.log"), maxBytes=60, backupCount=2)
    h.setFormatter(logging.Formatter("%(message)s"))
    log.addHandler(h)
    for i in range(12):
        log.error("line number %d", i)
    h.close()
    for name in sorted(os.listdir(where)):
        with open(os.path.join(where, name)) as f:
            print(name, f.read().split("\n"))
    log.removeHandler(h)
    for when, start in (("s", 1000), ("H", 1000), ("midnight", 1000000), ("W0", 1000000), ("D", 5)):
        h = logging.handlers.TimedRotatingFileHandler(os.path.join(where, "t.log"), when=when, utc=True, delay=True)
        print(when, h.interval, h.suffix, h.computeRollover(start))
        h.close()
    for bad in ("x", "W", "W9"):
        try:
            logging.handlers.TimedRotatingFileHandler(os.path.join(where, "t.log"), when=bad, delay=True)
        except ValueError as e:
            print(e)


def worker(q, n):
    root = logging.getLogger()
    for h in root.handlers[:]:
        root.removeHandler(h)
    root.addHandler(logging.handlers.QueueHandler(q))
    root.setLevel(logging.INFO)
    log = logging.getLogger("worker")
    log.info("from %s number %d", multiprocessing.current_process().name, n)
    try:
        1 / n
    except ZeroDivisionError:
        log.exception("failed")


def listening():
    q = multiprocessing.Queue()
    out = logging.StreamHandler(sys.stdout)
    out.setFormatter(logging.Formatter("%(processName)s %(name)s %(levelname)s %(funcName)s: %(message)s"))
    listener = logging.handlers.QueueListener(q, out)
    listener.start()
    for n in range(2):
        p = multiprocessing.Process(target=worker, args=(q, n), name="W%d" % n)
        p.start()
        p.join()
    listener.stop()
    local = queue.Queue()
    log = logging.getLogger("threads")
    log.propagate = False
    log.setLevel("DEBUG")
    log.addHandler(logging.handlers.QueueHandler(local))
    out.setLevel(logging.WARNING)
    listener = logging.handlers.QueueListener(local, out, respect_handler_level=True)
    listener.start()
    log.debug("too low")
    log.warning("high %s", "enough")
    listener.stop()


def memory():
    out = logging.StreamHandler(sys.stdout)
    h = logging.handlers.MemoryHandler(3, target=out)
    log = logging.getLogger("memory")
    log.propagate = False
    log.setLevel("DEBUG")
    log.addHandler(h)
    for i in range(4):
        log.info("kept %d", i)
        print("after", i, len(h.buffer))
    log.error("flushes")
    log.info("at close")
    h.close()
    print(h.target, h.buffer)


class Shout:
    def __init__(self, word="!"):
        self.word = word

    def filter(self, record):
        record.msg = str(record.msg).upper() + self.word
        return True


def dicts():
    logging.getLogger("before").addHandler(logging.NullHandler())
    logging.getLogger("app.kept")
    logging.config.dictConfig({
        "version": 1,
        "formatters": {
            "short": {"format": "%(levelname).1s %(name)s %(message)s"},
            "braces": {"format": "{levelname}|{message}", "style": "{"},
        },
        "filters": {"shout": {"()": Shout, "word": "?"}, "only": {"name": "app"}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "short", "level": "INFO"},
            "loud": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "braces", "filters": ["shout"]},
            "later": {"class": "logging.handlers.MemoryHandler", "capacity": 10, "target": "console"},
        },
        "loggers": {
            "app": {"level": "DEBUG", "handlers": ["console", "loud"], "propagate": False},
            "memo": {"level": "DEBUG", "handlers": ["later"]},
        },
        "root": {"level": "WARNING", "handlers": ["console"]},
    })
    logging.getLogger("app").debug("only loud")
    logging.getLogger("app.kept").info("both")
    logging.info("no")
    logging.warning("root")
    print(logging.getLogger("before").disabled, logging.getLogger("app.kept").disabled, logging.getLogger("app").handlers[0].name)
    logging.getLogger("memo").info("kept")
    logging.config.dictConfig({"version": 1, "incremental": True, "handlers": {"console": {"level": "ERROR"}}, "loggers": {"app": {"level": "ERROR"}}})
    logging.getLogger("app").warning("no longer")
    logging.getLogger("app").error("still")
    for bad in (
        {}, {"version": 2}, {"version": 1, "handlers": {"h": {"class": "logging.StreamHandler", "formatter": "nof"}}},
        {"version": 1, "root": {"handlers": ["q"]}}, {"version": 1, "handlers": {"h": {"class": "logging.StreamHandler", "level": "FOO"}}},
        {"version": 1, "handlers": {"h": {"class": "logging.StreamHandler", "bogus": 1}}},
        {"version": 1, "handlers": {"h": {"class": "logging.StreamHandler", "filters": ["x"]}}},
        {"version": 1, "loggers": {"l": {"level": "BAD"}}}, {"version": 1, "incremental": True, "handlers": {"nn": {"level": "INFO"}}},
        {"version": 1, "handlers": {"h": {"class": "logging.handlers.MemoryHandler", "capacity": 3, "target": "zz"}}},
        {"version": 1, "formatters": {"f": {"format": "x", "style": "!"}}},
    ):
        try:
            logging.config.dictConfig(bad)
        except Exception as e:
            print(repr(e), repr(e.__cause__))


INI = """[loggers]
keys=root,sample

[handlers]
keys=out

[formatters]
keys=plain

[logger_root]
level=WARNING
handlers=out

[logger_sample]
level=DEBUG
handlers=out
qualname=sample
propagate=0

[handler_out]
class=StreamHandler
level=DEBUG
formatter=plain
args=(sys.stdout,)

[formatter_plain]
format=%(levelname)s - %(name)s - %(message)s
"""


def files(where):
    path = os.path.join(where, "logging.ini")
    with open(path, "w") as f:
        f.write(INI)
    logging.config.fileConfig(path)
    logging.getLogger("sample").debug("from a file")
    logging.getLogger("other").info("no")
    logging.getLogger("other").warning("root's handler")
    try:
        logging.config.fileConfig(os.path.join(where, "missing.ini"))
    except FileNotFoundError as e:
        print("missing")


if __name__ == "__main__":
    where = folder("logging_config_test")
    rotation(where)
    listening()
    memory()
    dicts()
    files(where)
    remove(where)
