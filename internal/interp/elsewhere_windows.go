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
	"time"
)

// childVariable tells a process that it is a child: the address of the root, and the
// token by which the root knows it.
const childVariable = "MPSTAR_CHILD_SOCKET"

const tokenBytes = 32

// A child is a process of the operating system that this one has started.
type child struct {
	p     *os.Process
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
			return &child{p: p}, nc, nil
		}
		nc.Close() // somebody else
	}
}

func (c *child) pid() int { return c.p.Pid }

// signal ends the process: Windows has no signals.
func (c *child) signal(sig int) { c.p.Kill() }

func (c *child) wait() int {
	st, err := c.p.Wait()
	if err != nil {
		return -SIGKILL
	}
	return st.ExitCode()
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
