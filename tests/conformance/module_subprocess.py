import subprocess, sys, time, os
from subprocess import PIPE, STDOUT, DEVNULL, Popen, run, check_output, check_call, call
print(run(["true"]), run(["echo", "a"], capture_output=True, text=True), run(["echo", "b"], stdout=PIPE))
print(repr(Popen(["true"])), call("exit 3", shell=True), check_call(["true"]))
print(check_output(["printf", "x\\r\\ny"], text=True).splitlines(), check_output("echo $HOME $A", shell=True, env={"A": "1", "HOME": "h"}))
print(run(["cat"], input=b"abc", stdout=PIPE).stdout, run(["tr", "a-z", "A-Z"], input="text", text=True, capture_output=True).stdout)
print(len(run(["cat"], input=b"z" * 300000, stdout=PIPE).stdout))
print(run("echo out; echo err >&2", shell=True, stdout=PIPE, stderr=STDOUT, text=True).stdout)
print(run("echo out; echo err >&2", shell=True, stdout=PIPE, stderr=DEVNULL).stdout)
print(subprocess.getoutput("echo hi; echo there"), subprocess.getstatusoutput("exit 4"))
print(run(["pwd"], cwd="/", stdout=PIPE, text=True).stdout)
p = Popen(["cat"], stdin=PIPE, stdout=PIPE, text=True)
p.stdin.write("line 1\nline 2\n"); p.stdin.flush()
print(repr(p.stdout.readline()), p.poll())
p.stdin.close()
print(repr(p.stdout.read()), p.wait(), p.returncode)
with Popen("for i in 1 2 3; do echo $i; done", shell=True, stdout=PIPE) as p:
    for line in p.stdout:
        print(line)
print(p.returncode)
p = Popen(["sleep", "60"]); p.terminate(); print(p.wait()); p.kill()
p = Popen(["sleep", "60"]); p.kill(); print(p.wait(), p)
p = Popen(["sh", "-c", "read a; echo got $a; echo e >&2"], stdin=PIPE, stdout=PIPE, stderr=PIPE)
print(p.communicate(b"me\n"))
for f in [lambda: run("exit 3", shell=True, check=True), lambda: run(["sleep", "99"], timeout=0.1) and None, lambda: run(["nosuch"]),
          lambda: check_output(["kill -9 $$"], shell=True), lambda: run(["pwd"], cwd="/nosuch"), lambda: run("a", capture_output=True, stdout=1),
          lambda: run("a", input="", stdin=1), lambda: check_output("a", stdout=1), lambda: run([]), lambda: run(["true"], input="s")]:
    try:
        print(f())
    except subprocess.TimeoutExpired as e:
        print(type(e).__name__, e.cmd)
    except Exception as e:
        print(repr(e), e)
p = Popen(["sleep", "99"])
try:
    p.wait(0.05)
except subprocess.TimeoutExpired as e:
    print(e, e.timeout, e.stdout)
p.kill()
print(p.wait())
print(subprocess.list2cmdline(["a b", 'c"d', "e\\"]), subprocess.CompletedProcess(["x"], 1, b"o", b"e"))
