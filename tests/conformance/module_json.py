"""json: writing, reading, hooks, classes, errors."""
import json
import os
from multiprocessing import Process, Queue

data = {"name": "mpstar", "list": [1, 2.5, True, None, "ä\n"], "nested": {"b": [], "a": {}}, 1: (1, 2)}
print(json.dumps(data))
print(json.dumps(data, indent=2, ensure_ascii=False))
print(json.dumps({"b": 1, "a": 2}, sort_keys=True, separators=(",", ":")))
print(json.loads('{"x": [1, -2.0e3, "\\u00e9\\ud83d\\ude00", false, null], "y": {}}'))
print(json.loads(b'[1, 2]'), json.loads("1.5", parse_float=str), json.loads('{"a": 1}', object_hook=lambda d: list(d)))


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y


class Encoder(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, Point):
            return {"x": o.x, "y": o.y}
        return super().default(o)


print(json.dumps([Point(1, 2)], cls=Encoder), json.dumps(Point(3, 4), default=vars))
for f in [lambda: json.dumps({1, 2}), lambda: json.dumps({(1,): 1}), lambda: json.loads(""), lambda: json.loads("[1,]"), lambda: json.loads('{"a" 1}'),
          lambda: json.loads("{'a': 1}"), lambda: json.loads('"abc'), lambda: json.loads("[1]\n[2]"), lambda: json.loads(None), lambda: json.dumps(float("nan"), allow_nan=False)]:
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
loop = []
loop.append(loop)
try:
    json.dumps(loop)
except ValueError as e:
    print(e)
with open("module_json.tmp", "w") as f:
    json.dump(data, f, indent=1)
with open("module_json.tmp") as f:
    print(json.load(f) == json.loads(json.dumps(data)))
os.remove("module_json.tmp")


def work(q):
    try:
        json.loads("nope")
    except json.JSONDecodeError as e:
        q.put((str(e), e.pos, json.dumps({"pid": 1})))


if __name__ == "__main__":
    q = Queue()
    p = Process(target=work, args=(q,))
    p.start()
    print(q.get())
    p.join()
