# What is no C int is no exit code of a child: it ends with 1, as in CPython (which prints a traceback of its own
# insides besides, and runs the parent's handlers in the child).
import sys
from multiprocessing import Process

for code in (2**31 - 1, 2**31, 2**63, -(2**31), -(2**31) - 1, -(2**70)):
    p = Process(target=sys.exit, args=(code,))
    p.start()
    p.join()
    print(code, p.exitcode)
