package syntax

// A use says what a scope does with a name.
type use uint8

const (
	used use = 1 << iota
	bound
	param
	global
	nonlocal
	annotated
	iterated // the variable of a comprehension
)

// A scopeKind is a kind of scope.
type scopeKind uint8

const (
	moduleScope scopeKind = iota
	classScope
	functionScope
	comprehensionScope
)

// A scope is a module, class, function, lambda or comprehension.
type scope struct {
	kind       scopeKind
	what       string // of a comprehension: "list comprehension" ...
	parent     *scope
	names      map[string]use
	directives []directive
	inIter     bool // inside the iterable of a comprehension
	inTarget   bool // inside the target of a comprehension
	yields     bool
	awaits     bool
}

// A directive is a name in a global or nonlocal statement.
type directive struct {
	name string
	span Span
}

func (s *scope) add(name string, u use) {
	if s.names == nil {
		s.names = make(map[string]use)
	}
	s.names[name] |= u
}

// resolve checks that each nonlocal name is one.
func (c *symbols) resolve() {
	for _, s := range c.scopes {
		for _, d := range s.directives {
			u := s.names[d.name]
			switch {
			case u&nonlocal == 0:
			case u&global != 0:
				c.fail(d.span, "name '%s' is nonlocal and global", d.name)
			case s.kind == moduleScope:
				c.fail(d.span, "nonlocal declaration not allowed at module level")
			case !s.parent.lends(d.name):
				c.fail(d.span, "no binding for nonlocal '%s' found", d.name)
			}
		}
	}
}

// lends says whether a scope inside s may declare the name nonlocal.
func (s *scope) lends(name string) bool {
	for ; s != nil; s = s.parent {
		if s.kind == classScope && name == "__class__" {
			return true
		}
		if s.kind == moduleScope || s.kind == classScope {
			continue
		}
		u := s.names[name]
		if u&global != 0 {
			return false
		}
		if u&bound != 0 && u&nonlocal == 0 {
			return true
		}
	}
	return false
}
