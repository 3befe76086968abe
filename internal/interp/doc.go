// Package interp runs trees of processes, each an interpreter of its own.
//
// A [Runtime] is one tree; [Runtime.Run] runs its main script. A [Process] is an entry of its table, an [Interp] the interpreter of a process, a
// [Thread] one of the goroutines that take turns under the interpreter's lock:
//
//	rt := interp.New(interp.Config{Modules: modules.All(), Stdout: os.Stdout, Pid: os.Getpid()})
//	code, err := rt.Compile("x.py", "x.py", src, syntax.Python, lower.Options{})
//	exit := rt.Run(ctx, func(in *interp.Interp, t *starlark.Thread) error { return in.RunMain(t, code, "x.py") })
//
// Modules find the interpreter that calls them by [Of], keep what they know of it in [Interp.State], and wait by kernel objects of package ipc with
// [Interp.Task]. The way through the package:
//
//	config.go, runtime.go, processes.go   a tree, and its table of processes
//	interp.go, thread.go, lock.go         an interpreter, its threads and turns
//	process.go, finish.go                 the life of a process: start, signals, the one way out
//	snapshot.go, late.go, plan.go, plain.go, statics.go, global.go
//	                                      what a child gets of its parent
//	registry.go, code.go, unit.go, module.go, stdlib.go, evaluate.go, interactive.go
//	                                      files and modules: compiled, imported, run
//	host.go, intrinsic.go                 what packages object and builtin ask of it
//	signal*.go                            signals
//	limit.go, heap.go, sever.go, elsewhere_limit.go
//	                                      limits, memory, and the end within milliseconds
//	attach.go, observer.go, collect.go    for Go code: in and out of an interpreter
//	stream.go, input.go, files.go, memory.go, shared.go
//	                                      streams, files, memory with names, kernel objects
//	elsewhere*.go, again.go, pipes_*.go, loans_*.go, lanes_*.go
//	                                      children that are processes of the operating system
//
// docs/architecture.md has the rules about locks, and what each file promises the others.
package interp
