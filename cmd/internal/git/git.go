// Package git reads what a repository held at an earlier commit. It is the only
// place that runs another program: git itself, and of that only what reads
// objects. Work tree and index stay untouched.
//
// A repository that was handed over may hold a configuration that names programs:
// hooks, filters, file system monitors, transports. None of the commands here
// looks at the work tree, which filters and monitors are for; hooks and transports
// are switched off, so that a clone without all objects is an error and no
// download. The ownership that git asks for (safe.directory) is asked for here too.
package git

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// A repository that was handed over may also have a pipe among git's files, or
// folders that stand in each other a million times without taking room. So git has
// that long to answer, and that many bytes to list a million files.
const (
	patience  = time.Minute
	maxOutput = 256 << 20
)

var (
	errSlow = errors.New("git: it gave no answer in time")
	errMuch = errors.New("git: it has more to say than a repository can need")
)

// A Repository is a repository with a work tree.
type Repository struct {
	program   string
	top       string
	env       []string
	patience  time.Duration
	maxOutput int
}

// Open returns the repository at the top of a work tree, an absolute path. getenv
// gives the variables of the process, of which git gets those that say where the
// user's own configuration is, and none that says where the repository is.
func Open(top string, getenv func(string) string) (*Repository, error) {
	program, err := exec.LookPath("git")
	if err != nil {
		return nil, errors.New("there is no git program to ask")
	}
	r := &Repository{program: program, top: top, patience: patience, maxOutput: maxOutput, env: []string{
		"GIT_ALLOW_PROTOCOL=none",
		"GIT_CEILING_DIRECTORIES=" + filepath.Dir(top),
		"GIT_NO_LAZY_FETCH=1",
		"GIT_NO_REPLACE_OBJECTS=1",
		"GIT_OPTIONAL_LOCKS=0",
		"GIT_TERMINAL_PROMPT=0",
		"LC_ALL=C",
	}}
	for _, name := range []string{"PATH", "HOME", "XDG_CONFIG_HOME", "USERPROFILE", "HOMEDRIVE", "HOMEPATH", "SYSTEMROOT"} {
		if value := getenv(name); value != "" {
			r.env = append(r.env, name+"="+value)
		}
	}
	return r, nil
}

// command returns a call of git that runs nothing else.
func (r *Repository) command(ctx context.Context, args ...string) *exec.Cmd {
	hardened := []string{
		"--no-pager", "--literal-pathspecs",
		"-c", "core.fsmonitor=false",
		"-c", "core.hooksPath=" + os.DevNull,
		"-c", "protocol.allow=never",
		"-c", "safe.bareRepository=explicit",
	}
	cmd := exec.CommandContext(ctx, r.program, append(hardened, args...)...) //nolint:gosec // arguments are names of objects, checked by Base
	cmd.Dir, cmd.Env, cmd.WaitDelay = r.top, r.env, time.Second
	return cmd
}

// output returns what a call prints. The error is what it says itself.
func (r *Repository) output(ctx context.Context, args ...string) (string, error) {
	ctx, stop := r.limited(ctx)
	defer stop()
	cmd := r.command(ctx, args...)
	stdout, stderr := answer{room: r.maxOutput}, answer{room: r.maxOutput}
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	switch {
	case stdout.room < 0 || stderr.room < 0:
		return "", errMuch
	case err != nil:
		return "", said(ctx, err, stderr.String())
	}
	return stdout.String(), nil
}

// limited returns a context that ends when git has had its time.
func (r *Repository) limited(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, r.patience, errSlow)
}

// An answer is what git prints, as long as there is room for it; then git is cut
// off.
type answer struct {
	strings.Builder

	room int
}

func (a *answer) Write(text []byte) (int, error) {
	if a.room -= len(text); a.room < 0 {
		return 0, errMuch
	}
	return a.Builder.Write(text)
}

// said returns the error of a call in git's own words, as far as it has any.
func said(ctx context.Context, err error, stderr string) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	for line := range strings.Lines(stderr) {
		if message, ok := strings.CutPrefix(strings.TrimSpace(line), "fatal: "); ok {
			return fmt.Errorf("git: %s", message)
		}
	}
	return fmt.Errorf("git: %w", err)
}

// Base returns what was committed where a revision and HEAD part. The error is one
// line for people.
func (r *Repository) Base(ctx context.Context, rev string) (*Tree, error) {
	if rev == "" || rev[0] == '-' || strings.ContainsAny(rev, "\x00\n") {
		return nil, fmt.Errorf("%q is no revision", rev)
	}
	told, err := r.output(ctx, "rev-parse", "--is-shallow-repository")
	if err != nil {
		return nil, err
	}
	shallow := strings.TrimSpace(told) == "true"
	commit, err := r.commit(ctx, rev)
	if err != nil {
		return nil, orShallow(err, shallow)
	}
	head, err := r.commit(ctx, "HEAD")
	if err != nil {
		return nil, err
	}
	base, err := r.output(ctx, "merge-base", commit, head)
	if base = strings.TrimSpace(base); err != nil || base == "" {
		if endless(ctx, err) {
			return nil, err
		}
		return nil, orShallow(fmt.Errorf("no commit is known that %s and HEAD have in common", rev), shallow)
	}
	return r.tree(ctx, base)
}

// commit returns the name of the commit that a revision is.
func (r *Repository) commit(ctx context.Context, rev string) (string, error) {
	id, err := r.output(ctx, "rev-parse", "--verify", "--quiet", rev+"^{commit}")
	if endless(ctx, err) {
		return "", err
	}
	if err != nil {
		return "", fmt.Errorf("there is no revision %q", rev)
	}
	return strings.TrimSpace(id), nil
}

// endless reports whether a call was ended before git had answered.
func endless(ctx context.Context, err error) bool {
	return err != nil && (ctx.Err() != nil || errors.Is(err, errSlow) || errors.Is(err, errMuch))
}

// orShallow adds to an error what may be the reason for it.
func orShallow(err error, shallow bool) error {
	if !shallow {
		return err
	}
	return fmt.Errorf("%w: this clone is shallow; git fetch --unshallow gets the rest, as does fetch-depth: 0 of actions/checkout", err)
}
