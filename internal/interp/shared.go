package interp

import "github.com/mpstar/mpstar/internal/ipc"

// This file makes the objects of the kernel that processes share. They live in the
// root process; in a child that is a process of the operating system they are far.

// NewShared makes an object of the kernel that every process of the tree can use,
// whatever the processes are.
func (in *Interp) NewShared(s ipc.Spec) any {
	if h := in.rt.home; h != nil {
		return h.client.Make(s)
	}
	return ipc.Make(s)
}

// NewPipe makes a pipe and opens both of its sides for this process. Unless it is
// duplex a only receives and b only sends.
func (in *Interp) NewPipe(duplex bool) (a, b *ipc.End) {
	if h := in.rt.home; h != nil {
		return h.client.MakePipe(in.proc.pid, duplex)
	}
	return in.NewLocalPipe(duplex)
}

// NewLocalPipe is NewPipe for a pipe that this process alone uses: one whose other side is Go code here. In a child that is a process of the operating
// system it cannot go to another process.
func (in *Interp) NewLocalPipe(duplex bool) (a, b *ipc.End) {
	x, y := ipc.NewPipe(duplex)
	return x.Open(in.proc.holder), y.Open(in.proc.holder)
}
