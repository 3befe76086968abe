package socket

import (
	"crypto/tls"
	"io"
	"net"
	"syscall"
	"time"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// This file defines what https needs: a connection goes on under TLS, with the certificates that the operating system trusts.

// secure(host, timeout) is called before anything has been read from the connection.
func secure(thread *starlark.Thread, h *handle, a []starlark.Value) (starlark.Value, error) {
	host, ok := text.AsString(a[0])
	if !ok {
		return nil, exception.New(exception.TypeError, "server_hostname must be a str, not '%s'", object.TypeName(a[0]))
	}
	w, err := waitFor(thread, a[1])
	if err != nil {
		return nil, err
	}
	e, err := h.endpoint()
	if err != nil {
		return nil, err
	}
	if e.conn == nil {
		return nil, syscall.ENOTCONN
	}
	over := &overEndpoint{e: e, task: ipc.NewTask(ipc.NewHolder("tls", 0), ipc.Hooks{})}
	conn := tls.Client(over, &tls.Config{ServerName: host})
	done, failed := ipc.NewEvent(), error(nil)
	go func() {
		failed = conn.Handshake()
		done.Set()
	}()
	if err := done.Wait(w.in.Task(thread), w.deadline); err != nil {
		e.drop() // ends the handshake
		return nil, w.failure(err)
	}
	if failed != nil {
		return nil, exception.New(exception.OSError, "%s", failed)
	}
	h.share = &share{e: streamOver(conn)}
	h.fd.Handle.(*descriptor).share = h.share
	return starlark.None, nil
}

// An overEndpoint is a connection that has begun, as package tls wants it. It is closed with the endpoint under it.
type overEndpoint struct {
	e    *endpoint
	task *ipc.Task // reads are on one goroutine at a time
}

func (o *overEndpoint) Read(p []byte) (int, error) {
	data, err := o.e.read(o.task, ipc.Forever, len(p), false)
	if err == nil && len(data) == 0 {
		err = io.EOF
	}
	return copy(p, data), err
}

func (o *overEndpoint) Write(p []byte) (int, error)        { return o.e.conn.Write(p) }
func (o *overEndpoint) Close() error                       { o.e.drop(); return nil }
func (o *overEndpoint) LocalAddr() net.Addr                { return o.e.conn.RemoteAddr() }
func (o *overEndpoint) RemoteAddr() net.Addr               { return o.e.conn.RemoteAddr() }
func (o *overEndpoint) SetDeadline(t time.Time) error      { return o.e.conn.SetDeadline(t) }
func (o *overEndpoint) SetReadDeadline(time.Time) error    { return nil }
func (o *overEndpoint) SetWriteDeadline(t time.Time) error { return o.e.conn.SetWriteDeadline(t) }
