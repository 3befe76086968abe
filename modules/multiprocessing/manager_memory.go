package multiprocessing

import (
	"errors"
	"io/fs"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file defines SharedMemoryManager: a manager whose end takes away the names of all the memory that was made through it.

// trackedName is the manager's attribute with the names.
const trackedName = "_tracked"

var (
	managedMemoryParams = params.Method("SharedMemoryManager.SharedMemory", "size")
	managedListParams   = params.Method("SharedMemoryManager.ShareableList", "sequence")
)

var sharedMemoryManager = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "SharedMemoryManager", Module: "multiprocessing.managers", Bases: []*object.Class{baseManager.Get()},
		Methods: map[string]object.Method{
			"SharedMemory": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				a, err := managedMemoryParams.Bind(args, kwargs)
				if err != nil {
					return nil, err
				}
				return managedMemory(thread, self, func() (starlark.Value, starlark.Value, error) {
					shm, err := object.CallKw(thread, sharedMemoryClass.Get(), starlark.Tuple{starlark.None, starlark.True, a[0]}, nil)
					return shm, shm, err
				})
			},
			"ShareableList": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				a, err := managedListParams.Bind(args, kwargs)
				if err != nil {
					return nil, err
				}
				return managedMemory(thread, self, func() (v, shm starlark.Value, err error) {
					m, err := interp.Of(thread).Import(thread, "multiprocessing.shared_memory")
					if err != nil {
						return nil, nil, err
					}
					cls, err := object.GetAttr(thread, m, "ShareableList")
					if err != nil {
						return nil, nil, err
					}
					if v, err = object.Call(thread, cls, a[0]); err != nil {
						return nil, nil, err
					}
					shm, err = object.GetAttr(thread, v, "shm")
					return v, shm, err
				})
			},
			"shutdown": unlinking(managerShutdownMethod),
			"__exit__": unlinking(managerExit),
		},
	})
})

// managedMemory makes shared memory and notes its name.
func managedMemory(thread *starlark.Thread, self starlark.Value, make func() (v, shm starlark.Value, err error)) (starlark.Value, error) {
	if _, err := startedOf(self); err != nil {
		return nil, err
	}
	v, shm, err := make()
	if err != nil {
		return nil, err
	}
	b, err := blockOf(shm)
	if err != nil {
		return nil, err
	}
	i := self.(*object.Instance)
	names, ok := i.Own(trackedName)
	if !ok {
		names = starlark.NewList(nil)
		i.Set(trackedName, names)
	}
	list, ok := names.(*starlark.List)
	if !ok {
		return nil, exception.New(exception.TypeError, "'%s' is not what the manager has made it", trackedName)
	}
	return v, list.Append(text.Str(b.name))
}

// unlinking is a method that ends the manager.
func unlinking(end object.Method) object.Method {
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		v, err := end(thread, self, args, kwargs)
		if err != nil {
			return nil, err
		}
		i := self.(*object.Instance)
		names, _ := i.Own(trackedName)
		i.Delete(trackedName)
		if list, ok := names.(*starlark.List); ok {
			for n := range list.Len() {
				name, _ := text.AsString(list.Index(n))
				// A script may have unlinked it already.
				if err := interp.Of(thread).UnlinkMemory(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
					return nil, err
				}
			}
		}
		return v, nil
	}
}
