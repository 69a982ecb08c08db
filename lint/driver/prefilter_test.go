package driver

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/discover"
)

// TestPrefilter has files that look at the environment, of which those matter
// that read what a dotenv file sets to a region, under whatever name.
func TestPrefilter(t *testing.T) {
	t.Parallel()
	r := mustRun(t, Options{
		FS: tree(map[string]string{
			".env":    "PORT=80\nPLACE=eu-west-1\nPOOL=us-east-1_AbCdEfGhI\nSTAGE_REGION=eu-central-1\nQ=eu-west-2\nHERE=${PLACE}\nTWIN=eu_west_1\n",
			"port.ts": "export const p = process.env.PORT;\n", "place.ts": "export const p = process.env.PLACE;\n",
			"q.ts": "export const q = process.env.Q;\n", "places.ts": "export const p = process.env.PLACES;\n", "pool.py": "import os\np = os.getenv('POOL')\n",
			"fields.ts": "export class Environment {\n  STAGE_REGION: string;\n}\n", "here.ts": "export const h = getEnv('HERE');\n",
			"twin.ts": "export const { TWIN } = process.env;\n", "page.tsx": "export const p = <p role='region' className='bg-layer-1'/>;\n",
			"known.ts": "export const k = 'tw-new-1';\n", "newer.ts": "export const k = 'tw-north-1';\n", "other.ts": "export const k = 'tw-old-1';\n",
			".regionlint.yaml": "regions:\n  known: [tw-new-1]\n",
		}),
	})
	var got []string
	for path := range r.Files {
		got = append(got, path)
	}
	slices.Sort(got)
	want := []string{".env", "fields.ts", "here.ts", "known.ts", "newer.ts", "place.ts", "pool.py", "q.ts", "twin.ts"}
	if !slices.Equal(got, want) {
		t.Errorf("extracted %q, want %q", got, want)
	}
}

// TestRelevanceByWords compares looking at each word once with looking at all of the
// text.
func TestRelevanceByWords(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 4))
	parts := []string{
		"aws", "Aws", "AWS", "region", "REGION", "Region", "env", "environ", ".env", "process.env", "get", "boto", "boto3", "chat", "aio",
		"lambda", "_handler", "serverless", "amazon", "amazonaws", "cognito", "dynamo", "name", "_name", "s", "d", "X", "_", "-", ".", "@",
		"$", "'", "/", "(", ")", "=", " ", "\n", "import ", "from ", "eu-west-1", "layer-1", "é", "PLACE", "w", "g", "v", "z",
	}
	r := newRelevance(nil, []string{"PLACE"}, nil)
	counts := make(map[bool]int)
	for range 20_000 {
		var b strings.Builder
		for range 1 + random.IntN(12) {
			b.WriteString(parts[random.IntN(len(parts))])
			if random.IntN(3) == 0 {
				b.WriteString(" ")
			}
			if random.IntN(20) == 0 {
				b.WriteString(strings.Repeat("other words ", random.IntN(10)))
			}
		}
		text := []byte(b.String())
		want := discover.Relevant(text, nil, aws.MaySpellRegion) || hasWord(text, []byte("PLACE"))
		counts[want]++
		if _, got, words := r.look(text); got != want || got != (words == nil) {
			t.Fatalf("%q: relevant: %t, want %t", text, got, want)
		}
	}
	if min(counts[false], counts[true]) < 2000 {
		t.Errorf("of the texts %v are relevant", counts)
	}
}
