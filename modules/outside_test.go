package modules_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// outside are packages that reach outside the interpreter. No module imports one: what it needs of the world it asks of interp's System, so that
// a runtime can refuse it.
var outside = map[string]bool{
	"os": true, "os/exec": true, "os/user": true, "os/signal": true, "net/http": true, "io/ioutil": true,
	"plugin": true, "unsafe": true, "golang.org/x/sys/unix": true, "golang.org/x/sys/windows": true, "golang.org/x/term": true,
	"crypto/rand": true, "math/rand": true, "math/rand/v2": true,
}

// mayImport are the exceptions, with their reasons.
var mayImport = map[string]string{
	"array/array.go":      "unsafe: reads the bytes of a text without a copy",
	"errno/errno_unix.go": "golang.org/x/sys/unix: names of error numbers",
	"socket/secure.go":    "crypto/tls: trusts the certificates that the operating system trusts",
	"os/errno_windows.go": "golang.org/x/sys/windows: error numbers",
}

// ofSyscall are the names of package syscall that do nothing: types and numbers. Error numbers begin with an E, flags of open with O_.
var ofSyscall = map[string]bool{"Errno": true, "Stat_t": true, "Win32FileAttributeData": true, "WaitStatus": true, "Signal": true}

// ofNet are those of package net.
var ofNet = map[string]bool{"JoinHostPort": true, "SplitHostPort": true, "DNSError": true, "AddrError": true, "OpError": true, "Error": true, "ErrClosed": true, "Addr": true}

// ofTime are the functions of package time that read a clock or wait for one; modules use their interpreter's.
var ofTime = map[string]bool{
	"Now": true, "Since": true, "Until": true, "Sleep": true, "After": true, "AfterFunc": true, "NewTimer": true, "NewTicker": true, "Tick": true, "Local": true,
}

// inHostTime are the files that wait for what lives in the host's time: its channels, and peers of the network.
var inHostTime = map[string]bool{"multiprocessing/channel.go": true, "multiprocessing/listening.go": true}

func TestModulesReachNothingByThemselves(t *testing.T) {
	files := 0
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		files++
		name = filepath.ToSlash(name)
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, name, nil, 0)
		if err != nil {
			return err
		}
		locals := make(map[string]string) // name in the file -> path
		for _, imp := range f.Imports {
			path, _ := strconv.Unquote(imp.Path.Value)
			local := path[strings.LastIndexByte(path, '/')+1:]
			if imp.Name != nil {
				local = imp.Name.Name
			}
			locals[local] = path
			if outside[path] && !strings.HasPrefix(mayImport[name], path+":") {
				t.Errorf("%s imports %s: use the interpreter's System()", set.Position(imp.Pos()), path)
			}
		}
		ast.Inspect(f, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			x, ok := sel.X.(*ast.Ident)
			if !ok || x.Obj != nil {
				return true
			}
			switch locals[x.Name] {
			case "syscall":
				if name := sel.Sel.Name; !ofSyscall[name] && !strings.HasPrefix(name, "E") && !strings.HasPrefix(name, "SIG") && !strings.HasPrefix(name, "S_") && !strings.HasPrefix(name, "O_") {
					t.Errorf("%s uses syscall.%s: use the interpreter's System()", set.Position(n.Pos()), name)
				}
			case "net":
				if !ofNet[sel.Sel.Name] {
					t.Errorf("%s uses net.%s: use the interpreter's System().Network", set.Position(n.Pos()), sel.Sel.Name)
				}
			case "time":
				if inHostTime[name] {
					return true
				}
				if ofTime[sel.Sel.Name] {
					t.Errorf("%s uses time.%s: use the interpreter's System().Clock, or its Task", set.Position(n.Pos()), sel.Sel.Name)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 100 {
		t.Errorf("only %d files looked at", files)
	}
}
