// Package object is Python's object model on the engine's values.
//
// A [Class] is a Python class, written by a script or in Go ([NewClass]); an
// [Instance] is an instance of one; an exception is an Instance whose Native is an
// [*Exception]. [Generator], [Cell], [BoundMethod], [Module], [Namespace] and the
// descriptors are what their names say.
//
// The functions [Repr], [GetAttr], [Binary], [Compare], [Iterate] and their
// neighbours have Python's meaning for every value, the engine's and ours.
// [TypeOf] gives the class of any value.
//
// An [Env] is what the objects of one interpreter share. Native classes belong to
// none and are immutable; so no object leads from one interpreter to another.
//
// Errors travel as Go errors. [AsException] turns any of them into an exception
// object: [*Raised] already has one, an exception.Error names its class, and
// what the engine says in words is looked up in a table (engine_error.go).
// [FormatException] prints one as CPython does.
package object
