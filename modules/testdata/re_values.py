import re

def t(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)

p = re.compile('(?P<a>x)(y)?', re.I | re.X)
print(p, repr(re.compile(b'x' * 300, re.A)), re.compile('x' * 300))
print(p.match('xy'), repr(p.match('xy')))
m = p.match('x')
t(lambda: m.group(3)); t(lambda: m.group('q')); t(lambda: m['a']); t(lambda: m[1.5]); t(lambda: m.group())
t(lambda: m.groups('d')); t(lambda: m.groupdict()); t(lambda: m.start(2)); t(lambda: m.span('a'))
t(lambda: p.match()); t(lambda: p.match(1)); t(lambda: p.match(b'x'))
t(lambda: re.compile(b'x').match('x')); t(lambda: re.match(1, 'x')); t(lambda: re.compile(p, re.I))
t(lambda: p.sub(1, 'x')); t(lambda: p.sub(lambda m: 1, 'x'))
t(lambda: re.match([], 'x')); t(lambda: hash(p) == hash(p)); t(lambda: m.regs)
t(lambda: (m.re, m.string, m.pos, m.endpos, m.lastindex, m.lastgroup)); t(lambda: dict(p.groupindex)); t(lambda: p.flags)
t(lambda: re.sub('a', b'b', 'a')); t(lambda: m.start(1, 2)); t(lambda: m.groups(1, 2)); t(lambda: m.span(9))
t(lambda: p.sub('x')); t(lambda: re.sub('x')); t(lambda: p.findall('x', 1, 2, 3)); t(lambda: p.split('axb', maxsplit=1))
t(lambda: p == 1); t(lambda: p == re.compile('(?P<a>x)(y)?', re.I | re.X)); t(lambda: m.expand(1))
t(lambda: re.Pattern()); t(lambda: re.Match); t(lambda: re.escape(1)); t(lambda: re.escape(b'a.b')); t(lambda: type(p))
t(lambda: bool(m)); t(lambda: re.I | 4); t(lambda: re.RegexFlag(0)); t(lambda: repr(re.A | re.I) + str(re.I))
t(lambda: ~re.I); t(lambda: re.I & 2); t(lambda: re.RegexFlag(512)); t(lambda: re.I.name); t(lambda: (re.I | re.M).name)
t(lambda: re.I.value); t(lambda: re.I == 2); t(lambda: f'{re.I}'); t(lambda: '%d' % re.I); t(lambda: re.I in (re.I | re.M))
t(lambda: list(re.I | re.M)); t(lambda: re.compile('x', 'i')); t(lambda: re.I + 1); t(lambda: re.T); t(lambda: re.NOFLAG)
t(lambda: re.error('a')); t(lambda: re.error); t(lambda: vars(re.error('a', 'bcd', 1))); t(lambda: re.compile('(')); t(lambda: re.sub('(a)|b', r'[\1]', 'ab'))
t(lambda: isinstance(re.I, int)); t(lambda: re.I is re.IGNORECASE)
try:
    re.compile('a\n(b', re.X)
except re.error as e:
    print(e, e.msg, e.pos, e.lineno, e.colno, e.pattern, e.args)

# text beyond ASCII: positions count characters
m = re.search(r'(\w+)\s+(\w+)', '… größer　weiß!')
t(lambda: (m.span(), m.span(2), m.groups(), m))
t(lambda: re.findall(r'\d+', '١٢٣ 456 ४५'))
t(lambda: re.findall(r'(?a)\d+', '١٢٣ 456 ४५'))
t(lambda: re.findall(r'.', '𝄞é\nx'))
t(lambda: re.sub(r'(?i)STRASSE|ß', '-', 'Straße strasse'))
t(lambda: [x.span() for x in re.finditer(r'\b', 'naïve café')])
t(lambda: re.compile('é').search('aéb', 1, 2)); t(lambda: re.compile('^b').search('ab', 1)); t(lambda: re.compile('a$').search('ab', 0, 1))
t(lambda: re.split(r'\s*[,;]\s*', 'a , b;c;; d')); t(lambda: re.split('(-)|x', 'a-bxc')); t(lambda: re.split('', 'abc')); t(lambda: re.split(r'\b', 'ab cd'))
t(lambda: re.sub('', '-', 'abc')); t(lambda: re.sub('x*', '-', 'abxd')); t(lambda: re.subn('[aeiou]', lambda m: m[0].upper(), 'hello world', 2))
t(lambda: re.sub(r'(?P<w>\w+)', r'<\g<w>\g<1>\g<0>\n\\>', 'ab cd')); t(lambda: re.sub('a', r'\q', 'a')); t(lambda: re.sub('a', r'\2', 'a'))
t(lambda: re.sub('a', r'\g<x>', 'a')); t(lambda: re.sub('a', r'\g<', 'a')); t(lambda: re.sub('a', r'\g', 'a')); t(lambda: re.sub('a', r'\g<>', 'a'))
t(lambda: re.sub('a', '\\', 'a')); t(lambda: re.sub('a', r'\0', 'a')); t(lambda: re.sub('a', r'\101', 'a')); t(lambda: re.sub('a', r'\777', 'a'))
t(lambda: re.sub('a', r'\g<-1>', 'a')); t(lambda: re.sub('a', r'\.', 'a')); t(lambda: re.sub('(a)', r'\18', 'a'))
t(lambda: re.fullmatch('a|ab', 'ab')); t(lambda: re.fullmatch('a*?', 'aa')); t(lambda: re.match('(?>a|ab)c', 'abc')); t(lambda: re.match('a++a', 'aaa'))
t(lambda: re.match('(?:a|ab){2}+', 'aba')); t(lambda: re.match('(a*)*', 'b').groups()); t(lambda: re.match('(a|)*', 'b').groups())
t(lambda: re.match('((a)|b)*', 'ab').groups()); t(lambda: re.match(r'(?:(a)|b)*?c', 'abc').groups()); t(lambda: re.match(r'(a)(b)?(?(2)c|d)', 'ad'))
t(lambda: re.findall(r'(?<=a)b|(?<!a)c', 'abcac')); t(lambda: re.findall(r'(?<=ab|cd)x', 'abxcdx')); t(lambda: re.match(r'(a)\1(?i:\1)', 'aaA'))
t(lambda: re.match(r'(?P<q>[\'"]).*?(?P=q)', '"it\'s"')); t(lambda: re.findall(r'(?m)^\w|\w$', 'ab\ncd\n')); t(lambda: re.findall(r'\w\Z', 'ab\n'))
t(lambda: re.findall('(?s).', 'a\nb')); t(lambda: re.match(r'(?x) a  # comment' '\n b', 'ab')); t(lambda: re.match(b'(?i)\xe9', b'\xc9'))
t(lambda: re.findall(rb'\w', b'a\xe9_')); t(lambda: re.findall(r'\s', '\x1c\x85')); t(lambda: re.findall(rb'\s', b'\x1c \x0b'))
t(lambda: [c for c in 'iIİıkKKsSſ' if re.match('[i-k]', c, re.I)]); t(lambda: re.match('K', 'k', re.I)); t(lambda: re.match('ſ', 'S', re.I))
t(lambda: re.match('σ', 'ς', re.I)); t(lambda: re.match('[^a]', 'A', re.I)); t(lambda: re.match('Ä', 'ä', re.I | re.A)); t(lambda: re.match('ﬅ', 'ﬆ', re.I))
s = re.compile(r'\s*(\d+|.)').scanner('12 + x')
print([m.group(1) for m in iter(s.match, None)])
t(lambda: re.findall('a', 'banana', re.I)); t(lambda: p.search('aXy', 1).span()); t(lambda: p.search('aXy', -5, 100).span()); t(lambda: p.search('xy', 2, 1))
for m in re.finditer('(?P<k>[a-z]+)=(?P<v>[^;]*)', 'a=1;bc=;d=x y'):
    print(m.lastgroup, m.lastindex, m.groupdict(), m.expand(r'\g<v>:\1'), m.start('v'), m.end(), m["k"])

class S(str):
    pass

t(lambda: re.sub('x', 'y', S('abc')) == 'abc'); t(lambda: re.match(S('a'), S('abc')))
t(lambda: re.search(bytearray(b'a'), b'a')); t(lambda: re.search(b'a', bytearray(b'xa')))
t(lambda: re.match('(' * 5 + 'a' + ')' * 5, 'a').lastindex)
for bad in ['*', 'a**', 'a*??', '+a', '(', ')', '(a', 'a)', '[', '[a', '[]', '[z-a]', r'[\w-a]', r'[a-\d]', '(?', '(?P', '(?P<', '(?P<a', '(?P<1>a)', '(?P<a>a)(?P<a>b)',
            '(?P=a)', '(?P=', '(?Px)', '(?<a)', '(?<', '(?z)', '(?i', '(?i-', '(?i-:a)', '(?-i', '(?a-a:x)', '(?L)a', '(?ai)(?u)x', 'a(?i)b', r'\1', r'(\1)', r'\q', r'\x1', r'\u12', r'\U0012',
            r'\400', r'[\400]', '\\', 'a\\', '(?(1)a|b|c)(x)', '(?(a)b)', '(?(0)b)', '(?(1)b)', '(?(1', '(?<=a*)b', '(?<=(a))(?<=\\1)', r'(?<=(a)\1)', 'a{3,2}', 'a{99999999999}', 'x{,5}*', 'a{2}{3}', '(?#', '(?:',
            '(?>', '(?<!a', '^*', r'\b+', '(?i-i:a)', '(?-a:x)', '(?-', '(?-:a)', '(?iz)', '(?i1)', '(?P<é>a)', '(?P<a b>a)', '(?P<>a)', '(?P=>a)', r'\8', r'(a)\08\2', '(?t:a)', '(?-t:a)', '*\\', '[\\', '(?#\\', r'[\8]', r'\c', r'[\c]', '[--a]', '[a-]', '[]-a]', '[^]a]', '{', 'a{', 'a{1', 'a{,}', 'a{}', 'x{2}+', 'x{2}?', '|*', '(|*)', '(?:)*', '()*', '(?=a)*']:
    try:
        r = re.compile(bad)
        print(repr(bad), r.groups, r.flags)
    except (re.error, OverflowError, ValueError) as e:
        print(repr(bad), type(e).__name__, e, getattr(e, 'pos', '-'))
    try:
        r = re.compile(bad.encode())
        print(repr(bad), r.groups, r.flags)
    except (re.error, OverflowError, ValueError) as e:
        print(repr(bad), type(e).__name__, e, getattr(e, 'pos', '-'))
for flags in [re.L, re.A | re.U, re.U]:
    t(lambda: re.compile('a', flags)); t(lambda: re.compile(b'a', flags))
t(lambda: re.compile(b'a', re.L | re.A))
re.purge()
