package multiprocessing

import (
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
)

// This file says how what the package hands to other processes is made there.

func init() {
	pickle.Register("multiprocessing.queue", loadQueue)
	pickle.Register("multiprocessing.lock", loadSemLock)
	pickle.Register("multiprocessing.popen", loadPopen)
	pickle.Register("multiprocessing.finalizer", func(*pickle.Unpacker, *pickle.Portable) (any, error) { return new(scriptFinalizer), nil })
	pickle.Register("multiprocessing.manager", loadManager)
	pickle.Register("multiprocessing.remote", loadRemote)
	pickle.Register("multiprocessing.proxy", loadProxy)
	pickle.Register("multiprocessing.netproxy", loadNetProxy)
	pickle.Register("multiprocessing.syncproxy", loadSyncProxy)
	pickle.Register("multiprocessing.hub", loadHub)
	pickle.Register("multiprocessing.connection", loadConnection)
	pickle.Register("multiprocessing.synchronized", loadSynchronized)
	pickle.Register("multiprocessing.field", loadFieldName)
	pickle.Register("multiprocessing.method", loadMethodName)
	pickle.Register("multiprocessing.sharedmemory", loadBlock)
	pickle.Register("multiprocessing.condition", loadHandle(func(k *ipc.Condition) any { return &condition{k} }))
	pickle.Register("multiprocessing.event", loadHandle(func(k *ipc.Event) any { return &event{k} }))
	pickle.Register("multiprocessing.barrier", loadHandle(func(k *ipc.Barrier) any { return &barrier{k} }))
	pickle.Register("multiprocessing.context", func(_ *pickle.Unpacker, p *pickle.Portable) (any, error) {
		s, err := p.Strings(1)
		if err != nil {
			return nil, err
		}
		return &context{s[0]}, nil
	})
	pickle.Register("multiprocessing.foreign", func(_ *pickle.Unpacker, p *pickle.Portable) (any, error) {
		s, err := p.Strings(1)
		if err != nil {
			return nil, err
		}
		return &foreign{s[0]}, nil
	})
}

// loadHandle loads what is nothing but a handle on one object of the kernel.
func loadHandle[T any](make func(T) any) pickle.Loader {
	return func(_ *pickle.Unpacker, p *pickle.Portable) (any, error) {
		k, err := pickle.Object[T](p, 0)
		if err != nil {
			return nil, err
		}
		return make(k), nil
	}
}

// newKernel makes an object of the kernel that all processes can share.
func newKernel[T any](env *object.Env, s ipc.Spec) T {
	return env.Host.(*interp.Interp).NewShared(s).(T)
}
