import logging
import os
import threading
import time

DEFAULT_TCP_LOGGING_PORT = 9020
DEFAULT_UDP_LOGGING_PORT = 9021
DEFAULT_HTTP_LOGGING_PORT = 9022
DEFAULT_SOAP_LOGGING_PORT = 9023
SYSLOG_UDP_PORT = 514
SYSLOG_TCP_PORT = 514

_MIDNIGHT = 24 * 60 * 60


def _exists(path):
    try:
        os.stat(path)
    except OSError:
        return False
    return True


class BaseRotatingHandler(logging.FileHandler):
    """What the handlers that change files have in common."""

    namer = None
    rotator = None

    def __init__(self, filename, mode, encoding=None, delay=False, errors=None):
        logging.FileHandler.__init__(self, filename, mode=mode, encoding=encoding, delay=delay, errors=errors)
        self.mode = mode
        self.encoding = encoding
        self.errors = errors

    def emit(self, record):
        """Write the record, to a new file if it is time for one."""
        try:
            if self.shouldRollover(record):
                self.doRollover()
            logging.FileHandler.emit(self, record)
        except Exception:
            self.handleError(record)

    def rotation_filename(self, default_name):
        """Return the name of a file that is put aside."""
        return self.namer(default_name) if callable(self.namer) else default_name

    def rotate(self, source, dest):
        """Put a file aside."""
        if callable(self.rotator):
            self.rotator(source, dest)
        elif _exists(source):
            os.rename(source, dest)

    def _put_aside(self, dest):
        # The log file becomes dest, and what was there is gone.
        if _exists(dest):
            os.remove(dest)
        self.rotate(self.baseFilename, dest)


class RotatingFileHandler(BaseRotatingHandler):
    """Begins a new file when the old one has a certain size."""

    def __init__(self, filename, mode="a", maxBytes=0, backupCount=0, encoding=None, delay=False, errors=None):
        if maxBytes > 0:
            mode = "a"  # what earlier runs wrote counts too
        BaseRotatingHandler.__init__(self, filename, mode, encoding=encoding, delay=delay, errors=errors)
        self.maxBytes = maxBytes
        self.backupCount = backupCount

    def doRollover(self):
        """Put the file aside as NAME.1, NAME.1 as NAME.2 and so on, and begin a new one."""
        if self.stream:
            self.stream.close()
            self.stream = None
        if self.backupCount > 0:
            for i in range(self.backupCount - 1, 0, -1):
                source = self.rotation_filename("%s.%d" % (self.baseFilename, i))
                if _exists(source):
                    dest = self.rotation_filename("%s.%d" % (self.baseFilename, i + 1))
                    if _exists(dest):
                        os.remove(dest)
                    os.rename(source, dest)
            self._put_aside(self.rotation_filename(self.baseFilename + ".1"))
        if not self.delay:
            self.stream = self._open()

    def shouldRollover(self, record):
        """Tell whether the file would get too large."""
        if os.path.exists(self.baseFilename) and not os.path.isfile(self.baseFilename):
            return False
        if self.stream is None:
            self.stream = self._open()
        if self.maxBytes > 0:
            text = self.format(record) + "\n"
            self.stream.seek(0, 2)
            if self.stream.tell() + len(text) >= self.maxBytes:
                return True
        return False


# Unit, seconds of it, and the form of the time in names of files put aside.
_PERIODS = {
    "S": (1, "%Y-%m-%d_%H-%M-%S"),
    "M": (60, "%Y-%m-%d_%H-%M"),
    "H": (60 * 60, "%Y-%m-%d_%H"),
    "D": (_MIDNIGHT, "%Y-%m-%d"),
    "MIDNIGHT": (_MIDNIGHT, "%Y-%m-%d"),
    "W": (7 * _MIDNIGHT, "%Y-%m-%d"),
}


class TimedRotatingFileHandler(BaseRotatingHandler):
    """Begins a new file at certain times."""

    def __init__(self, filename, when="h", interval=1, backupCount=0, encoding=None, delay=False, utc=False,
                 atTime=None, errors=None):
        BaseRotatingHandler.__init__(self, filename, "a", encoding=encoding, delay=delay, errors=errors)
        self.when = when.upper()
        self.backupCount = backupCount
        self.utc = utc
        self.atTime = atTime
        period = self.when
        if period[:1] == "W":
            if len(period) != 2:
                raise ValueError("You must specify a day for weekly rollover from 0 to 6 (0 is Monday): %s" % self.when)
            if period[1] < "0" or period[1] > "6":
                raise ValueError("Invalid day specified for weekly rollover: %s" % self.when)
            self.dayOfWeek = int(period[1])
            period = "W"
        if period not in _PERIODS:
            raise ValueError("Invalid rollover interval specified: %s" % self.when)
        seconds, self.suffix = _PERIODS[period]
        self.interval = seconds * interval
        # A file that is there already counts from its last change.
        start = os.stat(filename).st_mtime if os.path.exists(filename) else time.time()
        self.rolloverAt = self.computeRollover(int(start))

    def _civil(self, moment):
        return time.gmtime(moment) if self.utc else time.localtime(moment)

    def computeRollover(self, currentTime):
        """Return the next time, after this one, for a new file."""
        if self.when != "MIDNIGHT" and self.when[:1] != "W":
            return currentTime + self.interval
        t = self._civil(currentTime)
        weekday = t.tm_wday
        turn = _MIDNIGHT
        if self.atTime is not None:
            turn = (self.atTime.hour * 60 + self.atTime.minute) * 60 + self.atTime.second
        wait = turn - ((t.tm_hour * 60 + t.tm_min) * 60 + t.tm_sec)
        if wait <= 0:
            wait += _MIDNIGHT
            weekday = (weekday + 1) % 7
        next = currentTime + wait
        if self.when[:1] == "W":
            days = (self.dayOfWeek - weekday) % 7
            if days == 0 and weekday != self.dayOfWeek:
                days = 7
            next += days * _MIDNIGHT
            if not days and self.interval > 7 * _MIDNIGHT:
                next += self.interval - 7 * _MIDNIGHT
        elif self.interval > _MIDNIGHT:
            next += self.interval - _MIDNIGHT
        return self._same_clock(currentTime, next)

    def _same_clock(self, before, after):
        # A change to or from summer time between the two shall not move the hour.
        if self.utc:
            return after
        was, is_ = time.localtime(before).tm_isdst, time.localtime(after).tm_isdst
        if was == is_:
            return after
        return after - 3600 if not was else after + 3600

    def shouldRollover(self, record):
        """Tell whether it is time for a new file."""
        if int(time.time()) < self.rolloverAt:
            return False
        if os.path.exists(self.baseFilename) and not os.path.isfile(self.baseFilename):
            self.rolloverAt = self.computeRollover(int(time.time()))
            return False
        return True

    def getFilesToDelete(self):
        """Return the names of the files that are too many."""
        folder, base = os.path.split(self.baseFilename)
        found = []
        stem, ext = os.path.splitext(base)
        for name in os.listdir(folder):
            if self.namer is None:
                if name[:len(base) + 1] == base + "." and self._is_suffix(name[len(base) + 1:]):
                    found.append(os.path.join(folder, name))
            elif name != base and name.startswith(stem) and any(self._is_suffix(p) for p in name.split(".")):
                found.append(os.path.join(folder, name))
        if len(found) < self.backupCount:
            return []
        found.sort()
        return found[:len(found) - self.backupCount]

    def _is_suffix(self, text):
        # Compares shapes: digits stand where suffix has fields.
        text = text.split(".")[0]
        shape = time.strftime(self.suffix, time.gmtime(0))
        if len(text) != len(shape):
            return False
        for a, b in zip(text, shape):
            if a.isdigit() != b.isdigit() or not b.isdigit() and a != b:
                return False
        return True

    def doRollover(self):
        """Put the file aside under a name with its time, and begin a new one."""
        now = int(time.time())
        began = self.rolloverAt - self.interval
        if not self.utc:
            t = time.localtime(began)
            if time.localtime(now).tm_isdst != t.tm_isdst:
                t = time.localtime(began + (3600 if time.localtime(now).tm_isdst else -3600))
        else:
            t = time.gmtime(began)
        dest = self.rotation_filename(self.baseFilename + "." + time.strftime(self.suffix, t))
        if self.stream:
            self.stream.close()
            self.stream = None
        self._put_aside(dest)
        if self.backupCount > 0:
            for name in self.getFilesToDelete():
                os.remove(name)
        if not self.delay:
            self.stream = self._open()
        next = self.computeRollover(now)
        while next <= now:
            next += self.interval
        self.rolloverAt = next


class WatchedFileHandler(logging.FileHandler):
    """Opens its file again when another program has put it aside."""

    def __init__(self, filename, mode="a", encoding=None, delay=False, errors=None):
        logging.FileHandler.__init__(self, filename, mode=mode, encoding=encoding, delay=delay, errors=errors)
        self.dev, self.ino = -1, -1
        self._statstream()

    def _identity(self):
        try:
            st = os.stat(self.baseFilename)
        except FileNotFoundError:
            return None
        return st.st_dev, st.st_ino

    def _statstream(self):
        if self.stream:
            found = self._identity()
            if found:
                self.dev, self.ino = found

    def reopenIfNeeded(self):
        """Open the file again if there is another of its name, or none."""
        if self._identity() == (self.dev, self.ino) or self.stream is None:
            return
        self.stream.flush()
        self.stream.close()
        self.stream = None
        self.stream = self._open()
        self._statstream()

    def emit(self, record):
        self.reopenIfNeeded()
        logging.FileHandler.emit(self, record)


class BufferingHandler(logging.Handler):
    """Keeps records until there are enough of them."""

    def __init__(self, capacity):
        logging.Handler.__init__(self)
        self.capacity = capacity
        self.buffer = []

    def shouldFlush(self, record):
        """Tell whether the buffer is full."""
        return len(self.buffer) >= self.capacity

    def emit(self, record):
        """Keep the record, and flush if it is time."""
        self.buffer.append(record)
        if self.shouldFlush(record):
            self.flush()

    def flush(self):
        """Forget what was kept; subclasses do something with it first."""
        self.acquire()
        try:
            self.buffer.clear()
        finally:
            self.release()

    def close(self):
        try:
            self.flush()
        finally:
            logging.Handler.close(self)


class MemoryHandler(BufferingHandler):
    """Keeps records for another handler, until there are enough or a grave one comes."""

    def __init__(self, capacity, flushLevel=logging.ERROR, target=None, flushOnClose=True):
        BufferingHandler.__init__(self, capacity)
        self.flushLevel = flushLevel
        self.target = target
        self.flushOnClose = flushOnClose

    def shouldFlush(self, record):
        """Tell whether the buffer is full or the record grave."""
        return len(self.buffer) >= self.capacity or record.levelno >= self.flushLevel

    def setTarget(self, target):
        """Set the handler that gets the records."""
        self.acquire()
        try:
            self.target = target
        finally:
            self.release()

    def flush(self):
        """Give what was kept to the target."""
        self.acquire()
        try:
            if self.target:
                for record in self.buffer:
                    self.target.handle(record)
                self.buffer.clear()
        finally:
            self.release()

    def close(self):
        try:
            if self.flushOnClose:
                self.flush()
        finally:
            self.acquire()
            try:
                self.target = None
                BufferingHandler.close(self)
            finally:
                self.release()


class QueueHandler(logging.Handler):
    """Puts records into a queue, for a listener in another thread or process."""

    def __init__(self, queue):
        logging.Handler.__init__(self)
        self.queue = queue

    def enqueue(self, record):
        """Put the record into the queue, without waiting."""
        self.queue.put_nowait(record)

    def prepare(self, record):
        """Return a copy of the record that any process can take: text in place of objects."""
        text = self.format(record)
        other = record.__class__.__new__(record.__class__)
        other.__dict__.update(record.__dict__)
        other.message = text
        other.msg = text
        other.args = None
        other.exc_info = None
        other.exc_text = None
        other.stack_info = None
        return other

    def emit(self, record):
        try:
            self.enqueue(self.prepare(record))
        except Exception:
            self.handleError(record)


class QueueListener(object):
    """A thread that gives the records from a queue to handlers."""

    _sentinel = None

    def __init__(self, queue, *handlers, respect_handler_level=False):
        self.queue = queue
        self.handlers = handlers
        self._thread = None
        self.respect_handler_level = respect_handler_level

    def dequeue(self, block):
        """Return the next record."""
        return self.queue.get(block)

    def start(self):
        """Start the thread."""
        self._thread = t = threading.Thread(target=self._monitor)
        t.daemon = True
        t.start()

    def prepare(self, record):
        """Return the record to handle; subclasses may change it."""
        return record

    def handle(self, record):
        """Give the record to the handlers."""
        record = self.prepare(record)
        for handler in self.handlers:
            if not self.respect_handler_level or record.levelno >= handler.level:
                handler.handle(record)

    def _monitor(self):
        from queue import Empty
        counts = hasattr(self.queue, "task_done")
        while True:
            try:
                record = self.dequeue(True)
            except Empty:
                break
            if record is self._sentinel:
                if counts:
                    self.queue.task_done()
                break
            self.handle(record)
            if counts:
                self.queue.task_done()

    def enqueue_sentinel(self):
        """Tell the thread to end after what is in the queue."""
        self.queue.put_nowait(self._sentinel)

    def stop(self):
        """Handle what is in the queue and wait for the thread's end."""
        self.enqueue_sentinel()
        self._thread.join()
        self._thread = None


class SocketHandler(logging.Handler):
    """Sends records over a connection: each as a pickled dict, after its length in four bytes."""

    def __init__(self, host, port):
        logging.Handler.__init__(self)
        self.host, self.port = host, port
        self.address = host if port is None else (host, port)
        self.sock = None
        self.closeOnError = False
        self.retryTime = None
        self.retryStart, self.retryMax, self.retryFactor = 1.0, 30.0, 2.0

    def makeSocket(self, timeout=1):
        import socket
        if self.port is not None:
            return socket.create_connection(self.address, timeout=timeout)
        made = socket.socket(socket.AF_UNIX)
        made.settimeout(timeout)
        try:
            made.connect(self.address)
        except OSError:
            made.close()
            raise
        return made

    def createSocket(self):
        """Connect, unless the last attempt has failed too short a while ago."""
        now = time.time()
        if self.retryTime is not None and now < self.retryTime:
            return
        try:
            self.sock = self.makeSocket()
            self.retryTime = None
        except OSError:
            self.retryPeriod = self.retryStart if self.retryTime is None else min(self.retryPeriod * self.retryFactor, self.retryMax)
            self.retryTime = now + self.retryPeriod

    def send(self, s):
        if self.sock is None:
            self.createSocket()
        if self.sock:
            try:
                self.sock.sendall(s)
            except OSError:
                self.sock.close()
                self.sock = None

    def makePickle(self, record):
        import pickle
        import struct
        if record.exc_info:
            self.format(record)  # keeps the traceback as text
        fields = dict(record.__dict__, msg=record.getMessage(), args=None, exc_info=None)
        fields.pop("message", None)
        s = pickle.dumps(fields, 1)
        return struct.pack(">L", len(s)) + s

    def handleError(self, record):
        if self.closeOnError and self.sock:
            self.sock.close()
            self.sock = None
        else:
            logging.Handler.handleError(self, record)

    def emit(self, record):
        try:
            self.send(self.makePickle(record))
        except Exception:
            self.handleError(record)

    def close(self):
        self.acquire()
        try:
            if self.sock:
                self.sock.close()
                self.sock = None
            logging.Handler.close(self)
        finally:
            self.release()


class DatagramHandler(SocketHandler):
    """Sends each record as a datagram."""

    def makeSocket(self):
        import socket
        return socket.socket(socket.AF_UNIX if self.port is None else socket.AF_INET, socket.SOCK_DGRAM)

    def send(self, s):
        if self.sock is None:
            self.createSocket()
        self.sock.sendto(s, self.address)


def _absent(name, why):
    def __init__(self, *args, **kwargs):
        raise NotImplementedError("logging.handlers.%s is not part of mpstar: %s" % (name, why))
    return type(name, (logging.Handler,), {"__init__": __init__, "__module__": "logging.handlers"})


SysLogHandler = _absent("SysLogHandler", "there is no syslog")
SMTPHandler = _absent("SMTPHandler", "there is no smtplib")
NTEventLogHandler = _absent("NTEventLogHandler", "there is no Win32 event log")
HTTPHandler = _absent("HTTPHandler", "there is no http.client")
