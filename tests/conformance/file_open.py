# open: writing, reading, lines, modes, with, errors.
# platform: posix
import os

name = os.path.join(os.environ.get("TMPDIR", "/tmp"), "mpstar_conformance_%d.txt" % os.getpid())
with open(name, "w", encoding="utf-8") as f:
    print(f.write("first é\n"), f.writable(), f.closed)
    print("second", 2, file=f)
    f.writelines(["third\n", "fourth"])
print(f.closed)
with open(name, encoding="utf-8") as f:
    print(f.readline(), f.read())
with open(name, encoding="utf-8") as f:
    for line in f:
        print(repr(line))
with open(name, "rb") as f:
    data = f.read()
    print(data[:8], len(data), f.tell(), f.seek(0), f.read(5))
with open(name, "a", encoding="utf-8") as f:
    f.write("!")
print(open(name, encoding="utf-8").read().splitlines()[-1])
for bad in (lambda: open("/no/such/file"), lambda: open(name, "q"), lambda: open(name, "r").write("x"), lambda: f.write("x")):
    try:
        bad()
    except (OSError, ValueError) as e:
        print(type(e).__name__, e)
os.remove(name)
print(os.path.exists(name))
