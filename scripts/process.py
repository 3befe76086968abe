# Start a process: a function that runs beside the script, with its own copy of
# the script's variables.
import os
from multiprocessing import Process, current_process

visits = ["主城"]


def visit(city, greeting="hello"):
    visits.append(city)
    print("%s: %s, %s" % (current_process().name, greeting, city))
    print("the child sees", visits)
    print("its parent is the script:", os.getppid() == script)


script = os.getpid()

if __name__ == "__main__":
    p = Process(target=visit, args=("København",), kwargs={"greeting": "hej"})
    print("before start:", p.is_alive(), p.exitcode)
    p.start()
    p.join()
    print("after join:", p.is_alive(), p.exitcode)
    print("the script still sees", visits)
