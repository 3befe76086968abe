"""logging in child processes, threads and through queues."""
import logging, sys, multiprocessing as mp, threading, time
logging.basicConfig(level=logging.INFO, format="%(processName)s %(threadName)s %(name)s %(levelname)s %(message)s", stream=sys.stdout)
log = logging.getLogger("app.work")
def work(n):
    log.info("work %d", n)
    logging.getLogger("app").warning("other")
    sys.stdout.flush()
def t():
    log.info("from thread")
if __name__ == "__main__":
    for i in range(2):
        p = mp.Process(target=work, args=(i,)); p.start(); p.join(); print(p.exitcode)
    with mp.Pool(1) as pool:
        pool.map(work, range(2))
    th = threading.Thread(target=t, name="T1"); th.start(); th.join()
    q = mp.Queue()
    r = log.makeRecord("n", 20, "a/b.py", 3, "m %s", ("x",), None)
    q.put(r); r2 = q.get(); print(r2, r2.__dict__ == r.__dict__, r2.getMessage())
