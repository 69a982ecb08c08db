package cli

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/regionlint/regionlint/lint/driver"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/report"
	"github.com/regionlint/regionlint/lint/source"
)

type trace struct {
	engineFlags
	format string
}

func newTrace(env Env) *cobra.Command {
	t := &trace{engineFlags: engineFlags{env: env}}
	cmd := &cobra.Command{
		Use:   "trace [flags] path:line[:column] | name",
		Short: "Follow a region back to every place that decides it",
		Long: `trace follows the region at one place, or of one environment variable, step by
step to every place that decides it. Without a column it takes what stands on
the line.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return t.run(cmd.Context(), args[0]) },
	}
	t.declare(cmd)
	cmd.Flags().StringVar(&t.format, "format", "text", "form of the output: text or json")
	return cmd
}

// A spot is what a trace starts from: a place in a file, or a variable.
type spot struct {
	path         string // as given
	line, column int    // column is 0 if none was given
	name         string // of a variable, if path is empty
}

var (
	placeForm = regexp.MustCompile(`^(.+?):([0-9]+)(?::([0-9]+))?$`)
	nameForm  = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
)

func parseSpot(arg string) (spot, error) {
	if nameForm.MatchString(arg) {
		return spot{name: arg}, nil
	}
	m := placeForm.FindStringSubmatch(arg)
	if m == nil {
		return spot{}, fmt.Errorf("%q is neither path:line nor the name of an environment variable", arg)
	}
	s := spot{path: m[1]}
	var err error
	if s.line, err = strconv.Atoi(m[2]); err == nil && m[3] != "" {
		s.column, err = strconv.Atoi(m[3])
	}
	if err != nil || s.line == 0 || m[3] != "" && s.column == 0 {
		return spot{}, fmt.Errorf("%q names no place: lines and columns count from 1", arg)
	}
	return s, nil
}

func (t *trace) run(ctx context.Context, arg string) error {
	if err := t.validate(); err != nil {
		return err
	}
	if err := oneOf("format", t.format, "text", "json"); err != nil {
		return err
	}
	s, err := parseSpot(arg)
	if err != nil {
		return err
	}
	var chosen []string
	if s.path != "" {
		chosen = []string{s.path}
	}
	where, err := t.env.resolve(chosen)
	if err != nil {
		return err
	}
	result, err := t.engineFlags.run(ctx, where, nil)
	if err != nil {
		return err
	}
	values, err := follow(result, s, where.paths[0])
	if err != nil {
		return err
	}
	output, err := t.print(&report.Trace{Target: arg, Values: values, Sources: sources(result)})
	if err != nil {
		return err
	}
	if err := t.write(output); err != nil {
		return err
	}
	if len(result.Errors) > 0 {
		return errFailed
	}
	return nil
}

// follow returns the regions that reach a spot.
func follow(r *driver.Result, s spot, path string) ([]link.Origin, error) {
	if s.path == "" {
		return r.Program.TraceEnv(s.name), nil
	}
	file := r.Files[path]
	if file == nil { // there is nothing in it that could matter
		return nil, nil
	}
	if s.column > 0 {
		offset, ok := file.Offset(s.line, s.column)
		if !ok {
			return nil, fmt.Errorf("%s has no line %d with a column %d", s.path, s.line, s.column)
		}
		return r.Program.Trace(path, offset), nil
	}
	if s.line > file.Lines() {
		return nil, fmt.Errorf("%s has no line %d", s.path, s.line)
	}
	return followLine(r.Program, file, s.line), nil
}

// followLine returns the regions that reach anything on a line, each with its
// way from the leftmost word that it reaches.
func followLine(p *link.Program, file *source.File, line int) []link.Origin {
	type decision struct {
		region string
		at     source.Location
	}
	seen := make(map[decision]bool)
	var all []link.Origin
	start, _ := file.Offset(line, 1)
	text := file.Line(line)
	for i := range len(text) {
		if !isWord(text[i]) || i > 0 && isWord(text[i-1]) {
			continue
		}
		for _, origin := range p.Trace(file.Path, start+uint32(i)) {
			if len(origin.Steps) == 0 {
				continue
			}
			if d := (decision{origin.Region, origin.Decided().At}); !seen[d] {
				seen[d] = true
				all = append(all, origin)
			}
		}
	}
	return all
}

func isWord(b byte) bool {
	return b == '_' || b >= 0x80 || '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z'
}

func (t *trace) print(found *report.Trace) ([]byte, error) {
	var b bytes.Buffer
	if t.format == "json" {
		err := report.TraceJSON(&b, found)
		return b.Bytes(), err
	}
	err := report.TraceText(&b, found, t.style())
	return b.Bytes(), err
}
