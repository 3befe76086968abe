"""re: matching, groups, replacing, splitting, flags, errors."""
import re
from multiprocessing import Pool

LOG = '''2024-01-05 ERROR disk: no space left
2024-01-06 INFO  net: up
2024-02-07 WARN  disk: 91% full
'''

line = re.compile(r'^(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)\s+(?P<level>[A-Z]+)\s+(\w+):\s*(.*)$', re.M)
for m in line.finditer(LOG):
    print(m.groupdict(), m.span('level'), m.group(5, 6), m.lastindex, m.lastgroup)
print(line)
print(re.findall(r'\b\w{5}\b', LOG), re.split(r'[:\n]\s*', LOG, maxsplit=3))
print(re.sub(r'(\d+)-(\d+)-(\d+)', r'\3.\2.\1', LOG, count=2))
print(re.subn('[aeiou]', lambda m: m[0].upper(), 'swap the vowels'))
print(re.match('a', 'ba'), re.search('a', 'ba'), re.fullmatch('b.', 'ba'))
print(re.escape('a.b*c [x]'), re.match(rb'\w+', b'bytes!'))
print(re.compile('x', re.I | re.S), re.I | re.M, repr(re.VERBOSE), re.compile('x').flags)
print(re.findall(r'(?<=\$)\d+(?!\d|%)', '$10 $20% $300'), re.findall(r'(["\']).*?\1', '''a "b" 'c' "d'"'''))
print(re.sub(r'''
    (?P<open> [(\[] )   # opening
    ([^)\]]*)           # inside
    [)\]]
''', r'{\2}', 'f(x) + g[y]', flags=re.VERBOSE))
print(re.findall('(?i)größe|ÄPFEL', 'GRÖSSE Größe äpfel'), re.search(r'\w+', '…naïve').span())
for pattern in ['(', 'a**', '[z-a]', '(?P<n>a)(?P<n>b)', r'\1', '(?<=a+)b', 'x{2,1}', r'\y', '(?P=q)', 'a)']:
    try:
        re.compile(pattern)
    except re.error as e:
        print(f'{pattern!r}: {e}', e.pos)
for f in [lambda: re.match('a', b'a'), lambda: re.match(b'a', 'a'), lambda: re.match('a', 1), lambda: re.match('a', 'a').group(1),
          lambda: re.sub('a', r'\g<x>', 'a'), lambda: re.sub('a', r'\2', 'a')]:
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)


def count(pattern):
    return len(pattern.findall(LOG))


if __name__ == '__main__':
    with Pool(2) as pool:
        print(pool.map(count, [re.compile(r'\d'), re.compile('disk')]))
