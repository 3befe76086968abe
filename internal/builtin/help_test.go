package builtin

import (
	"strings"
	"testing"

	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/syntax"
)

// The table of help has each builtin, and nothing that there is not.
func TestHelpTable(t *testing.T) {
	names := Predeclared(syntax.Python)
	absent := make(map[string]bool)
	for _, a := range Absent {
		absent[a.Name] = true
	}
	for name, v := range names {
		if c, ok := v.(*object.Class); ok && c.IsSubclass(object.BaseException) || strings.HasPrefix(name, "·") || absent[name] {
			continue
		}
		switch name {
		case "Ellipsis", "False", "None", "NotImplemented", "True", "__debug__":
			continue
		}
		if lookupHelp("", name) == nil {
			t.Errorf("help.txt has nothing on %s", name)
		}
	}
	for key, e := range helpEntries() {
		if e.text == "" || !strings.HasPrefix(e.signature, "(") || !strings.HasSuffix(e.signature, ")") || strings.ContainsAny(e.signature, "\t\n") {
			t.Errorf("the entry %s%s is malformed: %q", key, e.signature, e.text)
		}
		class, method, isMethod := strings.Cut(key, ".")
		switch {
		case class == kernelModule:
		case !isMethod:
			if names[key] == nil && !absent[key] && key != "complex" {
				t.Errorf("help.txt describes %s, which is no builtin", key)
			}
		default:
			c, ok := names[class].(*object.Class)
			if !ok {
				t.Errorf("help.txt describes %s, and there is no class %s", key, class)
			} else if _, ok := c.Lookup(method); !ok {
				t.Errorf("help.txt describes %s, which is no method", key)
			}
		}
	}
	for class := range borrowed {
		if strings.HasPrefix(class, kernelModule) {
			continue
		}
		c := names[class].(*object.Class)
		for _, name := range c.AttrNames() {
			if !strings.HasPrefix(name, "_") && lookupHelp(class, name) == nil && !strings.Contains(" start stop step real imag numerator denominator elems ", " "+name+" ") {
				t.Errorf("help.txt has nothing on %s.%s", class, name)
			}
		}
	}
}
