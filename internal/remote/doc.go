// Package remote lets a process of the operating system use kernel objects that live in another one. The root process of a tree has a [Conn] for
// each of its children; a child has a [Client]. Between them is a connection with frames (frame.go).
//
//	conn := remote.NewConn(rw, codec, handler)   // in the root
//	conn.Host(pid, holder)
//	go conn.Serve()
//
//	client := remote.NewClient(rw, codec, hear)   // in the child
//	go client.Serve()
//	q := client.Make(ipc.Spec{Kind: ipc.KindQueue}).(*ipc.Queue)
//	err := q.Put(task, message, ipc.Forever)
//
// What an operation means is written in package ipc alone: the child's objects are far ones, which ask, and the root performs what they ask for
// with [ipc.Do]. Each task of the child has a task in the root that stands for it, each process a holder; when the connection ends, whoever runs the root
// closes the holders, and everything that the child held is given back.
//
// # Order
//
// The root handles what a child sends in the order in which it was sent, on one goroutine, as far as it can be completed at once. So an operation that nobody
// waits for (Post) has happened when any later one is performed, and what a process wrote before it told another about it is seen first. That goroutine
// also tells the child that waits for a message which has just come, unless the child's connection has no room: what must wait has goroutines of its own.
//
// # Objects
//
// Between the two an object goes by a number. The root keeps every object alive that the child has; the child says how often it has been sent one that has been
// collected. A pipe's end in a message is open while it is on its way: the root opens a handle for the message, and one for the receiver.
//
// # Loans
//
// What a child gets from a queue or pipe may bring along the messages behind it (loan.go). They stay the queue's until the child sets a word of shared memory, so
// the order above holds for them too: what a child has received is gone for whoever learns of it.
//
// A lock that one task of a child acquires again and again is lent to it (lent_lock.go). The task releases it without asking only if the root has handled all frames
// that the child has sent: otherwise the release is a call, which comes behind them, so that what was done under the lock has happened for whoever has it next.
//
// Where messages go from one child to another, the two get a lane (lane.go): memory of their own, by which they send and receive without asking. The child sends
// by it only if the root has handled all frames that it has sent, so what it did before has happened for whoever receives the message.
//
// # Rings
//
// Where the two share memory (Share), frames go through rings in it, one for each way (ring.go). The connection then wakes whoever sleeps, carries what is too
// large, and ends when a process does; what a process has written before it was killed is still read. So a frame costs a system call only if its reader sleeps,
// and many go at once while it is waking up.
//
// # Trust
//
// The root does not trust a child: frames are bounded, numbers are looked up, and a child that sends what makes no sense is cut off. It can do no more harm than
// a script in it could.
package remote
