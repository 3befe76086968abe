import queue
def t(f,*a,**k):
    try: print(getattr(f,'__name__',f), a,k, '->', repr(f(*a,**k)))
    except BaseException as e: print(getattr(f,'__name__',f), str(a)[:50],k, '->', type(e), e, e.args)
q=queue.Queue(2)
t(q.put,1);t(q.put,2);t(q.put,3,False);t(q.put_nowait,3);t(q.put,3,True,0.01);t(q.put,3,timeout=-1);t(q.get);t(q.get,False);t(q.get_nowait);t(q.get,True,.01);t(q.get,timeout=-1);t(q.get,timeout='a');t(q.put,1,timeout='a');t(q.task_done);t(q.task_done);t(q.task_done);t(q.join);t(q.qsize);t(q.empty);t(q.full);t(q.put);t(q.get,1,2,3)
print(queue.Empty,queue.Full,queue.Queue,queue.SimpleQueue,queue.PriorityQueue,queue.LifoQueue, queue.Empty.__mro__, queue.Empty())
s=queue.SimpleQueue()
t(s.put,1);t(s.get);t(s.get,False);t(s.get_nowait);t(s.get,True,.01);t(s.get,timeout=-1);t(s.get,timeout='a');t(s.put);t(s.put_nowait,3);t(s.qsize);t(s.empty);t(s.put,1,2,3,4);t(queue.SimpleQueue,3); t(s.put,1,False,None)
p=queue.PriorityQueue()
t(p.put,(2,'b'));t(p.put,(1,'a'));t(p.put,'x');t(p.get);t(p.qsize)
print(q.maxsize, q.unfinished_tasks)
l=queue.LifoQueue(); l.put(1); l.put(2); print(l.get(), l.queue)








t(queue.Queue,1,2)
