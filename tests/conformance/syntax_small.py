# Small things of the grammar: line joining, semicolons, literals, comments, string prefixes, del, pass.
total = 1 + \
    2
values = [1,
          2,  # a comment
          3,
          ]
if (total == 3 and
        values): print("joined")
print('single' "double" '''triple
lines''' r"\raw", "esc \x41 \u00e9 \t|", "a\
b")
print(1_000, 0xFF, 1e3, .5, 5., 1E-2, 0b11, 0o7, "" == '')
print((1,), (), (1, 2)[0], [1, 2][-1], {}, {"a": 1}["a"], -2 ** 2, (-2) ** 2, 2 ** 3 ** 2, not True == False, 1 if [] else 2)
del values[0]; print(values)
a = b = 5; del a
try: a
except NameError: print("deleted")
lambda_default = lambda x, *a, y=2, **k: (x, a, y, k)
print(lambda_default(1, 3, z=4))
x: int = 3
y: "later"
print(x)


def documented():
    """First line.

    More."""


print(documented.__doc__)
def one_line(): return 1
class Empty: pass
class Doc: "only a doc"
print(one_line(), Empty.__name__, Doc.__doc__, Empty().__class__)
print(5 if True else 6, *(i for i in range(2)))
if True:
	print("tabs")
print(3 .__class__, 3.0.__class__, "a".__class__, type(...).__name__)
print(True and 1 or 0, None or "x", 0 and 1, "" or [] or "last", 1 and "two")
print("é"
      "汉")
