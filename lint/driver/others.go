package driver

import (
	"bytes"
	"context"
	"maps"
	"sync"

	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/parse"
	"github.com/regionlint/regionlint/lint/source"
)

// others notes what the text files beside code and dotenv files say of variables.
// Of a file that says nothing of them nothing is kept.
func (l *loader) others(ctx context.Context, in *link.Input) error {
	paths := l.found.Others
	ordered := make([]*link.Input, len(paths)) // what counts in the order of the files
	shown := make([]*source.File, len(paths))
	failures := make([]error, len(paths))
	*in = withSets(*in)
	var mu sync.Mutex
	note := func(i int, text []byte) {
		said := withSets(link.Input{})
		given(&said, paths[i], text)
		if len(said.Containers) > 0 {
			shown[i] = source.NewFile(paths[i], bytes.Clone(text))
		}
		if len(said.Containers) > 0 || len(said.EnvFiles) > 0 || len(said.Jobs) > 0 {
			ordered[i] = &link.Input{Containers: said.Containers, EnvFiles: said.EnvFiles, Jobs: said.Jobs}
		}
		mu.Lock()
		defer mu.Unlock()
		maps.Copy(in.Cloud, said.Cloud)
		maps.Copy(in.Handed, said.Handed)
		maps.Copy(in.Hosts, said.Hosts)
		maps.Copy(in.Words, said.Words)
		maps.Copy(in.Provided, said.Provided)
	}
	err := l.each(ctx, paths, func(_ *parse.Parser, i int) {
		failures[i] = l.memory.read(l.fsys, paths[i], func(text []byte) {
			if isOwn(text) {
				text = nil
			}
			note(i, text)
		})
		if failures[i] != nil {
			note(i, nil) // its name says something too
		}
	})
	l.fail(paths, failures)
	for i, said := range ordered {
		if said == nil {
			continue
		}
		in.Containers = append(in.Containers, said.Containers...)
		in.EnvFiles = append(in.EnvFiles, said.EnvFiles...)
		for word, started := range said.Jobs {
			for _, script := range started {
				in.Jobs[word] = appendNew(in.Jobs[word], script)
			}
		}
		if shown[i] != nil {
			l.shown = append(l.shown, shown[i])
		}
	}
	return err
}

// withSets returns an input with the sets that text files add to.
func withSets(in link.Input) link.Input {
	in.Cloud, in.Handed, in.Hosts = make(map[string]bool), make(map[string]bool), make(map[string]bool)
	in.Words, in.Provided, in.Jobs = make(map[string]bool), make(map[string]bool), make(map[string][]string)
	return in
}
