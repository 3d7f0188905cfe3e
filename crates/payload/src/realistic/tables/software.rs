//! Software, its parts and its operation.

pub(super) const ROWS: &[(&str, &str)] = &[
    (
        "version|application version|api version|release|software version|package version|\
      firmware version|firmware|semver|schema version|client version|build version|server version|\
      sdk version|runtime version|model version",
        "{semver}",
    ),
    ("revision|build|build number", "{between:100:9999}"),
    (
        "commit|sha|sha1|commit sha|commit hash|commit id|head sha|base sha|git sha",
        "{hex:40}",
    ),
    ("short sha|short commit", "{hex:7}"),
    (
        "hash|checksum|digest|sha256|fingerprint|file hash|content hash",
        "{hex:64}",
    ),
    ("md5", "{hex:32}"),
    (
        "branch|branch name|git branch|head branch|base branch",
        "main|develop|feature/{slug}|fix/{slug}",
    ),
    (
        "repository|repository name|project|project name|project key|module|module name|package|\
      package name|library|artifact|dependency",
        "{service}-{noun}|{adjective}-{noun}",
    ),
    (
        "commit message|pull request title|change description",
        "Fix {noun} export|Add {noun} filter|\
      Update {noun} page",
    ),
    (
        "language|language code|iso language|spoken language|preferred language|content language",
        "{language}",
    ),
    (
        "locale|culture|language tag|person language tag",
        "{locale}",
    ),
    (
        "programming language|repository language",
        "Rust|Python|JavaScript|Java|Go",
    ),
    (
        "encoding|charset|character set|character encoding",
        "utf-8|utf-16|iso-8859-1",
    ),
    (
        "content encoding|compression|transfer encoding",
        "gzip|br|deflate|identity",
    ),
    (
        "level|log level|severity|log severity",
        "debug|info|warning|error",
    ),
    (
        "severity level|risk level|risk|alert severity",
        "low|medium|high|critical",
    ),
    (
        "priority|urgency|importance|ticket priority",
        "low|normal|high|urgent",
    ),
    (
        "status|state|processing status|workflow state|conversation status|thread status",
        "active|pending|open|closed|completed",
    ),
    (
        "ticket status|issue status|case status|task status|ticket state|task state",
        "open|in_progress|waiting|resolved|closed",
    ),
    (
        "job status|run status|build status|pipeline status|deployment status|execution status",
        "queued|running|succeeded|failed|cancelled",
    ),
    (
        "message status|email status|notification status|sms status",
        "sent|delivered|read|failed",
    ),
    ("read status", "read|unread"),
    (
        "health|health status|service status|system status",
        "healthy|degraded|unavailable",
    ),
    (
        "response status|result|outcome|test result|check result",
        "success|failure|skipped",
    ),
    (
        "status text|reason phrase|http status text",
        "OK|Created|Bad Request|Not Found",
    ),
    ("status code|http status", "200|201|400|404|500"),
    (
        "type|kind|object type|entity type|resource type",
        "standard|default|basic|custom",
    ),
    (
        "event type|event name|event action|event|event kind|trigger|webhook event|event code",
        "order.created|message.received|customer.updated|invoice.paid|shipment.delivered",
    ),
    (
        "action|operation|command|action type|operation name|activity",
        "create|update|delete|read|list",
    ),
    ("mode", "automatic|manual|test|live"),
    (
        "environment|stage|deployment environment|environment name|application environment",
        "production|staging|development|test",
    ),
    (
        "cloud region|server region|data center|aws region|region code|availability zone|zone",
        "eu-central-{between:1:3}|us-east-{between:1:3}|ap-south-{between:1:3}",
    ),
    (
        "server|node|node name|machine|machine name|instance|instance name|worker name|pod|\
         pod name|container name",
        "{server}",
    ),
    (
        "service|service name|application|application name|component|component name|subsystem|\
         source|system|producer|logger|source system|origin system|client name|application id",
        "{service}|{service}-service",
    ),
    ("cluster|namespace|pod namespace", "{service}|{environment}"),
    (
        "queue|queue name|routing key|exchange|message queue",
        "{service}.{noun}.created|{collection}.incoming",
    ),
    (
        "topic|topic name|message topic|subscription topic|mqtt topic|stream|stream name",
        "{collection}.updated|{service}/{noun}/events",
    ),
    (
        "partition key|cache key|property key|key|object key|storage key|setting key|setting name|\
      configuration key|parameter name|attribute key|attribute name|property|property name|\
      field name|field|column|column name|variable name|metric key|parameter",
        "{noun}_{noun}|{adjective}_{noun}|{noun}",
    ),
    (
        "bucket|bucket name|container|storage bucket",
        "{service}-{collection}",
    ),
    (
        "database|database name|table|table name|schema name|index name|index|dataset",
        "{collection}|{service}_{collection}",
    ),
    (
        "sql|query sql|statement",
        "select * from {collection} where id = {between:1:999}",
    ),
    (
        "query|search|search term|search query|keyword search|q|term|needle",
        "{noun}|{adjective} {noun}",
    ),
    (
        "function|function name|method name|procedure|operation id|tool name|function call name|\
         tool",
        "get_{noun}|create_{noun}|list_{collection}|update_{noun}",
    ),
    (
        "class name|exception|exception type|error type|error name|error class",
        "ValidationError|TimeoutError|NotFoundError|PermissionError",
    ),
    (
        "error code|fault code|error status|problem code|reason code",
        "invalid_request|not_found|rate_limited|conflict|timeout",
    ),
    (
        "error message|error|error description|error detail|failure reason|exception message|\
         failure|error title|problem detail|warning|last error|fault|error text|problem|\
         validation message|validation error|failure message|cause",
        "The {noun} was not found|Connection timed out after {between:5:60} seconds|\
      The {noun} is not valid|Too many requests",
    ),
    (
        "log message|log line|log entry|log",
        "{noun} {between:100:9999} processed|retrying {noun}|\
      {service} started",
    ),
    (
        "stack trace|stack|traceback|backtrace",
        "at {service}.{noun} (line {between:10:400})",
    ),
    (
        "access token|token|refresh token|session token|bearer token|auth token|id token|\
         csrf token|page token|next page token|cursor|next cursor|continuation token|session key|\
         nonce|sync token|device token|previous cursor",
        "{token:32}",
    ),
    (
        "api key|secret|client secret|secret key|private key|access key|public key|signing secret",
        "test_{token:24}",
    ),
    ("signature|signature value|hmac", "{hex:64}"),
    (
        "password|passphrase|old password|new password",
        "Sample-{token:8}-{digit:2}",
    ),
    (
        "otp|pin|verification code|one time code|access code|passcode",
        "{digit:6}",
    ),
    ("salt", "{hex:16}"),
    (
        "base64|encoded|byte|binary|blob|file data|payload base64|attachment data|encoded data",
        "{token:20}AA==|{token:28}",
    ),
    (
        "uuid|guid|correlation id|request id|message uuid|idempotency key|transaction uuid|\
      conversation uuid|correlation",
        "{uuid}",
    ),
    ("trace id|trace", "{hex:32}"),
    ("span id|parent span id|span", "{hex:16}"),
    ("traceparent|trace parent", "00-{hex:32}-{hex:16}-01"),
    (
        "model|model name|language model|embedding model",
        "example-model-{between:1:9}|sample-{adjective}-{between:1:9}",
    ),
    (
        "car model|vehicle model|phone model|product model",
        "{brand} {upper:1}{between:1:9}|Model {upper:1}",
    ),
    ("finish reason|stop reason", "stop|length|tool_calls"),
    ("license|license name|spdx", "MIT|Apache-2.0|BSD-3-Clause"),
    (
        "file name|attachment name|attachment|file|document name|original name|document file|\
      attachment file name|image name|image file|upload name|file title",
        "{filestem}.{extension}",
    ),
    (
        "file path|directory|folder path|working directory|source path|destination path|\
      target path|storage path|local path|full path",
        "/srv/{service}/{collection}/{filestem}.{extension}",
    ),
    (
        "folder|folder name|directory name|mailbox|label folder|album",
        "Inbox|Archive|Reports|Invoices {year}",
    ),
    ("extension|file extension|suffix", "{extension}"),
    (
        "file format|export format|format|output format|document format",
        "pdf|csv|json|xlsx",
    ),
    (
        "metric|metric name|measurement|indicator|counter",
        "http_requests_total|queue_length|response_time_ms|error_rate",
    ),
    (
        "measurement unit|metric unit|sensor unit",
        "ms|percent|bytes|celsius|count",
    ),
    (
        "sensor|sensor name|sensor type|device kind",
        "temperature|humidity|motion|pressure|light",
    ),
    (
        "alert|alert name|alarm|alarm name|alert title",
        "High error rate|Disk almost full|Queue too long",
    ),
    (
        "feature|feature name|feature flag|flag|experiment|flag name",
        "new_{noun}_page|{adjective}-{noun}",
    ),
    (
        "job|job name|task|task name|workflow|workflow name|pipeline|pipeline name|step|step name|\
      process|process name|stage name|task title|rule|rule name|policy|policy name",
        "send-{collection}|import-{collection}|nightly-{noun}|check-{noun}",
    ),
    (
        "algorithm|signature algorithm",
        "sha256|hmac-sha256|rs256|es256",
    ),
    (
        "grant type",
        "authorization_code|client_credentials|refresh_token",
    ),
    ("token type", "Bearer"),
    (
        "visibility|access|privacy|access level",
        "public|private|internal",
    ),
    (
        "sort|sort by|order by|sort field|sort key",
        "created_at|name|price|updated_at",
    ),
    ("sort order|sort direction|order direction", "asc|desc"),
    (
        "comparison operator|filter operator",
        "eq|ne|gt|lt|contains",
    ),
];
