package aws

import (
	"strings"
	"sync"
)

// javaScriptShape looks a symbol up by its module and the path of the export. The
// client classes of both AWS SDKs follow from the table of services.
func javaScriptShape(symbol string) (Shape, bool) {
	module, export := splitModule(symbol)
	export = strings.TrimPrefix(export, "default.")
	switch {
	case strings.HasPrefix(module, "@aws-sdk/client-"):
		return v3Client(module, export)
	case module == "aws-sdk" || strings.HasPrefix(module, "aws-sdk/"):
		return v2Shape(module, export)
	}
	// Constructs of the CDK and resources of Pulumi have names of their own in
	// every module; elsewhere a deep import means the same thing.
	if !strings.HasPrefix(module, "aws-cdk-lib/") && !strings.HasPrefix(module, "@pulumi/aws/") {
		module = packageName(module)
	}
	shape, ok := javaScriptShapes()[module+"."+export]
	return shape, ok
}

// splitModule splits a symbol at the first dot behind the module's path. A
// symbol without one is the module itself, its default export.
func splitModule(symbol string) (module, export string) {
	slash := strings.LastIndexByte(symbol, '/')
	dot := strings.IndexByte(symbol[slash+1:], '.')
	if dot < 0 {
		return symbol, "default"
	}
	dot += slash + 1
	return symbol[:dot], symbol[dot+1:]
}

// packageName cuts a module's path down to its package.
func packageName(module string) string {
	parts := 1
	if strings.HasPrefix(module, "@") {
		parts = 2
	}
	for i := range len(module) {
		if module[i] == '/' {
			if parts--; parts == 0 {
				return module[:i]
			}
		}
	}
	return module
}

// prop is a property of the object that is the first argument.
func prop(path string) Arg { return Arg{Pos: 0, Name: path} }

// whole is an argument itself.
func whole(pos int) Arg { return Arg{Pos: pos} }

// none is set where a shape has no such argument; the zero Arg would be the
// first argument itself.
func none(s Shape) Shape {
	s.ServiceArg, s.ModelArg = NoArg, NoArg
	return s
}

// v3Client is the shape of a client class of the AWS SDK for JavaScript v3, or
// of its aggregated twin, which is called like the client without the word.
func v3Client(module, export string) (Shape, bool) {
	service, ok := ServiceByPackage(packageName(module))
	if !ok || export != service.JSClient && export+"Client" != service.JSClient {
		return Shape{}, false
	}
	return none(Shape{
		SDK: "aws-sdk-js-v3", Kind: ClientShape, Service: service.Name,
		Region: args(prop("region")), Config: args(whole(0)), Endpoint: args(prop("endpoint")),
	}), true
}

// v2Shape is what a call into the AWS SDK for JavaScript v2 does. Modules under
// aws-sdk/clients are a service each, and export its class as a whole.
func v2Shape(module, export string) (Shape, bool) {
	sub := strings.TrimSuffix(strings.TrimPrefix(module, "aws-sdk/clients/"), ".js")
	if sub != module && sub != "all" {
		if export == "default" {
			export = sub
		} else {
			export = sub + "." + export
		}
	}
	if shape, ok := v2Shapes()[strings.ToLower(export)]; ok {
		return shape, true
	}
	service, ok := ServiceByV2(export)
	if !ok {
		return Shape{}, false
	}
	return v2Client(service.Name), true
}

func v2Client(service string) Shape {
	return none(Shape{
		SDK: "aws-sdk-js-v2", Kind: ClientShape, Service: service,
		Region: args(prop("region")), Config: args(whole(0)), Endpoint: args(prop("endpoint")),
	})
}

// v2Shapes lists what is no client class in aws-sdk 2.1693, by lower-case path.
// config.region is a property: assigning to it is looked up as a call with the
// value as its argument.
var v2Shapes = sync.OnceValue(func() map[string]Shape {
	document := v2Client("dynamodb")
	document.Session = args(prop("service"))
	update := none(Shape{SDK: "aws-sdk-js-v2", Kind: GlobalShape, Service: "*", Region: args(prop("region")), Config: args(whole(0))})
	config := update
	config.Kind = ConfigShape
	assigned := update
	assigned.Region, assigned.Config = args(whole(0)), nil
	identity := v2Client("cognito-identity")
	identity.Region, identity.Config, identity.Endpoint = args(Arg{Pos: 1, Name: "region"}), args(whole(1)), nil
	identity.OnlyWithRegion = true
	upload := none(Shape{SDK: "aws-sdk-js-v2", Kind: WrapperShape, Service: "s3", Session: args(prop("service"))})
	return map[string]Shape{
		"config.update":              update,
		"config":                     config,
		"config.region":              assigned,
		"dynamodb.documentclient":    document,
		"cognitoidentitycredentials": identity,
		"s3.managedupload":           upload,
		"rds.signer":                 v2Client("rds"),
		"polly.presigner":            v2Client("polly"),
	}
})

// javaScriptShapes is keyed by package and export.
var javaScriptShapes = sync.OnceValue(func() map[string]Shape {
	b := builder{}
	addV3Helpers(b)
	addSignersJS(b)
	addAmplify(b)
	addCognitoJS(b)
	addModelsJS(b)
	addDataJS(b)
	addStacksJS(b)
	return b
})

// addV3Helpers: the libraries beside the clients of the AWS SDK for JavaScript
// v3 (3.1138 and later), and the tracing wrappers of aws-xray-sdk 3.
func addV3Helpers(b builder) {
	wrapper := func(service string, inner Arg) Shape {
		return Shape{SDK: "aws-sdk-js-v3", Kind: WrapperShape, Service: service, Session: args(inner)}
	}
	b.add("@aws-sdk/lib-dynamodb", "DynamoDBDocumentClient.from DynamoDBDocument.from", wrapper("dynamodb", whole(0)))
	b.add("@aws-sdk/lib-storage", "Upload", wrapper("s3", prop("client")))
	b.add("@aws-sdk/s3-request-presigner", "getSignedUrl", wrapper("s3", whole(0)))
	b.add("@aws-sdk/s3-presigned-post", "createPresignedPost", wrapper("s3", whole(0)))
	for _, pkg := range []string{"aws-xray-sdk", "aws-xray-sdk-core"} {
		b.add(pkg, "captureAWSv3Client captureAWSClient captureAWS", wrapper("*", whole(0)))
	}

	credentials := func(service string) Shape {
		return Shape{SDK: "aws-sdk-js-v3", Kind: ClientShape, Service: service, Region: args(prop("clientConfig.region")), OnlyWithRegion: true}
	}
	pool := credentials("cognito-identity")
	pool.Holds = args(prop("identityPoolId"), prop("identityId"))
	for _, pkg := range []string{"@aws-sdk/credential-providers", "@aws-sdk/credential-provider-cognito-identity"} {
		b.add(pkg, "fromCognitoIdentityPool fromCognitoIdentity", pool)
	}
	b.add("@aws-sdk/credential-providers", "fromTemporaryCredentials fromWebToken fromTokenFile", credentials("sts"))
	b.add("@aws-sdk/credential-providers", "fromSSO", credentials("sso"))
	// Unlike other signers these two find their region as a client does.
	token := Shape{SDK: "aws-sdk-js-v3", Kind: SignerShape, Region: args(prop("region")), Env: SDKEnv("aws-sdk-js-v3")}
	token.Service, token.Holds = "rds", args(prop("hostname"))
	b.add("@aws-sdk/rds-signer", "Signer", token)
	token.Service = "dsql"
	b.add("@aws-sdk/dsql-signer", "DsqlSigner", token)
}

// addSignersJS: @smithy/signature-v4, aws4fetch 1, aws4 1, and the AWS signers of
// @opensearch-project/opensearch 3.
func addSignersJS(b builder) {
	signer := func(sdk, service string) Shape {
		return Shape{SDK: sdk, Kind: SignerShape, Service: service, ServiceArg: prop("service"), SigningService: true, Region: args(prop("region"))}
	}
	for _, pkg := range []string{"@smithy/signature-v4", "@aws-sdk/signature-v4", "@aws-sdk/signature-v4-crt"} {
		b.add(pkg, "SignatureV4", signer("aws-sdk-js-v3", ""))
	}
	// These two guess the region from the host that they sign for.
	for pkg, names := range map[string]string{"aws4fetch": "AwsClient AwsV4Signer", "aws4": "sign"} {
		guess := signer(pkg, "")
		guess.OnlyWithRegion = true
		b.add(pkg, names, guess)
	}
	b.add("@opensearch-project/opensearch", "AwsSigv4Signer", signer("opensearch-js", "es"))
}

// addAmplify: Amplify.configure of aws-amplify 5 and 6 with its own object, the
// aws-exports of generation 1 and the amplify_outputs of generation 2. Version 6
// derives the regions of both pools from their ids and reads no region for them.
func addAmplify(b builder) {
	part := func(service string, region, endpoint []Arg) Shape {
		return none(Shape{SDK: "amplify", Kind: ClientShape, Service: service, Region: region, Endpoint: endpoint})
	}
	configure := Shape{
		SDK: "amplify", Kind: ClientShape, Service: "cognito-idp",
		Region: args(prop("Auth.region"), prop("aws_cognito_region")), Config: args(whole(0)),
		IDs: args(prop("Auth.Cognito.userPoolId"), prop("Auth.userPoolId"), prop("aws_user_pools_id"), prop("auth.user_pool_id")),
		Parts: []Shape{
			none(Shape{
				SDK: "amplify", Kind: ClientShape, Service: "cognito-identity", Region: args(prop("Auth.identityPoolRegion")),
				IDs: args(prop("Auth.Cognito.identityPoolId"), prop("Auth.identityPoolId"), prop("aws_cognito_identity_pool_id"), prop("auth.identity_pool_id")),
			}),
			part("s3", args(prop("Storage.S3.region"), prop("Storage.AWSS3.region"), prop("Storage.region"), prop("aws_user_files_s3_bucket_region"), prop("storage.aws_region")), nil),
			part("appsync",
				args(prop("API.GraphQL.region"), prop("API.Events.region"), prop("aws_appsync_region"), prop("data.aws_region")),
				args(prop("API.GraphQL.endpoint"), prop("API.Events.endpoint"), prop("aws_appsync_graphqlEndpoint"), prop("data.url"))),
			part("apigateway", args(prop("API.REST.*.region"), prop("API.endpoints.*.region"), prop("aws_cloud_logic_custom.*.region")),
				args(prop("API.REST.*.endpoint"), prop("API.endpoints.*.endpoint"), prop("aws_cloud_logic_custom.*.endpoint"))),
			part("location", args(prop("Geo.LocationService.region"), prop("geo.aws_region")), nil),
			part("pinpoint", args(prop("Analytics.Pinpoint.region"), prop("Notifications.InAppMessaging.Pinpoint.region"), prop("aws_mobile_analytics_app_region")), nil),
		},
	}
	auth := Shape{
		SDK: "amplify", Kind: ClientShape, Service: "cognito-idp", Region: args(prop("region")), Config: args(whole(0)),
		IDs: args(prop("userPoolId"), prop("Cognito.userPoolId")),
	}
	for _, pkg := range []string{"aws-amplify", "@aws-amplify/core", "@aws-amplify/auth"} {
		b.add(pkg, "Amplify.configure configure default.configure", configure)
		b.add(pkg, "Auth.configure", auth)
	}
}

// addCognitoJS: aws-jwt-verify 5.2, amazon-cognito-identity-js 6.3, cognito-express
// 3, passport-cognito-oauth2 1.
func addCognitoJS(b builder) {
	pool := func(sdk string, ids ...Arg) Shape {
		return Shape{SDK: sdk, Kind: ClientShape, Service: "cognito-idp", IDs: ids}
	}
	b.add("aws-jwt-verify", "CognitoJwtVerifier.create", pool("aws-jwt-verify", prop("userPoolId"), prop("*.userPoolId")))
	user := pool("amazon-cognito-identity-js", prop("UserPoolId"))
	user.Endpoint = args(prop("endpoint"))
	b.add("amazon-cognito-identity-js", "CognitoUserPool", user)
	express := pool("cognito-express", prop("cognitoUserPoolId"))
	express.Region, express.IDs = args(prop("region")), nil
	b.add("cognito-express", "default", express)
	passport := pool("passport-cognito-oauth2")
	passport.Region = args(prop("region"))
	b.add("passport-cognito-oauth2", "Strategy OAuth2Strategy default", passport)
}

// addModelsJS: @langchain/aws 1.4, @langchain/community, @ai-sdk/amazon-bedrock 4,
// @anthropic-ai/bedrock-sdk 1.1, llamaindex, @strands-agents/sdk,
// bedrock-agentcore.
func addModelsJS(b builder) {
	client := func(sdk, service, region string) Shape {
		return Shape{
			SDK: sdk, Kind: ClientShape, Service: service, Region: args(prop(region)), Config: args(whole(0)),
			Session: args(prop("client")), Endpoint: args(prop("endpoint"), prop("baseURL"), prop("endpointHost")),
			Models: args(prop("model"), prop("modelId")),
		}
	}
	for pkg, sdk := range map[string]string{
		"@langchain/aws": "@langchain/aws", "@langchain/community": "@langchain/community", "langchain": "@langchain/community",
	} {
		b.add(pkg, "ChatBedrockConverse ChatBedrock BedrockChat Bedrock BedrockEmbeddings", client(sdk, "bedrock-runtime", "region"))
		b.add(pkg, "AmazonKnowledgeBaseRetriever", client(sdk, "bedrock-agent-runtime", "region"))
		b.add(pkg, "AmazonKendraRetriever AWSKendraRetriever", client(sdk, "kendra", "region"))
		history := client(sdk, "dynamodb", "config.region")
		history.Env = SDKEnv("aws-sdk-js-v3")
		b.add(pkg, "DynamoDBChatMessageHistory", history)
	}
	provider := client("ai-sdk", "bedrock-runtime", "region")
	provider.Asks = args(whole(0))
	b.add("@ai-sdk/amazon-bedrock", "createAmazonBedrock createBedrockAnthropic", provider)
	ready := client("ai-sdk", "bedrock-runtime", "region")
	ready.Models = args(whole(0))
	ready.Region, ready.Config, ready.Session, ready.Endpoint = nil, nil, nil, nil
	b.add("@ai-sdk/amazon-bedrock", "bedrock bedrock.embedding bedrock.image bedrockAnthropic", ready)
	b.add("@anthropic-ai/bedrock-sdk", "AnthropicBedrock default", client("anthropic-bedrock-js", "bedrock-runtime", "awsRegion"))
	for _, pkg := range []string{"llamaindex", "@llamaindex/community", "@llamaindex/aws"} {
		b.add(pkg, "Bedrock", client("aws-sdk-js-v3", "bedrock-runtime", "region"))
	}
	strands := client("strands-js", "bedrock-runtime", "region")
	strands.Region = append(strands.Region, prop("clientConfig.region"))
	b.add("@strands-agents/sdk", "BedrockModel", strands)
	session := client("bedrock-agentcore-js", "bedrock-agentcore", "clientConfig.region")
	session.Region = append(session.Region, prop("region"))
	b.add("bedrock-agentcore", "CodeInterpreter Browser PlaywrightBrowser", session)
}

// addDataJS: dynamoose 4, sqs-consumer and sqs-producer, winston-cloudwatch 6,
// aws-appsync and its links, aws-rum-web 1, the DAX clients, aws-iot-device-sdk 2.
func addDataJS(b builder) {
	client := func(sdk, service string, region ...Arg) Shape {
		return Shape{SDK: sdk, Kind: ClientShape, Service: service, Region: region, Config: args(whole(0))}
	}
	b.add("dynamoose", "aws.ddb.DynamoDB", client("dynamoose", "dynamodb", prop("region")))
	b.add("dynamoose", "aws.sdk.config.update", Shape{SDK: "aws-sdk-js-v2", Kind: GlobalShape, Service: "*", Region: args(prop("region"))})
	queue := client("sqs-consumer", "sqs", prop("region"))
	queue.Config, queue.Session, queue.Holds = nil, args(prop("sqs")), args(prop("queueUrl"))
	b.add("sqs-consumer", "Consumer.create", queue)
	b.add("sqs-producer", "Producer.create", queue)
	logs := client("winston-cloudwatch", "logs", prop("awsRegion"), prop("awsOptions.region"))
	logs.Config, logs.Session = nil, args(prop("cloudWatchLogs"))
	b.add("winston-cloudwatch", "default", logs)
	graph := client("aws-appsync", "appsync", prop("region"))
	graph.Config, graph.Endpoint = nil, args(prop("url"))
	b.add("aws-appsync", "AWSAppSyncClient default", graph)
	b.add("aws-appsync-auth-link", "createAuthLink", graph)
	b.add("aws-appsync-subscription-link", "createSubscriptionHandshakeLink", graph)
	rum := client("aws-rum-web", "rum", whole(2))
	rum.Config, rum.Endpoint = nil, args(Arg{Pos: 3, Name: "endpoint"})
	b.add("aws-rum-web", "AwsRum", rum)
	for _, pkg := range []string{"amazon-dax-client", "@amazon-dax-sdk/client-dax", "@amazon-dax-sdk/lib-dax"} {
		b.add(pkg, "default Dax DaxDocument", client("dax", "dax", prop("region")))
	}
	device := client("aws-iot-device-sdk", "iot-data", prop("region"))
	device.Endpoint, device.OnlyWithRegion = args(prop("host")), true
	b.add("aws-iot-device-sdk", "device thingShadow", device)
}

// addStacksJS: aws-cdk-lib 2, @aws-cdk/core 1, @pulumi/aws, the CDK for Terraform.
// A stack without an environment takes the one of its deployment.
func addStacksJS(b builder) {
	stack := Shape{SDK: "cdk", Kind: StackShape, Service: "*", Region: args(Arg{Pos: 2, Name: "env.region"}), OnlyWithRegion: true}
	for _, pkg := range []string{"aws-cdk-lib", "@aws-cdk/core", "monocdk"} {
		b.add(pkg, "Stack Stage", stack)
	}
	b.add("@pulumi/aws", "Provider", Shape{SDK: "pulumi", Kind: StackShape, Service: "*", Region: args(Arg{Pos: 1, Name: "region"})})
	b.add("@cdktf/provider-aws", "AwsProvider provider.AwsProvider", Shape{SDK: "terraform", Kind: StackShape, Service: "*", Region: args(Arg{Pos: 2, Name: "region"})})
}
