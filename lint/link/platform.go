package link

import (
	"path"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/fact"
)

// lambdaManifests are files that deploy the folder they stand in as Lambda
// functions.
var lambdaManifests = []string{"serverless.yml", "serverless.yaml", "serverless.ts", "serverless.js", "samconfig.toml", "sst.json", "sst.config.ts"}

// platformOf returns what a file's code runs on if that provides a region:
// "Lambda" for a handler and for code under a SAM or Serverless template or an
// image for Lambda and for what either imports, and for the component of an
// application that a library makes a handler of; "Fargate" for what goes into an image where the root
// deploys to it.
func (l *linker) platformOf(u *unit) string {
	if l.onLambda == nil {
		l.onLambda = l.startedBy(func(u *unit) bool { return isHandler(u) || !u.test && l.deploysLambda(u.dir) })
		l.adapted = make(map[string]bool)
		for _, h := range l.code() {
			if !h.test && h.adapts() {
				l.adapted[l.env.componentOf(h.dir)] = true
			}
		}
	}
	switch {
	case l.onLambda[u] || l.adapted[l.env.componentOf(u.dir)] || l.deploysLambda(u.dir):
		return "Lambda"
	case l.deploysFargate() && l.inImage(u.dir):
		return "Fargate"
	}
	return ""
}

// startedBy returns the files of code that are entries, and all that they load.
func (l *linker) startedBy(isEntry func(*unit) bool) map[*unit]bool {
	defer func(wanting bool) { l.wanting = wanting }(l.wanting)
	l.wanting = false
	started := make(map[*unit]bool)
	var entries []*unit
	for _, u := range l.code() {
		if isEntry(u) {
			started[u] = true
			entries = append(entries, u)
		}
	}
	l.load(started, entries...)
	return started
}

// hosted reports whether Bedrock AgentCore's runtime starts a file's code, or a
// Glue job does.
func (l *linker) hosted(u *unit) bool {
	if l.hostedBy == nil {
		l.hostedBy = l.startedBy(func(entry *unit) bool {
			return slices.ContainsFunc(l.calls["BedrockAgentCoreApp"], func(s site) bool { return s.u == entry }) ||
				slices.ContainsFunc(entry.Imports, func(im fact.Import) bool { return strings.HasPrefix(im.Module, "awsglue") })
		})
	}
	return l.hostedBy[u]
}

// deploysFargate reports whether something in the root deploys to Fargate: a
// construct of the CDK, or a task definition that names it.
func (l *linker) deploysFargate() bool {
	if l.in.Words["FARGATE"] {
		return true
	}
	for _, construct := range []string{
		"FargateTaskDefinition", "FargateService", "ApplicationLoadBalancedFargateService",
		"NetworkLoadBalancedFargateService", "QueueProcessingFargateService", "ScheduledFargateTask",
	} {
		if len(l.calls[construct]) > 0 {
			return true
		}
	}
	return false
}

// inImage reports whether a folder or one above it, up to the root, has a
// Dockerfile.
func (l *linker) inImage(dir string) bool {
	for d := dir; ; d = parentDir(d) {
		for _, name := range []string{"Dockerfile", "Containerfile"} {
			if _, ok := l.in.Manifests[joinDir(d, name)]; ok {
				return true
			}
		}
		if d == "." {
			return false
		}
	}
}

// isHandler reports whether a file defines a function that Lambda calls: one
// at the top that is named like a handler and takes an event, whatever that is
// called where the name says lambda; one that takes nothing and is exported as
// handler; or what a library for Lambda makes of an application. One that imports the types of events does
// too, whatever its functions are called.
func isHandler(u *unit) bool {
	if slices.ContainsFunc(u.Imports, func(im fact.Import) bool { return forHandlers(im.Module) }) || u.adapts() {
		return true
	}
	for i := range u.Funcs {
		f := &u.Funcs[i]
		names := u.owners[int32(i)]
		switch {
		case !slices.ContainsFunc(names, isHandlerName):
			continue
		case len(f.Params) == 0 && slices.Contains(names, "handler") && u.exportsHandler(),
			len(f.Params) == 2 && slices.ContainsFunc(names, isLambdaName):
			return true
		case len(f.Params) == 0:
			continue
		}
		first := strings.TrimLeft(strings.ToLower(f.Params[0].Name), "_$")
		if first == "event" || first == "evt" || first == "0" && len(f.Params) < 4 {
			return true
		}
	}
	return false
}

// exportsHandler reports whether what a file calls handler is for those who load
// it: exports.handler = …, export const handler = ….
func (u *unit) exportsHandler() bool {
	return len(u.exports["handler"])+len(u.cjsNamed["handler"]) > 0
}

// forHandlers reports whether a module is of use in Lambda functions only.
func forHandlers(module string) bool {
	return module == "aws-lambda" || strings.HasPrefix(module, "@aws-lambda-powertools/") ||
		module == "aws_lambda_powertools" || strings.HasPrefix(module, "aws_lambda_powertools.")
}

// adapters are words in the names of packages that turn an application into a
// Lambda function.
var adapters = []string{"mangum", "middy", "lambda", "serverless", "apig", "awsgi"}

// adapts reports whether a file's handler is what such a package makes:
// handler = Mangum(app).
func (u *unit) adapts() bool {
	for i := range u.Bindings {
		b := &u.Bindings[i]
		if b.Scope != 0 || b.Value == 0 || !isHandlerName(u.NameOf(b)) || u.Exprs[b.Value].Kind != fact.Call {
			continue
		}
		callee := u.KidsOf(b.Value)[0]
		for u.Exprs[callee].Kind == fact.Member || u.Exprs[callee].Kind == fact.Call {
			callee = u.KidsOf(callee)[0]
		}
		for _, im := range u.Imports {
			if im.Local == u.TextOf(callee) && slices.ContainsFunc(adapters, func(word string) bool {
				return strings.Contains(strings.ToLower(im.Module), word)
			}) {
				return true
			}
		}
	}
	return false
}

func isHandlerName(name string) bool {
	name = strings.ToLower(strings.ReplaceAll(name, "_", ""))
	return name == "handler" || name == "lambdahandler" || name == "main"
}

func isLambdaName(name string) bool { return name == "lambda_handler" || name == "lambdaHandler" }

// deploysLambda reports whether a folder or one above it, up to the root, has
// a template that deploys Lambda functions.
func (l *linker) deploysLambda(dir string) bool {
	deploys, ok := l.lambdas[dir]
	if !ok {
		deploys = l.holdsLambda(dir) || dir != "." && l.deploysLambda(parentDir(dir))
		if l.lambdas == nil {
			l.lambdas = make(map[string]bool)
		}
		l.lambdas[dir] = deploys
	}
	return deploys
}

// holdsLambda reports whether a folder itself has such a template.
func (l *linker) holdsLambda(dir string) bool {
	for _, name := range lambdaManifests {
		if _, ok := l.in.Manifests[joinDir(dir, name)]; ok || l.paths[joinDir(dir, name)] {
			return true
		}
	}
	for _, name := range []string{"template.yaml", "template.yml"} {
		content := string(l.in.Manifests[joinDir(dir, name)])
		if strings.Contains(content, "AWS::Serverless") || strings.Contains(content, "AWS::Lambda") {
			return true
		}
	}
	return l.lambdaImages()[dir] || isLayer(dir)
}

// isLayer reports whether a folder holds what functions share, by its name:
// lambda-layers, or the python or nodejs that a layer's archive has at its top, as in
// layers/common/python.
func isLayer(dir string) bool {
	around, base := path.Split(strings.ToLower(dir))
	if strings.Contains(base, "lambda") && namesLayer(base) {
		return true
	}
	return (base == "python" || base == "nodejs") && slices.ContainsFunc(strings.Split(around, "/"), namesLayer)
}

func namesLayer(folder string) bool {
	return strings.HasSuffix(folder, "layer") || strings.HasSuffix(folder, "layers")
}

// lambdaImages returns the folders with a Dockerfile for Lambda: one that starts
// from its base image, or brings its adapter or its runtime client in.
func (l *linker) lambdaImages() map[string]bool {
	if l.images != nil {
		return l.images
	}
	l.images = make(map[string]bool)
	for name, content := range l.in.Manifests {
		if !strings.Contains(path.Base(name), "Dockerfile") && path.Base(name) != "Containerfile" {
			continue
		}
		for _, mark := range []string{"public.ecr.aws/lambda/", "amazon/aws-lambda-", "aws-lambda-adapter", "awslambdaric", "aws-lambda-ric"} {
			if strings.Contains(string(content), mark) {
				l.images[parentDir(name)] = true
			}
		}
	}
	return l.images
}

// isLocal reports whether every endpoint that a call gives its client is known
// and none of AWS's: an emulator's, or another vendor's.
func (l *linker) isLocal(sh *aws.Shape, c call) bool {
	args, _ := l.args(c)
	given := false
	for _, a := range sh.Endpoint {
		for _, g := range l.given1(c, args, a) {
			if g.maybe || len(g.vals) == 0 || !allOf(g.vals, isForeign) {
				return false
			}
			given = true
		}
	}
	return given
}

// hasEndpoint reports whether a call gives its client an endpoint.
func (l *linker) hasEndpoint(sh *aws.Shape, c call) bool {
	args, _ := l.args(c)
	return slices.ContainsFunc(sh.Endpoint, func(a aws.Arg) bool { return len(l.given1(c, args, a)) > 0 })
}

// isForeign reports whether an endpoint is surely not one of AWS's.
func isForeign(v *value) bool {
	if v.kind != text {
		return false
	}
	host := strings.TrimPrefix(strings.TrimPrefix(v.str(), "https://"), "http://")
	if end := strings.IndexAny(host, "/?"); end >= 0 {
		host = host[:end]
	}
	return host != "" && !hostMark(host) && !strings.HasPrefix(host, string(rune(aws.Hole)))
}

// definedElsewhere reports whether something besides dotenv files may define a
// variable for a file: code, another text file that names it, the platform.
func (l *linker) definedElsewhere(u *unit, name string) bool {
	if l.in.Words[name] || len(l.assigned[name]) > 0 || slices.Contains(l.in.Jobs[name], path.Base(u.Path)) || l.hostSets(u, name) {
		return true
	}
	return (name == "AWS_REGION" || name == "AWS_DEFAULT_REGION") && u.Lang != fact.Dotenv && l.platformOf(u) != ""
}

// setFor reports whether something besides dotenv files may set a variable
// where a file of code runs.
func (l *linker) setFor(u *unit, name string) bool {
	return l.in.Provided[name] || l.hostSets(u, name) || l.spelled()[name] || len(l.assigned[name]) > 0 || slices.Contains(l.in.Jobs[name], path.Base(u.Path))
}

// hostSets reports whether a host for web applications sets a variable for a file
// of code: JavaScript below the folder that it is told to build.
func (l *linker) hostSets(u *unit, name string) bool {
	if u.Lang != fact.TypeScript || name != "AWS_REGION" && name != "AWS_DEFAULT_REGION" {
		return false
	}
	for dir := u.dir; ; dir = parentDir(dir) {
		if l.in.Hosts[dir] {
			return true
		}
		if dir == "." {
			return false
		}
	}
}
