"""csv: reader, writer, DictReader, DictWriter, dialects, errors."""
import csv
import io
import random


def t(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)


out = io.StringIO()
w = csv.writer(out)
w.writerow(["a", 1, 2.5, None, 'q"uote', "com,ma", "new\nline", " sp ", True])
w.writerows([[""], [], ["x", ""], ("t", "u")])
print(repr(out.getvalue()))
print(list(csv.reader(io.StringIO(out.getvalue(), newline=""))))
print(list(csv.reader(['a,"b ""c"" d",e', '"multi', 'line",x', "", "'q,r'"], quotechar="'")), list(csv.reader(["a; b;c"], delimiter=";", skipinitialspace=True)))
print(list(csv.reader(["1,'a',2.5"], quotechar="'", quoting=csv.QUOTE_NONNUMERIC)), list(csv.reader([r"a\,b,c"], escapechar="\\", quoting=csv.QUOTE_NONE)))
for q in range(4):
    out = io.StringIO()
    t(lambda: csv.writer(out, quoting=q, escapechar="\\", lineterminator="\n").writerow(["a,b", 1, 'c"d', "", 2.5, "e\\f"]))
    print(out.getvalue(), end="")
out = io.StringIO()
d = csv.DictWriter(out, ["x", "y"], restval="-", lineterminator="|")
d.writeheader(); d.writerow({"x": 1, "y": 2}); d.writerows([{"x": 3}])
print(out.getvalue())
t(lambda: d.writerow({"z": 1}))
r = csv.DictReader(io.StringIO("name,age\nann,3\n\nbob\ncy,4,5,6\n"), restkey="more", restval="?")
print(r.fieldnames, list(r), r.line_num)
csv.register_dialect("pipes", delimiter="|", quoting=csv.QUOTE_ALL, lineterminator="\n")
out = io.StringIO()
csv.writer(out, "pipes").writerow([1, "b"])
print(repr(out.getvalue()), csv.list_dialects(), list(csv.reader(["1|2"], "pipes")), csv.get_dialect("excel").delimiter)
t(lambda: csv.get_dialect("nope")); t(lambda: csv.reader([], delimiter="ab")); t(lambda: csv.reader([], nope=1)); t(lambda: csv.writer(3)); t(lambda: next(csv.reader([b"a"])))
t(lambda: csv.writer(io.StringIO(), quoting=csv.QUOTE_NONE).writerow(["a,b"])); t(lambda: csv.writer(io.StringIO()).writerow(3)); t(lambda: list(csv.reader(['"a'], strict=True))); t(lambda: list(csv.reader(['"a"b'], strict=True)))
t(lambda: list(csv.reader(["a\rb"]))); t(lambda: csv.field_size_limit()); t(lambda: list(csv.reader(["x" * 200000])))
random.seed(1)
for n in range(400):
    s = "".join(random.choice('ab,,"\'" \n\r1\\') for _ in range(random.randint(0, 12)))
    opts = random.choice([{}, {"skipinitialspace": True}, {"escapechar": "\\"}, {"doublequote": False, "escapechar": "\\"}, {"strict": True}, {"quoting": csv.QUOTE_NONE}])
    print(repr(s), opts, end=" ")
    t(lambda: list(csv.reader(s.splitlines(True), **opts)))
    rows = [[random.choice(["", "a", 'b"', "c,d", 1, None, "e\n", " f", "\\g", "h'"]) for _ in range(random.randint(0, 3))] for _ in range(2)]
    out = io.StringIO()
    t(lambda: csv.writer(out, **opts).writerows(rows))
    print(rows, repr(out.getvalue()))
