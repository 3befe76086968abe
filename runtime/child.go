package runtime

import "github.com/mpstar/mpstar/internal/interp"

// ServeChild lets scripts have children that are processes of the operating system (start methods spawn and forkserver): such a child is this
// program, run again. It is called first thing in main, before anything has happened that should not happen twice:
//
//	func main() {
//		runtime.ServeChild(config)
//		...
//
// In a process that was started as a child it serves as that and never returns; in any other it returns at once. Without it those start methods
// raise RuntimeError. cfg says what scripts may use; its Modules, FS, Programs, Network and Machine must be those that the scripts of this program get. Its Limits,
// Observer and streams do not matter: those of the run hold for its children too, and what they print goes to the run's streams.
func ServeChild(cfg Config) {
	r := New(cfg)
	interp.ServeChild(r.cfg.interp(r.defs), nil)
}
