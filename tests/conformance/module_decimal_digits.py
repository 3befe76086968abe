"""Decimal numbers of more digits than int() reads, and of exponents that none can have."""
from decimal import *
for n in (4299, 4300, 4301, 5000, 20000):
    try:
        d = Decimal('7' * n)
        print(n, len(str(d)), d.adjusted(), hash(d), d == int(d))
    except Exception as e: print(n, type(e), str(e)[:80])
getcontext().prec = 6000
print(len(str(Decimal(1) / 7)), len(str(Decimal(2).sqrt())), str(Decimal(3) ** 9000)[-10:])
print(len(str(Decimal(1).quantize(Decimal('1e-5000')))))
print(len(f"{Decimal(1)/3:.5000f}"))
x = Decimal(7)**5000
print(x.as_tuple().digits[:5], len(repr(x)), x.to_eng_string()[:4])
print(Decimal((0, (1,)*5000, -3)).adjusted())
print(len(str(Decimal(10**5000))))
try: print(len(str(int(Decimal('1e5000')))))
except ValueError as e: print(e)
print(len(str(Decimal('0.' + '3'*5000))))
print(Decimal('1e5000').to_integral_value() == 10**5000, Decimal('1e5000').as_integer_ratio()[0] == 10**5000)
print(len(str(Decimal('1e4999') + 1)), round(Decimal('1'*5000)) == int('1'*4000)*0)
for t in ['1e'+'9'*30, '1e-'+'9'*30, '1e'+'9'*5000, '0e'+'9'*30, '1e999999999999999999', '1e1000000000000000000', 'nan'+'1'*5000, '1e-1999999999999999997','-1e-1999999999999999998']:
    try: print(t[:30], str(Decimal(t))[:50])
    except Exception as e: print(t[:30], type(e), e)
    try: print(t[:30], str(+Decimal(t))[:50])
    except Exception as e: print(t[:30], type(e), e)
for n in list(range(1, 70)) + [2**64, 10**18, 10**19-1, 10**19, 10**30-1, 10**30, 10**500-1, 10**500, 10**5000-1, 10**5000, 2**20000]:
    print(Decimal(n).adjusted(), end=' ')
import random
random.seed(1)
getcontext().prec = 9000
for i in range(12):
    n = random.getrandbits(random.randrange(1, 30000)) | 1
    d = Decimal(n)
    assert len(str(d)) == d.adjusted() + 1, n
    print(d.adjusted(), str(d*d)[:10], str(d/3)[:20], end=';')

for t in [(0,(1,),10**18),(0,(1,2),999999999999999998),(0,(1,2),999999999999999999),(1,(0,),10**18),(0,(1,),-10**19), (0,(),10**20), (0, (1,), 'n')]:
    try: print(t, str(Decimal(t)))
    except Exception as e: print(t, type(e), e)
c = Context(traps=[])
print(Decimal('1e'+'9'*30, c), c.flags[InvalidOperation], c.create_decimal('1e'+'9'*30))
