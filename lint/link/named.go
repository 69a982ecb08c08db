package link

import (
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/fact"
)

// collectName records a request parameter that names a resource.
func (l *linker) collectName(client int, c call, method string, p entry) {
	named, ok := aws.LookupNameParam(l.program.Clients[client].Service, p.key)
	if !ok {
		return
	}
	makes := l.creates(c, method)
	if makes || !named.OnCreate {
		l.addNames(client, named, p, makes)
	}
}

// collectAccessor records the argument of a method such as boto3's
// dynamodb.Table(name).
func (l *linker) collectAccessor(client int, c call, method string) {
	named, ok := aws.NameAccessor(l.program.Clients[client].Service, lastDot(method))
	if !ok || c.u.Lang != fact.Python {
		return
	}
	args, _ := l.args(c)
	if a, ok := positional(args, 0); ok {
		l.addNames(client, named, entry{key: named.Accessor, vals: l.argVals(c, a), at: a.at}, false)
	}
}

func (l *linker) addNames(client int, named aws.NameParam, p entry, makes bool) {
	for _, v := range p.vals {
		if v.kind != text || len(v.pieces) == 0 {
			continue
		}
		s := v.str()
		if s == "" || len(aws.FindIdentifiers(s)) > 0 {
			continue // what has a region of its own is a use
		}
		way := v.pieces[0].way.list()
		l.program.Names = append(l.program.Names, Name{
			Client: client, Service: named.Service, Noun: named.Noun, Text: v.shown(0, len(s)), At: p.at, Makes: makes,
			Steps: append([]Step{{At: p.at, What: p.key + " is passed here"}}, way...),
		})
	}
}

// creates reports whether a client's method, or the command that it is handed,
// makes a resource.
func (l *linker) creates(c call, method string) bool {
	name := lastDot(method)
	if name == "send" {
		commands, _, _ := l.arg(c, 0)
		return slices.ContainsFunc(commands, func(v value) bool {
			return v.kind == product && strings.HasPrefix(lastDot(v.sym), "Create")
		})
	}
	return strings.HasPrefix(name, "create")
}
