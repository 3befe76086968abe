# What is not there says so.
import multiprocessing
import multiprocessing.managers
from multiprocessing.dummy import Pool

for name in ['shared_memory', 'resource_tracker']:
    try:
        __import__('multiprocessing.' + name)
    except ImportError as e:
        print(type(e).__name__, e)


def t(f):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)


t(lambda: multiprocessing.managers.BaseManager(serializer='xmlrpclib'))
t(lambda: multiprocessing.nonsense)
with Pool(2) as p:
    print(p.map(lambda x: x + 1, [1, 2]))
