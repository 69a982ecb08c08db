package link

import (
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/source"
)

// collectUses finds identifiers that are handed to clients. Clients must be
// sorted by then.
func (l *linker) collectUses() {
	index := make(map[source.Location][]int)
	for i := range l.program.Clients {
		at := l.program.Clients[i].At
		index[at] = append(index[at], i)
	}
	takes := l.paramNames()
	for _, u := range l.code() {
		if u.test && !l.in.IncludeTests {
			continue
		}
		for i := range u.Exprs {
			if u.mayUse(fact.ID(i), takes) {
				l.collectUse(u, fact.ID(i), index)
			}
			if u.mayAsk(fact.ID(i)) {
				l.collectAsk(u, fact.ID(i), index)
			}
		}
	}
	l.collectAsked(index)
	l.collectHeld(index)
	l.matchBuckets(index)
	l.collectDotenvPairs()
	slices.SortStableFunc(l.program.Features, func(a, b Feature) int { return a.At.Compare(b.At) })
	slices.SortStableFunc(l.program.Models, func(a, b Model) int { return a.At.Compare(b.At) })
	slices.SortStableFunc(l.program.Uses, func(a, b Use) int { return a.At.Compare(b.At) })
	slices.SortStableFunc(l.program.Pairs, func(a, b Pair) int { return a.At.Compare(b.At) })
	slices.SortStableFunc(l.program.Bonds, func(a, b Pair) int { return a.At.Compare(b.At) })
	slices.SortStableFunc(l.program.Clashes, func(a, b Clash) int { return a.At.Compare(b.At) })
	slices.SortStableFunc(l.program.Names, func(a, b Name) int { return a.At.Compare(b.At) })
}

// paramNames returns a function that reports whether one of the clients takes a request
// parameter of some name that matters.
func (l *linker) paramNames() func(name string) bool {
	var services []string
	for i := range l.program.Clients {
		c := &l.program.Clients[i]
		services = append(append(services, c.Service), c.Services...)
	}
	slices.Sort(services)
	services = slices.Compact(services)
	known := make(map[string]bool)
	return func(name string) bool {
		takes, ok := known[name]
		if !ok {
			takes = slices.ContainsFunc(services, func(service string) bool { return takesParam(service, name) })
			known[name] = takes
		}
		return takes
	}
}

// takesParam reports whether what a request parameter of the service holds matters.
func takesParam(service, name string) bool {
	_, names := aws.LookupNameParam(service, name)
	return names || aws.IDParam(service, name) || aws.ModelParam(service, name) || name == "Params" ||
		len(aws.NestedParams(service, name)) > 0 || aws.FeatureParam(service, name)
}

// mayUse reports, from names alone, whether a call may hand an identifier to a
// client: it is a method's, and an argument is named as request parameters that
// matter are, or is an object or a command.
func (u *unit) mayUse(id fact.ID, takes func(name string) bool) bool {
	e := &u.Exprs[id]
	if e.Kind != fact.Call || len(u.Kids(e)) < 2 {
		return false
	}
	callee := &u.Exprs[u.Kids(e)[0]]
	switch {
	case u.Lang == fact.TypeScript && aws.MayTakeClient(u.Text(callee)) && len(u.Kids(e)) > 2:
		return true
	case callee.Kind != fact.Member:
		return false
	case aws.IsNameAccessor(u.Text(callee)) || aws.IsResourceMethod(u.Text(callee)) || aws.TakesBucket(u.Text(callee)):
		return true
	}
	return slices.ContainsFunc(u.Kids(e)[1:], func(k fact.ID) bool {
		switch arg := &u.Exprs[k]; arg.Kind {
		case fact.Keyword:
			return takes(u.Text(arg))
		case fact.Spread:
			return true
		case fact.Object:
			return slices.ContainsFunc(u.Kids(arg), func(en fact.ID) bool {
				x := &u.Exprs[en]
				return x.Kind == fact.Spread || x.Kind == fact.Entry && takes(u.TextOf(u.Kids(x)[0]))
			})
		case fact.Call, fact.Name:
			return u.Text(callee) == "send"
		}
		return false
	})
}

// collectUse looks at one method call of a client.
func (l *linker) collectUse(u *unit, id fact.ID, index map[source.Location][]int) {
	l.wanting = false
	l.begin(u, fuelPerGlance)
	callee := l.eval(u, u.KidsOf(id)[0], nil)
	// Further callers are not looked for: a file with an identifier that has a region
	// is there already.
	l.wanting = true
	l.begin(u, enoughForNames)
	c := call{u: u, id: id}
	for _, f := range callee {
		if f.kind == external && f.self == nil && u.Lang == fact.TypeScript && aws.TakesClient(f.sym) {
			l.collectGiven(c, index)
			continue
		}
		made, ok := f.client()
		if !ok || len(index[made.call.at()]) == 0 {
			continue
		}
		client := index[made.call.at()][0]
		service := l.serviceOf(client, made)
		params := l.params(c, lastDot(f.sym) == "send", func(key string) bool {
			_, names := aws.LookupNameParam(l.program.Clients[client].Service, key)
			return names || takesParam(service, key) || key == "Region"
		})
		if slices.ContainsFunc(params, func(p entry) bool { return p.key == "Region" }) {
			continue // what is asked for is in the region that the call names
		}
		for _, p := range params {
			if p.key == "Params" { // of a URL to be signed
				params = append(params, entries(p.vals)...)
			}
			for _, path := range aws.NestedParams(service, p.key) {
				params = append(params, nested(p, path)...)
			}
		}
		for _, p := range params {
			l.collectFeature(client, service, p)
			l.collectParam(client, service, p)
			l.collectName(client, c, f.sym, p)
		}
		l.collectBucket(client, c, f.sym, params)
		l.collectAccessor(client, c, f.sym)
		l.collectResource(client, c, f.sym)
	}
}

// client returns what made the client that v is a method of, or that what v is a
// method of hands its parameters on to.
func (v *value) client() (*made, bool) {
	if v.kind != external || v.self == nil || v.self.kind != product || v.self.made == nil {
		return nil, false
	}
	m := v.self.made
	if m.shape == nil && m.from != nil && m.from.kind == product && m.from.made != nil && aws.HandsOn(strings.TrimSuffix(lastDot(v.self.sym), "()")) {
		m = m.from.made
	}
	return m, m.shape != nil
}

// collectResource records the identifier of boto3's sqs.Queue(url) and its like.
func (l *linker) collectResource(client int, c call, method string) {
	param, ok := aws.ResourceParam(l.program.Clients[client].Service, lastDot(method))
	if !ok || c.u.Lang != fact.Python {
		return
	}
	args, _ := l.args(c)
	if a, ok := positional(args, 0); ok {
		l.collectParam(client, l.program.Clients[client].Service, entry{key: param, vals: l.argVals(c, a), at: a.at})
	}
}

// collectGiven looks at a call of a function that takes a client, alone or in an
// object, and then a request or a command.
func (l *linker) collectGiven(c call, index map[source.Location][]int) {
	var clients set
	first, _, _ := l.arg(c, 0)
	for _, v := range first {
		if v.kind == mapping {
			vals, _, _ := v.obj.get("client")
			clients.add(vals...)
			continue
		}
		clients.add(v)
	}
	request, _, _ := l.arg(c, 1)
	params := entries(l.inner(request))
	for _, v := range clients.vals {
		if v.kind != product || v.made == nil || v.made.shape == nil || len(index[v.made.call.at()]) == 0 {
			continue
		}
		for _, p := range params {
			client := index[v.made.call.at()][0]
			l.collectParam(client, l.serviceOf(client, v.made), p)
		}
	}
}

// inner returns what commands are made with, and what is no command as it is.
func (l *linker) inner(vals []value) []value {
	for _, v := range vals {
		if v.kind == product && v.made != nil && strings.HasSuffix(v.sym, "Command()") {
			vals, _, _ = l.arg(v.made.call, 0)
		}
	}
	return vals
}

// entries returns the members of objects.
func entries(vals []value) []entry {
	var out []entry
	for _, v := range vals {
		if v.kind == mapping {
			out = append(out, v.obj.entries...)
		}
	}
	return slices.DeleteFunc(out, func(e entry) bool { return e.key == someKey })
}

// nested returns what a dotted path leads to in a parameter, under the last name.
func nested(p entry, path string) []entry {
	found := []entry{p}
	for key := range strings.SplitSeq(path, ".") {
		var inner []entry
		for _, e := range found {
			for _, v := range e.vals {
				if v.kind == mapping {
					vals, at, _ := v.obj.get(key)
					inner = append(inner, entry{key: key, vals: vals, at: at})
				}
			}
		}
		found = inner
	}
	return found
}

// params returns the request parameters of a client's method that are wanted, and
// maybe more: keywords in Python, the members of the object that JavaScript passes,
// directly or inside a command. What is sent besides identifiers can be anything, and
// is not evaluated where it is written into the call.
func (l *linker) params(c call, send bool, wanted func(key string) bool) []entry {
	args, _ := l.args(c)
	var out []entry
	for i, a := range args {
		switch {
		case a.name != "":
			if wanted(a.name) {
				out = append(out, entry{key: a.name, vals: l.argVals(c, a), at: a.at})
			}
		case i > 0 || c.u.Lang != fact.TypeScript:
		default:
			if o := c.u.request(a.id, send); o != 0 && c.fr == nil {
				out = append(out, l.wantedEntries(c.u, o, wanted)...)
				continue
			}
			vals := l.argVals(c, a)
			if send {
				vals = l.inner(vals)
			}
			out = append(out, entries(vals)...)
		}
	}
	return out
}

// request returns the object literal that an expression is, or that the command is
// made with which it makes, 0 for any other expression.
func (u *unit) request(id fact.ID, send bool) fact.ID {
	if e := &u.Exprs[id]; send && e.Kind == fact.Call && e.New() && len(u.Kids(e)) > 1 && strings.HasSuffix(lastName(u, u.Kids(e)[0]), "Command") {
		id = u.Kids(e)[1]
	}
	if u.Exprs[id].Kind == fact.Object {
		return id
	}
	return 0
}

// wantedEntries evaluates the members of an object literal whose keys are wanted, and
// what is spread into it.
func (l *linker) wantedEntries(u *unit, id fact.ID, wanted func(key string) bool) []entry {
	o := &object{}
	for _, k := range u.KidsOf(id) {
		switch e := &u.Exprs[k]; {
		case e.Kind == fact.Spread:
			l.spread(o, l.eval(u, u.Kids(e)[0], nil))
		case e.Kind == fact.Entry && (u.Exprs[u.Kids(e)[0]].Kind != fact.String || wanted(u.TextOf(u.Kids(e)[0]))):
			l.entry(u, o, e, nil)
		}
	}
	return o.entries
}

// serviceOf returns the service of a client that was made in a certain way: one
// of several, if its call makes any.
func (l *linker) serviceOf(client int, m *made) string {
	c := &l.program.Clients[client]
	if len(c.Services) > 0 {
		return oneOf(l.services(m.shape, m.call))
	}
	return c.Service
}

// collectParam records a parameter of a service's client that carries an
// identifier.
func (l *linker) collectParam(client int, service string, p entry) {
	if aws.ModelParam(service, p.key) {
		l.collectModel(client, given{vals: p.vals, at: p.at})
	}
	if !aws.IDParam(service, p.key) {
		return
	}
	cross := aws.CrossRegionParam(service, p.key)
	for _, v := range elements(p.vals) {
		l.addUses(client, service, p, v, func(id aws.Identifier) bool {
			// The bucket of an S3 directory is in one zone, and reached only there.
			return id.Fixed && (!cross || id.Kind == "s3-express-bucket")
		})
	}
}

// collectFeature records a parameter of a service's client that asks for what is in
// one region only, whatever it can be.
func (l *linker) collectFeature(client int, service string, p entry) {
	if len(p.vals) != 1 || p.vals[0].kind != text {
		return
	}
	if f, ok := aws.LookupFeature(service, p.key, p.vals[0].str()); ok {
		l.program.Features = append(l.program.Features, Feature{Feature: f, Client: client, At: p.at})
	}
}

// elements returns the texts among values and in the lists among them.
func elements(vals []value) []value {
	var out []value
	for _, v := range vals {
		switch v.kind {
		case text:
			out = append(out, v)
		case sequence:
			for _, item := range v.items() {
				for _, x := range item {
					if x.kind == text {
						out = append(out, x)
					}
				}
			}
		}
	}
	return out
}

// addUses records the identifiers in a text that a client is handed.
func (l *linker) addUses(client int, service string, p entry, v value, wanted func(id aws.Identifier) bool) {
	s := v.str()
	for _, id := range aws.FindIdentifiers(s) {
		if id.Region == "" || !wanted(id) || isBlank(s[id.Start:id.End]) {
			continue
		}
		l.program.Uses = append(l.program.Uses, Use{
			Client: client, Service: service, Param: p.key, Text: v.shown(id.Start, id.End), Kind: id.Kind, At: p.at, Fixed: id.Fixed,
			Value: l.idOrigin(v, id, Step{At: p.at, What: p.key + " is passed here"}),
		})
	}
}

// idOrigin returns the region of an identifier inside a text, with its way.
func (l *linker) idOrigin(v value, id aws.Identifier, use Step) Origin {
	p, _ := v.covering(id.Start)
	way := p.way.list()
	o := Origin{Region: id.Region, Profile: v.profile(), Steps: append([]Step{use}, way...)}
	if id.RegionStart >= 0 {
		o.Spot = v.spot(id.RegionStart, id.RegionEnd)
	}
	return o
}

// collectPairs compares the regions inside one text: that of its endpoint and
// that of an identifier. They contradict each other if no alternative agrees.
func (l *linker) collectPairs(at source.Location, vals []value, part func(v value, offset int) source.Location) {
	var found []Pair
	here := Step{At: at, What: "both stand here"}
	for _, v := range vals {
		if v.kind != text {
			continue
		}
		s := v.str()
		for _, ep := range aws.FindEndpoints(s) {
			for _, other := range aws.FindIdentifiers(s) {
				if ep.Region == "" || other.Region == "" || other.Start < ep.End || !other.Fixed || isBlank(s[other.Start:other.End]) {
					continue
				}
				end := Origin{Region: ep.Region, Profile: v.profile(), Steps: []Step{here}}
				if ep.RegionStart >= 0 {
					p, _ := v.covering(ep.RegionStart)
					end.Steps = append(end.Steps, p.way.list()...)
					end.Spot = v.spot(ep.RegionStart, ep.RegionEnd)
				}
				pair := Pair{
					At: at, Service: other.Service, Kind: other.Kind, Text: v.shown(other.Start, other.End),
					Fixed: l.idOrigin(v, other, here), Other: end, Given: part(v, max(ep.RegionStart, ep.Start)),
				}
				if other.Region == ep.Region {
					l.bond(pair, s[other.Start:other.End])
					return
				}
				found = append(found, pair)
			}
		}
	}
	if len(found) > 0 {
		l.program.Pairs = append(l.program.Pairs, found[0])
	}
}

// collectDotenvPairs compares the regions inside each value of a dotenv file.
func (l *linker) collectDotenvPairs() {
	for i := range l.env.all {
		d := &l.env.all[i]
		if d.blank || d.shadowed || d.u.test || isForTests(d.Name) || !hostMark(d.Value) {
			continue
		}
		at := d.u.at(d.ValueSpan)
		l.collectPairs(at, []value{l.defined(i, 0)}, func(value, int) source.Location { return at })
	}
}

// bond records a pair that agrees, unless the identifier is a placeholder or was
// put together with the very region that it is paired with.
func (l *linker) bond(p Pair, id string) {
	if !isBlank(id) && p.Other.Spot != p.Fixed.Spot {
		l.program.Bonds = append(l.program.Bonds, p)
	}
}

// collectObject compares a region setting with the identifiers beside it in
// one object.
//
// Objects with a region among their members are common, and most have nothing
// to do with AWS, so no file is asked for on their behalf.
func (l *linker) collectObject(u *unit, id fact.ID) {
	l.wanting = false
	defer func() { l.wanting = true }()
	settings := l.entriesOf(u, id, isRegionKey)
	known := slices.ContainsFunc(settings, func(en entry) bool { return len(l.origins(en.vals)) > 0 })
	if known {
		l.beside(u, append(settings, l.entriesOf(u, id, func(key string) bool { return !isRegionKey(key) })...))
	}
}

// entriesOf evaluates the members of an object literal whose keys are wanted,
// each with little effort.
func (l *linker) entriesOf(u *unit, id fact.ID, wanted func(key string) bool) []entry {
	o := &object{}
	for _, k := range u.KidsOf(id) {
		e := &u.Exprs[k]
		if e.Kind != fact.Entry || u.Exprs[u.Kids(e)[0]].Kind != fact.String || !wanted(u.TextOf(u.Kids(e)[0])) {
			continue
		}
		switch u.Exprs[u.Kids(e)[1]].Kind {
		case fact.Object, fact.List, fact.FuncExpr, fact.ClassExpr, fact.Bool, fact.Number, fact.Null, fact.Unknown:
			continue
		default:
			l.begin(u, fuelPerGlance)
			l.entry(u, o, e, nil)
		}
	}
	return o.entries
}

// settingBesideID reports, from the keys alone, whether an object may hold a
// region and an identifier.
func (l *linker) settingBesideID(u *unit, id fact.ID) bool {
	region, other := false, false
	for _, k := range u.KidsOf(id) {
		e := &u.Exprs[k]
		if e.Kind != fact.Entry || u.Exprs[u.Kids(e)[0]].Kind != fact.String {
			continue
		}
		if isRegionKey(u.TextOf(u.Kids(e)[0])) {
			region = true
		} else {
			other = true
		}
	}
	return region && other
}

// isRegionKey reports whether an object's key says that its value is a region.
func isRegionKey(key string) bool {
	const word = "region"
	return len(key) >= len(word) && strings.EqualFold(key[len(key)-len(word):], word)
}

// keyService returns what a region's key says of the service that it is for,
// in lower case: "" for a plain `region` or `awsRegion`, "cognito" for
// `cognitoRegion`.
func keyService(key string) string {
	word := strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(key))
	word = strings.TrimSuffix(word, "region")
	for _, prefix := range []string{"nextpublic", "vite", "reactapp", "aws", "default"} {
		word = strings.TrimPrefix(word, prefix)
	}
	return strings.TrimSuffix(word, "default")
}

// sameService reports whether a region's key is for the service of an
// identifier.
func sameService(key, service string) bool {
	word := keyService(key)
	if word == "" {
		return true
	}
	if strings.HasPrefix(service, "cognito") {
		return strings.Contains(word, "cognito") || strings.Contains(word, "userpool") || strings.Contains(word, "auth") ||
			strings.Contains(word, "identity")
	}
	return strings.Contains(word, strings.ReplaceAll(service, "-", ""))
}

// beside records the identifiers among entries whose region contradicts the
// setting beside them.
func (l *linker) beside(u *unit, entries []entry) {
	for _, setting := range entries {
		if !isRegionKey(setting.key) {
			continue
		}
		regions := l.origins(setting.vals)
		if len(regions) == 0 || l.hasUnknown(setting.vals) {
			continue
		}
		for _, en := range entries {
			if pair, ok := l.contradicts(setting, regions, en); ok && en.at.Path == u.Path {
				l.program.Pairs = append(l.program.Pairs, pair)
			}
		}
	}
}

// contradicts returns how an identifier among an entry's values contradicts the
// regions that a setting can be. It bonds those that agree.
func (l *linker) contradicts(setting entry, regions []Origin, en entry) (found Pair, ok bool) {
	for _, v := range en.vals {
		if v.kind != text {
			continue
		}
		s := v.str()
		for _, id := range aws.FindIdentifiers(s) {
			if !id.Fixed || id.Region == "" || !sameService(setting.key, id.Service) || isBlank(s[id.Start:id.End]) ||
				id.Service == "s3" && id.Kind != "s3-express-bucket" {
				continue
			}
			pair := Pair{
				At: en.at, Service: id.Service, Kind: id.Kind, Text: v.shown(id.Start, id.End), Setting: setting.key, Given: setting.at,
				Fixed: l.idOrigin(v, id, Step{At: en.at, What: en.key + " is given here"}),
			}
			agrees := slices.IndexFunc(regions, func(o Origin) bool { return o.Region == id.Region })
			pair.Other = regions[max(agrees, 0)]
			pair.Other.Steps = append([]Step{{At: setting.at, What: setting.key + " stands beside it"}}, pair.Other.Steps...)
			if agrees >= 0 {
				l.bond(pair, s[id.Start:id.End])
				return Pair{}, false
			}
			if !ok {
				found, ok = pair, true
			}
		}
	}
	return found, ok
}
