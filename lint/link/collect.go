package link

import (
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/fact"
)

// explore evaluates what matters. It is found first, without asking for files;
// then it is evaluated, and what that leads into is loaded, but for callers where the
// same was asked before, again. It reports whether nothing was, or this was to be the
// last time.
func (l *linker) explore(again, last bool) (done bool) {
	l.collectAssignments()
	var asking []*unit
	for _, u := range l.code() {
		if u.test && !l.in.IncludeTests {
			continue
		}
		asking = append(asking, u)
		if u.found != nil { // the last time
			continue
		}
		found := new(findings)
		for i := range u.Exprs {
			l.find(found, u, fact.ID(i))
		}
		u.found = found
	}
	l.forget()
	l.wanting = true
	for _, u := range l.code() {
		l.collectGlobals(u)
	}
	callers := l.in.Callers
	if again {
		l.in.Callers = nil // the same questions led to all that they lead to
	}
	var makers []maker
	for _, u := range asking {
		for _, q := range u.found.questions {
			l.begin(u, q.fuel)
			first := len(l.program.Clients)
			if q.ask(l, u, q.id); len(l.program.Clients) > first {
				makers = append(makers, maker{site{u, q.id}, first, len(l.program.Clients)})
			}
		}
	}
	l.wantUsers(makers)
	l.collectHandedFallbacks()
	l.in.Callers = callers
	if len(l.joined) > 0 && !last {
		return false // strings lead nowhere, and identifiers not far
	}
	for _, u := range asking {
		for _, id := range u.found.texts {
			l.begin(u, fuelPerQuery)
			l.collectText(u, id)
		}
	}
	for _, u := range l.code() {
		l.collectSettings(u)
	}
	p := l.program
	slices.SortStableFunc(p.Clients, compareClients)
	p.Clients = merged(p.Clients)
	l.collectUses()
	return true
}

// report fills in what the program says beside clients and what they are given.
func (l *linker) report() {
	l.collectLiterals()
	for _, u := range l.units {
		if u.Lang == fact.Dotenv {
			l.collectDotenv(u)
		}
	}
	l.reportDefinitions()
	l.reportEnvironments()
	l.reportLookups()
	l.markUsed()
	p := l.program
	slices.SortStableFunc(p.Resources, func(a, b Resource) int { return a.At.Compare(b.At) })
	slices.SortStableFunc(p.Literals, func(a, b Literal) int { return a.At.Compare(b.At) })
	l.reportStatements()
	l.reportMisnomers()
}

// findings are the expressions of a file that matter.
type findings struct {
	questions []question
	texts     []fact.ID // strings that may be identifiers or endpoints
	// literals are the strings with a region in them. They wait until all lookups
	// are known, which may fall back to them.
	literals []fact.ID
}

// A question is an expression to evaluate, with how much fuel, and how.
type question struct {
	id   fact.ID
	fuel int
	ask  func(l *linker, u *unit, id fact.ID)
}

func compareClients(a, b Client) int {
	if c := a.At.Compare(b.At); c != 0 {
		return c
	}
	if c := strings.Compare(a.Service, b.Service); c != 0 {
		return c
	}
	return strings.Compare(a.SDK, b.SDK)
}

// merged makes one of sorted clients that one call makes for one service: those of
// the sessions that it may be asked of.
func merged(clients []Client) []Client {
	var out []Client
	for _, c := range clients {
		if len(out) == 0 || compareClients(out[len(out)-1], c) != 0 {
			out = append(out, c)
			continue
		}
		out[len(out)-1].merge(c)
	}
	return out
}

// merge adds what another client says of the same call.
func (c *Client) merge(other Client) {
	c.Open = c.Open || other.Open || c.Status != other.Status
	c.Loop = c.Loop || other.Loop
	switch {
	case len(other.Regions) == 0:
		if c.Status == Ambient {
			c.Status = other.Status
		}
		return
	case len(c.Regions) == 0:
		c.Status, c.Origins = Resolved, nil
	}
	c.Origins = append(slices.Clip(c.Origins), other.Origins...)
	slices.SortStableFunc(c.Origins, compareOrigins)
	c.Origins = slices.CompactFunc(c.Origins, func(a, b Origin) bool { return compareOrigins(a, b) == 0 })
	c.Regions = slices.Concat(c.Regions, other.Regions)
	slices.Sort(c.Regions)
	c.Regions = slices.Compact(c.Regions)
}

// code returns the units that hold code.
func (l *linker) code() []*unit {
	var out []*unit
	for _, u := range l.units {
		if u.Lang != fact.Dotenv {
			out = append(out, u)
		}
	}
	return out
}

// collectGlobals finds what sets an SDK's default region for all that follows.
func (l *linker) collectGlobals(u *unit) {
	if (!u.test || l.in.IncludeTests) && strings.Contains(u.Source, u.setter()) {
		l.collectSetters(u)
	}
	for i := range u.Stores {
		s := &u.Stores[i]
		target := &u.Exprs[s.Target]
		if s.Value == 0 || target.Kind != fact.Member || u.Text(target) != "region" || lastName(u, u.Kids(target)[0]) != "config" {
			continue
		}
		for _, o := range l.ask(u, u.Kids(target)[0]) {
			if o.kind != external {
				continue
			}
			if sh, ok := l.shape(u, value{kind: external, sym: o.sym + ".region"}); ok {
				r := &regionInfo{vals: l.ask(u, s.Value), given: u.here(s.Value)}
				l.globals = append(l.globals, global{u, s.Target, sh.SDK, r})
				l.addClient(u, s.Target, sh, r, "*")
			}
		}
	}
}

// collectSetters is collectGlobals for calls.
func (l *linker) collectSetters(u *unit) {
	for i := range u.Exprs {
		e := &u.Exprs[i]
		if e.Kind != fact.Call || !u.maySetGlobally(u.Kids(e)[0]) {
			continue
		}
		for _, v := range l.ask(u, fact.ID(i)) {
			if v.kind == product && v.made != nil && v.made.shape != nil && v.made.shape.Kind == aws.GlobalShape {
				l.globals = append(l.globals, global{u, fact.ID(i), v.made.shape.SDK, l.regionOf(&v)})
			}
		}
	}
}

// setter returns a word that all which sets an SDK's default region spells.
func (u *unit) setter() string {
	if u.Lang == fact.Python {
		return "setup_default_session"
	}
	return "config"
}

// maySetGlobally reports, from names alone, whether a callee may be what sets an
// SDK's default region: AWS.config.update and boto3.setup_default_session.
func (u *unit) maySetGlobally(callee fact.ID) bool {
	if u.Lang == fact.Python {
		return u.originalName(callee) == u.setter()
	}
	e := &u.Exprs[callee]
	return e.Kind == fact.Member && u.Text(e) == "update" && u.originalName(u.Kids(e)[0]) == u.setter()
}

// collectRead looks at what may read a variable.
func (l *linker) collectRead(u *unit, id fact.ID) { l.eval(u, id, nil) }

// collectCall records the clients that a call makes.
func (l *linker) collectCall(u *unit, id fact.ID) {
	callee := u.KidsOf(id)[0]
	found := false
	for _, f := range l.eval(u, callee, nil) {
		switch f.kind {
		case external:
			if l.intrinsics[f.sym] != nil || strings.HasPrefix(f.sym, "builtins.") && len(f.sym) < 24 {
				l.eval(u, id, nil)
				continue
			}
			if sh, ok := l.shape(u, f); ok {
				found = true
				l.collectShape(call{u: u, id: id}, f, sh)
				continue
			}
			if pos, ok := handsOn(f.sym); ok {
				found = l.collectBehind(l.deferred(pos, call{u: u, id: id})) || found
			}
			l.eval(u, id, nil) // lookups of settings libraries
		case class:
			l.collectDerived(u, id, f)
		case product:
			l.eval(u, id, nil)
			found = l.collectPartial(u, id, f) || found
		}
	}
	if !found {
		l.collectVague(u, id)
	}
	for i := range u.KidsOf(id)[1:] {
		k := u.KidsOf(id)[1+i]
		if u.Exprs[k].Kind == fact.FuncExpr && u.Exprs[callee].Kind == fact.FuncExpr {
			l.eval(u, k, nil)
		}
	}
}

// collectPartial records the clients that a call of a functools.partial makes.
func (l *linker) collectPartial(u *unit, id fact.ID, f value) (found bool) {
	if !isPartial(f.sym) {
		return false
	}
	return l.collectBehind(l.partial(f, call{u: u, id: id}))
}

// collectBehind records the clients that functions make when a call runs them.
func (l *linker) collectBehind(fns []value, c call) (found bool) {
	for _, fn := range fns {
		if fn.kind != external {
			continue
		}
		if sh, ok := l.shape(c.u, fn); ok {
			found = true
			l.collectShape(c, fn, sh)
		}
	}
	return found
}

// collectDerived records the construction of a class of the root that inherits
// the constructor of an SDK's class, or hands its arguments on as stacks do.
func (l *linker) collectDerived(u *unit, id fact.ID, f value) {
	chain, elsewhere := l.ancestry(classRef{f.u, f.ref})
	own := slices.ContainsFunc(chain, func(c classRef) bool { return c.constructor() >= 0 })
	for _, sym := range elsewhere {
		base := value{kind: external, sym: sym}
		if sh, ok := l.shape(u, base); ok && (!own || sh.Kind == aws.StackShape) {
			l.collectShape(call{u: u, id: id}, base, sh)
		}
	}
}

// collectShape records what one call of an SDK's shape makes.
func (l *linker) collectShape(c call, f value, sh *aws.Shape) {
	if sh.Kind == aws.WrapperShape || sh.Kind == aws.ConfigShape {
		return
	}
	if !l.modelFits(sh, c) {
		return
	}
	wrapped := l.wrappedClients(sh, c)
	l.askConstructed(sh, c, wrapped)
	if len(wrapped) > 0 {
		l.holdConstructed(sh, c, wrapped, sh.Service)
		return
	}
	for i, part := range append([]aws.Shape{*sh}, sh.Parts...) {
		v := value{kind: product, made: &made{call: c, shape: &part, from: f.self}}
		r := l.regionOf(&v)
		if (i > 0 || sh.OnlyWithRegion || l.givesParts(sh, c)) && r.given == zero {
			continue
		}
		if i > 0 && allOf(r.vals, func(v *value) bool { return v.kind == unknown }) {
			continue // nobody knows whether the call makes this one
		}
		services := l.services(&part, c)
		l.addClient(c.u, c.id, &part, r, services...)
		l.holdConstructed(&part, c, nil, oneOf(services))
	}
}

// givesParts reports whether a call states regions for further clients, so that
// it need not make the first one.
func (l *linker) givesParts(sh *aws.Shape, c call) bool {
	return slices.ContainsFunc(sh.Parts, func(part aws.Shape) bool {
		r := l.shapeRegion(&part, c)
		return r.given != zero && !allOf(r.vals, func(v *value) bool { return v.kind == unknown })
	})
}

// wrappedClients returns the clients that a call is given, which it wraps rather
// than making one of its own.
func (l *linker) wrappedClients(sh *aws.Shape, c call) []value {
	args, _ := l.args(c)
	for _, a := range sh.Session {
		for _, g := range l.given1(c, args, a) {
			if allOf(g.vals, func(v *value) bool {
				return v.kind == product && v.made != nil && v.made.shape != nil && v.made.shape.Kind == aws.ClientShape
			}) {
				return g.vals
			}
		}
	}
	return nil
}

// callsBase reports whether a call is that of the base's constructor: super(…),
// super().__init__(…).
func (u *unit) callsBase(id fact.ID) bool {
	callee := &u.Exprs[u.KidsOf(id)[0]]
	if u.Lang == fact.TypeScript {
		return callee.Kind == fact.Name && u.Text(callee) == "super"
	}
	if callee.Kind != fact.Member || u.Text(callee) != "__init__" {
		return false
	}
	owner := &u.Exprs[u.Kids(callee)[0]]
	return owner.Kind == fact.Call && lastName(u, u.Kids(owner)[0]) == "super"
}

// collectBase records what the constructor of an SDK's class makes for a class
// of the root that calls it. A stack is recorded where it is declared, unless
// its own class says where it is.
func (l *linker) collectBase(u *unit, id fact.ID) {
	cls := u.class(u.Exprs[id].Scope)
	if cls < 0 {
		return
	}
	for _, base := range u.Classes[cls].Bases {
		for _, v := range l.eval(u, base, nil) {
			if v.kind != external {
				continue
			}
			sh, ok := l.shape(u, v)
			if !ok {
				continue
			}
			r := l.shapeRegion(sh, call{u: u, id: id})
			if sh.Kind != aws.StackShape || r.given.Path == u.Path && u.Exprs[id].Span.Contains(r.given.Span) && hasText(r.vals) {
				l.collectShape(call{u: u, id: id}, v, sh)
			}
		}
	}
}

// modelFits reports whether a call of a library that serves many clouds is one
// of AWS.
func (l *linker) modelFits(sh *aws.Shape, c call) bool {
	if len(sh.ModelPrefixes) == 0 {
		return true
	}
	args, _ := l.args(c)
	for _, g := range l.given1(c, args, sh.ModelArg) {
		for _, v := range g.vals {
			if v.kind != text {
				continue
			}
			for _, p := range sh.ModelPrefixes {
				if strings.HasPrefix(v.str(), p) {
					return true
				}
			}
		}
	}
	// A region given to it says as much as the model does.
	for _, a := range sh.Region {
		if strings.Contains(a.Name, "aws") && len(l.given1(c, args, a)) > 0 {
			return true
		}
	}
	return false
}

// addClient adds what one call makes, a client of one service or of one of
// several.
func (l *linker) addClient(u *unit, id fact.ID, sh *aws.Shape, r *regionInfo, services ...string) {
	c := l.client(u, id, sh, r)
	service := oneOf(services)
	if c.Service = service; len(services) > 1 {
		c.Services = services
	}
	c.Ignores = sh.Regionless || ignores(service)
	if c.Platform = l.platformOf(u); c.Platform == "" && (c.Status == Ambient || slices.ContainsFunc(c.Origins, Origin.fallsBack)) {
		l.wantImporters(u) // what runs it may give it a region
	}
	c.Hosted = l.hosted(u)
	c.Library = l.published(c.Component)
	c.Elsewhere = slices.ContainsFunc(sh.Env, func(name string) bool { return l.setFor(u, name) })
	c.Rerouted = l.redirected(u, service)
	if made := (call{u: u, id: id}); u.Exprs[id].Kind == fact.Call {
		c.Local, c.Endpoint = l.isLocal(sh, made), l.hasEndpoint(sh, made)
		c.Rerouted = c.Rerouted || l.overridden(sh, made)
	}
	l.misnameClient(u, sh, r, &c)
	l.program.Clients = append(l.program.Clients, c)
}

// oneOf returns the only service there is, or "*".
func oneOf(services []string) string {
	if len(services) > 1 {
		return "*"
	}
	return services[0]
}

// collectVague records session.client("s3") where nobody knows what session
// is, if the names leave no doubt.
func (l *linker) collectVague(u *unit, id fact.ID) {
	if !l.vague(u, id) {
		return
	}
	e := &u.Exprs[id]
	callee := &u.Exprs[u.Kids(e)[0]]
	vals := l.eval(u, u.Kids(callee)[0], nil)
	if slices.ContainsFunc(vals, func(v value) bool { return v.kind != unknown && v.kind != null }) {
		return
	}
	arg := u.Kids(e)[1]
	if u.Exprs[arg].Kind == fact.Keyword {
		arg = u.KidsOf(arg)[0]
	}
	for _, v := range l.eval(u, arg, nil) {
		s, ok := v.whole()
		if !ok {
			continue
		}
		if _, ok := aws.LookupService(s); !ok {
			continue
		}
		sh, ok := aws.SessionMethod("boto3", "client")
		if !ok {
			return
		}
		r := l.shapeRegion(&sh, call{u: u, id: id})
		if r.none {
			// The session decides, and nobody sees it.
			r.vals, r.none = append(r.vals, value{kind: unknown}), false
		}
		l.addClient(u, id, &sh, &r, s)
		return
	}
}

// vague reports whether a call has the shape session.client(…) by its names.
func (l *linker) vague(u *unit, id fact.ID) bool {
	e := &u.Exprs[id]
	callee := &u.Exprs[u.Kids(e)[0]]
	if u.Lang != fact.Python || callee.Kind != fact.Member || len(u.Kids(e)) < 2 ||
		u.Text(callee) != "client" && u.Text(callee) != "resource" && u.Text(callee) != "create_client" {
		return false
	}
	owner := strings.ToLower(lastName(u, u.Kids(callee)[0]))
	return strings.Contains(owner, "session") || strings.Contains(owner, "boto") || strings.Contains(owner, "aws")
}
