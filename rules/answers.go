package rules

import (
	"fmt"
	"strings"
)

// kindName returns what people call a kind of identifier.
func kindName(kind string) string {
	switch kind {
	case "arn", "lambda-partial-arn":
		return "ARN"
	case "cognito-domain":
		return "hosted UI domain"
	case "appsync-url":
		return "AppSync API"
	case "apprunner-url":
		return "App Runner service"
	case "elasticbeanstalk-url":
		return "Elastic Beanstalk environment"
	case "codecommit-url":
		return "CodeCommit repository"
	}
	for _, suffix := range []string{"-id", "-url"} {
		kind = strings.TrimSuffix(kind, suffix)
	}
	kind = strings.TrimPrefix(kind, "cognito-")
	words := strings.ReplaceAll(kind, "-", " ")
	for _, name := range []string{"api", "sqs", "s3", "ecr", "eks", "rds", "iot", "vpc", "mq", "elb", "ec2", "oidc", "dsql", "dax"} {
		if rest, ok := strings.CutPrefix(words, name+" "); ok {
			return strings.ToUpper(name) + " " + rest
		}
	}
	return words
}

// answer returns what AWS answers at run time, "" where it is not known. The
// messages are those of the services, as people report them.
func (m *mismatch) answer() string {
	javascript := len(m.clients) > 0 && strings.Contains(m.clients[0].SDK, "js")
	switch {
	case m.service == "s3" && m.kind == "regional-endpoint":
		return fmt.Sprintf("AuthorizationHeaderMalformed: the region '%s' is wrong; expecting '%s'", m.other.Region, m.identifier.Region)
	case m.kind == "regional-endpoint" || m.kind == "vpc-endpoint":
		return fmt.Sprintf("SignatureDoesNotMatch: Credential should be scoped to a valid region, not '%s'", m.other.Region)
	case m.kind == "cognito-identity-pool-id":
		return fmt.Sprintf("ResourceNotFoundException: IdentityPool '%s' not found", m.text)
	case m.kind == "cognito-user-pool-id" && m.client == nil && m.setting == "":
		return "the pool's keys are not there, and no token can be verified"
	case m.kind == "cognito-user-pool-id":
		return fmt.Sprintf("ResourceNotFoundException: User pool %s does not exist", m.text)
	case m.service == "sqs" && javascript:
		return fmt.Sprintf("SignatureDoesNotMatch: Credential should be scoped to a valid region, not '%s'", m.other.Region)
	case m.service == "lambda" && len(m.clients) > 0 && (m.kind != "arn" || strings.Contains(m.text, ":function:")):
		return fmt.Sprintf("ResourceNotFoundException: Functions from '%s' are not reachable in this region ('%s')",
			m.identifier.Region, m.other.Region)
	case len(m.clients) == 0 || m.kind == "arn" && !m.own():
		return ""
	}
	return answers[m.service]
}

// own reports whether an ARN is of the client's service: a secret's key is of KMS.
func (m *mismatch) own() bool {
	_, rest, _ := strings.Cut(m.text, ":")
	_, rest, _ = strings.Cut(rest, ":")
	service, _, _ := strings.Cut(rest, ":")
	return service == m.service || strings.HasPrefix(m.service, service+"-")
}

// answers are the errors that name neither the resource nor a region.
var answers = map[string]string{
	"sqs":             "AWS.SimpleQueueService.NonExistentQueue",
	"sns":             "InvalidParameter: Invalid parameter: TopicArn",
	"kms":             "NotFoundException: Invalid arn",
	"dynamodb":        "ResourceNotFoundException: Requested resource not found",
	"secretsmanager":  "ResourceNotFoundException: Secrets Manager can't find the specified secret",
	"bedrock-runtime": "ValidationException: The provided model identifier is invalid",
	"s3":              "PermanentRedirect",
}
