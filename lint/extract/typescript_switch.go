package extract

import (
	"slices"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/parse"
)

// A tsSwitch is a switch statement that is being walked.
type tsSwitch struct {
	subject   fact.ID
	arms      []fact.BlockID
	group     int32
	labels    []fact.ID // the cases that lead into the next arm
	isDefault bool      // the next arm is the default's
	exact     bool      // no arm falls into another
	flow      tsFlow    // of the last arm
	least     tsFlow    // of all arms
}

// switchStatement walks a switch. Cases without statements share the arm of
// the next one; an arm that falls into the next starts a new group, since both
// may run.
func (e *tsExtractor) switchStatement(n parse.Node) tsFlow {
	s := tsSwitch{subject: e.value(e.field(n, "value")), group: e.newGroup(), exact: true, flow: tsLeaves, least: tsLeaves}
	cases := e.operands(e.field(n, "body"))
	if slices.ContainsFunc(cases, e.binds) {
		defer e.open(fact.LexicalScope, -1)()
	}
	hasDefault := false
	for i, c := range cases {
		if e.kind(c) == "switch_default" {
			s.isDefault, hasDefault = true, true
		} else {
			s.labels = append(s.labels, e.value(e.field(c, "value")))
		}
		if body := e.caseBody(c); len(body) > 0 || i == len(cases)-1 {
			e.caseArm(&s, c, body)
		}
	}
	if !hasDefault {
		return tsPasses
	}
	for _, arm := range s.arms {
		e.file.Blocks[arm].Exhaustive = s.exact
	}
	if s.least == tsLeaves && s.flow == tsLeaves {
		return tsLeaves
	}
	return tsPasses
}

// caseBody returns the statements of a case.
func (e *tsExtractor) caseBody(n parse.Node) []parse.Node {
	var body []parse.Node
	for c := range e.tree.NamedChildren(n) {
		if e.tree.Field(c) == "body" && !e.skipped(c) {
			body = append(body, c)
		}
	}
	return body
}

// caseArm walks the statements of a case as one arm of s.
func (e *tsExtractor) caseArm(s *tsSwitch, n parse.Node, body []parse.Node) {
	fallen := s.flow == tsPasses
	if fallen {
		s.group, s.exact = e.newGroup(), false
	}
	arm := fact.Block{Kind: fact.Arm, Group: s.group, Span: e.span(n)}
	if !fallen && !s.isDefault {
		arm.Cond = e.anyLabel(s)
	}
	leave := e.enter(arm)
	defer leave()
	s.flow = tsPasses
	if len(body) == 1 {
		s.flow = e.scoped(body[0])
	} else {
		for _, c := range body {
			s.flow = e.then(s.flow, c)
		}
	}
	// A break is how an arm ends: what it binds is seen after the switch.
	e.file.Blocks[e.block].Exits = s.flow == tsLeaves
	if s.flow != tsPasses {
		s.least = min(s.least, s.flow)
	}
	s.arms = append(s.arms, e.block)
	s.labels, s.isDefault = nil, false
}

// anyLabel returns the condition of the next arm of s, 0 if it is not known.
func (e *tsExtractor) anyLabel(s *tsSwitch) fact.ID {
	var cond fact.ID
	for _, label := range s.labels {
		if label == 0 || s.subject == 0 {
			return 0
		}
		span := e.file.Exprs[label].Span
		equal := e.add(fact.Draft{Kind: fact.Compare, Text: "==", Span: span, Kids: []fact.ID{s.subject, label}})
		if cond == 0 {
			cond = equal
			continue
		}
		span.Start = e.file.Exprs[cond].Span.Start
		cond = e.add(fact.Draft{Kind: fact.Or, Span: span, Kids: []fact.ID{cond, equal}})
	}
	return cond
}
