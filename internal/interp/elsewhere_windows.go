package interp

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"sync/atomic"
	"time"
)

// childVariable tells a process that it is a child: the address of the root, and the
// token by which the root knows it.
const childVariable = "MPSTAR_CHILD_SOCKET"

const tokenBytes = 32

// A child is a process of the operating system that this one has started.
type child struct {
	p     *os.Process
	nc    *orphanConn
	loans *loanMemory // nil: there is none here
}

// startChild starts this program as a child and returns it with the connection to it.
func startChild(title string) (*child, io.ReadWriteCloser, error) {
	path, err := os.Executable()
	if err != nil {
		return nil, nil, err
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, nil, err
	}
	defer ln.Close()
	token := make([]byte, tokenBytes)
	rand.Read(token)
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		return nil, nil, err
	}
	defer null.Close()
	p, err := os.StartProcess(path, []string{title}, &os.ProcAttr{
		Env:   append(append(os.Environ(), childEnvironment()...), childVariable+"="+ln.Addr().String()+"/"+hex.EncodeToString(token)),
		Files: []*os.File{null, null, os.Stderr},
	})
	if err != nil {
		return nil, nil, err
	}
	ln.(*net.TCPListener).SetDeadline(time.Now().Add(30 * time.Second))
	for {
		nc, err := ln.Accept()
		if err != nil {
			p.Kill()
			p.Wait()
			return nil, nil, err
		}
		got := make([]byte, tokenBytes)
		nc.SetReadDeadline(time.Now().Add(5 * time.Second))
		if _, err := io.ReadFull(nc, got); err == nil && subtle.ConstantTimeCompare(got, token) == 1 {
			nc.SetReadDeadline(time.Time{})
			c := &child{p: p, nc: &orphanConn{Conn: nc}}
			return c, c.nc, nil
		}
		nc.Close() // somebody else
	}
}

func (c *child) pid() int { return c.p.Pid }

// signal ends the process: Windows has no signals.
func (c *child) signal(sig int) { c.p.Kill() }

func (c *child) wait() int {
	st, err := c.p.Wait()
	c.nc.orphan()
	if err != nil {
		return -SIGKILL
	}
	return st.ExitCode()
}

// An orphanConn ends when the process on its other side has, once what that has sent is read. A connection should by itself, but one in some hundred of processes
// that were killed stays open under Wine 8, and the root would wait for ever for what it brings.
type orphanConn struct {
	net.Conn
	orphaned atomic.Bool
}

// orphanSilence is how long nothing must come from a process that is gone until it is clear that nothing will: what it has sent is on this machine already.
const orphanSilence = time.Second

// orphan says that the process on the other side is gone.
func (c *orphanConn) orphan() {
	c.orphaned.Store(true)
	c.SetReadDeadline(time.Now()) // wakes who reads
}

func (c *orphanConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	if n == 0 && c.orphaned.Load() && errors.Is(err, os.ErrDeadlineExceeded) {
		c.SetReadDeadline(time.Now().Add(orphanSilence))
		if n, err = c.Conn.Read(b); errors.Is(err, os.ErrDeadlineExceeded) {
			err = io.EOF
		}
	}
	return n, err
}

// parentConn returns the connection to the root, nil if this process is no child.
func parentConn() (io.ReadWriteCloser, error) {
	v := os.Getenv(childVariable)
	if v == "" {
		return nil, nil
	}
	os.Unsetenv(childVariable)
	forgetEnvironment()
	addr, token, ok := strings.Cut(v, "/")
	secret, err := hex.DecodeString(token)
	if !ok || err != nil {
		return nil, errors.New(childVariable + " is not an address and a token")
	}
	nc, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	_, err = nc.Write(secret)
	return nc, err
}

func setTitle(string) {}

func dieBySignal(sig int) { os.Exit(128 + sig) }

// HasOSLimits says that the limits of [OSLimits] hold on this operating system.
const HasOSLimits = false

func applyLimits(OSLimits, func(int)) {}
