"""select() and poll() of nothing: they wait for the time alone."""
import select
import threading
import time

began = time.monotonic()
print(select.select([], [], [], 0.05), time.monotonic() - began >= 0.045)
print(select.select([], [], [], 0), select.select([], [], [], 0.0))
print(select.poll().poll(20), select.poll().poll(0))
for args in ([], [], [], -1), ([], [], [], "1"), (1, [], []), ([], [], ["x"]), (["x"], [], [], 0):
    try:
        print(select.select(*args))
    except Exception as e:
        print(type(e).__name__, e)
threading.Thread(target=select.select, args=([], [], []), daemon=True).start()
