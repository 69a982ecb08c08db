package diagnosis

import (
	"fmt"
	"strings"
)

// reasons returns what speaks for the way if it is the recommended one, and
// against it otherwise. alone says that there is no other.
func (w *Way) reasons(alone bool) []string {
	var out []string
	switch {
	case w.Kind == Split && w.spares:
		out = append(out, "The best of the other ways takes a service to a region that AWS does not list for it; this one moves nothing.")
	case w.Kind == Split && w.Recommended && !alone:
		out = append(out, "Every other way gives up a resource that exists; this one makes nothing again.")
	case w.Kind == Split:
		out = append(out, "Nothing has to be made again, but every region stays in use, with its latency and its bills.")
	case w.identified() > 0:
		out = append(out, "It gives up "+w.given()+".")
	default:
		out = append(out, "No resource that the source holds an identifier of has to be made again.")
	}
	if w.Declaration != "" {
		out = append(out, "Declare it in .regionlint.yaml, so that it is no drift: "+w.Declaration+".")
	}
	if n := len(w.Recreate) - w.identified(); n > 0 {
		out = append(out, fmt.Sprintf("%s named in the code would be looked for in %s.", plural(n, "resource"), w.Region))
	}
	for _, l := range w.Unlisted {
		out = append(out, fmt.Sprintf("%s is not listed for %s.", l.Service, l.Region))
	}
	if len(w.Left) > 0 {
		out = append(out, plural(len(w.Left), "finding")+" would be left to mend by hand.")
	}
	return out
}

// given names the existing resources that the way makes again.
func (w *Way) given() string {
	var names []string
	for _, r := range w.Recreate {
		if r.Identified {
			names = append(names, r.Noun+" "+r.Name)
		}
	}
	const most = 3
	if len(names) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
	}
	return strings.Join(names, ", ")
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
