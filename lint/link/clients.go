package link

import (
	"cmp"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/source"
)

// A regionInfo is what is known of the region of something that an SDK makes.
type regionInfo struct {
	vals  []value // texts, nulls and unknowns
	given source.Location
	none  bool // the code can leave the region to the surroundings
	// profile is set when the code names a profile of the shared configuration.
	profile bool
}

// regionOf returns the region of what an SDK's shape made.
func (l *linker) regionOf(v *value) *regionInfo {
	m := v.made
	if m.region != nil {
		return m.region
	}
	m.region = &regionInfo{}
	r := l.shapeRegion(m.shape, m.call)
	if r.none && m.from != nil && m.from.made != nil && m.from.made.shape != nil {
		// A session's client runs where the session does.
		inherited := l.regionOf(m.from)
		r.vals = append(r.vals, inherited.vals...)
		r.none = inherited.none
		r.profile = r.profile || inherited.profile
		if r.given == zero {
			r.given = inherited.given
		}
	}
	*m.region = r
	return m.region
}

// shapeRegion evaluates where a call states its region.
func (l *linker) shapeRegion(sh *aws.Shape, c call) regionInfo {
	if c.typed {
		// Somebody else made it; nobody sees how.
		return regionInfo{vals: unknowns}
	}
	r := regionInfo{none: true}
	var s set
	args, open := l.args(c)
	step := func(vals []value, at source.Location, maybe bool) {
		if !r.none {
			return
		}
		if r.given == zero {
			r.given = at
		}
		s.add(via(filtered(vals, keepNonNull), Step{At: at, What: "the region is given here"})...)
		s.add(unset(vals)...)
		r.none = maybe || slices.ContainsFunc(vals, func(v value) bool { return v.isNull() && !v.unset })
	}
	for _, a := range sh.Region {
		for _, g := range l.given1(c, args, a) {
			step(l.called(g.vals, c), g.at, g.maybe)
			for _, lk := range l.readAt[g.at] {
				lk.Region = true // whatever it is called
			}
		}
	}
	l.fromIDs(sh, c, args, step)
	r.profile = l.namesProfile(c, args)
	for i, a := range slices.Concat(sh.Config, sh.Session) {
		for _, g := range l.given1(c, args, a) {
			vals, none := l.carried(g.vals)
			r.profile = r.profile || l.carriesProfile(g.vals)
			if i < len(sh.Config) && !hasText(vals) {
				continue // options that nobody sees are about time-outs and retries
			}
			if len(vals) > 0 || !none {
				step(vals, g.at, none || g.maybe)
			}
		}
	}
	if r.none && open && takesKeywords(sh) {
		s.add(unknowns...)
		r.none = len(s.vals) > 1
	}
	r.vals = s.vals
	return r
}

// namesProfile reports whether a call is given a profile of the shared
// configuration by name.
func (l *linker) namesProfile(c call, args []argument) bool {
	return slices.ContainsFunc(aws.ProfileArgs(c.u.ecosystem()), func(a aws.Arg) bool {
		return slices.ContainsFunc(l.given1(c, args, a), func(g given) bool {
			return !allOf(g.vals, func(v *value) bool { return v.kind == null && !v.unset })
		})
	})
}

// carriesProfile reports whether one of some sessions and clients was given a
// profile.
func (l *linker) carriesProfile(vals []value) bool {
	return slices.ContainsFunc(vals, func(v value) bool {
		return v.kind == product && v.made != nil && v.made.shape != nil && l.regionOf(&v).profile
	})
}

func hasText(vals []value) bool {
	return slices.ContainsFunc(vals, func(v value) bool { return v.kind == text })
}

// takesKeywords reports whether arguments that nobody sees could hold the
// region.
func takesKeywords(sh *aws.Shape) bool { return len(sh.Region)+len(sh.Config) > 0 }

// called evaluates regions that are given as a function.
func (l *linker) called(vals []value, c call) []value {
	var s set
	for _, v := range vals {
		if v.kind == function {
			s.add(l.invoke(v, call{fr: c.fr})...)
			continue
		}
		s.add(v)
	}
	return s.vals
}

// A given is what one place of a call holds.
type given struct {
	vals  []value
	at    source.Location
	maybe bool
}

// given1 returns what argument a of a call holds, for each element where the
// path has a *.
func (l *linker) given1(c call, args []argument, a aws.Arg) []given {
	if a.IsZero() {
		return nil
	}
	name, path, _ := strings.Cut(a.Name, ".")
	if c.u.Lang == fact.TypeScript {
		name, path = "", a.Name
	}
	arg, ok := keyword(args, name)
	if !ok && a.Pos >= 0 {
		arg, ok = positional(args, a.Pos)
	}
	if !ok {
		return nil
	}
	at := arg.at
	if at == zero {
		at = c.at()
	}
	start := given{vals: l.argVals(c, arg), at: at}
	if path == "" {
		return []given{start}
	}
	return l.follow([]given{start}, strings.Split(path, "."), c)
}

// follow goes down a path of properties.
func (l *linker) follow(from []given, path []string, c call) []given {
	for i, part := range path {
		var next []given
		for _, g := range from {
			if part == "*" {
				next = append(next, eachEntry(g)...)
				continue
			}
			if got, ok := l.property(g, part, c); ok {
				// An object that nobody sees decides by itself what is below.
				if allOf(got.vals, func(v *value) bool { return v.kind == unknown }) && i < len(path)-1 {
					return []given{got}
				}
				next = append(next, got)
			}
		}
		from = next
	}
	return from
}

func (l *linker) property(g given, name string, c call) (given, bool) {
	var s set
	out := given{at: g.at}
	found := false
	for _, v := range g.vals {
		switch v.kind {
		case mapping:
			vals, at, maybe := v.obj.get(name)
			if len(vals) == 0 {
				out.maybe = true
				continue
			}
			if at != zero {
				out.at = at
			}
			out.maybe = out.maybe || maybe
			s.add(vals...)
			found = true
		case null, text, sequence:
			out.maybe = true
		case product:
			if v.made == nil || v.made.shape == nil || !isRegionMember(name) {
				s.add(unknowns...)
				found = true
				continue
			}
			r := l.regionOf(&v)
			s.add(r.vals...)
			out.maybe = out.maybe || r.none
			found = found || len(r.vals) > 0
		case instance, module, class:
			s.add(l.member(c.u, c.id, v, name, c.fr)...)
			found = true
		case function:
			for _, r := range l.invoke(v, call{fr: c.fr}) {
				if inner, ok := l.property(given{vals: []value{r}, at: g.at}, name, c); ok {
					s.add(inner.vals...)
					found = true
				}
			}
		default:
			s.add(unknowns...)
			found = true
		}
	}
	out.vals = s.vals
	return out, found
}

func eachEntry(g given) []given {
	var out []given
	for _, v := range g.vals {
		switch v.kind {
		case mapping:
			for _, en := range v.obj.entries {
				out = append(out, given{vals: en.vals, at: en.at})
			}
		case sequence:
			for _, item := range v.items() {
				out = append(out, given{vals: item, at: g.at})
			}
		}
	}
	return out
}

// carried returns the regions of options objects, sessions and clients.
func (l *linker) carried(vals []value) (regions []value, none bool) {
	var s set
	for _, v := range vals {
		switch {
		case v.kind == product && v.made != nil && v.made.shape != nil:
			r := l.regionOf(&v)
			s.add(r.vals...)
			none = none || r.none
		case v.kind == null:
			none = true
		case v.kind == product && v.made != nil:
			if from := v.made.from; from != nil && from.made != nil && from.made.shape != nil {
				s.add(unknowns...) // what a method makes of options
				continue
			}
			none = true // something that has no region, such as a credentials object
		case v.kind == mapping:
			got, _, maybe := v.obj.get("region_name")
			if len(got) == 0 {
				got, _, maybe = v.obj.get("region")
			}
			s.add(got...)
			none = none || maybe
		default:
			s.add(unknowns...)
		}
	}
	return s.vals, none
}

// fromIDs derives the region from identifiers that a call is given.
func (l *linker) fromIDs(sh *aws.Shape, c call, args []argument, step func([]value, source.Location, bool)) {
	for _, a := range sh.IDs {
		var s set
		at := zero
		for _, g := range l.given1(c, args, a) {
			for _, v := range g.vals {
				if v.kind == null && !v.unset {
					continue
				}
				s.add(l.idRegion(v))
				if at == zero {
					at = g.at
				}
			}
		}
		if len(s.vals) > 0 {
			step(s.vals, at, false)
		}
	}
}

// idRegion returns the region that an identifier carries, as a text that came
// the identifier's way. A placeholder carries none.
func (l *linker) idRegion(v value) value {
	if v.kind == sequence {
		for _, item := range v.items() {
			for _, x := range item {
				return l.idRegion(x)
			}
		}
	}
	if v.kind != text {
		return value{kind: unknown}
	}
	s := v.str()
	if isBlank(s) {
		return value{kind: unknown}
	}
	for _, id := range aws.FindIdentifiers(s) {
		if id.Region == "" {
			continue
		}
		start, end := id.RegionStart, id.RegionEnd
		if start < 0 {
			start, end = id.Start, id.Start+1
		}
		return l.slice(v, id.Region, start, end)
	}
	if region, ok := aws.UserPoolRegion(s); ok {
		return l.slice(v, region, 0, len(region))
	}
	return value{kind: unknown}
}

// slice returns region, spelled at bytes [start, end) of v's text, as a text
// of its own.
func (l *linker) slice(v value, region string, start, end int) value {
	p, _ := v.covering(start)
	out := v.as(piece{text: region, way: p.way})
	if at := v.spot(start, end); at != zero && end-start == len(region) {
		out.pieces[0].at = at
	}
	return out
}

// origins returns the regions among vals with the way they came, sorted.
func (l *linker) origins(vals []value) []Origin {
	var out []Origin
	for _, v := range vals {
		s, ok := v.whole()
		if !ok {
			continue
		}
		s = strings.TrimSpace(s)
		if !l.isRegion(s) {
			continue
		}
		p, _ := v.covering(0)
		o := Origin{Region: s, Steps: p.way.list(), Profile: v.profile()}
		if len(v.pieces) == 1 {
			o.Spot = p.at
		}
		if len(o.Steps) == 0 {
			continue
		}
		out = append(out, o)
	}
	slices.SortStableFunc(out, compareOrigins)
	return slices.CompactFunc(out, func(a, b Origin) bool { return compareOrigins(a, b) == 0 })
}

func compareOrigins(a, b Origin) int {
	return cmp.Or(strings.Compare(a.Region, b.Region), a.Decided().At.Compare(b.Decided().At), strings.Compare(a.Profile, b.Profile))
}

// isRegion reports whether a value is a region, be it one that only the
// configuration knows.
func (l *linker) isRegion(s string) bool { return isRegionText(s) || slices.Contains(l.in.Known, s) }

// isRegionText reports whether a value is a region, known or newer than the
// data, or a pseudo region.
func isRegionText(s string) bool {
	if aws.IsRegion(s) || aws.IsPseudoRegion(s) {
		return true
	}
	_, ok := aws.Plausible(s)
	return ok
}

// client turns what an SDK's shape made into a Client.
func (l *linker) client(u *unit, id fact.ID, sh *aws.Shape, r *regionInfo) Client {
	c := Client{
		SDK: sh.SDK, At: u.here(id), Given: r.given, Test: u.test,
		Component: l.env.componentOf(u.dir), Env: sh.Env, Shape: sh,
		Session: sh.Kind == aws.SessionShape || sh.Kind == aws.GlobalShape,
		Profile: r.profile,
	}
	vals := r.vals
	nothing := false
	if r.none {
		surroundings, silent := l.surroundings(u, id, sh)
		nothing = len(surroundings) == 0
		vals = append(slices.Clip(vals), surroundings...)
		c.Origins = l.origins(vals)
		if len(c.Origins) == 0 && silent != "" {
			c.Origins = []Origin{{Region: silent, Steps: []Step{{At: c.At, What: sh.SDK + " assumes " + silent + " here", Kind: StepSilent}}}}
			c.Status = Ambient
			if l.hasUnknown(vals) {
				c.Status = Dynamic
			}
			return c
		}
	} else {
		c.Origins = l.origins(vals)
	}
	for _, o := range c.Origins {
		if !slices.Contains(c.Regions, o.Region) {
			c.Regions = append(c.Regions, o.Region)
		}
	}
	switch {
	case len(c.Regions) > 0:
		c.Status = Resolved
	case l.hasUnknown(vals) || !r.none:
		c.Status = Dynamic
	default:
		c.Status = Ambient
	}
	c.Open = nothing || slices.ContainsFunc(vals, func(v value) bool {
		return v.kind != null && (v.kind != text || !l.isRegion(v.str()))
	})
	c.Loop = len(vals) >= catalogue && slices.ContainsFunc(vals, func(v value) bool { return v.loop })
	return c
}

func (l *linker) hasUnknown(vals []value) bool {
	return slices.ContainsFunc(vals, func(v value) bool {
		return v.kind != text && v.kind != null || v.unset || v.kind == text && !l.isRegion(v.str())
	})
}

// surroundings returns what gives a region to a client whose code gives none:
// a default set in code, the variable that its SDK reads, and last what the
// library assumes in silence.
func (l *linker) surroundings(u *unit, id fact.ID, sh *aws.Shape) (vals []value, silent string) {
	if got := l.globalDefault(u, id, sh.SDK); len(got) > 0 {
		return got, ""
	}
	for _, name := range sh.Env {
		vals := l.surrounding(u, name)
		if known := l.origins(vals); len(known) > 0 {
			return vals, ""
		}
	}
	return nil, sh.Silent
}

// surrounding returns what code and dotenv files set a variable to that a library
// reads by itself.
func (l *linker) surrounding(u *unit, name string) []value {
	var s set
	s.add(l.assignedTo(u, name, zero)...)
	defs, _ := l.env.find(u.dir, name, false, nil)
	for _, i := range defs {
		s.add(l.defined(i, 0))
	}
	return s.vals
}

// A global is a call that sets the default region of an SDK.
type global struct {
	u   *unit
	id  fact.ID // the call, or the target of the assignment
	sdk string
	r   *regionInfo
}

// globalDefault returns the region that code sets for all later clients of an
// SDK, as the client in expression id sees it: in the same flow, else anywhere
// in its own file, else in its component.
func (l *linker) globalDefault(u *unit, id fact.ID, sdk string) []value {
	var flow, near, far set
	var places []place
	var own []global
	e := &u.Exprs[id]
	l.budget.pay(len(l.globals))
	if l.broke() {
		return unknowns
	}
	for _, g := range l.globals {
		if family(g.sdk) != family(sdk) || len(g.r.vals) == 0 {
			continue
		}
		if g.u == u {
			near.add(g.r.vals...)
			if at := &u.Exprs[g.id]; u.flow(at.Scope) == u.flow(e.Scope) {
				own = append(own, g)
				places = append(places, place{at.Block, at.Span.End})
			}
		} else if l.env.componentOf(g.u.dir) == l.env.componentOf(u.dir) {
			far.add(g.r.vals...)
		}
	}
	reached, open, _, more := u.reach(placesOf(places), "", e.Block, e.Span.Start, true)
	for _, r := range reached {
		flow.add(own[r.index].r.vals...)
	}
	switch {
	case len(flow.vals) > 0 && !open && !more:
		return flow.vals
	case len(near.vals) > 0:
		return near.vals
	}
	return far.vals
}

// family groups libraries that share one default.
func family(sdk string) string {
	if sdk == "botocore" {
		return "boto3"
	}
	return sdk
}

// services returns the services that a call is for: botocore's names, or "*"
// where the source does not tell.
func (l *linker) services(sh *aws.Shape, c call) []string {
	if sh.ServiceArg.IsZero() {
		return []string{cmp.Or(sh.Service, "*")}
	}
	var names []string
	args, _ := l.args(c)
	for _, g := range l.given1(c, args, sh.ServiceArg) {
		for _, v := range g.vals {
			s, ok := v.whole()
			if !ok {
				continue
			}
			if sh.SigningService {
				if svc, ok := aws.ServiceBySigningName(s); ok {
					s = svc.Name
				}
			}
			if !slices.Contains(names, s) {
				names = append(names, s)
			}
		}
	}
	slices.Sort(names)
	if len(names) == 0 {
		return []string{cmp.Or(sh.Service, "*")}
	}
	return names
}

// ignores reports whether a service has no regions to be in.
func ignores(service string) bool {
	s, ok := aws.LookupService(service)
	return ok && s.Global
}
