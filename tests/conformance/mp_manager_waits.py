# An operation of a manager's object that waits in script code keeps nobody from using the manager.
from multiprocessing import Manager, Process, Semaphore

reached, gate = Semaphore(0), Semaphore(0)


class Slow:
    def __eq__(self, other):
        reached.release()
        gate.acquire()
        return False


def ask(xs, answers):
    answers.append(xs.count(1))


def main():
    with Manager() as m:
        xs, answers = m.list([Slow()]), m.list()
        ps = [Process(target=ask, args=(xs, answers)) for _ in range(3)]
        for p in ps:
            p.start()
        for p in ps:
            reached.acquire()
        d = m.dict()
        for i in range(100):
            d[i % 3] = i
            xs.append(i)
        print(sorted(d.items()), len(xs), len(answers))
        for p in ps:
            gate.release()
        for p in ps:
            p.join()
            print(p.exitcode)
        print(list(answers))
        try:
            xs.index("nothing" * 3, 5, 5)
        except ValueError as e:
            print(type(e).__name__)
        try:
            d["absent"]
        except KeyError as e:
            print(repr(e), "__cause__" in dir(e))
        print(d.get("absent"), d.setdefault("a", (1, 2)), d.pop("a"), 2 in d)
        ns = m.Namespace(x=1)
        ns.x += 1
        ns.y = [ns.x]
        ns.y.append(3)
        print(ns.x, ns.y)
    try:
        d[0] = 1
    except Exception as e:
        print(isinstance(e, (OSError, EOFError)))


if __name__ == "__main__":
    main()
