"""Addresses of the web, taken apart and put together."""
from urllib.parse import *
import urllib.parse
for u in ['http://user:pa@Host.com:8080/a/b;p?q=1&r=2#frag','//x/y','mailto:a@b','http://[::1]:80/','a/b?c','http://x?y#z','HTTP://X/','file:///etc/passwd','http:///x', 'x:80','http://a/b;c;d/e;f']:
    p=urlparse(u); s=urlsplit(u); print(p, s, p.geturl(), s.geturl(), p.hostname, p.port, p.username, p.password)
for r in ['g:h','g','./g','g/','/g','//g','?y','g?y','#s','g#s',';x','g;x','','.','./','..','../','../g','../..','../../','../../g','../../../g','/./g','/../g','g.','.g','..g','./../g','./g/.','g/./h','g/../h','http:g','http://z/a']:
    print(r, urljoin('http://a/b/c/d;p?q', r))
print(urljoin('http://a.com','b'), urljoin('http://a.com/x/','y'), urljoin('','y'))
print(quote('a b/ü&=?'), quote('a/b',safe=''), quote_plus('a b&c'), unquote('a%20b%C3%BC+'), unquote_plus('a+b%2B'), quote(b'\xff'), unquote_to_bytes('%ff%2'))
print(urlencode({'a':1,'b':'x y','c':[1,2]}), urlencode({'c':[1,2],'d':'ab'},doseq=True), urlencode([('a','ü')]))
print(parse_qs('a=1&a=2&b=&c=x+y%20z'), parse_qsl('a=1&b=&c', keep_blank_values=True), parse_qs('a=1;b=2', separator=';'))
print(urldefrag('http://a/b#c'), urlunparse(('http','h','/p','x','q=1','f')), urlunsplit(('http','h','p','','')))
print(urlparse(b'http://h/p'), urlsplit('http://h/p')._replace(query='x=1').geturl())
for f in (lambda: urlparse('http://h:99999/').port, lambda: urlparse('http://h:x/').port, lambda: urlencode(3), lambda: urlencode('abc'), lambda: urljoin('a',b'b'), lambda: urlsplit('http://[x'), lambda: quote(3), lambda: parse_qs('a', strict_parsing=True)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
