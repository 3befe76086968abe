"""argparse: kinds of arguments, help, errors, groups, subcommands; getopt."""
import argparse
import getopt
import os
import sys

os.environ["COLUMNS"] = "80"


def attempt(parser, *args):
    try:
        print(args, parser.parse_args(list(args)))
    except SystemExit as e:
        print(args, "exit", e.code)


class Upper(argparse.Action):
    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, values.upper() + (option_string or ""))


def percent(text):
    n = int(text)
    if n > 100:
        raise argparse.ArgumentTypeError("%d is more than 100" % n)
    return n


p = argparse.ArgumentParser(prog="tool", description="Does things with files, and has a description that is long enough to be wrapped over lines.",
                            epilog="See also: %(prog)s --help")
p.add_argument("input", help="the file to read")
p.add_argument("rest", nargs="*", help="more files")
p.add_argument("-n", "--number", type=int, default=4, help="how many processes (default: %(default)s)")
p.add_argument("-v", "--verbose", action="store_true", help="say more")
p.add_argument("-q", dest="quiet", action="count", default=0)
p.add_argument("--mode", choices=["fast", "slow"], default="fast", help="one of %(choices)s")
p.add_argument("--pair", nargs=2, metavar=("X", "Y"), type=float)
p.add_argument("--some", nargs="+", type=percent)
p.add_argument("--maybe", nargs="?", const="const", default="default")
p.add_argument("--add", action="append", help=argparse.SUPPRESS)
p.add_argument("--flag", action=argparse.BooleanOptionalAction, default=True, help="a flag")
p.add_argument("--upper", action=Upper)
p.add_argument("--no-thing", dest="thing", action="store_false")
p.add_argument("--version", action="version", version="%(prog)s 1.0")
p.add_argument("--level", action="store_const", const=3)
p.add_argument("-x", "--extend", action="extend", nargs="+", default=[])
p.print_help()
p.print_usage()
attempt(p, "a")
attempt(p, "a", "b", "c", "-n", "3", "-v", "-qqq", "--mode=slow", "--pair", "1", "2.5")
attempt(p, "--some", "1", "2", "--", "a", "-b")
attempt(p, "a", "--maybe", "--add", "1", "--add", "2", "--no-flag", "--upper", "abc", "--no-thing")
attempt(p, "a", "-n5", "--num", "6", "--level", "-x", "1", "2", "-x", "3")
attempt(p, "a", "--maybe=5", "-n", "-3")
attempt(p)
attempt(p, "a", "-n", "x")
attempt(p, "a", "--mode", "other")
attempt(p, "a", "--pair", "1")
attempt(p, "a", "--some")
attempt(p, "a", "--some", "101")
attempt(p, "a", "--unknown", "-z")
attempt(p, "a", "--n", "1")
attempt(p, "a", "--verbose=1")
attempt(p, "a", "-n")
attempt(p, "--version")
attempt(p, "-h")
print(p.parse_known_args(["a", "--unknown", "b", "-z"]))

g = argparse.ArgumentParser(prog="groups", formatter_class=argparse.ArgumentDefaultsHelpFormatter)
net = g.add_argument_group("network", "where to connect to")
net.add_argument("--host", default="localhost", help="the host")
net.add_argument("--port", type=int, default=80, help="the port")
one = g.add_mutually_exclusive_group(required=True)
one.add_argument("--start", action="store_true", help="start it")
one.add_argument("--stop", action="store_true", help="stop it")
two = g.add_mutually_exclusive_group()
two.add_argument("--a", help="a")
two.add_argument("--b", help="b")
g.print_help()
attempt(g, "--start", "--a", "1")
attempt(g)
attempt(g, "--start", "--stop")
attempt(g, "--start", "--a", "1", "--b", "2")

s = argparse.ArgumentParser(prog="sub", description="With commands.")
s.add_argument("--debug", action="store_true")
commands = s.add_subparsers(dest="command", required=True, help="what to do", title="commands")
run = commands.add_parser("run", help="runs it", aliases=["r"])
run.add_argument("target")
run.add_argument("--fast", action="store_true")
run.set_defaults(func=len)
check = commands.add_parser("check", help="checks it", description="Checks everything.")
check.add_argument("files", nargs="+")
s.print_help()
check.print_help()
attempt(s, "run", "x", "--fast")
attempt(s, "--debug", "r", "y")
attempt(s, "check", "1", "2")
attempt(s)
attempt(s, "nope")
attempt(s, "check")
attempt(s, "run", "x", "--bad")

parent = argparse.ArgumentParser(add_help=False)
parent.add_argument("--shared", default=1, type=int, help="from the parent")
child = argparse.ArgumentParser(prog="child", parents=[parent], usage="%(prog)s [options]", formatter_class=argparse.RawTextHelpFormatter, argument_default=argparse.SUPPRESS)
child.add_argument("--text", help="two\n  lines")
child.add_argument("pos", nargs="?")
child.print_help()
attempt(child, "--shared", "2")
attempt(child, "p", "--text", "t")
r = argparse.ArgumentParser(prog="r", allow_abbrev=False, exit_on_error=False, fromfile_prefix_chars="@")
r.add_argument("cmd")
r.add_argument("args", nargs=argparse.REMAINDER)
r.add_argument("--long-name", type=int)
attempt(r, "go", "--anything", "-x", "1")
attempt(r, "--long-name", "3", "go")
try:
    r.parse_args(["--long-name", "x", "go"])
except argparse.ArgumentError as e:
    print(repr(e), e)
print(argparse.Namespace(a=1, b="x"), argparse.Namespace(a=1) == argparse.Namespace(a=1), "a" in argparse.Namespace(a=1), vars(argparse.Namespace(c=2)))
for bad in (dict(args=("-x", "y"), kw={}), dict(args=("--x",), kw={"action": "nope"}), dict(args=("x",), kw={"required": True}),
            dict(args=("--cmd",), kw={"type": "int"}), dict(args=("-h",), kw={}), dict(args=("--two",), kw={"nargs": 2, "metavar": ("A",)})):
    try:
        r.add_argument(*bad["args"], **bad["kw"])
        print("no error", bad)
    except Exception as e:
        print(type(e).__name__, e)
print(argparse.FileType("w"), r)
long = argparse.ArgumentParser(prog="a-long-program-name")
for i in range(8):
    long.add_argument("--option-number-%d" % i, metavar="VALUE", help="help " * 15)
long.add_argument("first")
long.add_argument("second", nargs="+")
long.print_help()

print(getopt.getopt(["-a", "-bval", "-c", "x", "--long=1", "--fl", "rest", "-z"], "ab:c:", ["long=", "flag"]))
print(getopt.gnu_getopt(["x", "-a", "y", "--long", "2", "--", "-z"], "a", ["long="]))
for args in (["-z"], ["-b"], ["--nope"], ["--flag=1"], ["--long"], ["--l"]):
    try:
        getopt.getopt(args, "ab:", ["long=", "flag", "lost"])
    except getopt.GetoptError as e:
        print(e, "|", e.opt, "|", e.msg, "|", repr(e))
