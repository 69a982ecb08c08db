package driver

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
)

// containerLine matches the line of an environment that sets a variable which an
// SDK reads its region from, as an item of a list or as a key, whole, and what it
// is set to.
var containerLine = regexp.MustCompile(`^[ \t]*(?:-[ \t]+)?["']?(AWS_REGION|AWS_DEFAULT_REGION)["']?[ \t]*[=:][ \t]*["']?([^"'\s#]+)["']?[ \t]*(?:#.*)?$`)

// withDefault matches a variable that compose puts in with what it takes instead.
var withDefault = regexp.MustCompile(`^\$\{\w+:?-([^${}]*)\}$`)

// containers returns what the services of a compose file set that are built from
// a folder of the root. Emulators are nobody's program, and one that is handed
// somebody's profiles has regions from there.
func containers(file, text string) []link.Container {
	var found []link.Container
	offset := 0
	for _, part := range composed(text) {
		if folder, ok := part.builtFrom(path.Dir(file)); ok && !part.emulates() && !strings.Contains(part.text, "/.aws") {
			found = append(found, part.sets(file, folder, offset)...)
		}
		offset += len(part.text)
	}
	return found
}

// emulates reports whether the service's image stands in for AWS.
func (p composePart) emulates() bool {
	return slices.ContainsFunc(emulators, func(e string) bool { return strings.Contains(p.image, e) })
}

// builtFrom returns the folder that the service's image is built from: the one of
// its Dockerfile, if that is below the context.
func (p composePart) builtFrom(dir string) (folder string, ok bool) {
	dockerfile := ""
	for line := range strings.Lines(p.text) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		value = strings.Trim(strings.TrimSpace(value), `"'`)
		switch {
		case value == "" || strings.ContainsAny(value, "${}: "):
		case key == "build" || key == "context":
			folder, ok = path.Join(dir, value), true
		case key == "dockerfile":
			dockerfile = value
		}
	}
	return path.Join(folder, path.Dir(dockerfile)), ok
}

// sets returns the lines of the service's environment, whose text begins at an
// offset of the file.
func (p composePart) sets(file, folder string, offset int) []link.Container {
	var found []link.Container
	within := -1 // how far the key is indented whose lines are read, -1 outside
	for line := range strings.Lines(p.text) {
		start := offset
		offset += len(line)
		content := strings.TrimSpace(line)
		depth := len(line) - len(strings.TrimLeft(line, " "))
		switch {
		case content == "" || content[0] == '#':
			continue
		case content == "environment:":
			within = depth
			continue
		case within < 0 || depth < within || depth == within && content[0] != '-':
			within = -1
			continue
		}
		if c, ok := setting(containerLine, file, line, start); ok {
			c.Folder = folder
			found = append(found, c)
		}
	}
	return found
}

// imageLine matches the line of a Dockerfile that sets such a variable and no
// other.
var imageLine = regexp.MustCompile(`^[ \t]*(?i:ENV)[ \t]+(AWS_REGION|AWS_DEFAULT_REGION)[= \t][ \t]*["']?([^"'\s#\\]+)["']?[ \t]*$`)

// imageSets returns what a Dockerfile sets for the programs in its image.
func imageSets(file, text string) []link.Container {
	var found []link.Container
	offset := 0
	for line := range strings.Lines(text) {
		if c, ok := setting(imageLine, file, line, offset); ok {
			c.Folder = path.Dir(file)
			found = append(found, c)
		}
		offset += len(line)
	}
	return found
}

// setting returns what a line at an offset of a file sets, without the folder.
func setting(form *regexp.Regexp, file, line string, offset int) (c link.Container, ok bool) {
	m := form.FindStringSubmatchIndex(strings.TrimRight(line, "\r\n"))
	if m == nil {
		return c, false
	}
	region := line[m[4]:m[5]]
	if d := withDefault.FindStringSubmatch(region); d != nil {
		region = d[1]
	}
	if !aws.IsRegion(region) {
		region = ""
	}
	span := func(start, end int) source.Location {
		return source.Location{Path: file, Span: source.Span{Start: uint32(offset + start), End: uint32(offset + end)}}
	}
	return link.Container{
		Name: line[m[2]:m[3]], Region: region, Text: line, At: span(m[2], m[5]), Line: span(0, len(line)),
	}, true
}
