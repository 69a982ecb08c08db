package aws

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func arg(a Arg) string {
	if a.Pos < 0 {
		return a.Name
	}
	return fmt.Sprintf("%d:%s", a.Pos, a.Name)
}

func argList(list []Arg) string {
	var b []string
	for _, a := range list {
		b = append(b, arg(a))
	}
	return strings.Join(b, ",")
}

func TestLookupShape(t *testing.T) {
	for _, test := range []struct {
		eco     Ecosystem
		symbols string
		kind    ShapeKind
		sdk     string
		service string
		region  string
		env     string
	}{
		{Python, "boto3.client boto3.resource boto3.session.Session.client boto3.Session.resource", ClientShape, "boto3", "", "1:region_name", "AWS_DEFAULT_REGION"},
		{Python, "aioboto3.Session.client", ClientShape, "aioboto3", "", "1:region_name", "AWS_DEFAULT_REGION"},
		{Python, "botocore.session.Session.create_client aiobotocore.session.AioSession.create_client", ClientShape, "", "", "1:region_name", "AWS_DEFAULT_REGION"},
		{Python, "boto3.Session boto3.session.Session", SessionShape, "boto3", "*", "3:region_name", "AWS_DEFAULT_REGION"},
		{Python, "botocore.session.get_session aiobotocore.session.get_session", SessionShape, "", "*", "", "AWS_DEFAULT_REGION"},
		{Python, "boto3.setup_default_session", GlobalShape, "boto3", "*", "3:region_name", "AWS_DEFAULT_REGION"},
		{Python, "botocore.config.Config botocore.client.Config", ConfigShape, "botocore", "*", "0:region_name", ""},
		{Python, "botocore.auth.SigV4Auth", SignerShape, "botocore", "", "2:region_name", ""},
		{Python, "requests_aws4auth.AWS4Auth", SignerShape, "requests-aws4auth", "", "2:region", ""},
		{Python, "opensearchpy.AWSV4SignerAuth opensearchpy.helpers.signer.RequestsAWSV4SignerAuth", SignerShape, "opensearch-py", "es", "1:region", ""},
		{Python, "langchain_aws.ChatBedrock langchain_aws.chat_models.bedrock.ChatBedrock langchain_aws.BedrockEmbeddings", ClientShape, "langchain-aws", "bedrock-runtime", "region_name,region", "AWS_REGION,AWS_DEFAULT_REGION"},
		{Python, "langchain_community.chat_models.BedrockChat langchain.llms.Bedrock", ClientShape, "langchain-community", "bedrock-runtime", "region_name,region", "AWS_REGION,AWS_DEFAULT_REGION"},
		{Python, "langchain_community.chat_message_histories.DynamoDBChatMessageHistory", ClientShape, "langchain-community", "dynamodb", "region_name,region", "AWS_DEFAULT_REGION"},
		{Python, "litellm.completion litellm.main.acompletion litellm.embedding", ClientShape, "litellm", "bedrock-runtime", "aws_region_name,region_name", "AWS_REGION_NAME,AWS_REGION,AWS_DEFAULT_REGION"},
		{Python, "crewai.LLM crewai.llm.LLM", ClientShape, "crewai", "bedrock-runtime", "aws_region_name,region_name", "AWS_REGION_NAME,AWS_REGION,AWS_DEFAULT_REGION"},
		{Python, "strands.models.BedrockModel strands.models.bedrock.BedrockModel", ClientShape, "strands", "bedrock-runtime", "region_name", "AWS_DEFAULT_REGION,AWS_REGION"},
		{Python, "bedrock_agentcore.tools.browser_client.browser_session bedrock_agentcore.tools.code_interpreter_client.CodeInterpreter", ClientShape, "bedrock-agentcore", "bedrock-agentcore", "0:region", "AWS_DEFAULT_REGION"},
		{Python, "bedrock_agentcore.memory.MemoryClient", ClientShape, "bedrock-agentcore", "bedrock-agentcore", "0:region_name", "AWS_DEFAULT_REGION"},
		{Python, "anthropic.AnthropicBedrock anthropic.AsyncAnthropicBedrock", ClientShape, "anthropic-bedrock", "bedrock-runtime", "aws_region", "AWS_REGION,AWS_DEFAULT_REGION"},
		{Python, "llama_index.llms.bedrock.Bedrock llama_index.embeddings.bedrock.BedrockEmbedding", ClientShape, "llama-index-bedrock", "bedrock-runtime", "region_name", "AWS_DEFAULT_REGION"},
		{Python, "s3fs.S3FileSystem s3fs.core.S3FileSystem", ClientShape, "s3fs", "s3", "client_kwargs.region_name,config_kwargs.region_name", "AWS_DEFAULT_REGION"},
		{Python, "pycognito.Cognito warrant.Cognito", ClientShape, "pycognito", "cognito-idp", "2:user_pool_region", "AWS_DEFAULT_REGION"},
		{Python, "aws_cdk.Environment aws_cdk.core.Environment", ConfigShape, "cdk", "*", "region", ""},
		{Python, "aws_cdk.Stack", StackShape, "cdk", "*", "env.region", ""},

		{JavaScript, "@aws-sdk/client-s3.S3Client @aws-sdk/client-s3.S3 @aws-sdk/client-s3.default.S3Client", ClientShape, "aws-sdk-js-v3", "s3", "0:region", "AWS_REGION"},
		{JavaScript, "@aws-sdk/client-cognito-identity-provider.CognitoIdentityProvider", ClientShape, "aws-sdk-js-v3", "cognito-idp", "0:region", "AWS_REGION"},
		{JavaScript, "aws-sdk.S3 aws-sdk.default.S3 aws-sdk/clients/s3.default aws-sdk/clients/s3 aws-sdk/clients/all.S3", ClientShape, "aws-sdk-js-v2", "s3", "0:region", "AWS_REGION,AMAZON_REGION"},
		{JavaScript, "aws-sdk/clients/cognitoidentityserviceprovider.default", ClientShape, "aws-sdk-js-v2", "cognito-idp", "0:region", "AWS_REGION,AMAZON_REGION"},
		{JavaScript, "aws-sdk.DynamoDB.DocumentClient aws-sdk/clients/dynamodb.DocumentClient", ClientShape, "aws-sdk-js-v2", "dynamodb", "0:region", "AWS_REGION,AMAZON_REGION"},
		{JavaScript, "aws-sdk.config.update aws-sdk.default.config.update aws-sdk/global.config.update", GlobalShape, "aws-sdk-js-v2", "*", "0:region", "AWS_REGION,AMAZON_REGION"},
		{JavaScript, "aws-sdk.config.region", GlobalShape, "aws-sdk-js-v2", "*", "0:", "AWS_REGION,AMAZON_REGION"},
		{JavaScript, "@aws-sdk/lib-dynamodb.DynamoDBDocumentClient.from @aws-sdk/lib-dynamodb.DynamoDBDocument.from", WrapperShape, "aws-sdk-js-v3", "dynamodb", "", ""},
		{JavaScript, "@aws-sdk/credential-providers.fromCognitoIdentityPool", ClientShape, "aws-sdk-js-v3", "cognito-identity", "0:clientConfig.region", "AWS_REGION"},
		{JavaScript, "aws-amplify.Amplify.configure aws-amplify.default.configure @aws-amplify/core.Amplify.configure", ClientShape, "amplify", "cognito-idp", "0:Auth.region,0:aws_cognito_region", ""},
		{JavaScript, "aws-jwt-verify.CognitoJwtVerifier.create aws-jwt-verify/cognito-verifier.CognitoJwtVerifier.create", ClientShape, "aws-jwt-verify", "cognito-idp", "", ""},
		{JavaScript, "amazon-cognito-identity-js.CognitoUserPool", ClientShape, "amazon-cognito-identity-js", "cognito-idp", "", ""},
		{JavaScript, "@langchain/aws.ChatBedrockConverse", ClientShape, "@langchain/aws", "bedrock-runtime", "0:region", "AWS_DEFAULT_REGION"},
		{JavaScript, "@langchain/community/chat_models/bedrock.BedrockChat", ClientShape, "@langchain/community", "bedrock-runtime", "0:region", "AWS_DEFAULT_REGION"},
		{JavaScript, "@ai-sdk/amazon-bedrock.createAmazonBedrock", ClientShape, "ai-sdk", "bedrock-runtime", "0:region", "AWS_REGION"},
		{JavaScript, "@anthropic-ai/bedrock-sdk.AnthropicBedrock @anthropic-ai/bedrock-sdk.default @anthropic-ai/bedrock-sdk", ClientShape, "anthropic-bedrock-js", "bedrock-runtime", "0:awsRegion", "AWS_REGION"},
		{JavaScript, "@smithy/signature-v4.SignatureV4", SignerShape, "aws-sdk-js-v3", "", "0:region", ""},
		{JavaScript, "@opensearch-project/opensearch/aws.AwsSigv4Signer", SignerShape, "opensearch-js", "es", "0:region", ""},
		{JavaScript, "aws-cdk-lib.Stack", StackShape, "cdk", "*", "2:env.region", ""},
	} {
		for symbol := range strings.FieldsSeq(test.symbols) {
			s, ok := LookupShape(test.eco, symbol)
			if !ok {
				t.Errorf("%s: none", symbol)
				continue
			}
			if s.Kind != test.kind || test.sdk != "" && s.SDK != test.sdk || s.Service != test.service ||
				argList(s.Region) != test.region || strings.Join(s.Env, ",") != test.env {
				t.Errorf("%s: %+v", symbol, s)
			}
		}
	}
}

func TestNoShape(t *testing.T) {
	for eco, symbols := range map[Ecosystem]string{
		Python: `boto3 boto3.dynamodb.conditions.Key json.client client aws_cdk.aws_apigateway.Stage aws_cdk.aws_appconfig.Environment
			pulumi_aws.iam.Provider langchain_openai.ChatOpenAI strands.Agent aws_lambda_powertools.Logger botocore.exceptions.ClientError`,
		JavaScript: `@aws-sdk/client-s3.PutObjectCommand @aws-sdk/client-s3.NoSuchKey @aws-sdk/client-s3.paginateListObjectsV2
			@aws-sdk/client-s3.waitUntilBucketExists @aws-sdk/client-s3.StorageClass @aws-sdk/client-s3.DynamoDBClient @aws-sdk/client-nothing.NothingClient
			@aws-lambda-powertools/logger.Logger aws-sdk.Credentials aws-sdk multer-s3.default @langchain/openai.ChatOpenAI aws-cdk-lib/aws-apigateway.Stage
			aws-cdk-lib/aws-s3.Bucket fs.default S3Client`,
	} {
		for symbol := range strings.FieldsSeq(symbols) {
			if s, ok := LookupShape(eco, symbol); ok {
				t.Errorf("%s: %+v", symbol, s)
			}
		}
	}
	if _, ok := LookupShape(Ecosystem(9), "boto3.client"); ok {
		t.Error("an unknown ecosystem has shapes")
	}
}

func TestShapeDetails(t *testing.T) {
	client, _ := LookupShape(Python, "boto3.client")
	if arg(client.ServiceArg) != "0:service_name" || argList(client.Config) != "9:config" || argList(client.Endpoint) != "5:endpoint_url" || client.Regionless {
		t.Errorf("boto3.client: %+v", client)
	}
	iam, _ := LookupShape(JavaScript, "@aws-sdk/client-iam.IAMClient")
	s3, _ := LookupShape(JavaScript, "@aws-sdk/client-s3.S3Client")
	if !iam.Regionless || s3.Regionless {
		t.Errorf("Regionless: iam %v, s3 %v", iam.Regionless, s3.Regionless)
	}
	if llm, _ := LookupShape(Python, "litellm.completion"); arg(llm.ModelArg) != "0:model" || !slices.Contains(llm.ModelPrefixes, "bedrock/") || llm.Silent != "us-west-2" {
		t.Errorf("litellm.completion: %+v", llm)
	}
	if a, _ := LookupShape(JavaScript, "aws-amplify.Amplify.configure"); argList(a.IDs) != "0:Auth.Cognito.userPoolId,0:Auth.userPoolId,0:aws_user_pools_id,0:auth.user_pool_id" || len(a.Parts) == 0 {
		t.Errorf("Amplify.configure: %+v", a)
	}
	if p, _ := LookupShape(JavaScript, "@aws-sdk/credential-providers.fromCognitoIdentityPool"); !p.OnlyWithRegion {
		t.Errorf("fromCognitoIdentityPool: %+v", p)
	}
	if crew, _ := LookupShape(Python, "crewai.BedrockCompletion"); len(crew.Env) != 0 || crew.Silent != "us-east-1" {
		t.Errorf("crewai.BedrockCompletion: %+v", crew)
	}
	if signer, _ := LookupShape(Python, "botocore.auth.SigV4Auth"); !signer.SigningService || arg(signer.ServiceArg) != "1:service_name" {
		t.Errorf("SigV4Auth: %+v", signer)
	}
}

// TestShapeTables: every shape names services that exist, and arguments that are
// places.
func TestShapeTables(t *testing.T) {
	all := map[string]Shape{}
	for _, table := range []map[string]Shape{pythonShapes(), javaScriptShapes(), v2Shapes()} {
		for symbol, s := range table {
			all[symbol] = s
			for i, part := range s.Parts {
				all[fmt.Sprintf("%s/%d", symbol, i)] = part
			}
		}
	}
	for symbol, s := range all {
		if _, ok := LookupService(s.Service); !ok && s.Service != "*" && s.ServiceArg.IsZero() {
			t.Errorf("%s: service %q", symbol, s.Service)
		}
		if s.SDK == "" {
			t.Errorf("%s: no SDK", symbol)
		}
		if (len(s.ModelPrefixes) > 0) == s.ModelArg.IsZero() {
			t.Errorf("%s: model argument %+v, prefixes %v", symbol, s.ModelArg, s.ModelPrefixes)
		}
		for _, list := range [][]Arg{s.Region, s.Config, s.Session, s.Endpoint, s.IDs} {
			for _, a := range list {
				if a.IsZero() {
					t.Errorf("%s: an argument is no place: %+v", symbol, s)
				}
			}
		}
		if s.Silent != "" && !IsRegion(s.Silent) {
			t.Errorf("%s: assumes %q", symbol, s.Silent)
		}
	}
}

func TestSessionMethod(t *testing.T) {
	for _, test := range []struct {
		sdk, method string
		want        bool
	}{
		{"boto3", "client", true},
		{"boto3", "resource", true},
		{"botocore", "create_client", true},
		{"aioboto3", "client", true},
		{"boto3", "get_credentials", false},
		{"aws-sdk-js-v3", "client", false},
	} {
		s, ok := SessionMethod(test.sdk, test.method)
		if ok != test.want || ok && (s.SDK != test.sdk || argList(s.Region) != "1:region_name") {
			t.Errorf("SessionMethod(%q, %q) = %+v, %v", test.sdk, test.method, s, ok)
		}
	}
}

func TestSDKEnv(t *testing.T) {
	for sdk, want := range map[string]string{
		"boto3": "AWS_DEFAULT_REGION", "aws-sdk-js-v3": "AWS_REGION", "aws-sdk-js-v2": "AWS_REGION AMAZON_REGION",
		"langchain-aws": "AWS_REGION AWS_DEFAULT_REGION", "@langchain/aws": "AWS_DEFAULT_REGION", "aws-jwt-verify": "",
	} {
		if got := strings.Join(SDKEnv(sdk), " "); got != want {
			t.Errorf("SDKEnv(%q) = %q, want %q", sdk, got, want)
		}
	}
	const want = "AMAZON_DEFAULT_REGION AMAZON_REGION AWS_DEFAULT_REGION AWS_REGION AWS_REGION_NAME CDK_DEFAULT_REGION"
	if got := strings.Join(RegionEnvNames(), " "); got != want {
		t.Errorf("RegionEnvNames = %s, want %s", got, want)
	}
}

func TestRegionOptional(t *testing.T) {
	for _, test := range []struct {
		sdk, service string
		want         bool
	}{
		{"boto3", "s3", true},
		{"boto3", "sts", true},
		{"boto3", "iam", true},
		{"boto3", "dynamodb", false},
		{"boto3", "globalaccelerator", false},
		{"aws-sdk-js-v3", "s3", false},
		{"boto3", "nothing", false},
	} {
		if got := RegionOptional(test.sdk, test.service); got != test.want {
			t.Errorf("RegionOptional(%q, %q) = %v", test.sdk, test.service, got)
		}
	}
}

func TestParams(t *testing.T) {
	for _, test := range []struct {
		service, name string
		id, cross     bool
	}{
		{"cognito-idp", "UserPoolId", true, false},
		{"cognito-idp", "userPoolId", true, false},
		{"cognito-idp", "user_pool_id", true, false},
		{"sqs", "QueueUrl", true, false},
		{"dynamodb", "TableName", true, false},
		{"dynamodb", "StreamArn", true, false},
		{"kinesis", "StreamARN", true, false},
		{"s3", "Bucket", true, true},
		{"sns", "Endpoint", false, true},
		{"sns", "TopicArn", true, false},
		{"events", "Targets.Arn", true, true},
		{"events", "EventBusName", true, false},
		{"secretsmanager", "AddReplicaRegions.Region", false, true},
		{"ec2", "SourceRegion", false, true},
		{"iam", "PolicyDocument", false, true},
		{"sqs", "MessageBody", false, false},
		{"lambda", "Arn", false, false},
	} {
		if got := IDParam(test.service, test.name); got != test.id {
			t.Errorf("IDParam(%q, %q) = %v", test.service, test.name, got)
		}
		if got := CrossRegionParam(test.service, test.name); got != test.cross {
			t.Errorf("CrossRegionParam(%q, %q) = %v", test.service, test.name, got)
		}
	}
	for service := range idParams {
		if _, ok := LookupService(service); !ok {
			t.Errorf("idParams: %q is no service", service)
		}
	}
	for service := range crossRegionParams {
		if _, ok := LookupService(service); !ok && service != "" {
			t.Errorf("crossRegionParams: %q is no service", service)
		}
	}
}

func TestSettingsRegionNamesSorted(t *testing.T) {
	if names := SettingsRegionNames(); !slices.IsSorted(names) || !slices.Contains(names, "AWS_S3_REGION_NAME") {
		t.Errorf("%v", names)
	}
}
