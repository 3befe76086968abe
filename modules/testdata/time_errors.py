import time
def t(f,*a,**k):
    try: print(getattr(f,'__name__',f), a,k, '->', repr(f(*a,**k)))
    except BaseException as e: print(getattr(f,'__name__',f), str(a)[:50], '->', type(e).__name__, e)
T=time
for c in [(T.gmtime,0),(T.gmtime,-1.5),(T.gmtime,1e20),(T.gmtime,float('nan')),(T.gmtime,'a'),(T.gmtime,1,2),(T.localtime,1e12),(T.asctime,(1,2)),(T.asctime,(2020,13,1,0,0,0,0,1,0)),(T.asctime,(2020,1,1,0,0,0,0,1,0)),(T.asctime,3),(T.asctime,[1,2]),(T.ctime,0),(T.ctime,'x'),(T.mktime,(2020,1,1,0,0,0,0,1,0)),(T.mktime,3),(T.mktime,(1,2)),(T.mktime,(2020,1,1,0,0,0,0,1)),(T.strftime,'%Y',3),(T.strftime,),(T.strftime,3),(T.strftime,'%Y-%m',(2020,5)),(T.strptime,'2020','%Y-%m'),(T.strptime,'2020x','%Y'),(T.strptime,'a','%Q'),(T.strptime,'a','%'),(T.strptime,3,'%'),(T.strptime,'a',3),(T.strptime,'Sat Nov 21 22:11:51 2026'),(T.sleep,-1),(T.sleep,'a'),(T.sleep,),(T.sleep,float('nan')),(T.sleep,1e300),(T.sleep,None),(T.sleep,10**30),(T.struct_time,(1,2)),(T.struct_time,),(T.struct_time,range(12)),(T.struct_time,range(11)),(T.struct_time,'abcdefghi'),(T.struct_time,3),(T.get_clock_info,'time'),(T.get_clock_info,'monotonic'),(T.get_clock_info,'perf_counter'),(T.get_clock_info,'process_time'),(T.get_clock_info,'thread_time'),(T.get_clock_info,'x'),(T.time,1),(T.perf_counter,1),(T.strftime,'%d',(2020,1,32,0,0,0,0,1,0)),(T.strftime,'%d',(2020,1,1,24,0,0,0,1,0)),(T.strftime,'%d',(2020,1,1,0,60,0,0,1,0)),(T.strftime,'%d',(2020,1,1,0,0,62,0,1,0)),(T.strftime,'%d',(2020,1,1,0,0,0,-2,1,0)),(T.strftime,'%a %w',(2020,1,1,0,0,0,8,1,0)),(T.strftime,'%d',(2020,1,1,0,0,0,0,367,0)),(T.strftime,'%Y %y %C',(5,1,1,0,0,0,0,1,0)),(T.strftime,'%Y %m %j',(0,0,0,0,0,0,0,0,0)),(T.strftime,'%Y %y',(-5,1,1,0,0,0,0,1,0)),(T.strftime,'é%Y\0x'),(T.mktime,(2020,14,35,25,61,61,0,1,-1)),(T.strftime,'%d',('a',1,1,0,0,0,0,1,0)),(T.clock_gettime,99),(T.strptime,'',''),(T.strptime,'x','')]:
    t(*c)
s=T.gmtime(0); print(s, s[0], s.tm_zone, s.tm_gmtoff, len(s), s==tuple(s), s.n_fields, T.struct_time.n_fields,T.struct_time.n_sequence_fields, T.struct_time.__match_args__, hash(s)==hash(tuple(s)), s[:3], T.struct_time, s+(1,))
try: s.tm_year=3
except Exception as e: print(type(e),e)
try: s.foo=1
except Exception as e: print(type(e),e)
print([n for n in dir(s) if n[0]!='_'])
