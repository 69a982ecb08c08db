package aws

import "slices"

// A NameParam is a request parameter that names a resource without saying its
// region: whoever moves to another region has to make the resource there.
type NameParam struct {
	Service string // botocore's name
	Param   string
	Noun    string // what it names, as in "table"
	// Accessor is the method of boto3's resource that takes the name as its
	// first argument, as in dynamodb.Table(name); "" if there is none.
	Accessor string
	// OnCreate is set where the parameter names a resource only in the call
	// that makes it, and an identifier with a region does in all others.
	OnCreate bool
}

// nameParams are the parameters of botocore 1.43's input shapes that name what
// holds data or is wired to by name. S3 buckets are among them although any
// region reaches them: their requests are redirected, or fail.
var nameParams = []NameParam{
	{Service: "cognito-idp", Param: "PoolName", Noun: "user pool", OnCreate: true},
	{Service: "dynamodb", Param: "TableName", Noun: "table", Accessor: "Table"},
	{Service: "ecr", Param: "repositoryName", Noun: "repository"},
	{Service: "firehose", Param: "DeliveryStreamName", Noun: "delivery stream"},
	{Service: "kinesis", Param: "StreamName", Noun: "stream"},
	{Service: "lambda", Param: "FunctionName", Noun: "function"},
	{Service: "logs", Param: "logGroupName", Noun: "log group"},
	{Service: "s3", Param: "Bucket", Noun: "bucket", Accessor: "Bucket"},
	{Service: "secretsmanager", Param: "SecretId", Noun: "secret"},
	{Service: "sqs", Param: "QueueName", Noun: "queue"},
}

// LookupNameParam returns what a request parameter of the service names.
func LookupNameParam(service, param string) (NameParam, bool) {
	return findNameParam(func(p NameParam) bool { return p.Service == service && p.Param == param })
}

// NameAccessor returns what the first argument of a method of boto3's resource
// for the service names.
func NameAccessor(service, method string) (NameParam, bool) {
	return findNameParam(func(p NameParam) bool { return p.Service == service && p.Accessor == method })
}

// IsNameAccessor reports whether NameAccessor knows the method for any service.
func IsNameAccessor(method string) bool {
	_, ok := findNameParam(func(p NameParam) bool { return p.Accessor == method })
	return ok && method != ""
}

func findNameParam(is func(NameParam) bool) (NameParam, bool) {
	i := slices.IndexFunc(nameParams, is)
	if i < 0 {
		return NameParam{}, false
	}
	return nameParams[i], true
}
