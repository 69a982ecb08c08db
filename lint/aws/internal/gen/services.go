package main

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

type service struct {
	Name           string   `json:"name"`
	ID             string   `json:"id"`
	JSClient       string   `json:"jsClient"`
	JSPackage      string   `json:"jsPackage"`
	EndpointPrefix string   `json:"endpointPrefix"`
	SigningName    string   `json:"signingName"`
	Global         bool     `json:"global"`
	Common         bool     `json:"common"`
	OnlyRegions    []string `json:"onlyRegions"`
	JSV2           []string `json:"jsV2"`
}

// index maps a name that other parties know a service by to the service's place
// in the table.
type index map[string]int

func writeServices(dir string, w *bytes.Buffer) error {
	var facts struct {
		origin
		Services     []service         `json:"services"`
		HostLabels   map[string]string `json:"hostLabels"`
		SigningNames map[string]string `json:"signingNames"`
	}
	if err := read(dir, "services.json", &facts); err != nil {
		return err
	}
	services := facts.Services
	slices.SortFunc(services, func(a, b service) int { return cmp.Compare(a.Name, b.Name) })

	packages, v2, labels, signers := index{}, index{}, index{}, index{}
	for i, s := range services {
		packages[s.JSPackage] = i
		for _, name := range s.JSV2 {
			v2[strings.ToLower(name)] = i
		}
		labels.prefer(services, s.EndpointPrefix, i)
		signers.prefer(services, s.SigningName, i)
	}
	for _, settled := range []struct {
		in   index
		from map[string]string
	}{{labels, facts.HostLabels}, {signers, facts.SigningNames}} {
		for name, target := range settled.from {
			i, ok := slices.BinarySearchFunc(services, target, func(s service, name string) int { return cmp.Compare(s.Name, name) })
			if !ok {
				return fmt.Errorf("%q stands for the unknown service %q", name, target)
			}
			settled.in[name] = i
		}
	}

	fmt.Fprintf(w, "var services = []Service{\n")
	for _, s := range services {
		writeService(w, s)
	}
	fmt.Fprintf(w, "}\n\n")
	packages.write(w, "servicesByPackage", services)
	v2.write(w, "servicesByV2", services)
	labels.write(w, "servicesByHostLabel", services)
	signers.write(w, "servicesBySigningName", services)
	return nil
}

// prefer enters a service under a name that several may share: the one that is
// called so wins, then a commonly used one, then the first.
func (x index) prefer(services []service, name string, i int) {
	have, taken := x[name]
	switch {
	case !taken, services[i].Name == name:
		x[name] = i
	case services[have].Name == name:
	case services[i].Common && !services[have].Common:
		x[name] = i
	}
}

func (x index) write(w *bytes.Buffer, name string, services []service) {
	fmt.Fprintf(w, "var %s = []serviceKey{\n", name)
	for _, key := range slices.Sorted(maps.Keys(x)) {
		fmt.Fprintf(w, "{%q, %d}, // %s\n", key, x[key], services[x[key]].Name)
	}
	fmt.Fprintf(w, "}\n\n")
}

func writeService(w *bytes.Buffer, s service) {
	fmt.Fprintf(w, "{Name: %q, ID: %q, JSClient: %q, JSPackage: %q, EndpointPrefix: %q, SigningName: %q",
		s.Name, s.ID, s.JSClient, s.JSPackage, s.EndpointPrefix, s.SigningName)
	if s.Global {
		fmt.Fprintf(w, ", Global: true")
	}
	if len(s.OnlyRegions) > 0 {
		fmt.Fprintf(w, ", Required: %#v", s.OnlyRegions)
	}
	if len(s.JSV2) > 0 {
		fmt.Fprintf(w, ", JSV2: %#v", s.JSV2)
	}
	fmt.Fprintf(w, "},\n")
}
