"""Answers questions about Python source, one JSON object a line.

Each request has "src" (text) and "op": "dump" for the tree, "compile" for the
verdict of the compiler alone, "eval" for that on an expression, "snippets" for
the sources among its string literals.
"""
import ast
import doctest
import json
import sys
import textwrap
import warnings

warnings.simplefilter("ignore")
sys.setrecursionlimit(20000)

PLAIN = {
    "FunctionDef": ["name", "args", "body", "decorator_list", "returns"],
    "AsyncFunctionDef": ["name", "args", "body", "decorator_list", "returns"],
    "Assign": ["targets", "value"],
    "For": ["target", "iter", "body", "orelse"],
    "AsyncFor": ["target", "iter", "body", "orelse"],
    "With": ["items", "body"],
    "AsyncWith": ["items", "body"],
    "arg": ["arg", "annotation"],
    "match_case": ["guard", "body"],
}
SKIP = {"ctx", "type_comment", "type_ignores", "kind"}


def dump(tree, src):
    lines = src.encode("utf-8", "surrogatepass").replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    ascii_only = src.isascii()
    out = []

    def col(line, c):
        if ascii_only:
            return c + 1
        return len(lines[line - 1][:c].decode("utf-8", "replace")) + 1

    def node(n):
        if n is None:
            out.append("-")
        elif isinstance(n, list):
            out.append("[")
            for x in n:
                node(x)
                out.append(" ")
            out.append("]")
        elif isinstance(n, ast.Constant):
            pos(n)
            v = n.value
            if isinstance(v, str):
                out.append("Str " + v.encode("utf-8", "surrogatepass").hex())
            elif isinstance(v, bytes):
                out.append("Bytes " + v.hex())
            elif isinstance(v, complex):
                out.append("Imag " + v.imag.hex())
            elif isinstance(v, float):
                out.append("Float " + v.hex())
            elif v is None or v is True or v is False:
                out.append(str(v))
            elif v is Ellipsis:
                out.append("Ellipsis")
            else:
                out.append("Int %x" % v)
        elif isinstance(n, ast.AST):
            name = type(n).__name__
            if not n._fields:
                out.append(name)
                return
            out.append("(")
            pos(n)
            out.append(name)
            for f in PLAIN.get(name, n._fields):
                if f in SKIP:
                    continue
                out.append(" ")
                node(getattr(n, f))
            out.append(")")
        else:
            out.append(str(n))

    def pos(n):
        if hasattr(n, "lineno"):
            out.append("%d:%d-%d:%d " % (n.lineno, col(n.lineno, n.col_offset), n.end_lineno, col(n.end_lineno, n.end_col_offset)))

    node(tree.body)
    return "".join(out)


def snippets(src):
    """The string literals in a source text, and the doctests in them."""
    out = {}
    for n in ast.walk(ast.parse(src)):
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and len(n.value) < 5000:
            s = n.value
            if ">>>" in s:
                try:
                    for e in doctest.DocTestParser().get_examples(s):
                        out[e.source] = 1
                except ValueError:
                    pass
            else:
                out[s] = out[textwrap.dedent(s)] = 1
    return list(out)


def answer(q):
    op, src = q["op"], q["src"]
    try:
        if op == "dump":
            return {"ok": True, "dump": dump(ast.parse(src), src)}
        if op == "snippets":
            return {"ok": True, "snippets": snippets(src)}
        compile(src, "x.py", {"compile": "exec"}.get(op, op), dont_inherit=True)
        return {"ok": True}
    except SyntaxError as e:
        text = e.text.rstrip("\n") if e.text else ""
        return {"ok": False, "kind": type(e).__name__, "msg": e.msg, "line": e.lineno or 0,
                "col": e.offset or 0, "end_line": e.end_lineno or 0, "end_col": e.end_offset or 0, "text": text}
    except (RecursionError, MemoryError, ValueError, OverflowError) as e:
        return {"ok": False, "kind": type(e).__name__, "msg": str(e)}


for line in sys.stdin.buffer:
    sys.stdout.write(json.dumps(answer(json.loads(line))) + "\n")
    sys.stdout.flush()
