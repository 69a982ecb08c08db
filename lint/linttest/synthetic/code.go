package synthetic

import (
	"fmt"
	"strings"
)

// words are what names and texts are made of. None of them makes a file matter.
var words = []string{
	"account", "action", "answer", "article", "balance", "banner", "basket", "branch", "budget", "button",
	"calendar", "channel", "chapter", "comment", "contact", "course", "cursor", "customer", "delivery", "device",
	"discount", "document", "draft", "event", "figure", "filter", "folder", "gallery", "header", "history",
	"invoice", "journal", "label", "ledger", "lesson", "letter", "market", "member", "message", "module",
	"notice", "office", "option", "order", "parcel", "payment", "picture", "planner", "player", "policy",
	"product", "profile", "project", "quota", "rating", "record", "report", "review", "route", "sample",
	"schedule", "school", "search", "season", "session", "shelf", "shipment", "signal", "source", "station",
	"student", "summary", "supplier", "survey", "symbol", "table", "target", "teacher", "ticket", "title",
	"topic", "tracker", "travel", "update", "vendor", "version", "visitor", "voucher", "wallet", "widget",
}

func (m *maker) word() string { return words[m.rng.IntN(len(words))] }

// title returns two words as the name of a type.
func (m *maker) title() string { return capital(m.word()) + capital(m.word()) }

func capital(word string) string { return strings.ToUpper(word[:1]) + word[1:] }

// component returns a component of TypeScript with that many fields.
func (m *maker) component(name string, fields int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "import { useCallback, useState } from 'react'\nimport { format%s } from '../../lib/%s'\n\n", m.title(), m.word())
	fmt.Fprintf(&b, "interface %sProps {\n  title: string\n  disabled?: boolean\n  onChange: (value: string) => void\n}\n\n", name)
	fmt.Fprintf(&b, "export function %s({ title, disabled = false, onChange }: %[1]sProps) {\n  const [value, setValue] = useState('')\n", name)
	b.WriteString("  const handleChange = useCallback((next: string) => {\n    setValue(next)\n    if (!disabled) onChange(next.trim())\n  }, [disabled, onChange])\n\n")
	b.WriteString("  return (\n    <section className=\"flex flex-col gap-2 rounded-md border-gray-200 px-4\">\n      <h2>{title}</h2>\n")
	for range fields {
		a, c := m.word(), m.word()
		fmt.Fprintf(&b, "      <label className=\"mt-%d text-sm\" htmlFor=\"%s-%s\">%s of the %[3]s</label>\n", m.rng.IntN(9), a, c, capital(a))
		fmt.Fprintf(&b, "      <input id=\"%s-%s\" value={value} onChange={(e) => handleChange(e.target.value)} />\n", a, c)
	}
	b.WriteString("    </section>\n  )\n}\n")
	return b.String()
}

// hook returns a module of TypeScript with that many functions.
func (m *maker) hook(name string, functions int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "// %s\nconst limits = { small: %d, large: %d }\n\n", m.sentence(), m.rng.IntN(10), 10+m.rng.IntN(90))
	for i := range functions {
		a, c := m.word(), m.word()
		fmt.Fprintf(&b, "export function %s%d(%s: number[], %s2 = limits.small) {\n", name, i, a, c)
		fmt.Fprintf(&b, "  const kept = %s.filter((entry) => entry > %s2 && entry < limits.large)\n", a, c)
		fmt.Fprintf(&b, "  if (kept.length === 0) {\n    throw new Error(`no %s for ${%s2}`)\n  }\n", a, c)
		fmt.Fprintf(&b, "  return kept.map((entry) => ({ entry, label: '%s', weight: entry * %d }))\n}\n\n", m.word(), 1+m.rng.IntN(20))
	}
	return b.String()
}

// module returns a module of Python with that many functions.
func (m *maker) module(functions int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\"\"\"%s\"\"\"\n\nfrom __future__ import annotations\n\nimport dataclasses\n\nLIMIT = %d\n", m.sentence(), m.rng.IntN(1000))
	fmt.Fprintf(&b, "\n\n@dataclasses.dataclass\nclass %s:\n    name: str\n    amount: int = %d\n", m.title(), m.rng.IntN(100))
	for i := range functions {
		a, c := m.word(), m.word()
		fmt.Fprintf(&b, "\n\ndef %s_%s_%d(%s, limit=LIMIT):\n    \"\"\"%s\"\"\"\n", a, c, i, c, m.sentence())
		fmt.Fprintf(&b, "    total = 0\n    for index, entry in enumerate(%s):\n        if entry is None or index > limit:\n            continue\n", c)
		fmt.Fprintf(&b, "        total += entry.get(\"%s\", 0) * %d\n    return {\"%s\": total, \"kind\": f\"{total:>8}\"}\n", a, 1+m.rng.IntN(9), c)
	}
	return b.String()
}

func (m *maker) sentence() string {
	return fmt.Sprintf("The %s of a %s follows its %s and the %s.", m.word(), m.word(), m.word(), m.word())
}

func (m *maker) prose(lines int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n", m.title())
	for range lines {
		b.WriteString(m.sentence() + "\n")
	}
	return b.String()
}

func (m *maker) styles(rules int) string {
	var b strings.Builder
	for range rules {
		fmt.Fprintf(&b, ".%s-%s {\n  margin: %dpx;\n}\n", m.word(), m.word(), m.rng.IntN(40))
	}
	return b.String()
}

func (m *maker) catalogue(entries int) string {
	var b strings.Builder
	b.WriteString("{\n")
	for i := range entries {
		fmt.Fprintf(&b, "  \"%s%d\": {\"label\": \"%s\", \"weight\": %d},\n", m.word(), i, m.word(), m.rng.IntN(100))
	}
	fmt.Fprintf(&b, "  \"count\": %d\n}\n", entries)
	return b.String()
}
