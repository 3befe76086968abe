# Random patterns on random subjects.
import random
import re

random.seed(20)
ATOMS = ['a', 'b', 'c', '.', '[ab]', '[^a]', r'\w', r'\d', r'\s', r'\b', '^', '$', '(?=a)', '(?!b)', '(?<=a)', '(?<!b)', 'ä', r'\1', r'\2', r'\B', r'\Z', '(?i:A)', '[a-cä]', 'ab', '']


def pattern(depth):
    parts = []
    for _ in range(random.randint(1, 3)):
        kind = random.random()
        if depth > 0 and kind < 0.45:
            inner = pattern(depth - 1)
            part = random.choice(['(%s)', '(?:%s)', '(%s|%s)', '(?:%s|%s)', '(?>%s)', '(?=%s)', '(?!%s)', '(?i:%s)'])
            part = part.replace('%s', inner, 1).replace('%s', pattern(depth - 1))
        else:
            part = random.choice(ATOMS)
        if random.random() < 0.4:
            part += random.choice(['*', '+', '?', '*?', '+?', '??', '{2}', '{1,2}', '{0,2}?', '*+', '++', '?+', '{2,}', '{,2}'])
        parts.append(part)
    return ''.join(parts)


def subject():
    return ''.join(random.choice('aabbcAB ä1\n') for _ in range(random.randint(0, 7)))


compiled = 0
for n in range(6000):
    src = pattern(2)
    flags = random.choice([0, 0, re.I, re.M, re.S, re.A])
    try:
        p = re.compile(src, flags)
    except re.error as e:
        print(n, repr(src), e)
        continue
    compiled += 1
    for s in [subject(), subject()]:
        try:
            m = p.search(s)
            row = [m and (m.span(), m.groups(), m.lastindex), [x.span() for x in p.finditer(s)], p.split(s), p.sub('<\\g<0>>', s), p.findall(s), bool(p.fullmatch(s)), bool(p.match(s))]
        except Exception as e:
            row = [type(e).__name__, str(e)]
        print(n, repr(src), int(flags), repr(s), row)
print(compiled > 1000)
