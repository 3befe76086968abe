import random
def t(f,*a,**k):
    try: print(getattr(f,"__name__",f), a,k, '->', repr(f(*a,**k)))
    except BaseException as e: print(getattr(f,'__name__',f), str(a)[:50],k, '->', type(e).__name__, e)
random.seed(1)
r=random
t(r.random,1);t(r.getrandbits);t(r.getrandbits,-1);t(r.getrandbits,'a');t(r.getrandbits,1.5);t(r.getrandbits,0);t(r.randint,5,2);t(r.randint,1.5,2);t(r.randint,'a',2);t(r.randint,1);t(r.randint,1,'a');t(r.randrange,0);t(r.randrange,'a');t(r.randrange,1,10,0);t(r.randrange,1,None,2);t(r.randrange,None);t(r.randrange,10,1);t(r.randrange,10,1,2);t(r.randrange,10,1,-2);t(r.randrange,5.0);t(r.randrange,5.5)
t(r.choice,[]);t(r.choice,{1:2});t(r.choice,{1,2});t(r.choice,3);t(r.choice,'abc');t(r.choices,[],k=1);t(r.choices,[1,2],[1]);t(r.choices,[1,2],[0,0]);t(r.choices,[1,2],[1,2],cum_weights=[1,2]);t(r.choices,[1,2],5);t(r.choices,[1,2],'ab');t(r.choices,[1,2],[float('inf'),1]);t(r.choices,[1,2],k='a');t(r.choices,3);t(r.choices,[1,2],k=-1);t(r.choices,range(5),cum_weights=[1,2,3,4,5],k=3)
t(r.sample,[1,2],3);t(r.sample,{1,2},1);t(r.sample,{1:2},1);t(r.sample,[1,2],-1);t(r.sample,[1,2],counts=[1],k=1);t(r.sample,[1,2],counts=[0,0],k=1);t(r.sample,[1,2],counts=[1.5,1],k=1);t(r.sample,[1,2],counts=[3,4],k=6);t(r.sample,'abc',2);t(r.sample,[1]);t(r.sample,[1,2],1.0);t(r.sample,range(10**9),3)
t(r.shuffle,(1,2));t(r.shuffle,'ab');t(r.shuffle,[1],2);t(r.shuffle,3)
r.seed(5);t(r.uniform,1);t(r.uniform,'a',1);t(r.uniform,1,'a');t(r.uniform,1,2);t(r.triangular,1,1);t(r.triangular,1,1,1);t(r.triangular,2,5,None);t(r.expovariate,0);t(r.expovariate);t(r.expovariate,'a');t(r.gammavariate,0,1);t(r.gammavariate,1,'a');r.seed(6);t(r.betavariate,1,2);t(r.paretovariate,0);t(r.weibullvariate,1,0);t(r.gauss,'a',1);r.seed(7);t(r.gauss);t(r.normalvariate,0,'a');t(r.lognormvariate,1000,1);r.seed(8);t(r.vonmisesvariate,0,0);t(r.lognormvariate,0)
t(r.seed,[1]);t(r.seed,(1,));t(r.seed,1,2,3);t(r.seed,None);t(r.setstate,3);t(r.setstate,(1,2,3));t(r.setstate,(3,(1,2),None));t(r.setstate,(3,[1],None));t(r.setstate,(3,tuple([1]*624+[700]),None));t(r.setstate,(3,tuple(['a']*625),None));t(r.setstate,(3,tuple([-1]*625),None));t(r.setstate,(3,1));t(r.randbytes,-1);t(r.randbytes,'a');t(r.randbytes,0)
t(random.Random,1,2); t(random.Random,[1]); t(random.SystemRandom().seed,1)
print(random.Random, random.SystemRandom)
t(random.Random(3).randint,1,6); t(random.Random(x=3).randint,1,6)
