package rules

import (
	"regexp"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/fact"
)

// claimed is the region that a remark says its code is in.
type claimed struct {
	region string
	at     []int // the offsets at which the remark spells it, in order
	// paraphrased is set when the remark says the same in other words: it names
	// the place, as in "Sydney, ap-southeast-2", or has parentheses beside the
	// region.
	paraphrased bool
}

// claim returns the region that a remark claims its code to be in. It returns
// false for one that names several, or that does not plainly say where the code
// is: it denies, recalls, plans, compares, gives examples, or is code itself.
func claim(r *fact.Remark, lang fact.Lang) (said claimed, ok bool) {
	for _, m := range aws.FindRegions(r.Text) {
		if said.region != "" && said.region != m.Region {
			return said, false
		}
		said.region = m.Region
		if m.Inside || !standsAlone(r.Text, m.Start, m.End) {
			continue // in a URL or a longer name
		}
		if readsAsCode(lineAround(r.Text, m.Start), lang) || hedges(sentenceAround(r.Text, m.Start), lang) {
			return said, false
		}
		said.at = append(said.at, m.Start)
		said.paraphrased = said.paraphrased ||
			strings.HasSuffix(r.Text[:m.Start], "(") || strings.HasPrefix(r.Text[m.End:], " (")
	}
	region, _ := aws.LookupRegion(said.region)
	_, place, named := strings.Cut(strings.TrimSuffix(region.Description, ")"), "(")
	said.paraphrased = said.paraphrased || named && strings.Contains(r.Text, place)
	return said, len(said.at) > 0
}

// standsAlone reports whether text[start:end] is a word of a sentence.
func standsAlone(text string, start, end int) bool {
	const blanks = " \t\r\n"
	before := text[strings.LastIndexAny(text[:start], blanks)+1 : start]
	after := text[end:]
	if i := strings.IndexAny(after, blanks); i >= 0 {
		after = after[:i]
	}
	return strings.Trim(before, "(#/*`:") == "" && strings.Trim(after, ").,;:!`*/") == ""
}

// lineAround returns the line of an offset.
func lineAround(text string, at int) string {
	line := text[strings.LastIndexAny(text[:at], "\r\n")+1:]
	if i := strings.IndexAny(line, "\r\n"); i >= 0 {
		line = line[:i]
	}
	return line
}

// codeLike matches what code has and sentences have not: assignments, calls,
// flags, quoted values, the ends of statements, entries and blocks.
var codeLike = regexp.MustCompile(`=|\w\(|--\w|["'$\\<>{}]|[;,{(\[]\s*$|^\W*(?:import|export|return|const|let|if|for)\b`)

// dotenvLike matches a name and a colon, which is also how a dotenv file may set
// a variable.
var dotenvLike = regexp.MustCompile(`^\W*[A-Z][A-Z0-9_]*\s*:`)

func readsAsCode(line string, lang fact.Lang) bool {
	return codeLike.MatchString(line) || lang == fact.Dotenv && dotenvLike.MatchString(line)
}

// sentenceEnd matches what parts sentences: a full stop before a capital, a line
// without words, a line that begins an item or describes a parameter.
var sentenceEnd = regexp.MustCompile(`[.!?]\s[\s#/*]*[A-Z]|\n[\s#/*]*\n|\n[\s#/*]*(?:[-@:•]|\w+:\s)`)

// sentenceAround returns the sentence of an offset.
func sentenceAround(text string, at int) string {
	start, end := 0, len(text)
	for _, m := range sentenceEnd.FindAllStringIndex(text, -1) {
		if m[0] >= at {
			end = m[0]
			break
		}
		start = m[0] + 1
	}
	return text[start:end]
}

var word = regexp.MustCompile(`[A-Za-z]+(?:[.'’][A-Za-z]+)*`)

// hedging are the words of sentences that do not say where the code is.
var hedging = []string{
	// denials and conditions
	"not", "no", "never", "without", "except", "unless", "unlike", "only", "if", "when", "whether", "or", "otherwise",
	"available", "unavailable", "works", "work", "need", "needs", "needed", "must", "allow", "allowed", "allows",
	// what was, what will be
	"previously", "formerly", "originally", "initially", "once", "used", "was", "were", "had", "old", "older", "legacy", "before", "until",
	"instead", "rather", "longer", "now", "then", "will", "would", "should", "could", "may", "might", "can", "todo", "fixme", "hack", "xxx",
	// comparisons and examples
	"e.g", "eg", "i.e", "example", "examples", "such", "like", "similar", "same", "as", "than", "vs", "versus", "other", "another",
	"any", "every", "each", "both", "also", "too", "your", "you", "see", "format", "sample",
	// sources and neighbours
	"from", "copy", "copied", "backup", "near", "nearest", "close", "closest", "cross", "between", "outside", "elsewhere",
	// what goes for a region whatever the code does
	"price", "prices", "pricing", "cost", "costs", "cheaper", "cheapest", "quota", "limit", "limits", "latency", "usd",
	"global", "cloudfront", "certificate", "certificates", "acm", "waf", "lambda@edge", "billing",
	// one environment of several
	"prod", "production", "staging", "dev", "development", "local", "locally", "test", "tests", "testing", "ci",
}

// hedgingStems begin such words.
var hedgingStems = []string{"support", "requir", "migrat", "replica", "mirror", "mov", "switch", "chang", "replac", "deprecat", "fallback", "fall", "compar"}

// hedges reports whether a sentence does not plainly say where its code is. In a
// dotenv file a default is the code's.
func hedges(sentence string, lang fact.Lang) bool {
	if strings.ContainsAny(sentence, "?~") {
		return true
	}
	for _, w := range word.FindAllString(strings.ToLower(sentence), -1) {
		if slices.Contains(hedging, w) || strings.HasSuffix(w, "n't") || strings.HasSuffix(w, "n’t") ||
			slices.ContainsFunc(hedgingStems, func(stem string) bool { return strings.HasPrefix(w, stem) }) ||
			lang == fact.Dotenv && strings.HasPrefix(w, "default") {
			return true
		}
	}
	return false
}
