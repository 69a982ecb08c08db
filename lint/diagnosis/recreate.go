package diagnosis

import (
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
)

// A Recreation is a resource that a way leaves behind in another region: it has
// to be made again, or its data to be moved.
type Recreation struct {
	Service string
	Noun    string // as in "table"
	Name    string // what the source calls it, with … for what is not known
	From    string // the region that it is in
	At      source.Location
	// Identified is set when the source holds an identifier of the resource,
	// which will be another one once it is made again.
	Identified bool
	// Deployed is set for what holds nothing and is made again by deploying it.
	Deployed bool
	Commands []string // for a shell
}

// recreations returns what is in another region than the given one, sorted by
// service, then by name; what has no known name comes last.
func recreations(p *link.Program, region string) []Recreation {
	var all []Recreation
	add := func(r Recreation) {
		same := func(o Recreation) bool { return o.Service == r.Service && o.Noun == r.Noun && o.Name == r.Name }
		if !slices.ContainsFunc(all, same) {
			all = append(all, r)
		}
	}
	for _, r := range existing(p) {
		if r.Region != region {
			form := formOf(r.Kind)
			add(Recreation{
				Service: r.Service, Noun: form.noun, Name: r.Value, From: r.Region, At: r.At, Identified: true, Deployed: form.deployed,
				Commands: form.commands(r.Value, r.Region, region),
			})
		}
	}
	for i := range p.Names {
		n := &p.Names[i]
		from, ok := elsewhere(&p.Clients[n.Client], region)
		if !ok || !best(p, n) {
			continue
		}
		r := Recreation{Service: n.Service, Noun: n.Noun, Name: called(n), From: from, At: n.At}
		r.Commands = nameForm(n.Service).commands(r.Name, from, region)
		if script := maker(p, n); script != "" {
			r.Commands = []string{"python " + quoted(script)}
		}
		add(r)
	}
	slices.SortStableFunc(all, func(a, b Recreation) int {
		if c := strings.Compare(a.Service, b.Service); c != 0 {
			return c
		}
		return strings.Compare(a.Name, b.Name)
	})
	return all
}

// called returns what a resource is called: by its name, or by the variable that
// holds it, as in $TABLE, where only a dotenv file says the name.
func called(n *link.Name) string {
	if n.Text != "…" {
		return n.Text
	}
	for _, s := range n.Steps {
		if isVariable(s.Variable) {
			return "$" + s.Variable
		}
	}
	return n.Text
}

// elsewhere returns the region that a client is in if it is not in the given
// one for sure.
func elsewhere(c *link.Client, region string) (from string, ok bool) {
	if !takesPart(c) || c.Status != link.Resolved {
		return "", false
	}
	i := slices.IndexFunc(c.Regions, func(r string) bool { return r != region })
	if i < 0 {
		return "", false
	}
	return c.Regions[i], true
}

// best reports whether a name is the one to tell of those that one place can hand
// over: one that is known goes before what only a dotenv file says.
func best(p *link.Program, n *link.Name) bool {
	return n.Text != "…" || !slices.ContainsFunc(p.Names, func(o link.Name) bool { return o.At == n.At && o.Text != "…" })
}

// maker returns the Python script of the root that makes the same resource when
// it is run, or "".
func maker(p *link.Program, n *link.Name) string {
	i := slices.IndexFunc(p.Names, func(o link.Name) bool {
		return o.Makes && o.Service == n.Service && called(&o) == called(n) && !p.Clients[o.Client].Test && runs(p.File(o.At.Path))
	})
	if i < 0 {
		return ""
	}
	return p.Names[i].At.Path
}

// runs reports whether a file is a Python script: it asks whether it is run.
func runs(f *fact.File) bool {
	return f != nil && f.Lang == fact.Python && slices.ContainsFunc(f.Exprs, func(e fact.Expr) bool {
		return e.Kind == fact.Name && f.Text(&e) == "__name__"
	})
}
