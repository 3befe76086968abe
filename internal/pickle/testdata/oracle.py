"""Answers, for each pickle it is sent, what it holds, and pickles it again.

A request is three numbers on a line (bytes, protocol to answer in, protocol of the
request) and the bytes. An answer is three lengths on a line and what they count: a
description of the value, a pickle of it, and its pickle under the request's protocol.
"""
import pickle
import struct
import sys

sys.setrecursionlimit(20000)


def describe(v, out, seen):
    t = type(v)
    if v is None or t is bool:
        out.append(repr(v))
        return
    if t is int:
        out.append("%x" % v)
        return
    if t is float:
        out.append("f" + struct.pack(">d", v).hex())
        return
    if t is str:
        out.append("s" + v.encode("utf-8", "surrogatepass").hex())
        return
    if t is bytes:
        out.append("b" + v.hex())
        return
    if t is range:
        out.append("r(%d,%d,%d)" % (v.start, v.stop, v.step))
        return
    if t is type:
        out.append("t" + v.__name__)
        return
    if id(v) in seen:
        out.append("#%d" % seen[id(v)][0])
        return
    if not (t is tuple and not v):
        seen[id(v)] = (len(seen), v)
    if t is bytearray:
        out.append("B" + bytes(v).hex())
    elif t is slice:
        out.append("S")
        describe((v.start, v.stop, v.step), out, seen)
    elif t in (list, tuple):
        out.append("[" if t is list else "(")
        for e in v:
            describe(e, out, seen)
            out.append(",")
        out.append("]")
    elif t is dict:
        out.append("{")
        for k, e in v.items():
            describe(k, out, seen)
            out.append(":")
            describe(e, out, seen)
            out.append(",")
        out.append("}")
    elif t in (set, frozenset):
        parts = []
        for e in v:
            part = []
            describe(e, part, seen)
            parts.append("".join(part))
        out.append(t.__name__ + "<" + ",".join(sorted(parts)) + ">")
    elif isinstance(v, BaseException):
        out.append("E" + t.__name__)
        describe(v.args, out, seen)
    else:
        out.append("?" + repr(v))


def main():
    read, write = sys.stdin.buffer, sys.stdout.buffer
    while line := read.readline():
        n, protocol, same = map(int, line.split())
        data = read.read(n)
        try:
            v = pickle.loads(data)
            out = []
            describe(v, out, {})
            text = "".join(out).encode()
            again, identical = pickle.dumps(v, protocol), pickle.dumps(v, same)
        except Exception as e:
            text, again, identical = ("%s: %s" % (type(e).__name__, e)).encode("utf-8", "replace"), b"", b""
        write.write(b"%d %d %d\n" % (len(text), len(again), len(identical)))
        write.write(text + again + identical)
        write.flush()


main()
