import multiprocessing
import multiprocessing as mp

q = mp.Queue()
print(mp.queues.Queue, mp.connection.Connection, isinstance(q, mp.queues.Queue))
print(mp.context.TimeoutError, mp.process.current_process().name)
with mp.Pool(1) as p:
    print(isinstance(p, mp.pool.Pool))
from multiprocessing.pool import AsyncResult, ThreadPool, MaybeEncodingError
from multiprocessing.managers import SyncManager, BaseProxy, DictProxy
from multiprocessing.synchronize import Event, Lock
from multiprocessing.connection import Connection, wait
from multiprocessing.process import current_process
from multiprocessing.context import Process
from multiprocessing.sharedctypes import Value, Array

print(Process, Event, AsyncResult, DictProxy)
