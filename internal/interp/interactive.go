package interp

import (
	"errors"

	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/syntax"
	"go.starlark.net/starlark"
)

// This file implements what a prompt asks of its interpreter.

// ExecEntry runs what was typed at a prompt in m, and shows the values of its
// expression statements as the prompt does. An exception comes back as
// *object.Raised; any other error means that the process is ending.
func (in *Interp) ExecEntry(t *starlark.Thread, f *syntax.File, m *object.Module) error {
	key := in.rt.UniqueKey(f.Source.Name)
	code, err := in.rt.CompileFile(key, f, lower.Options{Dynamic: true, Interactive: true, ModuleName: m.Name})
	if err != nil {
		return in.Caught(t, scriptError(err))
	}
	err = in.initProgram(t, in.newUnit(code, m), code.Program())
	err = in.Caught(t, err)
	if len(code.Functions()) == 0 {
		// Nothing refers to the text any more. A long session leaves only its
		// functions and classes.
		delete(in.units, key)
		in.rt.codes.Delete(key)
	}
	return err
}

// Caught ends the unwinding of t: what err stands for becomes an exception object, in
// *object.Raised. Any other error means that the process is ending.
func (in *Interp) Caught(t *starlark.Thread, err error) error {
	if err == nil && in.env.Pending() == nil {
		return nil
	}
	exc, ok := object.AsException(in.env, err)
	if in.Dying() {
		return errEnded{}
	}
	t.Uncancel()
	if !ok {
		return err
	}
	return &object.Raised{Exc: exc}
}

// Interrupted reports whether err, of a wait at the prompt, is a KeyboardInterrupt
// that was raised in this thread.
func (in *Interp) Interrupted(t *starlark.Thread, err error) bool {
	var raised *object.Raised
	return errors.As(in.Caught(t, err), &raised) && raised.Exc.Class().IsSubclass(object.KeyboardInterrupt)
}

// Importable returns the names of the modules that the runtime offers, in no order.
func (rt *Runtime) Importable() []string {
	names := make([]string, 0, len(rt.defs))
	for name := range rt.defs {
		names = append(names, name)
	}
	return names
}
