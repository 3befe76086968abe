package main

import "math"

// A row is a piece of work: its name in one of the scripts, what it is, and the
// unit that one number is for.
type row struct {
	name, what, unit string
	script           string  // "" is work.py; "-" is the command itself
	measure          measure // what the number is
	aim              float64 // the ratio to CPython that is aimed at, or the number itself if it is no time; 0: none
	floor            float64 // the ratio below which -check fails; 0: not checked
	short            bool    // part of -short
}

// A measure says what a row's numbers are.
type measure string

const (
	micro  measure = ""     // microseconds
	memory measure = "KB"   // of memory
	factor measure = "fold" // how many times more is done: more is better
)

// better returns how many times better ours is than theirs.
func (m measure) better(theirs, ours float64) float64 {
	if m == factor {
		theirs, ours = ours, theirs
	}
	return theirs / math.Max(ours, 1e-3)
}

// show writes a number of the measure, in a column of microseconds.
func (m measure) show(x float64) string {
	if m == micro {
		return short(x)
	}
	return short(x) + " " + string(m)
}

// rows is the table. A floor is at most half of what a quiet machine shows; if no round of four measurements reaches it, there is a
// change of ours.
var rows = []row{
	{name: "start_join", what: "Process start + join", unit: "process", aim: 80, floor: 12, short: true},
	{name: "hundred", what: "100 Processes started, then joined", unit: "all", aim: 60, floor: 10, short: true},
	{name: "ten_thousand", what: "10,000 short processes, by hundreds", unit: "process", aim: 60},
	{name: "spawn", what: "start + join, start method spawn", unit: "process", aim: 12},
	{name: "forkserver", what: "start + join, start method forkserver", unit: "process", aim: 10},
	{name: "spawn_pid", what: "the same with spawn, and p.pid asked for", unit: "process", aim: 12},
	{name: "forkserver_pid", what: "the same with forkserver, and p.pid asked for", unit: "process"},
	{name: "spawn_queue", what: "Queue between two children of spawn", unit: "item", aim: 1},
	{name: "spawn_queue_trip", what: "Queue round trip between two children of spawn", unit: "trip", aim: 1},
	{name: "spawn_pipe", what: "Pipe between two children of spawn, one way", unit: "message", aim: 1},
	{name: "spawn_pipe_trip", what: "Pipe round trip between two children of spawn", unit: "trip", aim: 1},
	{name: "spawn_lock", what: "with lock: in a child of spawn", unit: "pair"},
	{name: "pool_apply_async", what: "Pool(2) + 100 apply_async + close + join", unit: "all", aim: 20, floor: 5, short: true},
	{name: "pool_map", what: "pool.map, 200,000 items, default chunks", unit: "item", aim: 1.2, floor: 0.4, short: true},
	{name: "pool_map_single", what: "pool.map, chunksize=1", unit: "item", aim: 30, floor: 5, short: true},
	{name: "pool_imap_unordered", what: "pool.imap_unordered", unit: "item", aim: 40, floor: 5, short: true},
	{name: "pool_apply", what: "pool.apply round trip", unit: "call", aim: 60, floor: 8, short: true},
	{name: "pool_of_hundred", what: "Pool(100), 2,000 tasks, and its end", unit: "all"},
	{name: "executor_map", what: "ProcessPoolExecutor.map", unit: "item"},
	{name: "executor_submit", what: "ProcessPoolExecutor.submit", unit: "call", floor: 12, short: true},
	{name: "queue", what: "Queue, one producer, one consumer", unit: "item", aim: 10, floor: 4, short: true},
	{name: "queue_1k", what: "Queue, 1 KB of bytes", unit: "item"},
	{name: "queue_100k", what: "Queue, 100 KB of bytes", unit: "item"},
	{name: "queue_10m", what: "Queue, 10 MB of bytes", unit: "item"},
	{name: "queue_of_dicts", what: "Queue, lists of dicts", unit: "item"},
	{name: "many_to_many", what: "Queue, 4 producers, 4 consumers", unit: "item"},
	{name: "joinable", what: "JoinableQueue, with task_done and join", unit: "item"},
	{name: "pipe", what: "Pipe round trip", unit: "trip", aim: 15, floor: 6, short: true},
	{name: "pipe_1k", what: "Pipe round trip, 1 KB of bytes", unit: "trip"},
	{name: "pipe_100k", what: "Pipe round trip, 100 KB of bytes", unit: "trip"},
	{name: "pipe_10m", what: "Pipe round trip, 10 MB of bytes", unit: "trip"},
	{name: "lock_alone", what: "with lock:, nobody else wants it", unit: "pair", aim: 1, floor: 0.4, short: true},
	{name: "lock_contended", what: "with lock:, two processes", unit: "pair", aim: 1, floor: 0.4, short: true},
	{name: "value", what: "Value += 1 under its lock, two processes", unit: "step", aim: 1.2, floor: 0.35, short: true},
	{name: "condition", what: "Condition, handed over and back", unit: "pair"},
	{name: "event", what: "Event, handed over and back", unit: "pair"},
	{name: "barrier", what: "Barrier of 8", unit: "meeting"},
	{name: "manager_dict", what: "manager dict, one set", unit: "set", aim: 20, floor: 16, short: true},
	{name: "manager_list", what: "manager list, one append", unit: "append"},
	{name: "manager_namespace", what: "manager Namespace, one += 1", unit: "step"},
	{name: "idle_child", what: "memory of an idle child", unit: "child", script: "memory.py", measure: memory, aim: 40},
	{name: "two_children", what: "two children that compute, beside one", unit: "both", script: "compute.py", measure: factor, aim: 1.95},
	{name: "startup", what: "the command, from start to end: pass", unit: "run", script: "-", aim: 1, floor: 4, short: true},
	{name: "sieve_1", what: "prime sieve, pool of 1", unit: "all", script: "compute.py"},
	{name: "sieve_2", what: "prime sieve, pool of 2", unit: "all", script: "compute.py"},
	{name: "words_1", what: "word count, pool of 1", unit: "all", script: "compute.py"},
	{name: "words_2", what: "word count, pool of 2", unit: "all", script: "compute.py"},
	{name: "pi_1", what: "Monte Carlo pi, pool of 1", unit: "all", script: "compute.py", floor: 0.1, short: true},
	{name: "pi_2", what: "Monte Carlo pi, pool of 2", unit: "all", script: "compute.py"},
	{name: "queens_1", what: "n-queens, pool of 1", unit: "all", script: "compute.py"},
	{name: "queens_2", what: "n-queens, pool of 2", unit: "all", script: "compute.py"},
	{name: "matrix_1", what: "matrix product, pool of 1", unit: "all", script: "compute.py"},
	{name: "matrix_2", what: "matrix product, pool of 2", unit: "all", script: "compute.py"},
	{name: "json_1", what: "building JSON, pool of 1", unit: "all", script: "compute.py"},
	{name: "json_2", what: "building JSON, pool of 2", unit: "all", script: "compute.py"},
}

func known(name string) bool {
	for _, r := range rows {
		if r.name == name {
			return true
		}
	}
	return false
}

// A curve is a piece of work of growth.py at several sizes.
type curve struct {
	name, what, unit string
	sizes            []int
	most             int // the largest size that CPython is asked for
}

var curves = []curve{
	{"processes", "processes started, then joined", "processes", []int{1, 10, 100, 1000, 10000}, 1000},
	{"queue", "integers put into a queue, then taken out", "items", []int{1, 10, 100, 1000, 10000, 100000, 1000000, 10000000}, 10000},
	{"message", "one message of bytes through a pipe, and an answer", "bytes", []int{1, 100, 10000, 1000000, 100000000}, 100000000},
	{"items", "one message that is a list of integers", "items", []int{1, 100, 10000, 1000000}, 1000000},
	{"pool", "a pool started, two tasks per worker, ended", "workers", []int{1, 10, 100, 1000}, 100},
}
