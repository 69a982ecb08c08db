package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/link"
)

// MapMermaid prints a map as a Mermaid flowchart, as GitHub renders it: regions
// are boxes around services, and components point to the services they use.
func MapMermaid(w io.Writer, m *Map) error {
	_, err := io.WriteString(w, newFlowchart(m).String())
	return err
}

// String returns the chart in Mermaid's language.
func (f *flowchart) String() string {
	var b strings.Builder
	b.WriteString("flowchart LR\n")
	for i, folder := range f.folders {
		fmt.Fprintf(&b, "  c%d[\"%s\"]\n", i, mermaid(folderName(folder)))
	}
	for r, region := range f.regions {
		fmt.Fprintf(&b, "  subgraph r%d[\"%s\"]\n", r, mermaid(region))
		for s, n := range f.nodes {
			if n.region == region {
				fmt.Fprintf(&b, "    s%d[\"%s\"]\n", s, mermaid(n.service))
			}
		}
		b.WriteString("  end\n")
	}
	for _, e := range f.edges {
		arrow := "-->"
		if f.nodes[e.node].unsure {
			arrow = "-.->"
		}
		fmt.Fprintf(&b, "  c%d %s|\"%s\"| s%d\n", e.folder, arrow, mermaid(e.label()), e.node)
	}
	return b.String()
}

// largest returns the chart with no more than n edges, those that count most, and
// what they join.
func (f *flowchart) largest(n int) *flowchart {
	if len(f.edges) <= n {
		return f
	}
	edges := slices.SortedStableFunc(slices.Values(f.edges), func(a, b edge) int {
		return cmp.Compare(b.clients+b.identifiers, a.clients+a.identifiers)
	})
	kept := new(flowchart)
	for _, e := range edges[:n] {
		same := kept.edge(f.folders[e.folder], f.nodes[e.node])
		same.clients, same.identifiers = e.clients, e.identifiers
	}
	return kept
}

// A flowchart is a map's nodes and edges, in the order in which they are
// printed. Names of nodes are indexes, so that nothing that the source spells
// becomes part of the syntax.
type flowchart struct {
	folders []string
	regions []string
	nodes   []node
	edges   []edge
}

// A node is one service in one region.
type node struct {
	region, service string
	unsure          bool // the region is not known
}

// An edge counts what of a component is in a node.
type edge struct {
	folder, node         int
	clients, identifiers int
}

func (e edge) label() string {
	var parts []string
	if e.clients > 0 {
		parts = append(parts, count(e.clients, "client"))
	}
	if e.identifiers > 0 {
		parts = append(parts, count(e.identifiers, "identifier"))
	}
	return strings.Join(parts, ", ")
}

func newFlowchart(m *Map) *flowchart {
	f := new(flowchart)
	for _, c := range m.Clients {
		regions := c.Regions
		unsure := len(regions) == 0
		if unsure {
			regions = []string{unknownRegion(c)}
		}
		for _, region := range regions {
			f.edge(c.Component, node{region: region, service: serviceName(c), unsure: unsure}).clients++
		}
	}
	for _, r := range m.Resources {
		f.edge(r.Component, node{region: r.Region, service: cmp.Or(r.Service, r.Kind)}).identifiers++
	}
	return f
}

// unknownRegion says why a client is in no region.
func unknownRegion(c link.Client) string {
	if c.Status == link.Ambient {
		return "no region given"
	}
	return "region not known from the source"
}

// edge returns the edge from a component to a node, and adds what is missing.
func (f *flowchart) edge(folder string, to node) *edge {
	from := indexOf(&f.folders, folder)
	indexOf(&f.regions, to.region)
	target := indexOf(&f.nodes, to)
	for i := range f.edges {
		if f.edges[i].folder == from && f.edges[i].node == target {
			return &f.edges[i]
		}
	}
	f.edges = append(f.edges, edge{folder: from, node: target})
	return &f.edges[len(f.edges)-1]
}

// indexOf returns the index of an item in a list, to which it is added if it is
// not there.
func indexOf[T comparable](list *[]T, item T) int {
	if i := slices.Index(*list, item); i >= 0 {
		return i
	}
	*list = append(*list, item)
	return len(*list) - 1
}

// mermaid escapes text for a quoted label: all but plain words becomes a
// character's number.
func mermaid(s string) string {
	var b strings.Builder
	for _, r := range s {
		plain := r == ' ' || r == '-' || r == '_' || r == '.' || r == '/' || r == ',' ||
			'0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
		if plain {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "#%d;", r)
		}
	}
	return b.String()
}
