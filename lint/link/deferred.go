package link

import (
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/fact"
)

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

// runLater returns the calls that have something outside the root run a
// function with arguments of theirs: executor.submit(f, x), Thread(target=f,
// args=(x,)), functools.partial(f, x), and a task queue's f.delay(x).
func (l *linker) runLater(f funcRef) []caller {
	if f.u.Lang != fact.Python {
		return nil
	}
	as := value{kind: function, u: f.u, ref: f.ref}
	var found []caller
	for _, h := range l.handed(f) {
		c := call{u: h.u, id: h.call}
		if h.pos < 0 {
			if later, ok := l.targeted(c); ok {
				found = append(found, caller{later, as})
			}
			continue
		}
		if got := l.completions(h); len(got) > 0 {
			for _, later := range got {
				found = append(found, caller{later, as})
			}
			continue
		}
		if !l.runs(h) {
			continue
		}
		if fns, later := l.deferred(h.pos, c); len(fns) > 0 {
			found = append(found, caller{later, as})
		}
	}
	for _, method := range []string{"delay", "send", "remote"} {
		for _, s := range l.callsOf(method) {
			callee := &s.u.Exprs[s.u.KidsOf(s.id)[0]]
			if s.u.Lang != f.u.Lang || s.u.test && !l.in.IncludeTests || callee.Kind != fact.Member ||
				!slices.Contains(f.u.owners[f.ref], lastName(s.u, s.u.Kids(callee)[0])) {
				continue
			}
			for _, v := range l.eval(s.u, s.u.Kids(callee)[0], nil) {
				if v.kind == function && v.u == f.u && v.ref == f.ref {
					found = append(found, caller{call{u: s.u, id: s.id}, as})
				}
			}
		}
	}
	return found
}

// completions returns the calls of what the functools.partial that a function is
// handed to made, with the arguments of both.
func (l *linker) completions(h handing) []call {
	var found []call
	for _, name := range h.u.held[h.call] {
		for _, s := range l.callsOf(name) {
			if s.u.test && !l.in.IncludeTests {
				continue
			}
			for _, v := range l.eval(s.u, s.u.KidsOf(s.id)[0], nil) {
				if v.kind == product && isPartial(v.sym) && v.made.call.u == h.u && v.made.call.id == h.call {
					_, later := l.partial(v, call{u: s.u, id: s.id})
					found = append(found, later)
				}
			}
		}
	}
	return found
}

// runs reports whether the call that a function is handed to runs it.
func (l *linker) runs(h handing) bool {
	callee := h.u.KidsOf(h.call)[0]
	switch name := lastName(h.u, callee); {
	case h.pos == 0 && (name == "submit" || name == "apply_async" || name == "add_task" || name == "call_soon"):
		return true
	case h.pos == 1 && name == "run_in_executor":
		return true
	}
	for _, v := range l.eval(h.u, callee, nil) {
		if v.kind != external {
			continue
		}
		if pos, ok := handsOn(v.sym); ok && pos == h.pos || h.pos == 0 && isPartial(v.sym+"(") {
			return true
		}
	}
	return false
}

// targeted returns the call that Thread(target=f, args=(…), kwargs={…}) makes.
func (l *linker) targeted(c call) (call, bool) {
	args, _ := l.args(c)
	if _, ok := keyword(args, "target"); !ok {
		return c, false
	}
	later := call{u: c.u, id: c.id, given: true}
	if a, ok := keyword(args, "args"); ok {
		more, _ := l.spreadArgs(l.argVals(c, a))
		later.bound = append(later.bound, more...)
	}
	if a, ok := keyword(args, "kwargs"); ok {
		later.bound = append(later.bound, spreadKeywords(l.argVals(c, a))...)
	}
	return later, true
}
