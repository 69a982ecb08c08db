package driver

import (
	"slices"
	"testing"
)

// TestPrefilter has files that look at the environment, of which those matter
// that read what a dotenv file sets to a region, under whatever name.
func TestPrefilter(t *testing.T) {
	t.Parallel()
	r := mustRun(t, Options{
		FS: tree(map[string]string{
			".env":    "PORT=80\nPLACE=eu-west-1\nPOOL=us-east-1_AbCdEfGhI\nSTAGE_REGION=eu-central-1\nHERE=${PLACE}\nTWIN=eu_west_1\n",
			"port.ts": "export const p = process.env.PORT;\n", "place.ts": "export const p = process.env.PLACE;\n",
			"places.ts": "export const p = process.env.PLACES;\n", "pool.py": "import os\np = os.getenv('POOL')\n",
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
	want := []string{".env", "fields.ts", "here.ts", "known.ts", "newer.ts", "place.ts", "pool.py", "twin.ts"}
	if !slices.Equal(got, want) {
		t.Errorf("extracted %q, want %q", got, want)
	}
}
