package diagnosis

import (
	"path"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/link"
)

// A form says how a kind of resource is made again and looked at. The commands
// are templates: {id} is the identifier or the name, {name} the resource's part
// of it, {from} and {to} are regions.
type form struct {
	noun string
	// deployed is set for what holds nothing: whoever deploys the code elsewhere
	// makes it again.
	deployed bool
	name     func(id string) string // the resource's part of an identifier; nil: all of it
	again    []string
	look     []string
}

// forms are the kinds of identifier (those of lint/aws) and how they are made,
// after the AWS CLI's command reference.
var forms = map[string]form{
	"cognito-user-pool-id": {
		noun: "user pool",
		again: []string{
			"aws cognito-idp describe-user-pool --user-pool-id {id} --region {from}",
			"aws cognito-idp create-user-pool --pool-name NAME --region {to}",
			"aws cognito-idp create-user-pool-client --user-pool-id NEW_POOL_ID --client-name NAME --region {to}",
		},
		look: []string{"aws cognito-idp describe-user-pool --user-pool-id {id} --region {to}"},
	},
	"cognito-identity-pool-id": {
		noun: "identity pool",
		again: []string{
			"aws cognito-identity describe-identity-pool --identity-pool-id {id} --region {from}",
			"aws cognito-identity create-identity-pool --identity-pool-name NAME --no-allow-unauthenticated-identities --region {to}",
		},
		look: []string{"aws cognito-identity describe-identity-pool --identity-pool-id {id} --region {to}"},
	},
	"cognito-domain": {
		noun: "sign-in domain", name: firstLabel,
		again: []string{"aws cognito-idp create-user-pool-domain --domain {name} --user-pool-id NEW_POOL_ID --region {to}"},
		look:  []string{"aws cognito-idp describe-user-pool-domain --domain {name} --region {to}"},
	},
	"sqs-queue-url": {
		noun: "queue", name: path.Base,
		again: []string{"aws sqs create-queue --queue-name {name} --region {to}"},
		look:  []string{"aws sqs get-queue-url --queue-name {name} --region {to}"},
	},
	"api-gateway-url":     {noun: "API", deployed: true},
	"appsync-url":         {noun: "GraphQL API", deployed: true},
	"lambda-function-url": {noun: "function URL", deployed: true},
	"arn":                 {noun: "resource"},
}

// nameForms are the services whose resources code names, see
// [github.com/regionlint/regionlint/lint/aws.NameParam].
var nameForms = map[string]form{
	"cognito-idp": {again: []string{"aws cognito-idp create-user-pool --pool-name {name} --region {to}"}},
	"dynamodb": {
		again: []string{
			"aws dynamodb describe-table --table-name {name} --region {from}",
			"aws dynamodb create-table --table-name {name} --attribute-definitions ATTRIBUTES --key-schema KEYS --billing-mode PAY_PER_REQUEST --region {to}",
		},
		look: []string{"aws dynamodb describe-table --table-name {name} --region {to}"},
	},
	"ecr": {
		again: []string{"aws ecr create-repository --repository-name {name} --region {to}"},
		look:  []string{"aws ecr describe-repositories --repository-names {name} --region {to}"},
	},
	"firehose": {look: []string{"aws firehose describe-delivery-stream --delivery-stream-name {name} --region {to}"}},
	"kinesis": {
		again: []string{"aws kinesis create-stream --stream-name {name} --region {to}"},
		look:  []string{"aws kinesis describe-stream-summary --stream-name {name} --region {to}"},
	},
	"lambda": {look: []string{"aws lambda get-function --function-name {name} --region {to}"}},
	"logs":   {again: []string{"aws logs create-log-group --log-group-name {name} --region {to}"}},
	"s3": {
		again: []string{
			"aws s3api get-bucket-location --bucket {name}",
			"aws s3 mb s3://NEW_BUCKET --region {to}",
			"aws s3 sync s3://{name} s3://NEW_BUCKET --source-region {from} --region {to}",
		},
		look: []string{"aws s3api get-bucket-location --bucket {name}"},
	},
	"secretsmanager": {
		again: []string{"aws secretsmanager replicate-secret-to-regions --secret-id {name} --add-replica-regions Region={to} --region {from}"},
		look:  []string{"aws secretsmanager describe-secret --secret-id {name} --region {to}"},
	},
	"sqs": {
		again: []string{"aws sqs create-queue --queue-name {name} --region {to}"},
		look:  []string{"aws sqs get-queue-url --queue-name {name} --region {to}"},
	},
}

// serviceLooks tell whether a region has what a service needs there, of services
// that are not the same everywhere.
var serviceLooks = map[string]string{
	"bedrock-runtime":   "aws bedrock list-foundation-models --region {to}",
	"bedrock-agentcore": "aws bedrock-agentcore-control list-agent-runtimes --region {to}",
}

func formOf(kind string) form {
	f, ok := forms[kind]
	if !ok {
		return form{noun: strings.ReplaceAll(kind, "-", " ")}
	}
	return f
}

func nameForm(service string) form { return nameForms[service] }

// commands fills in how a resource is made again. What is not known in full has
// no commands.
func (f form) commands(id, from, to string) []string { return f.filled(f.again, id, from, to) }

func (f form) filled(templates []string, id, from, to string) []string {
	if strings.Contains(id, "…") {
		return nil
	}
	name := id
	if f.name != nil {
		name = f.name(id)
	}
	fill := strings.NewReplacer("{id}", quoted(id), "{name}", quoted(name), "{from}", from, "{to}", to)
	var commands []string
	for _, t := range templates {
		commands = append(commands, fill.Replace(t))
	}
	return commands
}

func firstLabel(host string) string {
	name, _, _ := strings.Cut(host, ".")
	return name
}

// quoted returns a word for a POSIX shell, quoted where it has to be. It comes
// from somebody's repository and may hold anything; only the name of a variable
// stands for what it holds.
func quoted(word string) string {
	plain := func(r rune) bool {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("-_./:=@", r)
	}
	if name, ok := strings.CutPrefix(word, "$"); ok && isVariable(name) {
		return `"` + word + `"`
	}
	if word != "" && word[0] != '-' && strings.IndexFunc(word, func(r rune) bool { return !plain(r) }) < 0 {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// isVariable reports whether a shell takes a name for that of a variable.
func isVariable(name string) bool {
	letter := func(r rune) bool { return r == '_' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' }
	return name != "" && letter(rune(name[0])) &&
		strings.IndexFunc(name, func(r rune) bool { return !letter(r) && (r < '0' || r > '9') }) < 0
}

// verification returns the commands that tell whether a way worked.
func verification(p *link.Program, w *Way) []string {
	verify := []string{"regionlint"}
	add := func(commands []string) {
		for _, c := range commands {
			if !slices.Contains(verify, c) {
				verify = append(verify, c)
			}
		}
	}
	for _, r := range existing(p) {
		if w.Kind == Split || r.Region == w.Region {
			f := formOf(r.Kind)
			add(f.filled(f.look, r.Value, r.Region, r.Region))
		}
	}
	for i := range p.Clients {
		c := &p.Clients[i]
		if look := serviceLooks[c.Service]; look != "" && w.Kind == Align && takesPart(c) && !slices.Equal(c.Regions, []string{w.Region}) {
			add([]string{strings.ReplaceAll(look, "{to}", w.Region)})
		}
	}
	for i := range p.Names {
		n := &p.Names[i]
		c := &p.Clients[n.Client]
		if !takesPart(c) || c.Status != link.Resolved || !best(p, n) {
			continue
		}
		to := w.Region
		if w.Kind == Split {
			to = c.Regions[0]
		}
		f := nameForm(n.Service)
		add(f.filled(f.look, called(n), to, to))
	}
	return verify
}
