package extract

import (
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/parse"
)

// matchStatement reads the cases as arms of one group.
func (p *pyExtractor) matchStatement(n parse.Node) pyExit {
	var subjects []fact.ID
	for c := p.first(n); c != parse.None; c = p.next(c) {
		if p.tree.Field(c) == "subject" {
			subjects = append(subjects, p.value(c))
		}
	}
	var subject fact.ID
	if len(subjects) == 1 {
		subject = subjects[0]
	}
	body := p.field(n, "body")
	arm := fact.Block{Kind: fact.Arm, Group: p.newGroup()}
	for c := p.first(body); c != parse.None; c = p.next(c) {
		if p.tree.Kind(c) == "case_clause" {
			arm.Exhaustive = arm.Exhaustive || p.irrefutable(c)
		}
	}
	exit := pyJump
	for c := p.first(body); c != parse.None; c = p.next(c) {
		if p.tree.Kind(c) != "case_clause" {
			p.stmt(c)
			continue
		}
		exit = min(exit, p.caseClause(c, subject, arm))
	}
	p.strays(n)
	if !arm.Exhaustive {
		return pyStays
	}
	return exit
}

// irrefutable reports whether a case always matches: `_` or a name, without a
// guard.
func (p *pyExtractor) irrefutable(n parse.Node) bool {
	if p.field(n, "guard") != parse.None {
		return false
	}
	pattern := p.first(n)
	if p.tree.Kind(pattern) != "case_pattern" || p.tree.Kind(p.next(pattern)) == "case_pattern" {
		return false
	}
	inner := p.first(pattern)
	if inner == parse.None {
		return p.tree.Text(pattern) == "_"
	}
	return p.isCapture(inner)
}

// isCapture reports whether pattern n is a bare name.
func (p *pyExtractor) isCapture(n parse.Node) bool {
	return p.tree.Kind(n) == "dotted_name" && p.next(p.first(n)) == parse.None
}

// caseClause reads one case. One of values alone, without a guard, is decided by
// comparing the subject with them.
func (p *pyExtractor) caseClause(n parse.Node, subject fact.ID, arm fact.Block) pyExit {
	body, guard := p.field(n, "consequence"), p.field(n, "guard")
	var compares []fact.ID
	var captures []pyCapture
	for c := p.first(n); c != parse.None; c = p.next(c) {
		if p.tree.Kind(c) == "case_pattern" {
			p.pattern(c, subject, &compares, &captures)
		}
	}
	if pattern := p.first(n); guard == parse.None && len(compares) > 0 && p.ofValues(pattern) && p.tree.Kind(p.next(pattern)) != "case_pattern" {
		arm.Cond = compares[0]
		if len(compares) > 1 {
			arm.Cond = p.expr(fact.Or, pattern, "", compares...)
		}
	}
	exit := p.suite(arm, body, func() {
		for _, capture := range captures {
			kind := fact.Opaque
			if capture.value != 0 {
				kind = fact.Assign
			}
			at := p.span(capture.name).End
			p.bindName(capture.name, fact.Binding{Kind: kind, Value: capture.value, At: at})
		}
		if guard != parse.None {
			p.values(guard)
		}
	})
	p.strays(n)
	return exit
}

// ofValues reports whether pattern n is a value or several of them: "a" | B.c.
func (p *pyExtractor) ofValues(n parse.Node) bool {
	switch p.tree.Kind(n) {
	case "string", "concatenated_string", "true", "false", "none":
		return true
	case "dotted_name":
		return !p.isCapture(n)
	case "case_pattern", "union_pattern":
		c := p.first(n)
		for ; c != parse.None && p.ofValues(c); c = p.next(c) {
		}
		return c == parse.None && p.first(n) != parse.None
	}
	return false
}

// A pyCapture is a name that a pattern binds, to the whole subject or, with
// value 0, to a part of it.
type pyCapture struct {
	name  parse.Node
	value fact.ID
}

// pattern reads a case's pattern. subject is what it is matched with, 0 for a
// part of the statement's subject. A value to compare subject with is added to
// compares, a name to bind to captures.
func (p *pyExtractor) pattern(n parse.Node, subject fact.ID, compares *[]fact.ID, captures *[]pyCapture) {
	if p.depth >= pyMaxDepth {
		return
	}
	p.depth++
	defer func() { p.depth-- }()
	switch p.tree.Kind(n) {
	case "dotted_name":
		if p.isCapture(n) {
			*captures = append(*captures, pyCapture{p.first(n), subject})
			return
		}
		p.patternValue(n, p.dottedValue(n), subject, compares)
	case "string", "concatenated_string", "true", "false", "none":
		p.patternValue(n, p.value(n), subject, compares)
	case "integer", "float": // their sign stands outside
		p.value(n)
	case "identifier": // the alias of an as pattern or a splat
		*captures = append(*captures, pyCapture{n, subject})
	case "case_pattern", "union_pattern", "as_pattern":
		for c := p.first(n); c != parse.None; c = p.next(c) {
			p.pattern(c, subject, compares, captures)
		}
	case "class_pattern", "keyword_pattern":
		// The class or the keyword comes first and binds nothing.
		head := p.first(n)
		if p.tree.Kind(head) == "dotted_name" {
			p.dottedValue(head)
		}
		for c := p.next(head); head != parse.None && c != parse.None; c = p.next(c) {
			p.pattern(c, 0, compares, captures)
		}
	default:
		for c := p.first(n); c != parse.None; c = p.next(c) {
			p.pattern(c, 0, compares, captures)
		}
	}
}

// patternValue compares subject, if it is known, with a pattern's value.
func (p *pyExtractor) patternValue(n parse.Node, value, subject fact.ID, compares *[]fact.ID) {
	if subject != 0 {
		*compares = append(*compares, p.expr(fact.Compare, n, "==", subject, value))
	}
}
