package object

import (
	"github.com/mpstar/mpstar/internal/exception"
)

// The built-in exception classes.
var (
	BaseException, ExceptionClass                                                    *Class
	BaseExceptionGroup, ExceptionGroup, GeneratorExit, KeyboardInterrupt, SystemExit *Class
	ArithmeticError, FloatingPointError, OverflowError, ZeroDivisionError            *Class
	AssertionError, AttributeError, BufferError, EOFError                            *Class
	ImportError, ModuleNotFoundError                                                 *Class
	LookupError, IndexError, KeyError                                                *Class
	MemoryError, NameError, UnboundLocalError                                        *Class
	OSError, BlockingIOError, ChildProcessError, ConnectionError, BrokenPipeError    *Class
	ConnectionAbortedError, ConnectionRefusedError, ConnectionResetError             *Class
	FileExistsError, FileNotFoundError, InterruptedError, IsADirectoryError          *Class
	NotADirectoryError, PermissionError, ProcessLookupError, TimeoutError            *Class
	ReferenceError, RuntimeError, NotImplementedError, RecursionError                *Class
	StopAsyncIteration, StopIteration                                                *Class
	SyntaxError, IndentationError, TabError, SystemError, TypeError                  *Class
	ValueError, UnicodeError, UnicodeDecodeError, UnicodeEncodeError                 *Class
	UnicodeTranslateError                                                            *Class
	Warning, BytesWarning, DeprecationWarning, EncodingWarning, FutureWarning        *Class
	ImportWarning, PendingDeprecationWarning, ResourceWarning, RuntimeWarning        *Class
	SyntaxWarning, UnicodeWarning, UserWarning                                       *Class
)

// exceptionTable lists the classes, bases before the classes derived from them.
var exceptionTable = []struct {
	cls  **Class
	name string
	base **Class
}{
	{&BaseException, "BaseException", &ObjectType},
	{&ExceptionClass, "Exception", &BaseException},
	{&BaseExceptionGroup, "BaseExceptionGroup", &BaseException},
	{&GeneratorExit, "GeneratorExit", &BaseException},
	{&KeyboardInterrupt, "KeyboardInterrupt", &BaseException},
	{&SystemExit, "SystemExit", &BaseException},
	{&ArithmeticError, "ArithmeticError", &ExceptionClass},
	{&FloatingPointError, "FloatingPointError", &ArithmeticError},
	{&OverflowError, "OverflowError", &ArithmeticError},
	{&ZeroDivisionError, "ZeroDivisionError", &ArithmeticError},
	{&AssertionError, "AssertionError", &ExceptionClass},
	{&AttributeError, "AttributeError", &ExceptionClass},
	{&BufferError, "BufferError", &ExceptionClass},
	{&EOFError, "EOFError", &ExceptionClass},
	{&ImportError, "ImportError", &ExceptionClass},
	{&ModuleNotFoundError, "ModuleNotFoundError", &ImportError},
	{&LookupError, "LookupError", &ExceptionClass},
	{&IndexError, "IndexError", &LookupError},
	{&KeyError, "KeyError", &LookupError},
	{&MemoryError, "MemoryError", &ExceptionClass},
	{&NameError, "NameError", &ExceptionClass},
	{&UnboundLocalError, "UnboundLocalError", &NameError},
	{&OSError, "OSError", &ExceptionClass},
	{&BlockingIOError, "BlockingIOError", &OSError},
	{&ChildProcessError, "ChildProcessError", &OSError},
	{&ConnectionError, "ConnectionError", &OSError},
	{&BrokenPipeError, "BrokenPipeError", &ConnectionError},
	{&ConnectionAbortedError, "ConnectionAbortedError", &ConnectionError},
	{&ConnectionRefusedError, "ConnectionRefusedError", &ConnectionError},
	{&ConnectionResetError, "ConnectionResetError", &ConnectionError},
	{&FileExistsError, "FileExistsError", &OSError},
	{&FileNotFoundError, "FileNotFoundError", &OSError},
	{&InterruptedError, "InterruptedError", &OSError},
	{&IsADirectoryError, "IsADirectoryError", &OSError},
	{&NotADirectoryError, "NotADirectoryError", &OSError},
	{&PermissionError, "PermissionError", &OSError},
	{&ProcessLookupError, "ProcessLookupError", &OSError},
	{&TimeoutError, "TimeoutError", &OSError},
	{&ReferenceError, "ReferenceError", &ExceptionClass},
	{&RuntimeError, "RuntimeError", &ExceptionClass},
	{&NotImplementedError, "NotImplementedError", &RuntimeError},
	{&RecursionError, "RecursionError", &RuntimeError},
	{&StopAsyncIteration, "StopAsyncIteration", &ExceptionClass},
	{&StopIteration, "StopIteration", &ExceptionClass},
	{&SyntaxError, "SyntaxError", &ExceptionClass},
	{&IndentationError, "IndentationError", &SyntaxError},
	{&TabError, "TabError", &IndentationError},
	{&SystemError, "SystemError", &ExceptionClass},
	{&TypeError, "TypeError", &ExceptionClass},
	{&ValueError, "ValueError", &ExceptionClass},
	{&UnicodeError, "UnicodeError", &ValueError},
	{&UnicodeDecodeError, "UnicodeDecodeError", &UnicodeError},
	{&UnicodeEncodeError, "UnicodeEncodeError", &UnicodeError},
	{&UnicodeTranslateError, "UnicodeTranslateError", &UnicodeError},
	{&Warning, "Warning", &ExceptionClass},
	{&BytesWarning, "BytesWarning", &Warning},
	{&DeprecationWarning, "DeprecationWarning", &Warning},
	{&EncodingWarning, "EncodingWarning", &Warning},
	{&FutureWarning, "FutureWarning", &Warning},
	{&ImportWarning, "ImportWarning", &Warning},
	{&PendingDeprecationWarning, "PendingDeprecationWarning", &Warning},
	{&ResourceWarning, "ResourceWarning", &Warning},
	{&RuntimeWarning, "RuntimeWarning", &Warning},
	{&SyntaxWarning, "SyntaxWarning", &Warning},
	{&UnicodeWarning, "UnicodeWarning", &Warning},
	{&UserWarning, "UserWarning", &Warning},
}

var exceptionsByName map[string]*Class

func initExceptionClasses() {
	exceptionsByName = make(map[string]*Class, len(exceptionTable)+3)
	for _, e := range exceptionTable {
		spec := Spec{Name: e.name, Bases: []*Class{*e.base}, Later: completeException}
		switch e.name {
		case "BaseException":
			spec.New = newException
		case "BaseExceptionGroup":
			spec.New = newExceptionGroup
		}
		*e.cls = NewClass(spec)
		exceptionsByName[e.name] = *e.cls
	}
	ExceptionGroup = NewClass(Spec{Name: "ExceptionGroup", Bases: []*Class{BaseExceptionGroup, ExceptionClass}})
	exceptionsByName["ExceptionGroup"] = ExceptionGroup
	exceptionsByName["EnvironmentError"] = OSError
	exceptionsByName["IOError"] = OSError
}

// ExceptionClassOf returns the built-in exception class of that name, or nil.
func ExceptionClassOf(kind exception.Kind) *Class { return exceptionsByName[string(kind)] }

// ExceptionClasses calls f for every built-in exception class with the names it
// has among the builtins (OSError has three).
func ExceptionClasses(f func(name string, c *Class)) {
	for _, name := range sortedNames(exceptionsByName) {
		f(name, exceptionsByName[name])
	}
}
