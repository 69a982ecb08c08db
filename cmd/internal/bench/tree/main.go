// Command tree writes a made-up repository to measure with.
//
//	go run ./cmd/internal/bench/tree -files 20000 FOLDER
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"

	"github.com/regionlint/regionlint/lint/linttest/synthetic"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "tree:", err)
		os.Exit(1)
	}
}

func run() error {
	var t synthetic.Tree
	flag.IntVar(&t.Files, "files", 5000, "how many files to write")
	flag.IntVar(&t.Using, "using", 0, "how many packages use AWS; 0 for all")
	flag.Uint64Var(&t.Seed, "seed", 1, "another one gives another tree")
	flag.Parse()
	if flag.NArg() != 1 {
		return errors.New("name the folder to write to")
	}
	return t.Write(flag.Arg(0))
}
