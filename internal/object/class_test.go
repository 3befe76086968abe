package object_test

import (
	"testing"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
)

// TestLazyMethod fails to make a method, as when the process is being ended: who looks it up gets the exception and nothing that could be
// called, and the next gets the method.
func TestLazyMethod(t *testing.T) {
	thread := new(starlark.Thread)
	env := object.NewEnv(nil)
	env.Bind(thread)
	env.Thread = thread
	base, err := object.NewUserClass(env, object.ClassDef{Name: "Base"})
	if err != nil {
		t.Fatal(err)
	}
	class, err := object.NewUserClass(env, object.ClassDef{Name: "C", Bases: []*object.Class{base}})
	if err != nil {
		t.Fatal(err)
	}
	globals, err := starlark.ExecFile(thread, "m.py", "def m(self): return 7\n", nil)
	if err != nil {
		t.Fatal(err)
	}
	var failures int
	base.SetLazy("m", func() starlark.Value {
		if failures > 0 {
			failures--
			env.Raise(exception.New(exception.MemoryError, "once"))
			return nil
		}
		return globals["m"]
	})
	inst := object.NewInstance(env, class)
	for name, lookUp := range map[string]func() (starlark.Value, error){
		"instance": func() (starlark.Value, error) { return inst.Attr("m") },
		"class":    func() (starlark.Value, error) { return class.Attr("m") },
		"super": func() (starlark.Value, error) {
			s, err := object.NewSuper(class, inst)
			if err != nil {
				return nil, err
			}
			return s.Attr("m")
		},
	} {
		failures = 1
		if v, _ := lookUp(); v != starlark.None || env.TakePending() == nil {
			t.Errorf("%s: the method that could not be made is %v", name, v)
		}
	}
	m, err := inst.Attr("m")
	if err != nil {
		t.Fatal(err)
	}
	if v, err := starlark.Call(thread, m, nil, nil); err != nil || v.String() != "7" {
		t.Errorf("made at last: %v, %v", v, err)
	}
}
