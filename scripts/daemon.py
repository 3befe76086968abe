# Daemons end with the script; other processes are waited for.
# output: in any order
import time
from multiprocessing import Process


def watch():
    time.sleep(60)
    print("never printed: the script does not wait for a daemon")


def work():
    time.sleep(0.2)
    print("printed: the script waits for this one")


if __name__ == "__main__":
    Process(target=watch, daemon=True).start()
    Process(target=work).start()
    print("the script has nothing more to do")
