"""pathlib, glob, fnmatch, shutil, tempfile."""
import fnmatch
import glob
import os
import shutil
import tempfile
from multiprocessing import Pool
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath, PosixPath


def t(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, str(e).replace(base, "BASE"))


def size(p):
    return p.name, p.stat().st_size


base = ""
p = PurePosixPath("/usr/lib/./python3.11//site.tar.gz")
print(p, repr(p), p.parts, p.name, p.stem, p.suffix, p.suffixes, p.parent, list(p.parents), p.anchor, p.root, p.is_absolute())
print(p.with_name("x.y"), p.with_suffix(".zip"), p.with_stem("q"), p.relative_to("/usr"), p.is_relative_to("/etc"), p.match("*.gz"), p.match("lib/*/*.gz"), p.as_uri())
print(PurePath("a") / "b" / PurePath("c"), "x" / PurePath("y"), PurePath("a", "/b", "c"), PurePath(), PurePath("a/..") == PurePath("a"), PurePath("a") < PurePath("b"), hash(PurePath("a")) == hash(PurePath("a/")))
w = PureWindowsPath("c:/Program Files/x.txt")
print(w, repr(w), w.drive, w.root, w.parts, w.parent, w == PureWindowsPath("C:\\PROGRAM FILES\\X.TXT"), w.as_posix(), PureWindowsPath("//srv/share/f").parts, PureWindowsPath("c:a", "d:b"), PureWindowsPath("c:/a", "/b"))
t(lambda: p.relative_to("/etc")); t(lambda: p.with_suffix("zip")); t(lambda: PurePath("/").with_name("x")); t(lambda: PurePath(3)); t(lambda: PurePath("a") / 3); t(lambda: PurePath("a").with_name("b/c"))
print(PurePath(".bashrc").suffix, PurePath("a.").suffix, PurePath("a.b.").suffixes, PurePath("..").name, [PurePosixPath("a/b/c").parents[i] for i in (0, -1)])
print(fnmatch.fnmatch("a.py", "*.py"), fnmatch.filter(["a1", "b2", "a[x"], "a[[0-9]*"), fnmatch.fnmatchcase("aXb", "a[!a-z]b"), fnmatch.fnmatch("[", "["), fnmatch.fnmatch("a\nb", "a?b"), fnmatch.fnmatch("aaaab", "a*a*b*"))

with tempfile.TemporaryDirectory(prefix="mp_") as base:
    root = Path(base)
    print(type(root).__name__, root.exists(), root.is_dir(), os.path.basename(base).startswith("mp_"), isinstance(root, PosixPath))
    (root / "sub" / "deep").mkdir(parents=True)
    (root / "sub" / "deep").mkdir(parents=True, exist_ok=True)
    t(lambda: (root / "sub").mkdir())
    print((root / "a.txt").write_text("héllo\n"), (root / "a.txt").read_text(), (root / "a.txt").read_bytes(), (root / "b.bin").write_bytes(b"\0\1"))
    (root / "sub" / "c.txt").touch()
    (root / "sub" / "deep" / ".hidden.txt").touch()
    print(sorted(x.name for x in root.iterdir()), sorted(str(x.relative_to(root)) for x in root.rglob("*.txt")), sorted(str(x.relative_to(root)) for x in root.glob("*/*")), len(list(root.glob("**"))))
    print([os.path.relpath(g, base) for g in sorted(glob.glob(base + "/*.txt"))], sorted(glob.glob("**/*.txt", root_dir=base, recursive=True)), glob.glob(base + "/none*"), sorted(glob.glob("[ab].*", root_dir=base)), glob.escape("a[*]?"))
    with (root / "a.txt").open() as f:
        print(f.readline())
    print((root / "a.txt").rename(root / "z.txt").name, (root / "a.txt").exists(), (root / "z.txt").is_file(), (root / "z.txt").resolve() == root.resolve() / "z.txt")
    (root / "link").symlink_to("z.txt")
    print((root / "link").is_symlink(), (root / "link").readlink(), (root / "link").read_text(), (root / "z.txt").samefile(root / "link"))
    t(lambda: (root / "nope").read_text()); t(lambda: (root / "nope").unlink()); print((root / "nope").unlink(missing_ok=True)); t(lambda: list(root.glob("")))
    print(os.path.relpath(shutil.copy(root / "z.txt", root / "sub"), base), os.path.relpath(shutil.copytree(root / "sub", root / "copy", ignore=shutil.ignore_patterns("c.*")), base), sorted(os.listdir(root / "copy")))
    print(os.path.relpath(shutil.move(str(root / "b.bin"), root / "copy"), base), shutil.copyfile(root / "z.txt", root / "y.txt") == root / "y.txt")
    t(lambda: shutil.copyfile(root / "z.txt", root / "z.txt")); t(lambda: shutil.copy(root / "nope", base)); t(lambda: shutil.move(str(root / "y.txt"), str(root / "copy")) and shutil.move(str(root / "z.txt"), str(root / "copy")))
    t(lambda: shutil.rmtree(root / "nope")); shutil.rmtree(root / "nope", ignore_errors=True); shutil.rmtree(root / "sub")
    print(sorted(os.listdir(base)), shutil.which("sh") is not None, shutil.which("no-such-program"), os.fspath(root) == base, Path.cwd() == Path(os.getcwd()))
    with tempfile.NamedTemporaryFile("w+", suffix=".log", dir=base) as f:
        print(f.write("abc"), f.seek(0), f.read(), os.path.exists(f.name), f.name.endswith(".log"), os.path.dirname(f.name) == base)
    print(os.path.exists(f.name), f.closed)
    with tempfile.TemporaryFile() as f:
        print(f.write(b"x"), f.seek(0), f.read())
    d = tempfile.mkdtemp(dir=base)
    print(os.path.isdir(d), tempfile.gettempprefix(), os.path.isdir(tempfile.gettempdir()))
    if __name__ == "__main__":
        with Pool(2) as pool:
            print(pool.map(size, sorted((root / "copy").glob("*.*"))))
print(os.path.exists(base))
