# print and the standard streams: sep, end, file, flush, write; str of containers.
import sys

print("a", 1, None, 2.5, sep=", ", end=";\n")
print("no newline", end="")
print(" continued", flush=True)
print("to stderr", file=sys.stderr)
sys.stdout.write("written\n")
print(sys.stdout.write("x" * 3 + "\n"))
sys.stdout.flush()
print([1, "two", 3.0, None, True, b"b", ("t",), {"k": {"s"}}, [], {}, set(), ()])
print("multi\nline", "tab\tbed", "nul\\n", 'quote"s', "quote's", ["it's", 'say "x"', "both'\""])
print(*range(5), sep="->")
print(*[], sep="x")
print(sep="x")
for i in range(3):
    print(i, end=" " if i < 2 else "\n")
print("é汉🎉", ["é汉🎉"])
try:
    print("a", sep=3)
except TypeError as e:
    print(e)
try:
    sys.stdout.write(3)
except TypeError as e:
    print(e)
