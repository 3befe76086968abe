"""Small modules: sched, shlex, html, reprlib, getpass."""
import getpass, html, io, os, reprlib, sched, shlex, time, collections, array
s = sched.scheduler(time.time, lambda d: None if d <= 0 else time.sleep(d))
now = time.time()
e1 = s.enterabs(now - 1, 2, print, ("second",))
s.enterabs(now - 1, 1, print, argument=("first",), kwargs={"end": "!\n"})
gone = s.enter(0.2, 1, print, ("never",))
s.enter(0.01, 1, print, ("third",))
print(len(s.queue), s.empty(), [e.priority for e in s.queue])
s.cancel(gone)
print(s.run(), s.empty(), e1 == e1, e1.action is print)
try: s.cancel(gone)
except ValueError as e: print("ValueError")
s.enter(60, 1, print)
print(50 < s.run(blocking=False) <= 60)
for text in ["a b  c", "a 'b c' \"d e\"", r"a\ b \"x\" 'it''s'", "x=\"y z\" # c", "''", "a\nb", "--flag=\"v\\\"w\"", "é ü"]:
    print(shlex.split(text), shlex.split(text, comments=True), list(shlex.shlex(text)), list(shlex.shlex(text, posix=True)))
print(list(shlex.shlex("a && b || c; d >f", punctuation_chars=True)))
print(shlex.quote("a b"), shlex.quote("it's"), shlex.quote(""), shlex.quote("a/b"), shlex.join(["a", "b c", "$x"]))
for text in ["'open", "end\\"]:
    try: shlex.split(text)
    except ValueError as e: print(e)
lex = shlex.shlex("one two"); print(lex.get_token()); lex.push_token("back"); print(list(lex))
print(html.escape("<a href=\"x\">'&</a>"), html.escape("\"'", quote=False), html.unescape("&lt;&gt;&amp;&quot;&#39;&#x41;&copy;&nope; &eacute;&#0;"))
print(reprlib.repr(list(range(100))), reprlib.repr("x" * 100), reprlib.repr({i: i for i in range(9)}), reprlib.repr(set(range(9))))
print(reprlib.repr((1,)), reprlib.repr([[[[[[[[1]]]]]]]]), reprlib.repr(10 ** 60), reprlib.repr(collections.deque(range(9))), reprlib.repr(array.array("i", range(9))))
print(reprlib.repr(frozenset()), reprlib.repr(set()), reprlib.repr({}), reprlib.repr(object)[:6])
r = reprlib.Repr(); r.maxlist = 2; r.maxstring = 10; print(r.repr([1, 2, 3]), r.repr("a" * 20))
class L(list):
    @reprlib.recursive_repr("<again>")
    def __repr__(self): return "L(" + ", ".join(map(repr, self)) + ")"
l = L([1]); l.append(l); print(l, L.__repr__.__name__)
os.environ["LOGNAME"] = "somebody"; print(getpass.getuser())
