// Package ipc is the kernel: the objects through which processes talk to and wait for each other. It knows nothing of
// scripts. What goes through it is a [Message], and who uses it is a [Task].
//
// A process has a [Holder], which knows what it holds, and one [Task] for each of its threads of control. Every operation
// that may wait takes the task that would wait, and a deadline: [Forever], [NoWait] or a time.
//
//	h := ipc.NewHolder("Process-1", 1)
//	defer h.Close() // gives back whatever the process still holds
//	t := ipc.NewTask(h, ipc.Hooks{Block: unlock, Unblock: lock})
//	q := ipc.NewQueue(0)
//	err := q.Put(t, m, ipc.Forever)
//	m, err := q.Get(t, time.Now().Add(time.Second))
//
// The objects: [Queue]; [NewPipe] with [Conn] and [End]; [Lock], [RLock], [Semaphore]; [Condition], [Event], [Barrier]; [Cell]. [Wait]
// waits for several of them at once. [Kernel] is the clock and the table of tasks of one runtime.
//
// # Waiting
//
// Everything that waits does so in Task.wait. A task has one channel with room for one token, which says "look again" and
// nothing more. What has happened is written down in the object, under its mutex, before the token is sent; whoever wakes
// up takes the mutex and looks. So tokens may be sent too often, and none is ever lost.
//
// Messages, notifications and the like are handed over to the one who has waited longest. Locks and semaphores are
// not, at first: whoever comes along while a waiter is still waking up takes the lock, since otherwise every
// release would cost two goroutine switches. After a millisecond of that the lock is handed over.
//
// Whatever was handed to a task that turns out to be cancelled goes to the next in line, or back.
//
// A task that stands for one of another process may wait in a get or a receive without a goroutine (park.go): then whoever puts the message finishes the operation.
//
// # Loans
//
// Messages and locks of this kernel can be lent to another process, which then has them without asking: loan.go and lent_lock.go have the protocols. Each
// loan has one word of memory that both processes share; one compare-and-swap on it settles who has what was lent, so neither side waits for the other, and
// a borrower that dies at any moment leaves nothing half done.
//
// One direction of a pipe can be lent to two other processes at once, one that sends and one that receives: lane.go has the protocol of the memory that they share,
// lane_loan.go says when. Whatever is asked of that direction here ends the loan first.
//
// # Mutexes
//
// Each object has one mutex. A goroutine holds at most one object's mutex at a time. While holding it, it may take the mutex of
// a Holder or a Task, and those are last: nothing is locked while one of them is held, except that Holder.sweep
// tries some objects' without waiting. Kernel's mutex is not held together with any other.
// Hooks, Message.Drop and the action of a barrier are called with no mutex held. A task is woken (Task.wakeup) without any mutex,
// so that can be done under all of them. LaneUser.NewLane and Record are called with a pipe's mutex held, and take none. A Lane's mutex is for the process that
// sends or receives there; under it nothing is locked either.
//
// What a Holder holds is changed under the object's mutex and the holder's; Holder.Close takes its list first and goes to the objects
// afterwards. An object therefore finds out under its own mutex whether a holder that comes to give something back still has it.
package ipc
