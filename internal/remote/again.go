package remote

import "errors"

// A connection can be used again, by other processes in the same child. The child says with [Client.Finish] that nothing of those that were there sends any
// more. If the root agrees, both go on with a new [Conn] and [Client], which know nothing of the former ones: whatever still holds one of those can send nothing.

// ErrAgain is what Serve returns, on both sides, once the connection is to be used again: see [Conn.Next] and [Client.Next].
var ErrAgain = errors.New("remote: the connection begins anew")

// ErrLeave is what [Client.Serve] returns if the root does not want to use the connection again.
var ErrLeave = errors.New("remote: the connection has no further use")

// Finish sends the last frame; the answer is ErrAgain or ErrLeave from Serve.
func (c *Client) Finish() error { return c.out.last(frameAgain) }

// Next returns the client that follows c, whose Serve has returned ErrAgain.
func (c *Client) Next(codec Codec, hear ClientHandler) *Client {
	next := newClient(c.nc, c.in, codec, hear)
	next.out.w, next.words, next.progress, next.Lane = c.out.w, c.words, c.progress, c.Lane
	return next
}

// again answers a child that has finished.
func (c *Conn) again() error {
	if c.Again == nil || !c.Again() {
		c.out.last(frameLeave)
		return nil
	}
	if c.handled != nil {
		c.handled.Store(0) // the next ones are counted anew
	}
	if err := c.out.last(frameAgain); err != nil {
		return err
	}
	return ErrAgain
}

// Next returns the connection that follows c, whose Serve has returned ErrAgain.
func (c *Conn) Next() *Conn {
	next := newConn(c.nc, c.in, c.codec, c.handle)
	next.Again, next.Lanes = c.Again, c.Lanes
	next.out.w, next.ring, next.handled = c.out.w, c.ring, c.handled
	if c.lender != nil {
		next.lender = newLender(c.lender.borrower)
	}
	return next
}
