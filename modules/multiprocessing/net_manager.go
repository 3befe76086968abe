package multiprocessing

import (
	"github.com/mpstar/mpstar/internal/object"
	"go.starlark.net/starlark"
)

// This file is what managers do that have an address: their server listens there, for any program that knows the key.

// managerGetServer is BaseManager.get_server().
func managerGetServer(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := bare("BaseManager.get_server", args, kwargs); err != nil {
		return nil, err
	}
	m, err := managerOf(self)
	if err != nil {
		return nil, err
	}
	st := stateOf(thread)
	if err := m.notInitial(st.env); err != nil {
		return nil, err
	}
	cls := self.(*object.Instance).Class()
	registry, err := st.registry(cls)
	if err != nil {
		return nil, err
	}
	s, err := st.newNetServer(registry, cls.IsSubclass(syncManager.Get()), m.address, m.key)
	if err != nil {
		return nil, err
	}
	i := object.NewInstance(st.env, serverClass.Get())
	i.Native = s
	return i, nil
}

// managerConnect is BaseManager.connect().
func managerConnect(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := bare("BaseManager.connect", args, kwargs); err != nil {
		return nil, err
	}
	m, err := managerOf(self)
	if err != nil {
		return nil, err
	}
	st := stateOf(thread)
	place, err := st.placeOf(m.address, m.key)
	if err != nil {
		return nil, err
	}
	if _, err := st.dispatch(thread, place, "dummy", nil, nil); err != nil {
		return nil, err
	}
	m.place, m.state = place, managerStarted
	return starlark.None, nil
}

func managerDebugInfo(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	m, err := startedOf(self)
	if err != nil {
		return nil, err
	}
	if m.place == nil {
		return starlark.String(""), nil
	}
	return stateOf(thread).dispatch(thread, m.place, "debug_info", nil, nil)
}

// startNetManager starts the server process of a manager with an address.
func (st *state) startNetManager(thread *starlark.Thread, self *object.Instance, m *manager, proc *object.Instance, initializer, initargs starlark.Value) error {
	registry, err := st.registry(self.Class())
	if err != nil {
		return err
	}
	pair := newPipe(st.in, false)
	told, tell := pair[0].(*object.Instance).Native.(*connection), pair[1].(*object.Instance).Native.(*connection)
	defer told.end.Close()
	pp, err := st.start(thread, proc, starlark.Tuple{registry, initializer, initargs, starlark.Bool(self.Class().IsSubclass(syncManager.Get())),
		m.address, m.key, pair[1]}, netServerLife, lifeNetServer)
	tell.end.Close()
	if err != nil {
		return err
	}
	msg, err := told.recv(thread)
	if err != nil {
		return err
	}
	address, err := st.valueOf(thread, msg)
	if err != nil {
		return err
	}
	place, err := st.placeOf(address, m.key)
	if err != nil {
		return err
	}
	m.address, m.place, m.state, m.owner, m.process, m.popen = address, place, managerStarted, true, proc, pp
	m.finalizer = st.finalize(exitManager, func(thread *starlark.Thread) { m.shutdown(st, thread) })
	return nil
}
