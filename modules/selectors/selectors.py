"""Which of several sockets are ready, with an object for each."""

import abc
import collections
import collections.abc
import select

EVENT_READ = 1
EVENT_WRITE = 2

SelectorKey = collections.namedtuple("SelectorKey", ["fileobj", "fd", "events", "data"])
SelectorKey.__module__ = "selectors"


def _number(fileobj):
    if isinstance(fileobj, int):
        fd = fileobj
    else:
        try:
            fd = int(fileobj.fileno())
        except (AttributeError, TypeError, ValueError):
            raise ValueError("Invalid file object: {!r}".format(fileobj)) from None
    if fd < 0:
        raise ValueError("Invalid file descriptor: {}".format(fd))
    return fd


class _Map(collections.abc.Mapping):
    def __init__(self, selector):
        self._selector = selector

    def __len__(self):
        return len(self._selector._keys)

    def __getitem__(self, fileobj):
        key = self._selector._find(fileobj)
        if key is None:
            raise KeyError("{!r} is not registered".format(fileobj))
        return key

    def __iter__(self):
        return iter(self._selector._keys)


class BaseSelector(abc.ABC):
    @abc.abstractmethod
    def register(self, fileobj, events, data=None):
        pass

    @abc.abstractmethod
    def unregister(self, fileobj):
        pass

    @abc.abstractmethod
    def select(self, timeout=None):
        pass

    @abc.abstractmethod
    def get_map(self):
        pass

    def modify(self, fileobj, events, data=None):
        self.unregister(fileobj)
        return self.register(fileobj, events, data)

    def close(self):
        pass

    def get_key(self, fileobj):
        mapping = self.get_map()
        if mapping is None:
            raise RuntimeError("Selector is closed")
        try:
            return mapping[fileobj]
        except KeyError:
            raise KeyError("{!r} is not registered".format(fileobj)) from None

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()


class SelectSelector(BaseSelector):
    def __init__(self):
        self._keys = {}
        self._map = _Map(self)

    def _find(self, fileobj):
        try:
            return self._keys.get(_number(fileobj))
        except ValueError:  # closed meanwhile
            for key in self._keys.values():
                if key.fileobj is fileobj:
                    return key
            raise

    def register(self, fileobj, events, data=None):
        if not events or events & ~(EVENT_READ | EVENT_WRITE):
            raise ValueError("Invalid events: {!r}".format(events))
        key = SelectorKey(fileobj, _number(fileobj), events, data)
        if key.fd in self._keys:
            raise KeyError("{!r} (FD {}) is already registered".format(fileobj, key.fd))
        self._keys[key.fd] = key
        return key

    def unregister(self, fileobj):
        key = self._find(fileobj)
        if key is None:
            raise KeyError("{!r} is not registered".format(fileobj))
        return self._keys.pop(key.fd)

    def select(self, timeout=None):
        timeout = None if timeout is None else max(timeout, 0)
        readers = [k.fileobj for k in self._keys.values() if k.events & EVENT_READ]
        writers = [k.fileobj for k in self._keys.values() if k.events & EVENT_WRITE]
        readable, writable, _ = select.select(readers, writers, [], timeout)
        ready = []
        for key in self._keys.values():
            events = (EVENT_READ if any(key.fileobj is x for x in readable) else 0) | (EVENT_WRITE if any(key.fileobj is x for x in writable) else 0)
            if events:
                ready.append((key, events))
        return ready

    def get_map(self):
        return self._map

    def close(self):
        self._keys.clear()
        self._map = None


class PollSelector(SelectSelector):
    pass


class EpollSelector(SelectSelector):
    def fileno(self):
        raise NotImplementedError("EpollSelector.fileno() is not part of mpstar")


DefaultSelector = EpollSelector if hasattr(select, "epoll") else SelectSelector
