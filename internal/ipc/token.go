package ipc

import "runtime"

// A Token is worth what refers to it: when nothing in any process does any more, it posts its message to its port.
type Token struct {
	label
	far Far
}

// NewToken makes a token that posts last to p. The token must not be reachable from either.
func NewToken(p *Port, last Message) *Token {
	t := new(Token)
	type post struct {
		p *Port
		m Message
	}
	runtime.AddCleanup(t, func(x post) { x.p.Post(x.m) }, post{p, last})
	return t
}

func (t *Token) farSide() Far   { return t.far }
func (t *Token) String() string { return t.kind("token") }
