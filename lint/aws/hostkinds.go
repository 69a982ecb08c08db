package aws

import "strings"

// hostKinds says what a host is that has something literal before the service's
// labels: the kind of identifier, and the form that the rest must have for it to
// be one of an existing resource (nil: any). Forms after AWS's documentation of
// each service.
var hostKinds = map[string]struct {
	kind string
	form func(resource string) bool
}{
	"auth":                 {"cognito-domain", nil},
	"execute-api":          {"api-gateway-url", isAPIGatewayID},
	"appsync-api":          {"appsync-url", isAppSyncID},
	"appsync-realtime-api": {"appsync-url", isAppSyncID},
	"lambda-url":           {"lambda-function-url", nil},
	"dkr.ecr":              {"ecr-registry", isAccount},
	"dkr-ecr":              {"ecr-registry", isAccount},
	"rds":                  {"rds-host", nil},
	"docdb":                {"docdb-host", nil},
	"docdb-elastic":        {"docdb-host", nil},
	"neptune":              {"neptune-host", nil},
	"redshift":             {"redshift-host", nil},
	"redshift-serverless":  {"redshift-host", nil},
	"cache":                {"elasticache-host", nil},
	"memorydb":             {"memorydb-host", nil},
	"dax-clusters":         {"dax-host", nil},
	"dsql":                 {"dsql-host", nil},
	"es":                   {"opensearch-host", nil},
	"aos":                  {"opensearch-host", nil},
	"aoss":                 {"opensearch-host", nil},
	"cloudsearch":          {"cloudsearch-host", nil},
	"kafka":                {"kafka-host", nil},
	"mq":                   {"mq-host", nil},
	"elb":                  {"elb-host", nil},
	"compute":              {"ec2-host", nil},
	"airflow":              {"airflow-host", nil},
	"eks":                  {"eks-host", isEKSCluster},
	"iot":                  {"iot-endpoint", nil},
	"ats.iot":              {"iot-endpoint", nil},
	"credentials.iot":      {"iot-endpoint", nil},
	"s3":                   {"s3-bucket-url", nil},
	"s3-accesspoint":       {"s3-bucket-url", nil},
	"s3-object-lambda":     {"s3-bucket-url", nil},
	"s3-website":           {"s3-website-url", nil},
	"elasticbeanstalk":     {"elasticbeanstalk-url", nil},
	"apprunner":            {"apprunner-url", nil},
}

// classify sets the kind of a host and whether it belongs to one resource, which
// only a host can that is known to the last byte.
func (p *hostParser) classify() {
	h := p.host
	if h.resource == "" || h.regionHole || strings.IndexByte(h.resource, Hole) >= 0 {
		return
	}
	if h.kind == "vpc-endpoint" {
		h.fixed = true
		return
	}
	if k, ok := hostKinds[h.label]; ok && (k.form == nil || k.form(h.resource)) {
		h.kind, h.fixed = k.kind, true
	}
}

// isAPIGatewayID matches ten letters and digits, for a private API with the VPC
// endpoint's id behind them.
func isAPIGatewayID(s string) bool {
	id, vpce, private := strings.Cut(s, "-vpce-")
	return len(id) == 10 && all(id, isAlnum) && (!private || all(vpce, isAlnum))
}

func isAppSyncID(s string) bool { return len(s) == 26 && all(s, isAlnum) }

func isAccount(s string) bool { return len(s) == 12 && all(s, isDigit) }

// isEKSCluster matches the id and the generation: 32 hex digits, .gr7.
func isEKSCluster(s string) bool {
	id, _, ok := strings.Cut(s, ".")
	return ok && len(id) == 32 && all(id, isHex)
}

func isHex(c byte) bool { return isDigit(c) || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F' }
