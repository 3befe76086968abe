// This file stands in until class_build.go and function.go land; delete it then.

package object

func (c *Class) ID() ClassID                              { return ClassID{} }
func (e *Env) ClassVersion() uint64                       { return 0 }
func (e *Env) SetFunctionAttr(fn any, name string, v any) {}

type ClassDef struct {
	Name, Qualname, Module string
	Bases                  []*Class
	Meta                   *Class
	Attrs                  *Namespace
	ID                     ClassID
}

func NewUserClass(env *Env, def ClassDef) (*Class, error) { return nil, nil }
