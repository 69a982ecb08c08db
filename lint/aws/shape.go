package aws

// An Ecosystem is a language with its package registry.
type Ecosystem int

// The ecosystems that SDK shapes are known for.
const (
	Python Ecosystem = iota
	JavaScript
)

// A ShapeKind says what a call of a shape does.
type ShapeKind int

const (
	// ClientShape makes something that talks to one service in one region.
	ClientShape ShapeKind = iota
	// SessionShape makes a session, from which clients are made by SessionMethod.
	SessionShape
	// ConfigShape makes an options object that may carry a region, such as
	// botocore's Config(region_name=…).
	ConfigShape
	// WrapperShape wraps a client and makes none of its own; the client is in
	// Session.
	WrapperShape
	// GlobalShape changes the default of every later client of its SDK.
	GlobalShape
	// SignerShape makes request signatures for one service in one region.
	SignerShape
	// StackShape declares infrastructure in one region.
	StackShape
)

// An Arg is a place in a call where an argument may stand.
type Arg struct {
	// Pos is the 0-based position, -1 when the argument has none.
	Pos int
	// Name is, in Python, the keyword; behind a dot follow the keys inside a
	// dict that is passed there. In JavaScript it is the dotted path of the
	// property inside the object at Pos, "" for the argument itself. A component
	// * stands for every property or element.
	Name string
}

// NoArg is the argument that a shape does not have.
var NoArg = Arg{Pos: -1}

// IsZero reports whether the place is none: neither a position nor a name.
func (a Arg) IsZero() bool { return a.Pos < 0 && a.Name == "" }

// A Shape says where a call of a library states its region. Lists of arguments
// are in precedence order, the first one that is given wins.
type Shape struct {
	// SDK names the library whose rules decide; see SDKEnv.
	SDK  string
	Kind ShapeKind
	// Service is botocore's name of the service, "*" for sessions and defaults.
	// When the call has a ServiceArg, that argument gives it, and Service is what
	// the library assumes without the argument ("": nothing).
	Service    string
	ServiceArg Arg
	// SigningService says that ServiceArg holds a signing name rather than
	// botocore's name.
	SigningService bool
	// Region lists the arguments that give the region.
	Region []Arg
	// Config lists the arguments that hold an options object, which may carry a
	// region (region_name in Python, region in JavaScript).
	Config []Arg
	// Session lists the arguments that take a session or a client whose region
	// counts.
	Session []Arg
	// Endpoint lists the arguments that replace the endpoint.
	Endpoint []Arg
	// IDs lists the arguments from whose identifier the region is derived.
	IDs []Arg
	// Holds lists further arguments with identifiers, from which no region is
	// derived though they have to agree with it.
	Holds []Arg
	// Env lists the variables that the library reads when no argument gives a
	// region, the first one that is set wins.
	Env []string
	// Silent is the region that the library assumes without a word when nothing
	// gives one, "" when it fails instead.
	Silent string
	// OnlyWithRegion says that the call makes a client of its own only when an
	// argument gives the region; otherwise it takes over the one of its
	// surroundings.
	OnlyWithRegion bool
	// Regionless says that the service ignores the region, so that none is
	// needed and none is wrong.
	Regionless bool
	// ModelArg and ModelPrefixes restrict the shape to calls whose model (or
	// provider) starts with one of the prefixes. Without prefixes every call
	// counts.
	ModelArg      Arg
	ModelPrefixes []string
	// Models lists the arguments that name the Bedrock models which the client
	// asks for, and Asks those of calls of what the shape makes, or of its
	// methods: createAmazonBedrock()("eu.anthropic…").
	Models, Asks []Arg
	// Parts are further clients that the same call makes, each only when one of
	// its Region, IDs or Endpoint arguments is given: Amplify's storage and API
	// beside its user pool.
	Parts []Shape
}

// LookupShape returns what a call of symbol does, if it is an SDK's. A Python
// symbol is the dotted path that it is imported by (boto3.client,
// langchain_aws.chat_models.bedrock.ChatBedrock); modules between the package and
// the name do not matter, as packages re-export freely. A JavaScript symbol is
// the module, a dot, and the path of the export (@aws-sdk/client-s3.S3Client,
// aws-sdk.DynamoDB.DocumentClient). An assignment to a property that is a
// library's setting (aws-sdk.config.region) is looked up as a call with the value
// as its argument. Slices in the result are shared and must not be changed.
func LookupShape(eco Ecosystem, symbol string) (Shape, bool) {
	var shape Shape
	var ok bool
	switch eco {
	case Python:
		shape, ok = pythonShape(symbol)
	case JavaScript:
		shape, ok = javaScriptShape(symbol)
	}
	if !ok {
		return Shape{}, false
	}
	return complete(shape), true
}

// complete fills in what follows from the SDK and the service. Signers, stacks,
// options and wrappers do not look for a region themselves.
func complete(s Shape) Shape {
	switch s.Kind {
	case ClientShape, SessionShape, GlobalShape:
		sdk := sdks()[s.SDK]
		if s.Env == nil {
			s.Env = sdk.env
		}
		if s.Silent == "" {
			s.Silent = sdk.silent
		}
	case ConfigShape, WrapperShape, SignerShape, StackShape:
	}
	if service, ok := LookupService(s.Service); ok && s.ServiceArg.IsZero() {
		s.Regionless = service.Global
	}
	return s
}

// SessionMethod returns what a method of a session does: the result of a
// SessionShape of that SDK, asked for a client.
func SessionMethod(sdk, method string) (Shape, bool) {
	switch sdk {
	case "boto3", "aioboto3", "botocore", "aiobotocore":
	default:
		return Shape{}, false
	}
	switch method {
	case "client", "resource", "create_client":
		return complete(botoClient(sdk)), true
	}
	return Shape{}, false
}
