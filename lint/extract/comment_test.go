package extract

import "testing"

func TestHasRegionShape(t *testing.T) {
	for text, want := range map[string]bool{
		"# was us-east-1":         true,
		"# us-east-1a is a zone":  true,
		"us-gov-west-1":           true,
		"# xx-nowhere-9":          true,
		"(eu-west-1)":             true,
		"bg-gray-500":             true, // two letters, a word, a number: the table decides later
		"aus-east-1":              false,
		"us-1":                    false,
		"us-east":                 false,
		"US-EAST-1":               false,
		"a us- east-1":            false,
		"us-a-b-c-d-1":            false,
		"":                        false,
		"--":                      false,
		"x-us-east-1 and us-east": true,
	} {
		if got := hasRegionShape([]byte(text)); got != want {
			t.Errorf("hasRegionShape(%q) = %v, want %v", text, got, want)
		}
	}
}
