package aws

import (
	"strings"
	"sync"
)

// pythonShape looks a symbol up by its package and its last component. A method
// of a session class is the client's shape of its package. Packages whose modules
// use one name for different things are looked up by the whole path.
func pythonShape(symbol string) (Shape, bool) {
	pkg, rest, ok := strings.Cut(symbol, ".")
	if !ok {
		return Shape{}, false
	}
	switch pkg {
	case "aws_cdk", "pulumi_aws":
		shape, ok := pythonShapes()[symbol]
		return shape, ok
	}
	name := rest[strings.LastIndexByte(rest, '.')+1:]
	shape, ok := pythonShapes()[pkg+"."+name]
	return shape, ok
}

// kw is an argument that is given by keyword only.
func kw(name string) Arg { return Arg{Pos: -1, Name: name} }

// at is an argument that has a position and a keyword.
func at(pos int, name string) Arg { return Arg{Pos: pos, Name: name} }

func args(list ...Arg) []Arg { return list }

// botoClient is a client factory of the botocore family; all of them share the
// order of client(service_name, region_name, api_version, use_ssl, verify,
// endpoint_url, access key, secret key, token, config).
func botoClient(sdk string) Shape {
	return Shape{
		SDK: sdk, Kind: ClientShape, ServiceArg: at(0, "service_name"),
		Region: args(at(1, "region_name")), Config: args(at(9, "config")), Endpoint: args(at(5, "endpoint_url")),
		ModelArg: NoArg,
	}
}

func botoSession(sdk string, kind ShapeKind) Shape {
	return Shape{
		SDK: sdk, Kind: kind, Service: "*", ServiceArg: NoArg,
		Region: args(at(3, "region_name")), Session: args(at(4, "botocore_session")), ModelArg: NoArg,
	}
}

// builder collects shapes by symbol.
type builder map[string]Shape

// add enters a shape under several names of one package. The zero Arg is a
// place, so what a shape does not have is set to none.
func (b builder) add(pkg string, names string, s Shape) {
	if s.ServiceArg == (Arg{}) {
		s.ServiceArg = NoArg
	}
	if s.ModelArg == (Arg{}) {
		s.ModelArg = NoArg
	}
	for name := range strings.FieldsSeq(names) {
		b[pkg+"."+name] = s
	}
}

// pythonShapes is keyed by package and name.
var pythonShapes = sync.OnceValue(func() map[string]Shape {
	b := builder{}
	addBoto(b)
	addSigners(b)
	addLangChain(b)
	addLLMRouters(b)
	addBedrockClients(b)
	addAgentCore(b)
	addCognitoPython(b)
	addDataPython(b)
	addStacksPython(b)
	return b
})

// addBoto: signatures of boto3 1.43, botocore 1.43, aioboto3 and aiobotocore,
// which inherit them.
func addBoto(b builder) {
	for _, sdk := range []string{"boto3", "aioboto3"} {
		b.add(sdk, "client resource", botoClient(sdk))
		b.add(sdk, "Session", botoSession(sdk, SessionShape))
		b.add(sdk, "setup_default_session", botoSession(sdk, GlobalShape))
	}
	for _, sdk := range []string{"botocore", "aiobotocore"} {
		b.add(sdk, "create_client", botoClient(sdk))
		b.add(sdk, "get_session Session AioSession", Shape{SDK: sdk, Kind: SessionShape, Service: "*"})
		b.add(sdk, "Config AioConfig", Shape{SDK: sdk, Kind: ConfigShape, Service: "*", Region: args(at(0, "region_name"))})
	}
}

// addSigners: botocore 1.43, requests-aws4auth 1.3, opensearch-py 2 and 3,
// aws-requests-auth 0.4, mcp-proxy-for-aws 1.
func addSigners(b builder) {
	signer := func(sdk, service string, region, name Arg) Shape {
		return Shape{SDK: sdk, Kind: SignerShape, Service: service, ServiceArg: name, SigningService: true, Region: args(region)}
	}
	b.add("botocore", "SigV4Auth SigV4QueryAuth S3SigV4Auth S3SigV4QueryAuth SigV4AAuth CrtSigV4Auth CrtSigV4AsymAuth",
		signer("botocore", "", at(2, "region_name"), at(1, "service_name")))
	b.add("requests_aws4auth", "AWS4Auth PassiveAWS4Auth StrictAWS4Auth", signer("requests-aws4auth", "", at(2, "region"), at(3, "service")))
	b.add("opensearchpy", "AWSV4SignerAuth RequestsAWSV4SignerAuth Urllib3AWSV4SignerAuth AWSV4SignerAsyncAuth",
		signer("opensearch-py", "es", at(1, "region"), at(2, "service")))
	b.add("aws_requests_auth", "AWSRequestsAuth", signer("aws-requests-auth", "", at(3, "aws_region"), at(4, "aws_service")))
	b.add("aws_requests_auth", "BotoAWSRequestsAuth", signer("aws-requests-auth", "", at(1, "aws_region"), at(2, "aws_service")))
	b.add("mcp_proxy_for_aws", "aws_iam_streamablehttp_client", signer("mcp-proxy-for-aws", "", at(2, "aws_region"), at(1, "aws_service")))
}

// addLangChain: langchain-aws 1.7, langgraph-checkpoint-aws 1, langchain-community
// 0.4, and the langchain package that re-exported the latter.
func addLangChain(b builder) {
	model := func(sdk, service string) Shape {
		return Shape{
			SDK: sdk, Kind: ClientShape, Service: service,
			Region: args(kw("region_name"), kw("region")), Config: args(kw("config")),
			Session: args(kw("client"), kw("boto3_session")), Endpoint: args(kw("endpoint_url"), kw("base_url")),
			Models: args(kw("model_id"), kw("model")),
		}
	}
	for pkg, sdk := range map[string]string{
		"langchain_aws": "langchain-aws", "langchain_community": "langchain-community", "langchain": "langchain-community",
	} {
		b.add(pkg, "ChatBedrock ChatBedrockConverse BedrockLLM BedrockEmbeddings BedrockChat Bedrock ChatBedrockNovaSonic ChatAnthropicBedrock ChatAnthropicMantle ChatOpenAIMantle",
			model(sdk, "bedrock-runtime"))
		b.add(pkg, "AmazonKnowledgeBasesRetriever BedrockRerank BedrockAgentsRunnable BedrockInlineAgentsRunnable", model(sdk, "bedrock-agent-runtime"))
		b.add(pkg, "AmazonKendraRetriever", model(sdk, "kendra"))
		b.add(pkg, "SagemakerEndpoint SagemakerEndpointEmbeddings", model(sdk, "sagemaker-runtime"))
		b.add(pkg, "AmazonS3Vectors AmazonS3VectorsRetriever", model(sdk, "s3vectors"))
		for service, names := range map[string]string{
			"textract": "AmazonTextractPDFLoader", "comprehend": "AmazonComprehendModerationChain", "s3": "S3FileLoader S3DirectoryLoader",
			"dynamodb": "DynamoDBChatMessageHistory DynamoDBVectorStore", "neptunedata": "NeptuneGraph NeptuneRdfGraph", "neptune-graph": "NeptuneAnalyticsGraph",
		} {
			plain := model(sdk, service)
			plain.Env = SDKEnv("boto3")
			b.add(pkg, names, plain)
		}
	}
	toolkit := model("langchain-aws", "bedrock-agentcore")
	toolkit.Region, toolkit.Env, toolkit.Silent = args(at(0, "region")), []string{}, "us-west-2"
	b.add("langchain_aws", "create_browser_toolkit create_code_interpreter_toolkit BrowserToolkit CodeInterpreterToolkit", toolkit)
	b.add("langgraph_checkpoint_aws", "AgentCoreMemorySaver AgentCoreMemoryStore", model("langgraph-checkpoint-aws", "bedrock-agentcore"))
	b.add("langgraph_checkpoint_aws", "BedrockSessionSaver AsyncBedrockSessionSaver", model("langgraph-checkpoint-aws", "bedrock-agent-runtime"))
	b.add("langgraph_checkpoint_aws", "DynamoDBSaver DynamoDBStore", model("langgraph-checkpoint-aws", "dynamodb"))
}

// bedrockPrefixes start the names of models that LiteLLM sends to Bedrock.
var bedrockPrefixes = []string{"bedrock/", "bedrock_converse/"}

// addLLMRouters: libraries that reach Bedrock only for some models. LiteLLM 1,
// and CrewAI 1, DSPy 3, Google ADK 1 and others on top of it.
func addLLMRouters(b builder) {
	router := func(sdk string, model Arg) Shape {
		return Shape{
			SDK: sdk, Kind: ClientShape, Service: "bedrock-runtime",
			Region: args(kw("aws_region_name"), kw("region_name")), Session: args(kw("aws_bedrock_client")),
			Endpoint: args(kw("aws_bedrock_runtime_endpoint"), kw("api_base"), kw("base_url")),
			IDs:      args(model), ModelArg: model, ModelPrefixes: bedrockPrefixes, Models: args(model),
		}
	}
	b.add("litellm", "completion acompletion text_completion atext_completion embedding aembedding image_generation aimage_generation rerank arerank responses aresponses",
		router("litellm", at(0, "model")))
	b.add("crewai", "LLM", router("crewai", at(0, "model")))
	native := bedrockModel("crewai", "region_name")
	native.Env, native.Silent = []string{}, "us-east-1"
	b.add("crewai", "BedrockCompletion", native)
	b.add("dspy", "LM", router("litellm", at(0, "model")))
	b.add("langchain_litellm", "ChatLiteLLM", router("litellm", kw("model")))
	b.add("langchain_community", "ChatLiteLLM", router("litellm", kw("model")))
	b.add("google", "LiteLlm", router("litellm", at(0, "model")))
	b.add("smolagents", "LiteLLMModel", router("litellm", at(0, "model_id")))
	b.add("llama_index", "LiteLLM", router("litellm", at(0, "model")))
}

// bedrockModel is a class for Bedrock's models whose region has this keyword.
func bedrockModel(sdk, region string) Shape {
	return Shape{
		SDK: sdk, Kind: ClientShape, Service: "bedrock-runtime", Region: args(kw(region)),
		Session: args(kw("client"), kw("boto3_session"), kw("session"), kw("boto_session"), kw("botocore_session")),
		Config:  args(kw("boto_client_config"), kw("botocore_config"), kw("boto3_config")), Endpoint: args(kw("endpoint_url"), kw("base_url")),
		Models: args(at(0, "model_id"), kw("model"), kw("model_name"), kw("id")),
	}
}

// addBedrockClients: strands-agents 1, anthropic 0.80, llama-index-llms-bedrock
// and its siblings, agno 2, smolagents 1, pydantic-ai 1, amazon-bedrock-haystack.
func addBedrockClients(b builder) {
	b.add("strands", "BedrockModel", bedrockModel("strands", "region_name"))
	b.add("anthropic", "AnthropicBedrock AsyncAnthropicBedrock", bedrockModel("anthropic-bedrock", "aws_region"))

	b.add("llama_index", "Bedrock BedrockConverse BedrockEmbedding", bedrockModel("llama-index-bedrock", "region_name"))
	b.add("llama_index", "from_credentials", bedrockModel("llama-index-bedrock", "aws_region"))
	retriever := bedrockModel("llama-index-bedrock", "region_name")
	retriever.Service = "bedrock-agent-runtime"
	b.add("llama_index", "AmazonKnowledgeBasesRetriever AWSBedrockRerank BedrockRerank", retriever)

	b.add("agno", "AwsBedrock", bedrockModel("agno", "aws_region"))
	b.add("pydantic_ai", "BedrockProvider", bedrockModel("pydantic-ai", "region_name"))
	converse := bedrockModel("pydantic-ai", "")
	converse.Region, converse.Session = nil, args(kw("provider"))
	b.add("pydantic_ai", "BedrockConverseModel", converse)
	smol := bedrockModel("smolagents", "client_kwargs.region_name")
	b.add("smolagents", "AmazonBedrockModel AmazonBedrockServerModel", smol)
	b.add("haystack_integrations", "AmazonBedrockGenerator AmazonBedrockChatGenerator AmazonBedrockTextEmbedder AmazonBedrockDocumentEmbedder AmazonBedrockRanker",
		bedrockModel("haystack-bedrock", "aws_region_name"))
}

// addAgentCore: bedrock-agentcore and its starter toolkit, both of August 2026.
// The session helpers take the region first and have no default; the managers
// read AWS_REGION before boto3's variable, the clients do not read it.
func addAgentCore(b builder) {
	client := func(region Arg) Shape {
		return Shape{SDK: "bedrock-agentcore", Kind: ClientShape, Service: "bedrock-agentcore", Region: args(region), Session: args(kw("session"), kw("boto3_session"))}
	}
	const pkg = "bedrock_agentcore"
	b.add(pkg, "browser_session code_session BrowserClient CodeInterpreter IdentityClient", client(at(0, "region")))
	b.add(pkg, "MemoryClient GatewayClient EvaluationClient PolicyClient", client(at(0, "region_name")))
	manager := client(at(1, "region_name"))
	manager.Env = []string{"AWS_REGION", "AWS_DEFAULT_REGION"}
	b.add(pkg, "MemorySessionManager", manager)
	control := client(at(0, "region_name"))
	control.Service, control.Env = "bedrock-agentcore-control", []string{}
	b.add(pkg, "MemoryControlPlaneClient", control)
	toolkit := client(kw("region_name"))
	toolkit.Service = "bedrock-agentcore-control"
	b.add("bedrock_agentcore_starter_toolkit", "GatewayClient MemoryManager", toolkit)
	memory := client(kw("region_name"))
	memory.Env = []string{"AWS_REGION", "AWS_DEFAULT_REGION"}
	b.add(pkg, "AgentCoreMemorySessionManager", memory)
}

// addCognitoPython: pycognito 2024, warrant (its ancestor), cognitojwt 1.5,
// fastapi-cloudauth 0.4.
func addCognitoPython(b builder) {
	pool := Shape{SDK: "pycognito", Kind: ClientShape, Service: "cognito-idp", Region: args(at(2, "user_pool_region")), IDs: args(at(0, "user_pool_id"))}
	srp := Shape{SDK: "pycognito", Kind: ClientShape, Service: "cognito-idp", Region: args(at(4, "pool_region")), IDs: args(at(2, "pool_id")), Session: args(at(5, "client"))}
	for _, pkg := range []string{"pycognito", "warrant"} {
		b.add(pkg, "Cognito", pool)
		b.add(pkg, "AWSSRP", srp)
	}
	b.add("cognitojwt", "decode decode_async", Shape{
		SDK: "cognitojwt", Kind: ClientShape, Service: "cognito-idp", Region: args(at(1, "region")),
	})
	b.add("fastapi_cloudauth", "Cognito CognitoCurrentUser", Shape{
		SDK: "fastapi-cloudauth", Kind: ClientShape, Service: "cognito-idp", Region: args(at(0, "region")),
	})
}

// addDataPython: s3fs 2026, fsspec, PyAthena 3, sagemaker 2, watchtower 3,
// awsiotsdk 1, prefect-aws 0.5, dagster-aws 0.28.
func addDataPython(b builder) {
	files := Shape{
		SDK: "s3fs", Kind: ClientShape, Service: "s3", Region: args(kw("client_kwargs.region_name"), kw("config_kwargs.region_name")),
		Session: args(kw("session")), Endpoint: args(kw("endpoint_url"), kw("client_kwargs.endpoint_url")),
	}
	b.add("s3fs", "S3FileSystem", files)
	files.ModelArg, files.ModelPrefixes = at(0, "protocol"), []string{"s3"}
	b.add("fsspec", "filesystem", files)
	b.add("pyathena", "connect", Shape{SDK: "pyathena", Kind: ClientShape, Service: "athena", Region: args(at(1, "region_name")), Session: args(kw("session"))})
	b.add("sagemaker", "Session", Shape{SDK: "sagemaker", Kind: ClientShape, Service: "sagemaker", Session: args(at(0, "boto_session"), at(1, "sagemaker_client"))})
	b.add("watchtower", "CloudWatchLogHandler", Shape{SDK: "watchtower", Kind: ClientShape, Service: "logs", Session: args(kw("boto3_client"))})
	b.add("awsiot", "websockets_with_default_aws_signing", Shape{SDK: "awsiotsdk", Kind: ClientShape, Service: "iot-data", Region: args(at(0, "region")), Endpoint: args(kw("endpoint"))})
	b.add("prefect_aws", "AwsCredentials", Shape{SDK: "prefect-aws", Kind: SessionShape, Service: "*", Region: args(kw("region_name"))})
	b.add("dagster_aws", "S3Resource", Shape{SDK: "dagster-aws", Kind: ClientShape, Service: "s3", Region: args(kw("region_name"))})
}

// addStacksPython: aws-cdk-lib 2 (and aws_cdk.core of version 1), pulumi-aws,
// the CDK for Terraform.
func addStacksPython(b builder) {
	b.add("aws_cdk", "Environment core.Environment", Shape{SDK: "cdk", Kind: ConfigShape, Service: "*", Region: args(kw("region"))})
	b.add("aws_cdk", "Stack Stage core.Stack core.Stage", Shape{SDK: "cdk", Kind: StackShape, Service: "*", Region: args(kw("env.region")), Config: args(kw("env")), OnlyWithRegion: true})
	b.add("pulumi_aws", "Provider", Shape{SDK: "pulumi", Kind: StackShape, Service: "*", Region: args(kw("region"))})
	b.add("cdktf_cdktf_provider_aws", "AwsProvider", Shape{SDK: "terraform", Kind: StackShape, Service: "*", Region: args(kw("region"))})
}
