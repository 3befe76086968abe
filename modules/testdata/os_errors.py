import os.path as p
def t(f,*a,**k):
    try: print(getattr(f,'__name__',f), a,k, '->', repr(f(*a,**k)))
    except BaseException as e: print(getattr(f,'__name__',f), str(a)[:50],k, '->', type(e).__name__, e)
for f in (p.join,p.split,p.basename,p.exists,p.isfile,p.abspath,p.getsize,p.splitext,p.commonpath,p.relpath,p.isabs,p.normpath,p.expanduser,p.samefile,p.commonprefix): t(f); t(f,3)
t(p.join,'a',3);t(p.join,'a',b'b');t(p.join,'a','b','/c','d');t(p.join,'','b');t(p.join,b'a',b'b');t(p.split,b'a/b');t(p.getsize,'nope');t(p.getmtime,'nope');t(p.samefile,'nope','a')
t(p.commonpath,[]);t(p.commonpath,['/a','b']);t(p.commonpath,['/a/b','/a/c']);t(p.commonpath,['a','b']);t(p.commonpath,3);t(p.commonprefix,[]);t(p.commonprefix,['abc','abd']);t(p.relpath,'');t(p.relpath,'a/b','a');t(p.exists,'a\0b');t(p.isfile,None);t(p.isdir,3);t(p.islink,3);
import os
t(os.mkdir);t(os.mkdir,3);t(os.mkdir,'/');t(os.listdir,'nope');t(os.listdir,3.5);t(os.remove,'nope');t(os.rename,'nope','b');t(os.rmdir,'/');t(os.makedirs,'/');t(os.makedirs,'/',exist_ok=True);t(os.stat,'nope');t(os.stat,[]);t(os.chdir,'nope');t(os.chdir,None);t(os.getenv,3);t(os.putenv,'a',3);t(os.environ.__getitem__,'NOPE');t(os.environ.__setitem__,'a',3);t(os.environ.__setitem__,3,'a');t(os.environ.__setitem__,'a=b','a');t(os.kill,1<<22+1,0);t(os.kill,'a',0);t(os.kill,0);t(os.urandom,-1);t(os.urandom,'a');t(os.getpid,1);t(os.cpu_count,1);t(os.strerror,2);t(os.strerror,9999);t(os.fspath,3);t(os.fspath,'a');t(os.access,'/',os.R_OK);t(os.scandir,'nope');print(list(os.walk('nope')));t(os.system);t(os.system,3);t(os._exit,'a');t(os.getcwd,1);t(os.unlink,'nope');t(os.rename,'a');t(os.replace,'nope','x');t(os.readlink,'nope');t(os.removedirs,'nope');
print(os.stat('/').st_size == os.stat('/')[6], os.stat('/')[8] == int(os.stat('/').st_mtime), len(os.stat('/')))
print(os.uname() == os.uname(), os.uname().sysname, os.environ.__class__, os.terminal_size((80, 24)), os.DirEntry, os.PathLike, os.error)
try: os.stat('/').st_mode = 3
except AttributeError as e: print(e)
try: os.rename('nope', 'b')
except OSError as e: print(e.args, e.filename, e.filename2, e.errno)
t(os.environ.pop,'NOPE'); t(os.environ.pop,'NOPE',3); t(os.unsetenv,'NOPE'); t(os.environ.__delitem__,'NOPE'); t(os.getenv,'NOPE','x'); t(os.environ.setdefault,'ZZ','y')
