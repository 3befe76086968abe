# os: environment, paths, directories, files, identity.
# platform: posix
import os
import os.path

print(os.name, os.sep, os.linesep == "\n", os.curdir, os.pardir, os.extsep, os.devnull)
print(os.path.join("a", "b", "c.txt"), os.path.join("a", "/b"), os.path.basename("/x/y.py"), os.path.dirname("/x/y.py"), os.path.split("/x/y"), os.path.splitext("a.tar.gz"))
print(os.path.normpath("a//b/../c/."), os.path.isabs("/a"), os.path.abspath("x") == os.path.join(os.getcwd(), "x"), os.path.commonprefix(["abc", "abd"]))
print(os.path.exists("/no/such"), os.path.isdir("/"), os.path.isfile("/"), os.path.exists(__file__))
os.environ["MPSTAR_TEST"] = "é"
print(os.environ["MPSTAR_TEST"], os.environ.get("MPSTAR_NONE"), os.getenv("MPSTAR_NONE", "default"), "MPSTAR_TEST" in os.environ)
del os.environ["MPSTAR_TEST"]
print(os.getpid() > 0, os.getppid() > 0, os.getpid() == os.getpid(), os.cpu_count() > 0)
try:
    os.environ["MPSTAR_NONE"]
except KeyError as e:
    print("KeyError", e)
try:
    os.listdir("/no/such/dir")
except FileNotFoundError as e:
    print(e, e.errno, e.filename)
