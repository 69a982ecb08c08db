package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"github.com/regionlint/regionlint/lint/discover"
	"github.com/regionlint/regionlint/rewrite"
)

// runStdin checks the text on standard input as that of a file, which need not be
// there, unless the flags are invalid. With --fix, whoever pipes a text through
// gets it back whatever happens. Of a text that is too large to be checked, no more
// is kept than shows that it is.
func (c *check) runStdin(ctx context.Context, invalid error) error {
	echoes := c.fix && !c.diff
	if invalid != nil && !echoes {
		return invalid
	}
	text, err := io.ReadAll(io.LimitReader(c.env.Stdin, discover.MaxSize+1))
	if err != nil {
		return fmt.Errorf("reading standard input: %w", err)
	}
	fixed, err := text, invalid
	if invalid == nil {
		fixed, err = c.checkText(ctx, text)
	}
	out := io.Discard // whoever writes is not cut off
	if echoes {
		out = c.env.Stdout
	}
	if _, failed := io.Copy(out, io.MultiReader(bytes.NewReader(fixed), c.env.Stdin)); failed != nil {
		return failed
	}
	return err
}

// checkText checks a text in the place of the file's own, and returns it as it is
// after fixing.
func (c *check) checkText(ctx context.Context, text []byte) ([]byte, error) {
	t, err := c.env.resolveFile(c.stdinName)
	if err != nil {
		return text, err
	}
	s, err := c.begin(ctx, t)
	if err != nil {
		return text, err
	}
	defer s.close()
	name := t.paths[0]
	s.opts.FS = rewrite.With(s.opts.FS, name, text)
	if !c.fix && !c.diff {
		result, err := s.run(ctx, s.opts.FS)
		if err != nil {
			return text, err
		}
		return text, c.conclude(&mending{after: result}, t)
	}
	m, err := c.mend(ctx, s, func(path string) error {
		if path != name {
			return errElsewhere
		}
		return nil
	})
	switch {
	case err != nil:
		return text, err
	case c.diff:
		return text, c.concludeDiff(m, t)
	}
	for _, change := range m.plan.Changes {
		text = change.After // there is no other
	}
	c.aside = true
	return text, c.conclude(m, t)
}
