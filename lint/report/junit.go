package report

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/regionlint/regionlint/lint"
)

type junitSuites struct {
	XMLName  xml.Name `xml:"testsuites"`
	Name     string   `xml:"name,attr"`
	Tests    int      `xml:"tests,attr"`
	Failures int      `xml:"failures,attr"`
	Errors   int      `xml:"errors,attr"`

	Suites []*junitSuite `xml:"testsuite"`
}

// A junitSuite is a file.
type junitSuite struct {
	Name     string `xml:"name,attr"`
	Tests    int    `xml:"tests,attr"`
	Failures int    `xml:"failures,attr"`
	Errors   int    `xml:"errors,attr"`
	File     string `xml:"file,attr,omitempty"` // relative to the repository

	Cases []junitCase `xml:"testcase"`
}

type junitCase struct {
	Name      string        `xml:"name,attr"`
	ClassName string        `xml:"classname,attr"`
	Failure   *junitProblem `xml:"failure"`
	Error     *junitProblem `xml:"error"`
	Output    string        `xml:"system-out,omitempty"`
}

type junitProblem struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr"`
	Text    string `xml:",chardata"`
}

// JUnit prints findings as results of tests, one for each finding and a suite for
// each file: failed for what makes the check fail, passed for lesser findings, and
// an error for what could not be looked at. Without any there is one test, which
// passed, since many readers take a report without tests for a broken one.
func JUnit(w io.Writer, f *Findings) error {
	doc := junitReport{junitSuites: junitSuites{Name: "regionlint"}, of: make(map[string]*junitSuite)}
	for _, d := range f.Diagnostics {
		doc.add(f.junitFile(d.At.Path), f.junitCase(d))
	}
	for _, failure := range f.Failures {
		message := readable(failure.Message)
		doc.add(f.junitFile(failure.Path), junitCase{
			Name: "can be checked", Error: &junitProblem{Message: message, Type: "failure", Text: message},
		})
	}
	if doc.Tests == 0 {
		doc.add("", junitCase{Name: "no region problems"})
	}
	return encodeXML(w, doc.junitSuites)
}

// junitFile returns a path as suites have it, "" for none.
func (f *Findings) junitFile(path string) string {
	if path == "" {
		return ""
	}
	return readable(f.inRepository(path))
}

// A junitReport is a document that is being made.
type junitReport struct {
	junitSuites
	of map[string]*junitSuite // by file
}

// add adds a test to the suite of a file, which is added too if there is none.
func (r *junitReport) add(file string, c junitCase) {
	name := cmp.Or(file, "regionlint")
	suite := r.of[file]
	if suite == nil {
		suite = &junitSuite{Name: name, File: file}
		r.of[file] = suite
		r.Suites = append(r.Suites, suite)
	}
	c.ClassName = name
	suite.Cases = append(suite.Cases, c)
	r.Tests++
	suite.Tests++
	if c.Failure != nil {
		r.Failures++
		suite.Failures++
	}
	if c.Error != nil {
		r.Errors++
		suite.Errors++
	}
}

func (f *Findings) junitCase(d lint.Diagnostic) junitCase {
	c := junitCase{Name: d.Rule}
	if start, _, ok := f.Sources.place(d.At); ok {
		c.Name = fmt.Sprintf("%s at %d:%d", d.Rule, start.Line, start.Column)
	}
	message := readable(d.Message)
	lines := append([]string{message}, f.details(d, f.inRepository)...)
	if d.At.Path != "" {
		lines[0] = f.place(d.At, f.inRepository) + ": " + message
	}
	text := strings.Join(lines, "\n")
	if d.Severity < f.FailOn {
		c.Output = text
	} else {
		c.Failure = &junitProblem{Message: message, Type: d.Severity.String(), Text: text}
	}
	return c
}
