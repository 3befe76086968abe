"""Reads names of files on standard input and says of each, one JSON object a line,
what it imports, which files it imports and what it does that a comparison can't take part in."""
import ast
import json
import os
import sys
import warnings

warnings.simplefilter("ignore")

NETWORK = {
    "socket", "socketserver", "ssl", "urllib", "http", "ftplib", "smtplib", "poplib", "imaplib", "telnetlib",
    "xmlrpc", "webbrowser", "select", "selectors", "nntplib",
}
SYSTEM = {"subprocess", "shutil", "tkinter", "turtle", "pty", "curses", "ensurepip", "venv"}
CALLS = {
    "input": "reads standard input", "os.system": "runs commands", "os.popen": "runs commands",
    "os.fork": "forks by hand", "os.remove": "removes files", "os.unlink": "removes files",
    "os.rmdir": "removes files", "os.removedirs": "removes files", "os.killpg": "kills", "os.execv": "runs commands",
    "os.execvp": "runs commands", "os.chdir": "leaves its directory", "os.setuid": "changes the user",
}


def dotted(node):
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name):
        return ".".join([node.id] + parts[::-1])
    return ""


def survey(path, seen):
    with open(path, "rb") as f:
        tree = ast.parse(f.read())
    modules, skip = set(), ""
    here = os.path.dirname(os.path.abspath(path))
    if any(f.endswith(".py") and f[:-3] in sys.stdlib_module_names for f in os.listdir(here)):
        skip = "lies beside a file that hides a module of the library"
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [a.name for a in node.names]
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                skip = skip or "is part of a package"
                continue
            names = [node.module]
            names += ["%s.%s" % (node.module, a.name) for a in node.names if node.module in ("concurrent", "multiprocessing", "os")]
        elif isinstance(node, ast.Call):
            skip = skip or CALLS.get(dotted(node.func), "")
        elif isinstance(node, ast.Attribute) and dotted(node) in ("sys.stdin",):
            skip = skip or "reads standard input"
        for name in names:
            top = name.split(".")[0]
            local = os.path.join(here, *name.split(".")) + ".py"
            if top not in sys.stdlib_module_names:
                if not os.path.exists(local):
                    skip = skip or "needs a third-party module"
                elif local not in seen:
                    seen.add(local)
                    more, why = survey(local, seen)
                    modules |= more
                    skip = skip or why
                continue
            if top in NETWORK:
                skip = skip or "uses the network"
            elif top in SYSTEM:
                skip = skip or "runs commands"
            elif top == "asyncio":
                skip = skip or "uses asyncio"
            modules.add(name)
    return modules, skip


for line in sys.stdin:
    path = line.rstrip("\n")
    try:
        modules, skip = survey(path, set())
    except (SyntaxError, ValueError):
        modules, skip = set(), "is not Python 3.11"
    print(json.dumps({"path": path, "modules": sorted(modules), "skip": skip}))
