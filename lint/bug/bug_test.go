package bug_test

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/regionlint/regionlint/lint/bug"
)

func TestError(t *testing.T) {
	t.Parallel()
	const secret = "hunter2"
	var list []string
	var anything any = secret
	for name, tt := range map[string]struct {
		fail func()
		want string
	}{
		"text":       {func() { panic(secret) }, `a panic`},
		"error":      {func() { panic(errors.New(secret)) }, `a panic`},
		"value":      {func() { panic(struct{ password string }{secret}) }, `a panic`},
		"index":      {func() { list[len(secret)] = secret }, `index out of range \[7\] with length 0`},
		"conversion": {func() { t.Log(anything.(error)) }, `interface conversion: string is not error: missing method Error`}, //nolint:forcetypeassert // that is the point
		"wrapped": {func() {
			defer func() { panic(fmt.Errorf("%s: %w", secret, recover().(error))) }() //nolint:forcetypeassert // it is one
			list[0] = secret
		}, `index out of range \[0\] with length 0`},
	} {
		var got string
		func() {
			defer func() { got = bug.Error("testing", recover()).Error() }()
			tt.fail()
		}()
		want := regexp.MustCompile(`^regionlint failed while testing: ` + tt.want + ` at bug/bug_test\.go:\d+; this is a bug in regionlint, please report it$`)
		if !want.MatchString(got) || strings.Contains(got, secret) {
			t.Errorf("%s: %s", name, got)
		}
	}
}
