package aws

import "slices"

// wiring are the kinds of identifier that code which holds one talks to: who
// runs, runs there. Others are data as long as no client is handed them.
var wiring = []string{
	"cognito-user-pool-id", "cognito-identity-pool-id", "cognito-domain", "api-gateway-url", "appsync-url",
	"lambda-function-url", "sqs-queue-url", "iot-endpoint", "rds-host", "docdb-host", "neptune-host", "redshift-host",
	"elasticache-host", "memorydb-host", "dax-host", "dsql-host", "opensearch-host", "kafka-host", "mq-host",
}

// Wiring reports whether identifiers of this kind are ones that code talks to
// when it holds them, such as user pool ids and queue URLs. Others, such as ARNs,
// may be mere data.
func Wiring(kind string) bool { return slices.Contains(wiring, kind) }
