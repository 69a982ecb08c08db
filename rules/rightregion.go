package rules

import (
	"path"
	"slices"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/link"
)

// declaredFor returns the region that is declared for a service by its name or
// that of one that it shares its resources with, "" for none.
func declaredFor(d *lint.Declared, service string) string {
	if region := d.Services[service]; region != "" {
		return region
	}
	return d.Services[shared(service)]
}

// rightRegion returns where a service is declared to run, "" if nothing says:
// its own region, the default, or the only one that is allowed.
func rightRegion(d *lint.Declared, service string) string {
	if region := declaredFor(d, service); region != "" {
		return region
	}
	if d.Default == "" && len(d.Allow) == 1 {
		return d.Allow[0]
	}
	return d.Default
}

// fits reports whether nothing that is declared says that a service may not run
// in a region. A region that is allowed though no service was given it is free
// for all that have none of their own.
func fits(d *lint.Declared, service, region string) bool {
	allowed := slices.Contains(d.Allow, region)
	if own := declaredFor(d, service); own != "" {
		return own == region
	}
	if d.Default != "" {
		return d.Default == region || allowed && !given(d, region)
	}
	return allowed || len(d.Allow) == 0
}

// given reports whether a region is declared for some service.
func given(d *lint.Declared, region string) bool {
	for _, own := range d.Services {
		if own == region {
			return true
		}
	}
	return false
}

// agreeing returns the fixes that set no region which the configuration says is
// wrong for one of some services.
func agreeing(pass *lint.Pass, services []string, fixes []lint.SuggestedFix) []lint.SuggestedFix {
	return slices.DeleteFunc(fixes, func(fix lint.SuggestedFix) bool {
		return slices.ContainsFunc(fix.Edits, func(e lint.TextEdit) bool {
			d := pass.Declared.For(e.At.Path)
			return slices.ContainsFunc(aws.FindRegions(e.NewText), func(m aws.Match) bool {
				return !fits(d, "", m.Region) && len(services) == 0 ||
					slices.ContainsFunc(services, func(service string) bool { return !fits(d, service, m.Region) })
			})
		})
	})
}

// A ruling is what the configuration makes of a statement.
type ruling struct {
	*statement
	declared *lint.Declared
	// want is what the statement should say, "" if no one region is right.
	want string
	// wrong is the decider that the configuration has somewhere else.
	wrong decider
	// stays is a decider that cannot go where the wrong one has to, nil if want
	// is set, or if there is none.
	stays *decider
}

// judge holds a statement against the configuration. It returns false if nothing
// is wrong with it.
func (s *statement) judge(d *lint.Declared) (*ruling, bool) {
	deciders := s.judged()
	r := &ruling{statement: s, declared: d}
	wrong := -1
	for i := range deciders {
		if deciders[i].disallowed(d, s) {
			wrong = i
			break
		}
	}
	if wrong < 0 {
		return nil, false
	}
	r.wrong = deciders[wrong]
	want := deciders[wrong].wants(d, s)
	for i := range deciders {
		if deciders[i].wants(d, s) != want {
			r.stays = &deciders[i]
			return r, true
		}
	}
	if r.wrong.pin == movable && want != s.region && !hasRole(s.name) {
		r.want = want
	}
	return r, true
}

// judged returns what a statement decides, as far as it matters: at least one
// decider, unless none of them cares.
func (s *statement) judged() []decider {
	var out []decider
	irrelevants := 0
	for _, d := range s.deciders {
		switch {
		case d.pin == irrelevant:
			irrelevants++
			continue
		case d.service == "*" && d.pin == movable:
			continue
		}
		if !slices.ContainsFunc(out, func(o decider) bool { return o.service == d.service && o.pin == d.pin }) {
			out = append(out, d)
		}
	}
	// Where one client of a service works with a resource that exists, they all do.
	out = slices.DeleteFunc(out, func(d decider) bool {
		return d.pin == movable && slices.ContainsFunc(out, func(o decider) bool { return o.pin == identified && o.service == d.service })
	})
	if slices.ContainsFunc(out, func(d decider) bool { return d.pin == movable }) {
		// What other services share was not chosen for CloudFront's sake.
		for i := range out {
			if out[i].pin == featured {
				out[i].pin = movable
			}
		}
	}
	if len(out) > 0 || irrelevants > 0 && irrelevants == len(s.deciders) {
		return out
	}
	return s.guessed()
}

// guessed returns what a statement decides by its name alone.
func (s *statement) guessed() []decider {
	for _, name := range []string{s.name, s.called, path.Base(s.at.Path)} {
		if needsHome(name, s.region) {
			return nil
		}
	}
	if len(s.deciders) == 0 && (hasRole(s.name) || isIncidental(s.name) || isSampleFile(s.at.Path)) {
		return nil
	}
	var out []decider
	for _, service := range namedServices(s.name) {
		known, _ := aws.LookupService(service)
		if !known.Global && len(known.Required) == 0 {
			out = append(out, decider{service: service})
		}
	}
	if len(out) == 0 {
		out = append(out, decider{service: "*"})
	}
	return []decider{{service: out[0].service, guess: out}}
}

// disallowed reports whether the configuration has a decider somewhere else than
// a statement puts it.
func (d *decider) disallowed(declared *lint.Declared, s *statement) bool {
	switch d.pin {
	case movable:
		return !slices.ContainsFunc(d.services(), func(service string) bool { return fits(declared, service, s.region) })
	case identified:
		own := declaredFor(declared, d.service)
		return own != "" && own != s.region || len(declared.Allow) > 0 && !slices.Contains(declared.Allow, s.region)
	case irrelevant, required, featured:
	}
	return false
}

// services returns the services that a decider can be.
func (d *decider) services() []string {
	if len(d.guess) == 0 {
		return []string{d.service}
	}
	services := make([]string, len(d.guess))
	for i := range d.guess {
		services[i] = d.guess[i].service
	}
	return services
}

// wants returns the region that a decider has to be in: the statement's own
// where nothing else is known.
func (d *decider) wants(declared *lint.Declared, s *statement) string {
	if d.pin != movable {
		return s.region
	}
	want := ""
	for _, service := range d.services() {
		switch right := rightRegion(declared, service); {
		case want == "":
			want = right
		case right != want:
			return s.region
		}
	}
	if want == "" {
		return s.region
	}
	return want
}

// inCode reports whether a place is no fallback and no definition.
func (s *statement) inCode() bool {
	return s.kind != link.StepDefinition && s.kind != link.StepTemplate && s.kind != link.StepFallback
}
