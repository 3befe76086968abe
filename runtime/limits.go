package runtime

import (
	"time"

	"github.com/mpstar/mpstar/internal/interp"
)

// Limits bound what one run may use: the main script and all that it starts, together, whether its children are interpreters in this process or
// processes of the operating system. Zero means no limit, unless a field says otherwise.
//
// A run that exceeds one is ended as a whole, at once and without the script's knowledge: no except, finally or exit handler runs, nor a handler of a
// signal. Run then returns a [*LimitError] that names the field. Those of a [Script] hold for Load and all calls together, but for Time.
type Limits struct {
	// Steps is how many steps of the engine all threads may make, some tens of millions a second each. They are counted by 2048 for each thread, and for
	// a process of the operating system by a 64th of the limit, at most 2^20, which it takes in advance.
	Steps int64

	// Time is how long a run may take, from the start of Run on; for a Script, how long Load may take and each call. It is the
	// time of the machine, not that of Config.Clock.
	Time time.Duration

	// Recursion is how deep calls may be nested in each thread. A call counts as three frames of the engine: one takes up to three of them
	// if it is made inside a try, with or class statement, and one otherwise. CPython's own limit, sys.setrecursionlimit, holds besides and
	// raises RecursionError.
	Recursion int

	// Processes is how many processes may be alive at once, the main one among them. 0 stands for 10,000, and there a start beyond
	// it raises BlockingIOError, as under CPython where the system has no more, rather than ending the run.
	Processes int

	// Threads is how many threads may be alive at once in all processes, with their main ones. Threads that pools and executors need are among them.
	Threads int

	// QueueBytes is how many bytes may be in queues and pipes at one moment, and on their way to processes of the operating system.
	QueueBytes int64

	// OutputBytes is how many bytes all processes may write to standard output and standard error together.
	OutputBytes int64

	// ValueBytes is how large a str, bytes, list or int may be that one operation makes of something smaller: a repetition, a product, a format with a width, a
	// conversion of an iterable of known length. What grows bit by bit is found by HeapBytes.
	ValueBytes int64

	// HeapBytes is by how much the memory may grow that this program's objects and stacks take, and those of the run's processes of the operating system.
	// It is soft: a sample is taken every 10 ms, Go can't tell whose memory is whose, and what other goroutines of the host allocate
	// meanwhile counts too. A process of the operating system that takes 128 MB more than HeapBytes by itself is killed without being asked.
	HeapBytes int64
}

// A LimitError says which of the Limits ended a run. Limit is the name of its field, "Steps", and Max what it was set to, in nanoseconds for "Time".
type LimitError = interp.LimitError
