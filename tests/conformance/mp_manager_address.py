# Managers that serve on an address in a process of their own, for processes that connect: over TCP and in the file system, many at once, with the wrong
# key, with nobody there, and when the server is killed.
# platform: posix
import os
import tempfile
import time
from multiprocessing import Pipe, Process, Queue
from multiprocessing.managers import BaseManager


class Store:
    def __init__(self):
        self.d = {}

    def put(self, k, v):
        self.d[k] = v
        return len(self.d)

    def get(self, k):
        return self.d[k]

    def nap(self, t):
        time.sleep(t)


store = None


def the_store():
    global store
    if store is None:
        store = Store()
    return store


class Server(BaseManager):
    pass


class Client(BaseManager):
    pass


Server.register("store", the_store)
Client.register("store")


def serve(address, conn):
    server = Server(address=address, authkey=b"right").get_server()
    conn.send(server.address)
    server.serve_forever()


def use(address, key, answers, n):
    try:
        client = Client(address=address, authkey=key)
        client.connect()
        s = client.store()
        answers.put((n, s.put(n, [n]) > 0, s.get(n)))
    except Exception as e:
        answers.put((n, type(e).__name__, str(e)))


def wait(address, answers):
    client = Client(address=address, authkey=b"right")
    client.connect()
    s = client.store()
    answers.put("waiting")
    try:
        answers.put(s.nap(100))
    except (EOFError, ConnectionError):
        answers.put("gone")


def main():
    answers = Queue()
    with tempfile.TemporaryDirectory() as directory:
        for address in ("127.0.0.1", 0), os.path.join(directory, "socket"):
            here, there = Pipe()
            server = Process(target=serve, args=(address, there))
            server.start()
            address = here.recv()
            ps = [Process(target=use, args=(address, b"right", answers, n)) for n in range(8)]
            for p in ps:
                p.start()
            print(sorted(answers.get() for _ in ps))
            for p in ps:
                p.join()
            p = Process(target=use, args=(address, b"wrong", answers, 8))
            p.start()
            print(answers.get())
            p.join()
            for key in b"wrong", b"right":
                use(address, key, answers, 9)
                print(answers.get())
            p = Process(target=wait, args=(address, answers))
            p.start()
            print(answers.get())
            time.sleep(0.1)
            server.kill()
            print(answers.get())
            server.join()
            p.join()
            print(p.exitcode, server.exitcode)
        use(("127.0.0.1", 1), b"right", answers, 10)
        print(answers.get())
        use(os.path.join(directory, "absent"), b"right", answers, 11)
        print(answers.get())
    m = Server(address=("127.0.0.1", 0), authkey=b"started")
    m.start()
    s = m.store()
    print(s.put(1, 2))
    p = Process(target=use, args=(m.address, b"started", answers, 12))
    p.start()
    print(answers.get(), s.get(12))
    p.join()
    m.shutdown()
    try:
        s.get(1)
    except (EOFError, ConnectionError):
        print("gone")


if __name__ == "__main__":
    main()
