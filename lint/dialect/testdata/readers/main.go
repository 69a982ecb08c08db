// Command readers prints what the real readers of Go make of texts: see node.js.
// It needs github.com/compose-spec/compose-go/v2 and github.com/docker/cli.
package main

import (
	"encoding/json"
	"log"
	"os"
	"strings"

	"github.com/compose-spec/compose-go/v2/dotenv"
	"github.com/docker/cli/pkg/kvfile"
)

func main() {
	var texts []string
	if err := json.NewDecoder(os.Stdin).Decode(&texts); err != nil {
		log.Fatal(err)
	}
	out := make(map[string][]map[string]string)
	unset := func(string) (string, bool) { return "", false }
	for _, text := range texts {
		set, err := dotenv.ParseWithLookup(strings.NewReader(text), unset)
		if err != nil {
			set = nil
		}
		out["docker compose"] = append(out["docker compose"], set)
		lines, err := kvfile.ParseFromReader(strings.NewReader(text), unset)
		set = make(map[string]string)
		for _, line := range lines {
			name, value, _ := strings.Cut(line, "=")
			set[name] = value
		}
		if err != nil {
			set = nil
		}
		out["docker run --env-file"] = append(out["docker run --env-file"], set)
	}
	if err := json.NewEncoder(os.Stdout).Encode(out); err != nil {
		log.Fatal(err)
	}
}
