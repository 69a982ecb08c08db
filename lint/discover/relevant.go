package discover

import "bytes"

// Relevant reports whether a file of code can matter: whether it holds the
// shape of a region, the word region, the name of an AWS library, a look at
// the environment or what makes the program a Lambda function. hasShape finds
// the first of these; it is asked last.
//
// It looks at bytes alone. It may say yes to a file that does not matter, never
// no to one that does by itself; what such a file imports is found by the
// linker.
func Relevant(text []byte, hasShape func([]byte) bool) bool {
	for i, b := range text {
		group := rareByte[b]
		if group == 0 {
			continue
		}
		for _, n := range needles[group] {
			if n.at(text, i-n.rare) {
				return true
			}
		}
	}
	return hasShape(text)
}

// A needle is a word to be found in any case.
type needle struct {
	word string // in lower case
	rare int    // index in word of the byte that it is found by
	// ok says whether the word at an offset counts; nil where it always does.
	ok func(text []byte, at int) bool
}

// needles holds the words by the byte in them that is rarest in code, so that
// most bytes of a file cost one look at rareByte. Group 0 is empty.
var needles = [...][]needle{
	{},
	{{word: "region", rare: 2}, {word: "mangum", rare: 3}},
	{{word: "aws", rare: 1, ok: startsWord}},
	{{word: "boto"}, {word: "lambda", rare: 3, ok: handles}},
	{{word: "amazon", rare: 3, ok: notCompany}},
	{{word: "amplify", rare: 6}, {word: "middy", rare: 4}},
	{{word: "bedrock", rare: 6}},
	{
		{word: "serverless", rare: 3},
		{word: ".env", rare: 3, ok: endsEnv},
		{word: "getenv", rare: 5},
		{word: "dotenv", rare: 5},
		{word: "environ", rare: 2, ok: notEnvironment},
	},
}

// rareByte maps a byte, in either case, to its group in needles.
var rareByte = [256]uint8{
	'g': 1, 'G': 1,
	'w': 2, 'W': 2,
	'b': 3, 'B': 3,
	'z': 4, 'Z': 4,
	'y': 5, 'Y': 5,
	'k': 6, 'K': 6,
	'v': 7, 'V': 7,
}

// at reports whether the needle is found at an offset, which may lie before the
// text.
func (n *needle) at(text []byte, at int) bool {
	if at < 0 || at+len(n.word) > len(text) {
		return false
	}
	for i := range len(n.word) {
		if text[at+i]|0x20 != n.word[i] {
			return false
		}
	}
	return n.ok == nil || n.ok(text, at)
}

// startsWord tells aws_cdk from laws: no small letter stands before it, or it
// is itself written with a capital, as in useAwsRegion.
func startsWord(text []byte, at int) bool {
	return at == 0 || text[at] == 'A' || !isLetter(text[at-1])
}

// notCompany tells amazonaws.com and amazon-cognito-identity-js from the
// Amazon.com of copyright notices.
func notCompany(text []byte, at int) bool {
	after := at + len("amazon")
	return after < len(text) && (isLetter(text[after]) || text[after] == '-' || text[after] == '_')
}

// handles tells lambda_handler from the keyword of Python.
func handles(text []byte, at int) bool {
	return bytes.HasPrefix(text[at+len("lambda"):], []byte("_handler"))
}

// notEnvironment tells os.environ from the English word.
func notEnvironment(text []byte, at int) bool {
	after := at + len("environ")
	return after == len(text) || text[after]|0x20 != 'm'
}

// endsEnv tells process.env from env.ENVIRONMENT.
func endsEnv(text []byte, at int) bool {
	after := at + len(".env")
	return after == len(text) || !isLetter(text[after])
}

func isLetter(b byte) bool {
	b |= 0x20
	return 'a' <= b && b <= 'z'
}
