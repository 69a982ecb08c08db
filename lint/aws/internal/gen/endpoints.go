package main

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
)

type endpointService struct {
	Name     string   `json:"name"`
	Unlisted []string `json:"unlisted"`
}

func writeEndpoints(dir string, w *bytes.Buffer) error {
	var facts struct {
		origin
		Regions []struct {
			Name  string `json:"name"`
			North int    `json:"north"`
			East  int    `json:"east"`
		} `json:"regions"`
		Services []endpointService `json:"services"`
	}
	if err := read(dir, "endpoints.json", &facts); err != nil {
		return err
	}
	fmt.Fprintf(w, "// EndpointsDate is the day that the facts about the regions of services are of.\nconst EndpointsDate = %q\n\n", facts.Date)
	fmt.Fprintf(w, "var endpointRegions = []endpointRegion{\n")
	known := make(map[string]bool)
	for _, r := range facts.Regions {
		known[r.Name] = true
		fmt.Fprintf(w, "{%q, %d, %d},\n", r.Name, r.North, r.East)
	}
	slices.SortFunc(facts.Services, func(a, b endpointService) int { return cmp.Compare(a.Name, b.Name) })
	fmt.Fprintf(w, "}\n\nvar unlisted = []unlistedIn{\n")
	for _, s := range facts.Services {
		slices.Sort(s.Unlisted)
		for _, r := range s.Unlisted {
			if !known[r] {
				return fmt.Errorf("%s: nobody says where region %q is", s.Name, r)
			}
		}
		fmt.Fprintf(w, "{%q, %#v},\n", s.Name, s.Unlisted)
	}
	fmt.Fprintf(w, "}\n")
	return nil
}
