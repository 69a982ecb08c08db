package rules

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/driver"
)

// arn returns an ARN of eu-west-1, quoted.
func arn(service, resource string) string {
	return fmt.Sprintf("%q", "arn:aws:"+service+":eu-west-1:123456789012:"+resource)
}

// A parameter is one request parameter with a value of eu-west-1. The value is
// source text that both languages read alike, except that an object's keys are
// quoted.
type parameter struct{ service, method, name, value string }

// own are parameters whose identifier has to be in the client's region.
var own = []parameter{
	{"acm", "describe_certificate", "CertificateArn", arn("acm", "certificate/c")},
	{"batch", "submit_job", "jobQueue", arn("batch", "job-queue/q")},
	{"batch", "submit_job", "jobDefinition", arn("batch", "job-definition/d:1")},
	{"bedrock", "get_inference_profile", "inferenceProfileIdentifier", arn("bedrock", "inference-profile/p")},
	{"bedrock", "get_foundation_model", "modelIdentifier", `"arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-v2"`},
	{"bedrock-agentcore", "invoke_agent_runtime", "agentRuntimeArn", arn("bedrock-agentcore", "runtime/r-AbCdEf1234")},
	{"bedrock-agentcore", "create_event", "memoryId", arn("bedrock-agentcore", "memory/m-AbCdEf1234")},
	{"bedrock-agentcore", "start_browser_session", "browserIdentifier", arn("bedrock-agentcore", "browser-custom/b-AbCdEf1234")},
	{"bedrock-agentcore", "start_code_interpreter_session", "codeInterpreterIdentifier", arn("bedrock-agentcore", "code-interpreter-custom/c-AbCdEf1234")},
	{"bedrock-runtime", "invoke_model", "modelId", arn("bedrock", "application-inference-profile/p")},
	{"bedrock-runtime", "invoke_model", "modelId", `"arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-v2"`},
	{"bedrock-runtime", "invoke_model", "guardrailIdentifier", arn("bedrock", "guardrail/g")},
	{"codebuild", "batch_get_builds", "ids", "[" + arn("codebuild", "build/b") + "]"},
	{"cognito-identity", "get_id", "IdentityPoolId", `"eu-west-1:12345678-1234-1234-1234-123456789abc"`},
	{"cognito-identity", "get_credentials_for_identity", "IdentityId", `"eu-west-1:12345678-1234-1234-1234-123456789abd"`},
	{"cognito-idp", "describe_user_pool", "UserPoolId", `"eu-west-1_AbCdEfGhI"`},
	{"dynamodb", "get_item", "TableName", arn("dynamodb", "table/t")},
	{"dynamodb", "tag_resource", "ResourceArn", arn("dynamodb", "table/t")},
	{"dynamodb", "describe_backup", "BackupArn", arn("dynamodb", "table/t/backup/0")},
	{"dynamodb", "describe_export", "ExportArn", arn("dynamodb", "table/t/export/0")},
	{"dynamodb", "restore_table_to_point_in_time", "SourceTableArn", arn("dynamodb", "table/t")},
	{"dynamodbstreams", "describe_stream", "StreamArn", arn("dynamodb", "table/t/stream/2026")},
	{"ecs", "run_task", "cluster", arn("ecs", "cluster/c")},
	{"ecs", "run_task", "taskDefinition", arn("ecs", "task-definition/t:1")},
	{"elbv2", "describe_target_health", "TargetGroupArn", arn("elasticloadbalancing", "targetgroup/t/1")},
	{"events", "put_rule", "EventBusName", arn("events", "event-bus/b")},
	{"events", "create_archive", "EventSourceArn", arn("events", "event-bus/b")},
	{"events", "create_api_destination", "ConnectionArn", arn("events", "connection/c/1")},
	{"iot", "attach_thing_principal", "principal", arn("iot", "cert/c")},
	{"kinesis", "get_records", "StreamARN", arn("kinesis", "stream/s")},
	{"kinesis", "subscribe_to_shard", "ConsumerARN", arn("kinesis", "stream/s/consumer/c:1")},
	{"kms", "decrypt", "KeyId", arn("kms", "key/k")},
	{"kms", "update_alias", "TargetKeyId", arn("kms", "key/k")},
	{"kms", "re_encrypt", "SourceKeyId", arn("kms", "key/k")},
	{"kms", "re_encrypt", "DestinationKeyId", arn("kms", "key/k")},
	{"lambda", "invoke", "FunctionName", arn("lambda", "function:f")},
	{"lambda", "invoke", "FunctionName", `"eu-west-1:123456789012:function:f"`},
	{"lambda", "create_event_source_mapping", "EventSourceArn", arn("sqs", "orders")},
	{"lambda", "put_function_code_signing_config", "CodeSigningConfigArn", arn("lambda", "code-signing-config:csc-1")},
	{"lambda", "update_function_configuration", "Layers", "[" + arn("lambda", "layer:l:1") + "]"},
	{"lambda", "update_function_configuration", "KMSKeyArn", arn("kms", "key/k")},
	{"logs", "filter_log_events", "logGroupIdentifier", arn("logs", "log-group:/g")},
	{"logs", "start_query", "logGroupIdentifiers", "[" + arn("logs", "log-group:/g") + "]"},
	{"logs", "tag_resource", "resourceArn", arn("logs", "log-group:/g")},
	{"pipes", "create_pipe", "Source", arn("sqs", "orders")},
	{"pipes", "create_pipe", "Target", arn("lambda", "function:f")},
	{"pipes", "create_pipe", "Enrichment", arn("lambda", "function:f")},
	{"rds-data", "execute_statement", "resourceArn", arn("rds", "cluster:c")},
	{"rds-data", "execute_statement", "secretArn", arn("secretsmanager", "secret:s-AbCdEf")},
	{"s3", "get_object", "Bucket", `"orders--euw1-az1--x-s3"`},
	{"scheduler", "create_schedule", "KmsKeyArn", arn("kms", "key/k")},
	{"secretsmanager", "get_secret_value", "SecretId", arn("secretsmanager", "secret:s-AbCdEf")},
	{"secretsmanager", "batch_get_secret_value", "SecretIdList", "[" + arn("secretsmanager", "secret:s-AbCdEf") + "]"},
	{"secretsmanager", "create_secret", "KmsKeyId", arn("kms", "key/k")},
	{"secretsmanager", "rotate_secret", "RotationLambdaARN", arn("lambda", "function:f")},
	{"sns", "publish", "TopicArn", arn("sns", "orders")},
	{"sns", "publish", "TargetArn", arn("sns", "endpoint/GCM/app/1")},
	{"sns", "create_platform_endpoint", "PlatformApplicationArn", arn("sns", "app/GCM/app")},
	{"sns", "get_endpoint_attributes", "EndpointArn", arn("sns", "endpoint/GCM/app/1")},
	{"sns", "unsubscribe", "SubscriptionArn", arn("sns", "orders:1234")},
	{"sqs", "send_message", "QueueUrl", `"https://sqs.eu-west-1.amazonaws.com/123456789012/orders"`},
	{"sqs", "start_message_move_task", "SourceArn", arn("sqs", "orders")},
	{"sqs", "start_message_move_task", "DestinationArn", arn("sqs", "orders")},
	{"ssm", "get_parameter", "Name", arn("ssm", "parameter/p")},
	{"stepfunctions", "start_execution", "stateMachineArn", arn("states", "stateMachine:m")},
	{"stepfunctions", "describe_execution", "executionArn", arn("states", "execution:m:1")},
	{"stepfunctions", "get_activity_task", "activityArn", arn("states", "activity:a")},
	{"stepfunctions", "describe_map_run", "mapRunArn", arn("states", "mapRun:m/l:1")},
}

// foreign are parameters that may point into another region, or that hold what
// the service only keeps.
var foreign = []parameter{
	{"apigateway", "create_domain_name", "certificateArn", arn("acm", "certificate/c")},
	{"backup", "start_copy_job", "DestinationBackupVaultArn", arn("backup", "backup-vault:v")},
	{"cloudformation", "create_stack_instances", "Regions", `["eu-west-1"]`},
	{"dynamodb", "put_item", "Item", `{"arn": {"S": ` + arn("sqs", "orders") + `}}`},
	{"dynamodb", "update_table", "ReplicaUpdates", `[{"Create": {"RegionName": "eu-west-1"}}]`},
	{"dynamodb", "update_global_table", "GlobalTableSourceArn", arn("dynamodb", "table/t")},
	{"ec2", "copy_image", "SourceRegion", `"eu-west-1"`},
	{"events", "put_targets", "Targets", `[{"Id": "1", "Arn": ` + arn("events", "event-bus/b") + `}]`},
	{"health", "describe_event_details", "eventArns", `["arn:aws:health:eu-west-1::event/EC2/AWS_EC2_ISSUE/1"]`},
	{"iam", "attach_role_policy", "PolicyArn", arn("sqs", "orders")},
	{"kms", "replicate_key", "ReplicaRegion", `"eu-west-1"`},
	{"lambda", "add_permission", "SourceArn", arn("sns", "orders")},
	{"lambda", "create_function", "Environment", `{"Variables": {"TOPIC_ARN": ` + arn("sns", "orders") + `}}`},
	{"rds", "copy_db_snapshot", "SourceDBSnapshotIdentifier", arn("rds", "snapshot:s")},
	{"rds", "create_db_instance_read_replica", "SourceDBInstanceIdentifier", arn("rds", "db:d")},
	{"s3", "get_object", "Bucket", arn("s3", "accesspoint/logs")},
	{"s3", "get_object", "Bucket", `"orders-eu-west-1"`},
	{"s3", "copy_object", "CopySource", arn("s3", "accesspoint/logs/object/k")},
	{"s3", "put_bucket_replication", "ReplicationConfiguration", `{"Role": ` + arn("kms", "key/k") + `}`},
	{"scheduler", "create_schedule", "Target", `{"Arn": ` + arn("sqs", "orders") + `}`},
	{"secretsmanager", "replicate_secret_to_regions", "AddReplicaRegions", `[{"Region": "eu-west-1", "KmsKeyId": ` + arn("kms", "key/k") + `}]`},
	{"sns", "subscribe", "Endpoint", arn("sqs", "orders")},
	{"sqs", "set_queue_attributes", "Attributes", `{"Policy": "{}", "KmsMasterKeyId": ` + arn("kms", "key/k") + `}`},
	{"sqs", "send_message", "MessageBody", arn("sqs", "orders")},
	{"ssm", "put_parameter", "Value", arn("sns", "orders")},
}

// TestParameters hands every parameter to a client of us-east-1, in both
// languages.
func TestParameters(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name       string
		parameters []parameter
		want       bool
	}{{"own", own, true}, {"foreign", foreign, false}} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			tree := fstest.MapFS{}
			for i, p := range test.parameters {
				service, ok := aws.LookupService(p.service)
				if !ok {
					t.Fatalf("no service %q", p.service)
				}
				tree[fmt.Sprintf("a%d.py", i)] = &fstest.MapFile{Data: []byte(python(p))}
				tree[fmt.Sprintf("a%d.ts", i)] = &fstest.MapFile{Data: []byte(typeScript(p, service))}
			}
			result, err := driver.Run(t.Context(), driver.Options{
				FS: tree, Checks: []driver.Check{{Rule: resourceRegionMismatch, Severity: lint.Error}},
			})
			if err != nil {
				t.Fatal(err)
			}
			found := make(map[string]bool)
			for _, d := range result.Diagnostics {
				found[d.At.Path] = true
			}
			for i, p := range test.parameters {
				for _, lang := range []string{"py", "ts"} {
					if found[fmt.Sprintf("a%d.%s", i, lang)] != test.want {
						t.Errorf("%s: %s of %s=%s: found %v", lang, p.service, p.name, p.value, !test.want)
					}
				}
			}
		})
	}
}

func python(p parameter) string {
	return fmt.Sprintf("import boto3\n\nclient = boto3.client(%q, region_name=\"us-east-1\")\nclient.%s(%s=%s)\n", p.service, p.method, p.name, p.value)
}

func typeScript(p parameter, service aws.Service) string {
	var command strings.Builder
	for word := range strings.SplitSeq(p.method, "_") {
		command.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return fmt.Sprintf("import { %[1]s, %[2]sCommand } from %[3]q;\n\nconst client = new %[1]s({ region: \"us-east-1\" });\n"+
		"await client.send(new %[2]sCommand({ %[4]s: %[5]s }));\n", service.JSClient, command.String(), service.JSPackage, p.name, p.value)
}
