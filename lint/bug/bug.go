// Package bug turns panics, which are our mistakes, into errors for people. What
// was looked at may hold secrets, so such an error says what the program was at,
// not what a panic carries.
package bug

import (
	"errors"
	"fmt"
	"path"
	"runtime"
	"strings"
)

// Error says that the program failed while it did something. panicked is what
// recover returned; only what the runtime says itself is repeated of it, which
// names types and numbers. It must be called in the function that was deferred.
func Error(while string, panicked any) error {
	what := "a panic"
	var err runtime.Error
	if failure, ok := panicked.(error); ok && errors.As(failure, &err) {
		what = strings.TrimPrefix(err.Error(), "runtime error: ")
	}
	return fmt.Errorf("regionlint failed while %s: %s%s; this is a bug in regionlint, please report it", while, what, origin())
}

// origin says where the panic began, as in " at link/value.go:12", or nothing if
// that is not known.
func origin() string {
	calls := make([]uintptr, 32)
	frames := runtime.CallersFrames(calls[:runtime.Callers(2, calls)])
	for panicked := false; ; {
		frame, more := frames.Next()
		internal := strings.HasPrefix(frame.Function, "runtime.")
		if panicked && !internal {
			folder, file := path.Split(frame.File)
			return fmt.Sprintf(" at %s/%s:%d", path.Base(folder), file, frame.Line)
		}
		panicked = panicked || frame.Function == "runtime.gopanic"
		if !more {
			return ""
		}
	}
}
