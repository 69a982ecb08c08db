package link

import "strings"

// handsOn returns the position of the function that a call of sym runs, or
// keeps to be run, with the arguments that follow it; ok is false for all
// others.
func handsOn(sym string) (pos int, ok bool) {
	switch sym {
	case "asyncio.to_thread", "anyio.to_thread.run_sync", "starlette.concurrency.run_in_threadpool",
		"fastapi.concurrency.run_in_threadpool", "asgiref.sync.sync_to_async":
		return 0, true
	}
	if strings.HasSuffix(sym, ".run_in_executor") {
		return 1, true
	}
	return 0, isProvider(sym)
}

// isProvider reports whether sym is a provider of a container of dependencies,
// which builds what it is given when it is called.
func isProvider(sym string) bool {
	if !strings.HasPrefix(sym, "dependency_injector.") {
		return false
	}
	switch lastDot(sym) {
	case "Singleton", "ThreadSafeSingleton", "ThreadLocalSingleton", "ContextLocalSingleton", "Factory", "Resource", "Callable", "Coroutine":
		return true
	}
	return false
}

// deferred returns the functions that a call hands on, and the call that will
// be made of them.
func (l *linker) deferred(pos int, c call) ([]value, call) {
	args, _ := l.args(c)
	if pos >= len(args) || args[pos].name != "" {
		return nil, c
	}
	later := call{u: c.u, id: c.id, fr: c.fr, given: true}
	for _, a := range args[pos+1:] {
		later.bound = append(later.bound, argument{name: a.name, vals: l.argVals(c, a), at: a.at})
	}
	return l.argVals(c, args[pos]), later
}

// applyDeferred evaluates what the function that a call hands on returns.
func (l *linker) applyDeferred(pos int, c call) []value {
	fns, later := l.deferred(pos, c)
	var s set
	for _, f := range fns {
		s.add(l.apply(f, later)...)
	}
	if len(s.vals) == 0 {
		return unknowns
	}
	return s.vals
}

// mayHandOn reports, from its name alone, whether a call may run a function
// that it is given.
func mayHandOn(name string) bool {
	switch name {
	case "to_thread", "run_sync", "run_in_threadpool", "sync_to_async", "run_in_executor":
		return true
	}
	return isProvider("dependency_injector." + name)
}
