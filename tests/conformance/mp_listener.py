"""Listeners and clients: addresses, keys, and what goes wrong."""

import multiprocessing as mp
import multiprocessing.connection
import os
import threading
import time
from multiprocessing.connection import Client, Listener, address_type, answer_challenge, deliver_challenge
from multiprocessing.util import get_temp_dir


def show(f):
    try:
        print(repr(f()))
    except BaseException as e:
        print(type(e).__name__, e)


def speak(address, what=('hello', {'a': [1]}), **kw):
    conn = Client(address, **kw)
    conn.send(what)
    conn.close()


def families():
    print(multiprocessing.connection.families, multiprocessing.connection.default_family)
    print(address_type(('h', 1)), address_type('/x'), address_type(r'\\x'), address_type(b'\0x'))
    show(lambda: address_type(5))
    show(lambda: Listener(r'\\.test'))
    show(lambda: Listener(family='AF_PIPE'))
    show(lambda: Client(r'\\.test'))
    show(lambda: Client('x', family='AF_PIPE'))
    show(lambda: Client(None))
    show(lambda: Listener(('localhost', 70000)))
    show(lambda: Listener(authkey='text'))
    show(lambda: Listener(('localhost', 'x')))
    show(lambda: Client(('localhost', 1), authkey='text'))


def listener_client():
    for family in multiprocessing.connection.families:
        with Listener(family=family) as ln:
            p = mp.Process(target=speak, args=(ln.address,))
            p.start()
            conn = ln.accept()
            print(family, conn.recv(), type(ln.last_accepted).__name__)
            show(conn.recv)
            p.join()


def accept_after_delay():
    with Listener() as ln:
        p = mp.Process(target=speak, args=(ln.address,))
        p.start()
        p.join()
        time.sleep(0.1)
        with ln.accept() as conn:
            print(conn.recv())


def poll_of_closed_peer():
    for family in multiprocessing.connection.families:
        ln = Listener(family=family)
        c = Client(ln.address)
        a = ln.accept()
        a.send_bytes(b'hello')
        print(c.poll(60))
        a.close()
        ln.close()
        print(c.poll(60), c.recv_bytes(), c.poll(60))
        show(c.recv)
        c.close()


def addresses():
    ln = Listener()
    print(os.path.dirname(ln.address) == get_temp_dir(), os.path.basename(ln.address)[:9], os.path.exists(ln.address), ln.last_accepted)
    name = ln.address
    ln.close()
    print(os.path.exists(name))
    show(lambda: ln.address)
    show(lambda: ln.last_accepted)
    show(ln.accept)
    ln.close()
    show(lambda: Client(name))
    ln = Listener(('localhost', 0))
    print(ln.address[0], ln.address[1] > 1000)
    show(lambda: Listener(ln.address))
    port = ln.address
    ln.close()
    show(lambda: Client(port))
    Listener(port).close()
    named = os.path.join(get_temp_dir(), 'named')
    with Listener(named, backlog=5) as ln:
        print(ln.address == named)
        show(lambda: Listener(named))


def abstract():
    name = '\0mpstar-test-%d' % os.getpid()
    with Listener(name) as ln:
        print(type(ln.address).__name__, ln.address == name.encode())
        c = Client(ln.address)
        a = ln.accept()
        c.send(1)
        print(a.recv(), ln.last_accepted)


def keys():
    for key, other in [(b'k', b'k'), (b'k', b'wrong')]:
        with Listener(('localhost', 0), authkey=key) as ln:
            said = []

            def accept():
                try:
                    said.append(ln.accept().recv())
                except Exception as e:
                    said.append((type(e).__name__, str(e)))

            t = threading.Thread(target=accept)
            t.start()
            show(lambda: speak(ln.address, authkey=other))
            t.join()
            print(said)


class Fake:
    def __init__(self, *answers):
        self.answers, self.sent = list(answers), []

    def recv_bytes(self, size):
        self.sent.append(size)
        return self.answers.pop(0)

    def send_bytes(self, data):
        self.sent.append(len(data))


def challenges():
    f = Fake(b'something bogus')
    show(lambda: deliver_challenge(f, b'abc'))
    print(f.sent)
    f = Fake(b'#CHALLENGE#' + b'x' * 20, b'something bogus')
    show(lambda: answer_challenge(f, b'abc'))
    print(f.sent)
    f = Fake(b'#CHALLENGE#' + b'x' * 20, b'#WELCOME#')
    show(lambda: answer_challenge(f, b'abc'))
    show(lambda: answer_challenge(Fake(b'other'), b'abc'))
    show(lambda: answer_challenge(Fake(), 'abc'))
    show(lambda: deliver_challenge(Fake(), None))
    a, b = mp.Pipe()
    t = threading.Thread(target=deliver_challenge, args=(a, b'key'))
    t.start()
    answer_challenge(b, b'key')
    t.join()
    print('proved')


def children_accept():
    with Listener(('localhost', 0)) as ln:
        p = mp.get_context('fork').Process(target=accept_in_child, args=(ln,))
        p.start()
        c = Client(ln.address)
        print(c.recv())
        c.send('bye')
        show(c.recv)
        p.join()
        print(p.exitcode)


def accept_in_child(ln):
    with ln.accept() as conn:
        conn.send('hello from a child')
        conn.recv()


def connection_to_child():
    with Listener() as ln:
        c = Client(ln.address)
        a = ln.accept()
        p = mp.Process(target=use, args=(a,))
        p.start()
        a.close()
        c.send([1, 2])
        print(c.recv())
        show(c.recv)
        p.join()


def use(conn):
    conn.send(sum(conn.recv()))
    conn.close()


def wait_for_peers():
    with Listener(backlog=5) as ln:
        clients = [Client(ln.address) for _ in range(3)]
        peers = [ln.accept() for _ in range(3)]
        clients[1].send(1)
        ready = multiprocessing.connection.wait(peers, 5)
        print([peers.index(r) for r in ready])
        for c in clients:
            c.close()
        print(len(multiprocessing.connection.wait(peers[:1] + peers[2:], 5)) >= 1)


for f in [families, listener_client, accept_after_delay, poll_of_closed_peer, addresses, abstract, keys, challenges,
          children_accept, connection_to_child, wait_for_peers]:
    print('--', f.__name__, flush=True)
    f()
