# What one thread asks of a manager's objects one thread of the server does: locks that know their owner, names, thread-local values; many callers at once;
# callers that are killed in the middle.
import threading
import time
from multiprocessing import Process, Queue, Semaphore, current_process
from multiprocessing.managers import AcquirerProxy, SyncManager


class Meeting:
    def __init__(self, n):
        self.barrier = threading.Barrier(n)
        self.lock = threading.RLock()
        self.local = threading.local()
        self.count = 0

    def meet(self):
        self.barrier.wait()
        return threading.active_count() >= self.barrier.parties

    def add(self):
        with self.lock:
            n = self.count
            time.sleep(0.0001)
            self.count = n + 1

    def get(self):
        return self.count

    def name(self):
        return threading.current_thread().name

    def remember(self, v):
        self.local.v = v

    def recall(self):
        return getattr(self.local, "v", None)

    def nap_in_lock(self, entered, t):
        with self.lock:
            entered.put(None)
            time.sleep(t)
            self.count += 100


class OwnManager(SyncManager):
    pass


OwnManager.register("Meeting", Meeting)
OwnManager.register("Mutex", threading.RLock, AcquirerProxy)
OwnManager.register("News", threading.Condition, exposed=("acquire", "release", "wait", "notify_all"))


def many(meeting, mutex, d, answers):
    for _ in range(10):
        meeting.add()
        with mutex:
            with mutex:
                d["n"] = d.get("n", 0) + 1
    answers.put(meeting.meet())


def remember(meeting, answers):
    meeting.remember(current_process().name)
    answers.put((meeting.recall() == current_process().name, meeting.name() == current_process().name))
    def ask():
        answers.put((meeting.recall(), meeting.name() == current_process().name + "|other"))
    t = threading.Thread(target=ask, name="other")
    t.start()
    t.join()


def listen(news, heard):
    news.acquire()
    heard.put("listening")
    news.wait()
    news.release()
    heard.put("heard")


def nap(meeting, entered):
    meeting.nap_in_lock(entered, 0.3)


def main():
    with OwnManager() as m:
        meeting, mutex, news, d = m.Meeting(20), m.Mutex(), m.News(), m.dict()
        answers = Queue()
        ps = [Process(target=many, args=(meeting, mutex, d, answers)) for _ in range(20)]
        for p in ps:
            p.start()
        print(all([answers.get() for _ in ps]), meeting.get(), d["n"])
        for p in ps:
            p.join()
        p = Process(target=remember, args=(meeting, answers))
        p.start()
        print(answers.get(), answers.get(), meeting.recall(), meeting.name())
        p.join()
        mutex.acquire()
        p = Process(target=attempt, args=(mutex, answers))
        p.start()
        print(answers.get())
        p.join()
        mutex.release()
        try:
            mutex.release()
        except RuntimeError as e:
            print(e)
        ps = [Process(target=listen, args=(news, answers)) for _ in range(3)]
        for p in ps:
            p.start()
        print([answers.get() for _ in ps])
        news.acquire()
        news.notify_all()
        news.release()
        print([answers.get() for _ in ps])
        for p in ps:
            p.join()
        # A killed caller's method goes on to its end, and gives back what it holds.
        entered = m.Queue()
        p = Process(target=nap, args=(meeting, entered))
        p.start()
        entered.get()
        p.kill()
        p.join()
        meeting.add()
        print(meeting.get())


def attempt(mutex, answers):
    try:
        mutex.release()
    except RuntimeError as e:
        answers.put((str(e), mutex.acquire(False)))


if __name__ == "__main__":
    main()
