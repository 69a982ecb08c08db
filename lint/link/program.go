// Package link joins the facts of all files into one Program: it resolves
// modules and names, scopes environments, evaluates expressions with their
// origins, and finds the clients, resources, lookups and definitions that
// rules look at. It never parses: what it lacks it asks for, and the
// driver extracts that and links again.
package link

import (
	"slices"
	"strings"
	"sync"

	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/dialect"
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/source"
)

// A Program is everything that the root states about regions, linked. All
// slices are sorted by location. It is read-only and safe for concurrent use.
type Program struct {
	// Provided holds the environment variables that text files besides code and
	// dotenv files may set where programs of the root run.
	Provided map[string]bool

	// Containers are what compose files and Dockerfiles set for containers of the
	// root's own.
	Containers []Container

	Files       []*fact.File // sorted by path
	Clients     []Client
	Resources   []Resource
	Literals    []Literal
	Lookups     []Lookup
	Definitions []Definition // every dotenv definition of a name that matters
	// Environments are sorted by component, then by their first file and mode.
	Environments []Environment
	Statements   []Statement
	Uses         []Use
	Pairs        []Pair // that contradict each other
	Bonds        []Pair // that agree: such a region belongs to the identifier and stays with it
	Clashes      []Clash
	Models       []Model
	Features     []Feature // sorted by place
	Names        []Name
	Misnomers    []Misnomer

	derived sync.Map // of keys and func() T; see [Derived]
}

// File returns the facts of the file with that path, or nil if none were needed.
func (p *Program) File(path string) *fact.File {
	i, ok := slices.BinarySearchFunc(p.Files, path, func(f *fact.File, path string) int { return strings.Compare(f.Path, path) })
	if !ok {
		return nil
	}
	return p.Files[i]
}

// A Step is one place that a value came through. What is a short clause
// without a final period, such as `AWS_REGION is set here`.
type Step struct {
	At   source.Location
	What string
	Kind StepKind
	// secret is set on a dotenv line that may hold one, so that what it decides
	// is not shown.
	secret bool
	// Variable is the name that a StepLookup asks for.
	Variable string
}

// StepKind says what role a place has in a value's way.
type StepKind uint8

// The kinds of step.
const (
	StepUse        StepKind = iota // where the value is used or assigned on the way
	StepLiteral                    // a literal in code that decides the value
	StepFallback                   // a literal that decides it because a lookup found nothing
	StepLookup                     // an environment lookup
	StepDefinition                 // a dotenv line that decides it
	StepTemplate                   // a dotenv template's line that decides it
	StepIdentifier                 // an identifier from which the region is derived
	StepElement                    // an element of a list or map that a loop goes through
	StepSilent                     // a library assumes it silently
)

// An Origin is one region and the way it came: the first step is where it is
// used, the last the place that decides it. Spot is that place's bytes of the
// region itself (within an identifier or a URL, only the region); it is the
// zero Location when the source does not spell the region there.
type Origin struct {
	Region string
	Steps  []Step
	Spot   source.Location
	// Profile is the dotenv mode (`production`) that decides it, or "".
	Profile string
}

// Decided returns the place that decides the region.
func (o Origin) Decided() Step { return o.Steps[len(o.Steps)-1] }

// Status says how much is known of a client's region.
type Status uint8

// The statuses of a client; CLI.md defines them.
const (
	Resolved Status = iota
	Ambient
	Dynamic
)

// String returns the status as the JSON output spells it.
func (s Status) String() string {
	return [...]string{"resolved", "ambient", "dynamic"}[s]
}

// A Client is anything that will talk to AWS in one region: an SDK client or
// session, a framework object that builds one, an endpoint URL.
type Client struct {
	Service string // botocore's name, "*" for a session or a global default
	// Services are those that one call makes clients of, if they are several:
	// what a function is handed. Service is "*" then.
	Services []string
	SDK      string // boto3, aws-sdk-js-v3, url, …
	At       source.Location
	Status   Status
	// Regions lists every region that the client can take, sorted.
	Regions []string
	// Origins has at least one entry for each region, sorted by region, then
	// by deciding place.
	Origins []Origin
	// Given is where the code gives the region: the argument, the part of an
	// endpoint. It is the zero Location when it gives none.
	Given source.Location
	// Session is set for sessions and global defaults, which talk to no
	// service themselves.
	Session bool
	// Ignores is set when the service ignores the region (IAM, CloudFront, …).
	Ignores bool
	// Loop is set when the client is made in a loop over a catalogue of
	// three regions or more.
	Loop bool
	// Test is set for test code.
	Test bool
	// Component is the folder of the component that the client stands in,
	// "." for the root.
	Component string
	// Shape says what the arguments of the call mean. It is shared and must not
	// be changed.
	Shape *aws.Shape
	// Env lists the variables that the client's own library reads for a
	// region, in order.
	Env []string
	// Open is set when the client can also take a region that is not known: a
	// parameter that callers outside the root pass, what a user types, or
	// nothing at all where nothing in scope gives its SDK one.
	Open bool
	// Platform names what the client's code runs on if that sets AWS_REGION and
	// AWS_DEFAULT_REGION by itself ("Lambda", "Fargate", "CodeBuild"), else "".
	Platform string
	// Hosted is set when a runtime starts the client's code that is not known to
	// set these variables, but most likely does: Bedrock AgentCore's, or Glue's.
	Hosted bool
	// Elsewhere is set when something other than a dotenv file may set a variable
	// that the client's library reads for a region: code, compose, a Dockerfile,
	// Terraform, a shell script, a job that runs the client's file.
	Elsewhere bool
	// Profile is set when the code names the profile of the shared configuration
	// that the client takes its settings from, the region among them.
	Profile bool
	// Library is set when the client's component is a package for others to
	// install, who decide what it runs in.
	Library bool
	// SameBucket is set for the URL of a bucket that a client of the same file is
	// asked for.
	SameBucket bool
	// Endpoint is set when the code gives an endpoint, whosever it is.
	Endpoint bool
	// Local is set when every endpoint that the code gives to the client is an
	// emulator's or another vendor's: localhost, LocalStack, MinIO. Its region
	// is a formality then.
	Local bool
	// Rerouted is set when some endpoint that the code or a variable gives to the
	// client may be another one than AWS's.
	Rerouted bool
}

// A Resource is an identifier or host name in code or in a dotenv file that
// carries a region.
type Resource struct {
	Kind    string // cognito-user-pool-id, arn, sqs-queue-url, …
	Service string
	Value   string // the identifier alone
	Region  string
	At      source.Location // where the source spells it, or the expression that builds it
	Fixed   bool            // an existing resource, which cannot move
	Test    bool
	// Component is as in Client.
	Component string
}

// A Literal is a region spelled in code or in a dotenv file.
type Literal struct {
	Region string
	// Context is where it stands: env-default, argument, keyword, assignment,
	// parameter-default, list, object, key, comparison, return, identifier,
	// url, dotenv, text, no-constraint (what stands for a bucket of which S3 says
	// no region), other.
	Context string
	At      source.Location
	Plain   bool // the bytes at At are the region
	// Catalogue is set when it is one of three or more regions in a list, set,
	// map, union or enum.
	Catalogue bool
	Test      bool
	// Name is what the code calls the value that the region is: a keyword, a
	// property, a parameter, a variable, the function that returns it, what a
	// default is given for; "" if it has no name.
	Name string
	// Called is what a call calls that the region is an argument of: the full name
	// of something outside the root, else the last name as written; "" for none.
	Called string
	// Beside are the other keys of the object that the region is a value in, none
	// of a large one, which is a table.
	Beside []string
	// Component is as in Client.
	Component string
}

// fallsBack reports whether a region is what a lookup of a variable falls back to.
func (o Origin) fallsBack() bool { return o.Decided().Kind == StepFallback }

// A Lookup is one read of an environment variable in code.
type Lookup struct {
	Name string
	At   source.Location // the whole lookup expression
	// NameAt is where the source spells the name; the zero Location when a
	// settings field implies it.
	NameAt source.Location
	// Fallbacks are the regions that the lookup falls back to, empty when it
	// has none or they are no regions.
	Fallbacks []Origin
	// Spelled is where the source spells the texts that the lookup falls back to,
	// regions or not.
	Spelled []source.Location
	// HasFallback is set when the lookup has a fallback of any kind.
	HasFallback bool
	// Definitions are indexes into Program.Definitions: those in scope, the
	// nearest folder's only.
	Definitions []int
	// Region is set when the lookup's name or its use says that it is for an
	// AWS region: the name is one that an SDK reads, or has the word REGION, or
	// its value reaches a client.
	Region bool
	// Optional is set when the program goes on as it is meant to where the lookup
	// finds nothing: it has a fallback, only asks whether the variable is there, has something
	// else to take, or hands the variable on under the same name.
	Optional bool
	// Named is set when some file of the root names the variable without reading
	// it: a comment in a dotenv file, code that writes it down for another program.
	Named bool
	// Withheld names the bundler that builds the code for the browser in which the
	// lookup stands, and that does not hand the variable to it: it hands over names
	// that begin with Prefix. "" elsewhere.
	Withheld, Prefix string
	// Library and Platform are as in Client.
	Library  bool
	Platform string
	// Implied is set for a settings field, whose lookup is not spelled out.
	Implied bool
	// Schema is set when a schema (zod, t3-env, envalid) has the name as a key,
	// so that nothing else can be read in its place.
	Schema bool
	// Elsewhere is set when something other than a dotenv file may define the
	// variable: code that sets it, another text file of the root that names it
	// (compose, Dockerfile, workflow, Terraform, SAM, shell), or the platform
	// that the code runs on.
	Elsewhere bool
	Test      bool
	Component string
}

// A Definition is one dotenv line that sets a variable whose value is a region
// or a region-bearing identifier, or whose name is that of a region variable.
// Value is "" for anything else: dotenv files hold secrets.
type Definition struct {
	Name     string
	Value    string
	At       source.Location // the value
	NameAt   source.Location
	Line     source.Location // the whole statement
	Template bool
	Profile  string // the mode, as in .env.production, or ""
	Blank    bool   // nothing, or a placeholder
	Plain    bool   // the value's bytes are the value
	// Region is set when the value is a region or the name says that it is one.
	Region bool
	// Used is set unless the line sets a region and nothing in the root can be
	// seen to read the variable: no code, SDK, tool, other dotenv line or file.
	Used bool
	// Private is set when the file is known to be read only by what keeps its
	// values to itself, such as pydantic's settings: no SDK gets to see them.
	Private bool
	// Shadowed is set when a later line of the file sets the name again. No
	// lookup sees a shadowed definition.
	Shadowed bool
	// Component is as in Client.
	Component string
}

// A Container is a variable that a compose file or a Dockerfile sets, from which
// an SDK may read its region, for a container that is built from a folder of the
// root.
type Container struct {
	Folder string // that the image is built from
	Name   string // of the variable
	Region string // "" where it is not known
	At     source.Location
	Line   source.Location // with the indentation and the line ending
	Text   string          // of the line
}

// An Environment is what dotenv files give a program together, in one mode:
// those of one folder that a framework loads over each other, those that code
// loads one after the other, or one file where nothing says that it is loaded
// with others.
type Environment struct {
	Component string // as in Client
	Profile   string // the mode, or ""
	Template  bool   // it is one template
	// Files are in the order of their strength: what a later one sets holds.
	Files []string
	// Loads are the calls that load the files one after the other, in the order
	// of the source; none where a framework loads them.
	Loads []source.Location
	// Definitions are indexes into Program.Definitions: for each name the line
	// that decides, those of weaker files first.
	Definitions []int
}

// A Statement is a line of a dotenv file, or several with one quoted value, that
// sets a variable to a region, at least for one reader of such files.
type Statement struct {
	Name string
	Line source.Location // without the line end and a byte-order mark before it
	Text string          // of the line; never to be shown as a whole
	// Region is the one that the readers take the line for, as far as they take
	// it for any.
	Region string
	// Readings are what the readers of the file make of the line, sorted by
	// reader. Known is set when they are known to read it, and not only common
	// where the variable is used.
	Readings []Reading
	Known    bool
	// Marked is set when only a byte-order mark and lines that set nothing stand
	// before it in the file.
	Marked bool
	// Foreign is set when the value refers to another variable.
	Foreign bool
}

// A Reading is what one reader of dotenv files makes of a line.
type Reading struct {
	Reader dialect.Reader
	At     source.Location // code that says that the reader is used, or the zero Location
	State  dialect.State
	Region string // the value if it is a region, else ""
	// Shown is the value with words left out that may be secret.
	Shown string
}

// A Use is an identifier or an endpoint that carries a region and is handed to a
// client.
type Use struct {
	Client  int    // index into Program.Clients
	Service string // the client's, or that of its Services which is asked
	Param   string
	Value   Origin // the identifier's region; the first step is the argument
	Text    string // the identifier
	Kind    string
	At      source.Location
	Fixed   bool // an existing resource, which cannot move; not a service's plain endpoint
}

// A Name is a resource that code hands to a client by its bare name: it is
// where the client is, and would have to be made again where the client moves
// to.
type Name struct {
	Client  int    // index into Program.Clients
	Service string // the client's
	Noun    string // what it is, as in "table"
	// Text is the name, with an ellipsis for what is not known and for what
	// only a dotenv file says, which may be a secret.
	Text string
	// Steps are the way that the name came, first where it is handed over.
	Steps []Step
	At    source.Location
	Makes bool // the call makes the resource
}

// A Feature is a request for what a service offers in one region only.
type Feature struct {
	aws.Feature
	Client int             // index into Program.Clients
	At     source.Location // the argument that asks for it
}

// A Model is one of the models that a client of Amazon Bedrock is asked for. The
// alternatives of one argument have the same Client and At.
type Model struct {
	Client int             // index into Program.Clients
	At     source.Location // the argument
	// Text is the id of an inference profile and ID where the source spells it,
	// the zero Location where no one place does.
	Text string
	ID   source.Location
	// Geo is the profile's geography, "" for what is no profile or one of an
	// unknown geography.
	Geo string
	// Value is the way that the id came. Its Region is Geo, and its Spot the
	// bytes of that.
	Value Origin
}

// A Pair is two regions that one expression or one object puts side by side:
// the region of an endpoint and that of an identifier in one URL, a region
// setting and an identifier in one object.
type Pair struct {
	At      source.Location
	Service string
	Kind    string // the identifier's kind
	Text    string // the identifier
	Fixed   Origin // the identifier's
	Other   Origin // the endpoint's, the setting's, or the other identifier's
	// Setting is the name of the region setting beside the identifier, "" where
	// the two stand in one text.
	Setting string
	// Given is where the other region is given: the setting's value, the part of
	// the text.
	Given source.Location
}

// A Clash is an ARN or a host name that names a region of one partition in the
// manner of another. One that is put together is a clash in every run, or in
// every run of the mode that Region.Profile names.
type Clash struct {
	At      source.Location // the expression, or the dotenv value
	Kind    string
	Service string
	Text    string // the identifier
	// Stated is what names the partition, the second part of an ARN or the DNS
	// suffix of a host; Want is what its region calls for in that place.
	Stated, Want string
	// Spot is where the source spells Stated, or the zero Location where no one
	// place does.
	Spot   source.Location
	Region Origin
	Test   bool
}
