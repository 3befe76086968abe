# zipfile: an archive that another program made, and archives written, extended and read.
import base64
import io
import os
import tempfile
import zipfile

OTHERS = base64.b64decode(
    'UEsDBBQAAAAIAIMYIlAv+vhICwAAAHgAAAAFAAAAYS50eHTLSM3JyVfIoDsJAFBLAwQUAAAIAACDGCJQC/lDVgYAAAAGAAAACgAA'
    'AGRpci/DqS50eHRzdG9yZWRQSwECFAMUAAAACACDGCJQL/r4SAsAAAB4AAAABQAAAAAAAAAAAAAApAEAAAAAYS50eHRQSwECFAMU'
    'AAAIAACDGCJQC/lDVgYAAAAGAAAACgAAAAAAAAAAAAAApAEuAAAAZGlyL8OpLnR4dFBLBQYAAAAAAgACAGsAAABcAAAADgBtYWRl'
    'IGVsc2V3aGVyZQ==')
with zipfile.ZipFile(io.BytesIO(OTHERS)) as z:
    print(z.namelist(), z.comment, z.testzip())
    for info in z.infolist():
        print(info, info.date_time, info.file_size, info.compress_size, info.is_dir(), info.CRC)
        print(z.read(info))
    with z.open('a.txt') as f:
        print(f.read(5), f.name, f.readline())
    z.printdir()
    for e in ("z.read('no')", "z.writestr('a', 'b')", "z.open('a.txt', 'a')"):
        try:
            eval(e)
        except Exception as x:
            print(e, type(x).__name__, x)
try:
    z.read('a.txt')
except ValueError as x:
    print(x)

os.chdir(tempfile.mkdtemp())
os.makedirs('tree/sub')
for name in ('tree/one.txt', 'tree/sub/two.txt'):
    with open(name, 'w') as f:
        f.write(name * 50)
with zipfile.ZipFile('x.zip', 'w', compression=zipfile.ZIP_DEFLATED) as z:
    z.write('tree/one.txt')
    z.write('tree/sub/two.txt', 'renamed.txt')
    z.write('tree')
    z.writestr('text', 'zwölf')
    with z.open('stream', 'w') as f:
        f.write(b'piece ')
        f.write(b'by piece')
    print(z, z.namelist())
print(z, zipfile.is_zipfile('x.zip'), zipfile.is_zipfile('tree/one.txt'), zipfile.is_zipfile('none'))
with zipfile.ZipFile('x.zip', 'a') as z:
    z.writestr('later', b'appended')
with zipfile.ZipFile('x.zip') as z:
    print(z.namelist(), z.read('stream'), z.read('text').decode(), z.read('renamed.txt') == b'tree/sub/two.txt' * 50)
    print(z.getinfo('renamed.txt').compress_size < 200, z.getinfo('tree/').is_dir(), z.read('later'), z.testzip())
    z.extractall('out', [n for n in z.namelist() if n != 'later'])
    print(os.path.relpath(z.extract('text', 'single')))
print(sorted(os.path.join(d, n) for d, _, names in os.walk('out') for n in names))
damaged = bytearray(OTHERS)
damaged[35] ^= 255
for data in (b'', b'not a zip', bytes(damaged), OTHERS[:-40]):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as z:
            print(z.read('a.txt')[:5])
    except zipfile.BadZipFile as x:
        print(type(x).__name__, x)
    except Exception as x:
        print(type(x).__name__)
try:
    zipfile.ZipFile('x.zip', 'q')
except ValueError as x:
    print(x)
