import math
def t(f,*a):
    try: print(f.__name__, str(a)[:60], '->', repr(f(*a))[:60])
    except BaseException as e: print(f.__name__, str(a)[:50], '->', type(e).__name__, e)
m=math
for c in [(m.sqrt,-1),(m.sqrt,'a'),(m.sqrt,),(m.sqrt,1,2),(m.factorial,-1),(m.factorial,1.5),(m.factorial,2.0),(m.factorial,10**20),(m.comb,-1,2),(m.comb,2,-1),(m.comb,2),(m.comb,1.5,2),(m.comb,10**30,10**25),(m.perm,5),(m.perm,5,None),(m.perm,-5),(m.perm,5,-1),(m.gcd,),(m.gcd,1.5),(m.lcm,),(m.lcm,0,3),(m.isqrt,-1),(m.isqrt,1.5),(m.floor,'a'),(m.floor,float('inf')),(m.floor,float('nan')),(m.trunc,'a'),(m.trunc,2.5),(m.ldexp,1,2.5),(m.ldexp,1,10**30),(m.ldexp,1.0,-10**30),(m.ldexp,1.,5000),(m.fsum,[1e308,1e308]),(m.fsum,[float('inf'),-float('inf')]),(m.fsum,3),(m.fsum,['a']),(m.dist,[1],[2,3]),(m.dist,[1],[2]),(m.dist,(1,2),(3,'a')),(m.dist,1,2),(m.hypot,'a'),(m.hypot,),(m.hypot,3,4,12),(m.prod,[1,2,3.5]),(m.prod,['a']),(m.prod,['a','b']),(m.prod,3),(m.prod,[2],'a'),(m.log,0),(m.log,-1),(m.log,10**400),(m.log,-10**400),(m.log,0,2),(m.log,8,2),(m.log,8,0),(m.log,8,1),(m.log,'a'),(m.log,),(m.log,1,2,3),(m.log10,10**400),(m.log2,2**5000),(m.log2,0),(m.log1p,-1),(m.exp,1000),(m.pow,2,10000),(m.pow,0,-1),(m.pow,-2,.5),(m.pow,1),(m.cosh,1000),(m.gamma,-1),(m.gamma,0),(m.gamma,172),(m.lgamma,0),(m.lgamma,-3),(m.fmod,1,0),(m.fmod,float('inf'),1),(m.fmod,1,float('inf')),(m.remainder,1,0),(m.remainder,7,4),(m.remainder,5,2),(m.atan2,1),(m.isclose,1,1+1e-10),(m.isclose,1,2,3),(m.nextafter,1,2),(m.ulp,1),(m.ulp,float('inf')),(m.ulp,float('nan')),(m.modf,-2.5),(m.modf,float('inf')),(m.frexp,0),(m.frexp,10),(m.frexp,float('inf')),(m.copysign,1,-0.0),(m.sqrt,10**400),(m.floor,10**400),(m.floor,True),(m.isnan,'a'),(m.isnan,10**400),(m.sqrt,None),(m.fabs,-3),(m.degrees,1),(m.radians,180),(m.acosh,.5),(m.atanh,1),(m.acos,2),(m.sin,float('inf')),(m.erf,1),(m.erfc,1),(m.cbrt,-8),(m.exp2,5000),(m.exp2,10),(m.expm1,1000),(m.ceil,-0.5),(m.sqrt,-0.0),(m.isfinite,1),(m.isinf,True),(m.tan,1e300)]:
    t(*c)
try: m.isclose(1,2,rel_tol=-1)
except Exception as e: print(e)
for kw in [dict(foo=1)]:
    for f in [m.sqrt,m.isclose,m.prod,m.gcd,m.log,m.comb,m.hypot]:
        try: f(1,2,**kw)
        except Exception as e: print(f.__name__, type(e).__name__, e)
