package discover

import "bytes"

// Relevant reports whether a file of code can matter: whether it holds the
// shape of a region, the word region, the name of an AWS library or a look at
// the environment. hasShape finds the first of these; it is asked last.
//
// It looks at bytes alone. It may say yes to a file that does not matter, never
// no to one that does by itself; what such a file imports is found by the
// linker.
func Relevant(text []byte, hasShape func([]byte) bool) bool {
	for i := range needles {
		if needles[i].in(text) {
			return true
		}
	}
	return hasShape(text)
}

// A needle is a word to be found, and what must hold where it is found.
type needle struct {
	word []byte
	ok   func(text []byte, at int) bool // nil where the word is enough
}

// needles is never written to. The words are cut so that one covers several:
// "egion" stands for region and Region, "aws" for aws-sdk, aws_cdk and @aws.
var needles = []needle{
	{word: []byte("egion")},
	{word: []byte("EGION")},
	{word: []byte("aws"), ok: startsWord},
	{word: []byte("AWS")},
	{word: []byte("Aws")},
	{word: []byte("boto")},
	{word: []byte("mazon")},
	{word: []byte("AMAZON")},
	{word: []byte("mplify")},
	{word: []byte("edrock")},
	{word: []byte("BEDROCK")},
	{word: []byte(".env")},
	{word: []byte("getenv")},
	{word: []byte("dotenv")},
	{word: []byte("environ"), ok: notEnvironment},
}

func (n needle) in(text []byte) bool {
	for at := 0; ; at += len(n.word) {
		i := bytes.Index(text[at:], n.word)
		if i < 0 {
			return false
		}
		if at += i; n.ok == nil || n.ok(text, at) {
			return true
		}
	}
}

// startsWord reports whether no letter stands before at, as one does in "laws".
func startsWord(text []byte, at int) bool {
	if at == 0 {
		return true
	}
	before := text[at-1] | 0x20
	return before < 'a' || before > 'z'
}

// notEnvironment tells os.environ from the English word.
func notEnvironment(text []byte, at int) bool {
	return !bytes.HasPrefix(text[at:], []byte("environment"))
}
