package quick

import (
	"strconv"
	"sync"

	"go.starlark.net/starlark"
	star "go.starlark.net/syntax"
)

// This file asks the engine for what it does not export: functions of one instruction, which hold nothing and are shared by all.

type engineOps struct {
	index, setIndex, slice, add, or *starlark.Function
}

var slow = sync.OnceValue(func() *engineOps {
	g := engineFunctions(`
def index(x, i): return x[i]
def set_index(x, i, v): x[i] = v
def slice(x, lo, hi, step): return x[lo:hi:step]
def add(x, y):
    x += y
    return x
def either(x, y):
    x |= y
    return x
`)
	return &engineOps{g["index"], g["set_index"], g["slice"], g["add"], g["either"]}
})

// attrOps returns functions that read and set the attribute of one name, which need not be one that Starlark's grammar allows.
func attrOps(name string) func() (get, set *starlark.Function) {
	return sync.OnceValues(func() (get, set *starlark.Function) {
		g := engineFunctionsOf("def get(x): return x.a\ndef set(x, v): x.a = v\n", func(n star.Node) bool {
			if dot, ok := n.(*star.DotExpr); ok {
				dot.Name.Name = name
			}
			return true
		})
		return g["get"], g["set"]
	})
}

func engineFunctions(src string) map[string]*starlark.Function {
	return engineFunctionsOf(src, func(star.Node) bool { return true })
}

// engineFunctionsOf returns the functions that src defines, after change has gone over its tree.
func engineFunctionsOf(src string, change func(star.Node) bool) map[string]*starlark.Function {
	opts := &star.FileOptions{}
	file, err := opts.Parse(FrameName, src, 0)
	if err != nil {
		panic(err)
	}
	star.Walk(file, change)
	program, err := starlark.FileProgram(file, func(string) bool { return false })
	if err != nil {
		panic(err)
	}
	globals, err := program.Init(new(starlark.Thread), nil)
	if err != nil {
		panic(err)
	}
	globals.Freeze()
	fns := make(map[string]*starlark.Function)
	for name, v := range globals {
		fns[name] = v.(*starlark.Function)
	}
	return fns
}

// unpackOp is a function that unpacks into n variables.
var unpackOps sync.Map // n -> *starlark.Function

func unpackOp(n int) *starlark.Function {
	if fn, ok := unpackOps.Load(n); ok {
		return fn.(*starlark.Function)
	}
	vars := "("
	for i := range n {
		vars += "v" + strconv.Itoa(i) + ", "
	}
	vars += ")"
	fn := engineFunctions("def unpack(x):\n    " + vars + " = x\n    return " + vars + "\n")["unpack"]
	unpackOps.Store(n, fn)
	return fn
}
