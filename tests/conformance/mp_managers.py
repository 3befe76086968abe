"""Managers, those of this script's processes and those that listen on an address: types, containers, registering."""

import multiprocessing as mp
import queue
import time
from multiprocessing.managers import BaseManager, BaseProxy, RemoteError, SyncManager


class Addressed(SyncManager):
    pass


def addressed():
    m = Addressed(address=('127.0.0.1', 0), authkey=b'key')
    m.start()
    return m


def run(f, *args):
    p = mp.Process(target=f, args=args)
    p.start()
    p.join()
    return p.exitcode


def use_event(e):
    assert not e.is_set()
    e.set()
    assert e.wait()
    e.clear()
    assert not e.is_set() and e.wait(0.001) is False


def event(m):
    e = m.Event()
    print(run(use_event, e), e.is_set())


def use_lock(lock):
    lock.acquire()
    assert lock.acquire(False) is False
    lock.release()


def lock(m):
    print(run(use_lock, m.Lock()))


def use_rlock(lock):
    with lock:
        with lock:
            pass


def rlock(m):
    print(run(use_rlock, m.RLock()))


def use_semaphore(sem):
    sem.acquire()
    assert sem.acquire(False) is False
    sem.release()


def semaphore(m):
    print(run(use_semaphore, m.Semaphore()))


def use_bounded(sem):
    use_semaphore(sem)
    try:
        sem.release()
    except ValueError:
        pass


def bounded_semaphore(m):
    print(run(use_bounded, m.BoundedSemaphore()))


def use_condition(c):
    c.acquire()
    c.notify()
    c.notify_all()
    assert c.wait(0.001) is False
    assert c.wait_for(lambda: 5) == 5
    assert not c.wait_for(lambda: 0, 0.01)
    c.release()


def condition(m):
    print(run(use_condition, m.Condition()))


def use_barrier(b):
    assert b.parties == 1 and b.n_waiting == 0 and not b.broken
    assert b.wait() == 0
    b.abort()
    assert b.broken
    b.reset()
    assert not b.broken


def barrier(m):
    print(run(use_barrier, m.Barrier(1)))


def use_queue(q):
    q.put('é', True)
    q.put_nowait(2)
    assert q.full() and q.qsize() == 2
    try:
        q.put(3, timeout=0.01)
    except queue.Full:
        pass
    assert q.get() == 'é' and q.get_nowait() == 2 and q.empty()
    try:
        q.get(timeout=0.01)
    except queue.Empty:
        pass


def queue_(m):
    print(run(use_queue, m.Queue(2)))


def use_joinable(q):
    q.put(1)
    q.get()
    q.task_done()
    q.join()


def joinable_queue(m):
    print(run(use_joinable, m.JoinableQueue()))


def use_list(l):
    assert l[:] == [3, 1, 2]
    l.append(4)
    assert len(l) == 4 and l.pop() == 4
    l.sort()
    assert l[:] == [1, 2, 3]
    l.reverse()
    l.insert(0, 9)
    l.extend([7, 8])
    l.remove(7)
    assert l.index(8) == 4 and l.count(9) == 1
    l[0] = 0
    del l[1]


def list_(m):
    l = m.list([3, 1, 2])
    print(run(use_list, l), l[:])


def use_dict(d):
    d['new'] = [1]
    assert sorted(d.keys()) == ['bar', 'foo', 'new']
    assert sorted(d.items())[0] == ('bar', 2)
    assert sorted(v for v in d.values() if isinstance(v, int)) == [2, 4]
    assert d.get('none', 'default') == 'default' and d.setdefault('foo', 9) == 4
    assert d.pop('bar') == 2
    d.update({'up': 1})
    assert 'up' in d and len(d) == 3


def dict_(m):
    d = m.dict({'foo': 4, 'bar': 2})
    print(run(use_dict, d), sorted(d.copy()))


def use_value(v):
    assert v.value == 1 and v.get() == 1
    v.value = 2
    v.set(v.get() + 1)


def value(m):
    v = m.Value('i', 1)
    print(run(use_value, v), v.value, v)


def use_array(a):
    assert len(a) == 2 and a[0] == 0
    a[0] = 5
    assert list(a) == [5, 1]


def array(m):
    a = m.Array('i', [0, 1])
    print(run(use_array, a), list(a), a)


def use_namespace(n):
    n.x = 0
    n.y = 1
    n._private = 3
    del n.x
    assert not hasattr(n, 'x')


def namespace(m):
    n = m.Namespace()
    print(run(use_namespace, n), n.y, n)


def container_list(m):
    a = m.list(list(range(10)))
    b = m.list()
    b.extend(list(range(5)))
    print(a[:], b[:], b[2], b[2:10])
    b *= 2
    print(b[:], b + [5, 6])
    a.append(b)
    print(a[10][:3])
    e = [a, b]
    print(m.list(e)[1][:2], [list(x)[:2] for x in m.list(e)])
    a += [11]
    print(a[-1], 3 in a, len(a), a * 1 == a[:], list(reversed(b))[:2])


def list_iteration(m):
    a = m.list([1, 2, 3])
    print(list(a), list(iter(a)), [x * 2 for x in a])


def list_in_list(m):
    inner = m.list([1])
    outer = m.list([inner, 5])
    inner.append(2)
    print(outer[0][:], len(outer))
    outer[0].append(3)
    print(inner[:])
    outer.append(m.list(['only there']))
    print(outer[2][:], outer[2][0])
    nested = m.list([m.list([m.list([1])])])
    nested[0][0].append(2)
    print(nested[0][0][:])


def container_dict(m):
    d = m.dict()
    for i in range(5):
        d[65 + i] = chr(65 + i)
    print(d.copy(), sorted(d.keys()), sorted(d.values()), sorted(d.items()))
    del d[65]
    try:
        d[65]
    except KeyError as e:
        print('KeyError', e)


def dict_iteration(m):
    d = m.dict({'a': 1, 'b': 2})
    print(sorted(d), sorted(iter(d)))


def dict_nested(m):
    pets = m.dict(ferrets=2, hamsters=4)
    water = m.dict(ferrets=10)
    stock = m.dict(water_bottles=water, pets=pets)
    print(stock['pets']['ferrets'], sorted(stock['water_bottles'].items()))
    stock['pets']['blanket'] = 5
    print(pets['blanket'])
    del pets, water
    print(stock['pets']['blanket'], stock['water_bottles']['ferrets'])


def nested_queue(m):
    if type(m) is not Addressed:
        return
    l = m.list([m.Queue(), m.Queue()])
    l[0].put(123)
    print(l[0].get(), l[1].empty())


def namespace_reading(m):
    n = m.Namespace(name='Bob', job='Builder', _hidden='x')
    n.name = 'Eve'
    del n.job
    print(n, hasattr(n, 'name'), hasattr(n, 'job'))


def pool(m):
    if type(m) is not Addressed:
        return
    with m.Pool(2) as p:
        print(p.map(abs, [-1, -2]), p.apply(max, (3, 4)), p.apply_async(abs, (-7,)).get(60), list(p.imap(abs, [-1, 5])),
              p.starmap(divmod, [(7, 2)]), p.map_async(abs, [-3]).get(60))


def errors(m):
    l = m.list()
    for f in [lambda: l[3], lambda: m.dict()['x'], lambda: l.remove(1), lambda: m.Queue().get(False), lambda: m.Lock().release()]:
        try:
            f()
        except Exception as e:
            print(type(e).__name__, e)


class FooBar:
    def f(self):
        return 'f()'

    def g(self):
        raise ValueError('oops')

    def _h(self):
        return '_h()'


class IteratorProxy(BaseProxy):
    _exposed_ = ['__next__']

    def __iter__(self):
        return self

    def __next__(self):
        return self._callmethod('__next__')


def baz():
    for i in range(5):
        yield i * i


class MyManager(BaseManager):
    pass


MyManager.register('Foo', callable=FooBar)
MyManager.register('Bar', callable=FooBar, exposed=('f', '_h'))
MyManager.register('baz', callable=baz, proxytype=IteratorProxy)


def my(manager):
    foo, bar, squares = manager.Foo(), manager.Bar(), manager.baz()
    print(foo.f(), bar.f(), bar._h(), list(squares), foo._callmethod('f'), bar._callmethod('_h'))
    try:
        foo.g()
    except ValueError as e:
        print('ValueError', e)
    for f in [lambda: foo._h(), lambda: bar.g]:
        try:
            f()
        except AttributeError:
            print('AttributeError')
    print(hasattr(foo, 'f'), hasattr(foo, 'g'), hasattr(foo, '_h'), hasattr(bar, 'g'))


def registered():
    for kw in [{}, {'address': ('localhost', 0), 'authkey': b'x'}]:
        m = MyManager(**kw)
        m.start()
        my(m)
        m.shutdown()
        print(m._process.exitcode)


def registered_context():
    with MyManager(address=('localhost', 0)) as m:
        my(m)
    print(m._process.exitcode)


def registered_prestarted():
    m = MyManager(address=('localhost', 0))
    m.start()
    with m:
        my(m)
    print(m._process.exitcode)


class QueueManager(BaseManager):
    pass


class Client(BaseManager):
    pass


the_queue = queue.Queue()
QueueManager.register('get_queue', callable=lambda: the_queue)
Client.register('get_queue')
values = ['hello world', None, True, 2.25, 'hall\xe5 v\xe4rlden', '\u043f\u0440\u0438\u0432\u0456\u0442', b'hall\xe5']


def put(address, key):
    m = Client(address=address, authkey=key)
    m.connect()
    m.get_queue().put(tuple(values))


def remote():
    server = QueueManager(address=('127.0.0.1', 0), authkey=b'q')
    server.start()
    print(run(put, server.address, b'q'))
    m = Client(address=server.address, authkey=b'q')
    m.connect()
    q = m.get_queue()
    print(q.get() == tuple(values))
    try:
        q.put(time.sleep.__class__ and (lambda: 1))
    except Exception as e:
        print(type(e).__name__ in ('PicklingError', 'AttributeError', 'TypeError'))
    try:
        Client(address=server.address, authkey=b'other').connect()
    except mp.AuthenticationError as e:
        print('AuthenticationError', e)
    del q
    server.shutdown()
    try:
        m.get_queue()
    except OSError as e:
        print(type(e).__name__)


def restart():
    first = QueueManager(address=('localhost', 0), authkey=b'r')
    server = first.get_server()
    address = server.address
    print(type(server).__name__, address[0])
    del server
    m = QueueManager(address=('localhost', 0), authkey=b'r')
    m.start()
    address = m.address
    print(run(put, address, b'r'), m.get_queue().get()[0])
    m.shutdown()
    again = QueueManager(address=address, authkey=b'r')
    again.start()
    print(again.address == address, again.get_queue().empty())
    again.shutdown()
    try:
        again.start()
    except mp.ProcessError as e:
        print(e)


class Unsendable:
    def make(self):
        return lambda: 1


Addressed.register('Unsendable', Unsendable)


def remote_errors():
    m = addressed()
    u = m.Unsendable()
    try:
        u.make()
    except RemoteError as e:
        lines = str(e).split('\n')
        print(lines[0] == '', lines[1] == '-' * 75, lines[2], lines[-1] == '-' * 75)
    try:
        m.get_server()
    except mp.ProcessError as e:
        print(e)
    print(m._number_of_objects())
    del u
    try:
        Addressed(address=m.address, authkey=b'wrong').connect()
    except mp.AuthenticationError as e:
        print(e)
    m.shutdown()


TYPES = [event, lock, rlock, semaphore, bounded_semaphore, condition, barrier, queue_, joinable_queue, list_, dict_, value, array,
         namespace, container_list, list_iteration, list_in_list, container_dict, dict_iteration, dict_nested, nested_queue,
         namespace_reading, pool, errors]

if __name__ == '__main__':
    mp.current_process().authkey = b'key'  # proxies that come out of an object have this one
    for make in [mp.Manager, addressed]:
        m = make()
        for f in TYPES:
            print('--', make.__name__, f.__name__, flush=True)
            f(m)
        m.shutdown()
    for f in [registered, registered_context, registered_prestarted, remote, restart, remote_errors]:
        print('--', f.__name__, flush=True)
        f()
