package object

import (
	"sort"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
)

// ABCMeta and ABC are the classes of module abc.
var ABCMeta, ABC *Class

// abcRegistry is the attribute that keeps a class's virtual subclasses.
const abcRegistry = "_abc_registry"

// collectAbstract sets __abstractmethods__ of a class whose metaclass is ABCMeta.
func (c *Class) collectAbstract(thread *starlark.Thread) error {
	abstract := make(map[string]bool)
	for i := len(c.mro) - 1; i >= 0; i-- {
		for _, s := range c.mro[i].made().order {
			is, err := isAbstract(thread, s.ready().value)
			if err != nil {
				return err
			}
			if is {
				abstract[s.name] = true
			} else {
				delete(abstract, s.name)
			}
		}
	}
	names := make([]string, 0, len(abstract))
	for n := range abstract {
		names = append(names, n)
	}
	sort.Strings(names)
	t := make(starlark.Tuple, len(names))
	for i, n := range names {
		t[i] = textValue(n)
	}
	c.setSlot("__abstractmethods__", t)
	return nil
}

// isAbstract reports whether a class attribute was marked by abc.abstractmethod.
func isAbstract(thread *starlark.Thread, v starlark.Value) (bool, error) {
	switch x := v.(type) {
	case *starlark.Function:
		ns := EnvOf(thread).attrs.get(x)
		if ns == nil {
			return false, nil
		}
		mark, ok := ns.values["__isabstractmethod__"]
		return ok && bool(mark.Truth()), nil
	case *StaticMethod:
		return isAbstract(thread, x.Func)
	case *ClassMethod:
		return isAbstract(thread, x.Func)
	case *ScriptProperty:
		for _, f := range []starlark.Value{x.Get, x.Set, x.Del} {
			if f != nil {
				if is, err := isAbstract(thread, f); is || err != nil {
					return is, err
				}
			}
		}
	}
	return false, nil
}

func abcRegister(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	if err := wantArgs("register", args, 1); err != nil {
		return nil, err
	}
	c := self.(*Class)
	sub, ok := args[0].(*Class)
	if !ok {
		return nil, exception.New(exception.TypeError, "Can only register classes")
	}
	if c.Native() {
		return nil, exception.New(exception.TypeError, "cannot register subclasses of immutable type '%s'", c.name)
	}
	list := starlark.NewList(nil)
	if s := c.slots[abcRegistry]; s != nil {
		list = s.value.(*starlark.List)
	} else {
		c.setSlot(abcRegistry, list)
	}
	return sub, list.Append(sub)
}

// abcIsSubclass reports whether sub counts as a subclass of c: by __subclasshook__ of c, by
// derivation, or because it, or a class that it derives from, is registered with c or with a class
// that derives from c.
func abcIsSubclass(thread *starlark.Thread, sub, c *Class) (bool, error) {
	if hook := c.find("__subclasshook__"); hook != nil && hook.owner.env != nil {
		f, err := hook.bindClass(EnvOf(thread), c)
		if err != nil {
			return false, err
		}
		r, err := Call(thread, f, sub)
		if err != nil {
			return false, err
		}
		if TypeOf(r) != NotImplementedType {
			return Truth(EnvOf(thread), r)
		}
	}
	return abcRegistered(sub, c, make(map[*Class]bool)), nil
}

func abcRegistered(sub, c *Class, seen map[*Class]bool) bool {
	if sub.IsSubclass(c) {
		return true
	}
	if seen[c] {
		return false
	}
	seen[c] = true
	if s := c.slots[abcRegistry]; s != nil {
		list, ok := s.value.(*starlark.List)
		for i := 0; ok && i < list.Len(); i++ {
			r, ok := list.Index(i).(*Class)
			if ok && (sub.IsSubclass(r) || r.meta != nil && r.meta.IsSubclass(ABCMeta) && abcRegistered(sub, r, seen)) {
				return true
			}
		}
	}
	for _, d := range c.subs {
		if abcRegistered(sub, d, seen) {
			return true
		}
	}
	return false
}

func abcInstanceCheck(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	if err := wantArgs("__instancecheck__", args, 1); err != nil {
		return nil, err
	}
	is, err := abcIsSubclass(thread, TypeOf(args[0]), self.(*Class))
	return starlark.Bool(is), err
}

func abcSubclassCheck(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	if err := wantArgs("__subclasscheck__", args, 1); err != nil {
		return nil, err
	}
	sub, ok := args[0].(*Class)
	if !ok {
		return nil, exception.New(exception.TypeError, "issubclass() arg 1 must be a class")
	}
	is, err := abcIsSubclass(thread, sub, self.(*Class))
	return starlark.Bool(is), err
}
