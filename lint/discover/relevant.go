package discover

import (
	"bytes"
	"strings"
)

// Relevant reports whether a file of code matters by itself: whether it holds
// the shape of a region, the name of an AWS library or host, a variable that is
// named for a region, what reads dotenv files or makes the program a Lambda
// function, or a comment for us. The word region counts together with a look at
// the environment or a service of AWS's; alone, each of them is in a great many files
// that have to do with no region of AWS. hasShape finds the first of these; it is
// asked last, unless it is nil.
//
// What is written for people does not count: comments, and common words in sentences
// between quotes. What is imported from the root's own modules counts only as much as a
// service's name does.
//
// It looks at bytes alone. It may say yes to a file that does not matter, and hardly
// ever no to one that does by itself; what such a file imports is found by the
// linker, as is what uses a client that it makes, and what reads a variable by another name that a dotenv file sets to a
// region by whoever knows that name.
func Relevant(text []byte, own Own, hasShape func([]byte) bool) bool {
	return Signed(text, 0, own) || hasShape != nil && hasShape(text)
}

// Signed is Relevant without shapes. From an offset on there are all the words in
// the text for which [HasSign] is true.
func Signed(text []byte, from int, own Own) bool {
	var seen sign
	prose := NewProse(text)
	for i := from; i < len(text); i++ {
		group := rareByte[text[i]]
		if group == 0 {
			continue
		}
		for _, n := range needles[group] {
			said := n.at(text, i-n.rare)
			if said&^seen == 0 {
				continue
			}
			switch {
			case said == silencing:
			case prose.explains(i), said&strong == 0 && prose.isSentence(i-n.rare):
				continue
			case said == strong && namesAWS(n.word) && own.holds(text, i-n.rare):
				said = setting
			}
			seen |= said
		}
		if seen&strong != 0 || seen == setting|region {
			return true
		}
	}
	return false
}

// HasSign reports whether a word holds one of those that Relevant looks for. All of
// them have three letters or more.
func HasSign(word []byte) bool {
	for i, b := range word {
		for _, n := range needles[rareByte[b]] {
			if n.spelled(word, i-n.rare) {
				return true
			}
		}
	}
	return false
}

// A sign is what a word says of the file that it is in.
type sign uint8

const (
	setting sign = 1 << iota // the environment is read, or a service of AWS's named
	region                   // there is a region of some kind
	strong                   // the file matters

	// silencing is what a comment for us says.
	silencing = strong | setting
)

// A needle is a word to be found in any case.
type needle struct {
	word string // in lower case
	rare int    // index in word of the byte that it is found by
	// sign tells what the word at an offset says; nil where that is always strong.
	sign func(text []byte, at int) sign
}

// needles holds the words by the byte in them that is rarest in code, so that
// most bytes of a file cost one look at rareByte. Group 0 is empty.
var needles = [...][]needle{
	{},
	{
		{word: "region", rare: 2, sign: regionSign},
		{word: "mangum", rare: 3},
		{word: "cognito", rare: 2, sign: speaks},
		{word: "sagemaker", rare: 2, sign: speaks},
	},
	{{word: "aws", rare: 1, sign: awsSign}, {word: "cloudwatch", rare: 5, sign: speaks}},
	{
		{word: "boto", sign: botoSign},
		{word: "basesettings", sign: begins},
		{word: "lambda", rare: 3, sign: handlerSign},
	},
	{{word: "amazon", rare: 3, sign: amazonSign}},
	{{word: "amplify", rare: 6, sign: amplifySign}, {word: "middy", rare: 4}, {word: "dynaconf", rare: 1}, {word: "dynamo", rare: 1, sign: speaks}},
	{{word: "bedrock", rare: 6, sign: bedrockSign}},
	{
		{word: "serverless", rare: 3, sign: joined},
		{word: "env", rare: 2, sign: envSign},
		{word: "configservice", rare: 9, sign: speaks},
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

// at returns what the needle says if it is found at an offset, which may lie
// before the text.
func (n *needle) at(text []byte, at int) sign {
	switch {
	case !n.spelled(text, at):
		return 0
	case n.sign == nil:
		return strong
	}
	return n.sign(text, at)
}

// spelled reports whether the needle is found at an offset, which may lie before the
// text.
func (n *needle) spelled(text []byte, at int) bool {
	if at < 0 || at+len(n.word) > len(text) {
		return false
	}
	for i := range len(n.word) {
		if text[at+i]|0x20 != n.word[i] {
			return false
		}
	}
	return true
}

// regionSign tells a variable that is named for a region, AWS_REGION, awsRegion,
// region_name or env["S3_REGION"], from all else that has regions.
func regionSign(text []byte, at int) sign {
	start, end := wordAround(text, at)
	name := text[start:end]
	before, after := around(text, at, len("region"))
	switch {
	case hasFold(text[at+len("region"):], "lint", false):
		return silencing
	case containsFold(name, "aws"), containsFold(name, "region_name") && len(name) == len("region_name"):
		return strong
	case !bytes.HasPrefix(text[at:], []byte("REGION")), isWord(before) && before != '_', isWord(after) && after != '_':
		return region
	}
	if before, _ = around(text, start, 0); isQuote(before) || before == '.' || before == '$' {
		return strong
	}
	return region
}

// awsSign tells the names of packages, hosts, ARNs and variables (aws-sdk,
// langchain_aws, "@pulumi/aws", on.aws, arn:aws, AWS_PROFILE) from the prose and
// the project's own names, awsIcon or draws.
func awsSign(text []byte, at int) sign {
	before, after := around(text, at, len("aws"))
	switch {
	case isLetter(before) && text[at] != 'A', bytes.HasPrefix(text[at:], []byte("aws.amazon.")):
		return 0 // the latter are pages to read
	case before == '-' && after == '-':
		return setting // as in a class of a style sheet, text-aws-orange
	case after == '-' && text[at] == 'A':
		return setting // AWS-hosted
	case text[at] == 'a' && (before == '_' || after == '_'):
		return snakeSign(text, at)
	case isOneOf(after, "-_0123456789"), isOneOf(before, "@_-.:"):
		return strong
	case before == '/' && (isQuote(after) || bytes.HasSuffix(text[:at], []byte("pulumi/"))):
		return strong
	case after == '.' && at+4 < len(text) && isLetter(text[at+4]):
		return strong
	case before == ' ' && isImported(text[:at]):
		return strong // awswrangler, awscrt
	}
	return 0
}

// snakeSign tells import aws_cdk, from langchain_aws import and aws_access_key_id= from
// a project's own get_aws_client and aws_helper.
func snakeSign(text []byte, at int) sign {
	for _, key := range []string{"access_key", "secret_access", "session_token", "profile", "default", "assume_role", "cdk"} {
		if hasFold(text[at+len("aws"):], "_"+key, false) {
			return strong
		}
	}
	return importSign(text, at)
}

// importSign tells a name that is imported, or imported from, from others.
func importSign(text []byte, at int) sign {
	start, _ := stretch(text, at, maxModule, func(b byte) bool { return isWord(b) || b == '.' })
	if isImported(text[:start]) {
		return strong
	}
	return setting
}

// isImported reports whether a text ends where the name of what is imported, or
// imported from, begins.
func isImported(text []byte) bool {
	return bytes.HasSuffix(text, []byte("import ")) || bytes.HasSuffix(text, []byte("from "))
}

// botoSign tells boto3, aioboto3, botocore and createBotoSession from chatbotOptions,
// BotOutput and botones.
func botoSign(text []byte, at int) sign {
	before, after := around(text, at, len("boto"))
	switch {
	case text[at+1] == 'o' && text[at+len("bot")] == 'O':
		return 0
	case 'a' <= after && after <= 'z' && !hasFold(text[at+len("boto"):], "core", false):
		return 0
	}
	if !isLetter(before) || text[at] == 'B' || bytes.HasSuffix(text[:at], []byte("aio")) {
		return strong
	}
	return 0
}

// amazonSign tells amazonaws.com and amazon-cognito-identity-js from the
// Amazon.com of copyright notices.
func amazonSign(text []byte, at int) sign {
	end := at + len("amazon")
	_, after := around(text, at, end-at)
	switch {
	case bytes.HasSuffix(text[:at], []byte(".com/")): // a page to read
		return 0
	case after == '-':
		return packageSign(text, at)
	case after == '_', hasFold(text[end:], "aws", false):
		return strong
	case isLetter(after):
		return setting
	}
	return 0
}

// packageSign tells the package that JavaScript imports from the names of icons and
// models.
func packageSign(text []byte, at int) sign {
	start, _ := stretch(text, at, maxModule, isPath)
	if start == 0 || !isQuote(text[start-1]) {
		return setting
	}
	before := bytes.TrimRight(text[max(0, start-maxModule):start-1], " (")
	for _, word := range []string{"from", "import", "require"} {
		if bytes.HasSuffix(before, []byte(word)) {
			return strong
		}
	}
	return setting
}

// amplifySign tells aws-amplify, amplify_outputs.json and Amplify.configure from what
// amplifies something.
func amplifySign(text []byte, at int) sign {
	end := at + len("amplify")
	before, after := around(text, at, end-at)
	switch {
	case isOneOf(before, "-@/_."), isOneOf(after, "-_/"), isQuote(after) && isQuote(before):
		return strong
	case after == '.' && end+1 < len(text) && isLetter(text[end+1]):
		return strong
	case text[at] == 'A' && !isLetter(before) && isWord(after): // AmplifyAuth
		return strong
	}
	return 0
}

// bedrockSign tells the names of services, models and classes (bedrock-runtime,
// "bedrock", chat_models.bedrock, ChatBedrock, BedrockModel) from prose and from a
// project's own names, bedrockSettings and SwitchBedrockModel.
func bedrockSign(text []byte, at int) sign {
	end := at + len("bedrock")
	before, after := around(text, at, end-at)
	switch {
	case bytes.HasSuffix(text[:at], []byte(".com/")): // a page to read
		return 0
	case text[at] == 'B' && isMention(before, after):
		return setting
	case text[at] == 'b' && after == '_' && !hasFold(text[end:], "_converse", false):
		return importSign(text, at)
	case isOneOf(after, "-_/("), isQuote(after) && isQuote(before), bytes.HasSuffix(text[:at], []byte("import ")):
		return strong
	case isOneOf(after, ".:") && end+1 < len(text) && isLetter(text[end+1]):
		return strong
	case text[at] == 'B' && isLetter(before) != isLetter(after):
		return classSign(text, at)
	case text[at] != 'B' && !isLetter(after) && isOneOf(before, "/.-_@"):
		return strong
	case isLetter(before) || isLetter(after):
		return setting
	}
	return 0
}

// isMention reports whether Bedrock, between those bytes, is no class:
// Bedrock-hosted, Provider.Bedrock.
func isMention(before, after byte) bool {
	return isOneOf(after, "-/") || before == '.' && !isWord(after)
}

// classSign tells what makes a client or inherits from what does (BedrockModel(…),
// class Mine(ChatBedrock), new BedrockRuntime(…)) and what is imported for it from the
// project's own BedrockIcon.
func classSign(text []byte, at int) sign {
	start, end := wordAround(text, at)
	before, after := around(text, start, end-start)
	switch {
	case after == '(':
		for _, own := range []string{"function ", "class ", "def "} {
			if bytes.HasSuffix(text[:start], []byte(own)) {
				return setting
			}
		}
		return strong
	case before == '(' && isOneOf(after, "),"), bytes.HasSuffix(text[:start], []byte("extends ")),
		bytes.HasSuffix(text[:start], []byte("import ")):
		return strong
	}
	return setting
}

// handlerSign tells lambda_handler from the keyword of Python.
func handlerSign(text []byte, at int) sign {
	if bytes.HasPrefix(text[at+len("lambda"):], []byte("_handler")) {
		return strong
	}
	return 0
}

// begins tells pydantic's BaseSettings from knowledgeBaseSettings.
func begins(text []byte, at int) sign {
	if before, _ := around(text, at, 0); isLetter(before) {
		return 0
	}
	return strong
}

// joined tells serverless-http and serverless_wsgi from what is serverless.
func joined(text []byte, at int) sign {
	if _, after := around(text, at, len("serverless")); (after == '-' || after == '_') && text[at] == 's' {
		return strong
	}
	return 0
}

func speaks([]byte, int) sign { return setting }

// envSign tells what reads dotenv files, and what takes the environment as a
// whole, from a look at one of its variables: process.env.X, os.environ["X"],
// getenv("X"), $env/static/private.
func envSign(text []byte, at int) sign {
	const word = len("env")
	before, after := around(text, at, word)
	rest := text[at+word:]
	switch {
	case hasFold(text[:at], "dot", true), hasFold(text[:at], "read_", true):
		return strong // load_dotenv, read_env
	case hasFold(rest, "iron", false):
		return environSign(text, at)
	case hasFold(rest, "filepath", false), hasFold(rest, "_file", false), hasFold(text[:at], "load", true):
		return strong // envFilePath, env_file, loadEnv
	case hasFold(text[:at], "get", true), before == '$', bytes.HasSuffix(text[:at], []byte("astro:")):
		return setting
	case before != '.' || isWord(after):
		return 0
	}
	return dotEnvSign(text, at-1, after)
}

// dotEnvSign tells the names of dotenv files and process.env as a whole from
// process.env.X; at is the offset of the dot.
func dotEnvSign(text []byte, at int, after byte) sign {
	before, _ := around(text, at, 0)
	switch {
	case isQuote(after), before == '/', isQuote(before):
		return strong
	case after == ')' && isGoneThrough(text[:at]):
		return strong
	}
	return setting
}

// isGoneThrough tells Object.entries(process.env) and k in process.env from a look at
// whether there is an environment at all; text ends with the object that env is a
// member of.
func isGoneThrough(text []byte) bool {
	for _, owner := range []string{"process", "import.meta", "Deno", "Bun"} {
		if rest, ok := bytes.CutSuffix(text, []byte(owner)); ok {
			rest = bytes.TrimRight(rest, " ")
			return bytes.HasSuffix(rest, []byte("(")) || bytes.HasSuffix(rest, []byte(",")) ||
				bytes.HasSuffix(rest, []byte(" in")) || bytes.HasSuffix(rest, []byte(" of"))
		}
	}
	return false
}

// environSign tells the package environ, and a walk through os.environ, from the
// English word and from a look at one variable.
func environSign(text []byte, at int) sign {
	_, after := around(text, at, len("environ"))
	if after|0x20 == 'm' {
		return 0 // environment
	}
	rest := text[at+len("environ"):]
	for _, walk := range []string{".items", ".keys", ".values", ".Env"} {
		if bytes.HasPrefix(rest, []byte(walk)) {
			return strong
		}
	}
	switch after {
	case 's', 'S', 0, ')', ':', ']', '}', ',', '\n', '\r':
		return strong
	}
	return setting
}

// around returns the bytes before and after a stretch of text, 0 where there is
// none.
func around(text []byte, at, length int) (before, after byte) {
	if at > 0 {
		before = text[at-1]
	}
	if end := at + length; end < len(text) {
		after = text[end]
	}
	return before, after
}

// The lengths in bytes up to which the name and the path of a module around a word
// are looked at, on either side.
const (
	maxName   = 64
	maxModule = 256
)

// wordAround returns the bounds of the name that an offset lies in.
func wordAround(text []byte, at int) (start, end int) { return stretch(text, at, maxName, isWord) }

// stretch returns the bounds of what consists of some bytes around an offset, up to so
// many of them on either side.
func stretch(text []byte, at, most int, is func(byte) bool) (start, end int) {
	for start = at; start > 0 && at-start < most && is(text[start-1]); start-- {
		continue
	}
	for end = at; end < len(text) && end-at < most && is(text[end]); end++ {
		continue
	}
	return start, end
}

// containsFold reports whether text holds a word in any case.
func containsFold(text []byte, word string) bool {
	for at := range text {
		if hasFold(text[at:], word, false) {
			return true
		}
	}
	return false
}

// hasFold reports whether text begins, or ends, with a word in any case.
func hasFold(text []byte, word string, end bool) bool {
	if len(text) < len(word) {
		return false
	}
	if end {
		text = text[len(text)-len(word):]
	}
	for i := range len(word) {
		if text[i]|0x20 != word[i]|0x20 {
			return false
		}
	}
	return true
}

func isLetter(b byte) bool {
	b |= 0x20
	return 'a' <= b && b <= 'z'
}

func isWord(b byte) bool { return isLetter(b) || b == '_' || '0' <= b && b <= '9' }

func isOneOf(b byte, some string) bool { return strings.IndexByte(some, b) >= 0 }

func isQuote(b byte) bool { return b == '"' || b == '\'' || b == '`' }
