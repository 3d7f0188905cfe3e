//! The web, its addresses and its media.

pub(super) const ROWS: &[(&str, &str)] = &[
    (
        "url|uri|link|href|permalink|page url|canonical url|self|web url|location url|\
         location uri|target url|iri",
        "https://{domain}/{path}",
    ),
    (
        "website|homepage|home page|web site|company url|company website|base url|origin url",
        "https://www.{domain}/|https://{domain}/",
    ),
    (
        "callback url|callback|webhook|webhook url|redirect uri|redirect url|return url|\
         success url|cancel url|notification url|event url",
        "https://{domain}/callbacks/{noun}",
    ),
    (
        "endpoint|api url|service url|api endpoint|api base url|endpoint url",
        "https://api.{domain}/v{between:1:3}/{collection}",
    ),
    (
        "avatar|avatar url|photo|photo url|picture|picture url|profile image|profile picture",
        "https://images.{domain}/people/{code:8}.png|https://images.{domain}/people/{code:8}.jpg",
    ),
    (
        "image|image url|thumbnail|thumbnail url|cover|cover url|logo|logo url|banner|icon url|\
      poster url|image source|preview url|favicon|screenshot|image link",
        "https://images.{domain}/{slug}.png|https://images.{domain}/{slug}.jpg",
    ),
    (
        "video url|video|stream url|recording url|trailer url|video link",
        "https://media.{domain}/{slug}.mp4",
    ),
    (
        "audio url|audio|podcast url|voice url",
        "https://media.{domain}/{slug}.ogg",
    ),
    (
        "file url|download url|document url|attachment url|attachment link|invoice url|pdf url",
        "https://files.{domain}/{slug}.pdf",
    ),
    (
        "documentation url|help url|documentation|more information url",
        "https://{domain}/help/{slug}",
    ),
    (
        "tracking url|tracking link|track url",
        "https://{domain}/track/{digit:10}",
    ),
    ("feed|feed url|rss", "https://{domain}/feed.xml"),
    (
        "schema|dollar schema|schema uri|schema url",
        "https://{domain}/schemas/{noun}.json",
    ),
    ("domain|domain name|host domain|email domain", "{domain}"),
    ("host|host name|server name|fqdn", "{host}"),
    (
        "ip|ip address|remote address|client ip|source ip|ipv4|ipv4 address|destination ip|\
      remote ip|server ip|peer address|user ip",
        "{ipv4}",
    ),
    ("ipv6|ipv6 address", "{ipv6}"),
    (
        "cidr|subnet|network|ip range",
        "192.0.2.0/24|198.51.100.0/25|203.0.113.0/28",
    ),
    ("mac|mac address", "00:00:5e:00:53:{hex:2}"),
    (
        "user agent|browser agent|client agent",
        "Mozilla/5.0 ({agentsystem}) ExampleBrowser/{between:10:40}.0",
    ),
    (
        "browser|browser name",
        "Example Browser|Sample Browser|embedded view",
    ),
    (
        "device|device name|device model",
        "phone|tablet|laptop|{given}'s phone",
    ),
    ("device type|form factor", "mobile|tablet|desktop|wearable"),
    (
        "platform|operating system|os|os name|device os|client platform",
        "linux|windows|android|web",
    ),
    ("slug|permalink slug|url slug|handle slug", "{slug}"),
    (
        "path|url path|route|request path|request uri|pathname|uri path|resource path",
        "/{path}",
    ),
    (
        "query string|query parameter|url query",
        "page={between:1:9}&limit=20|q={noun}",
    ),
    ("fragment|anchor", "{noun}|section-{between:1:9}"),
    (
        "referrer|referer",
        "https://{domain}/{path}|https://www.{domain}/",
    ),
    (
        "method|http method|request method|verb",
        "GET|POST|PUT|PATCH|DELETE",
    ),
    ("protocol|scheme|transport", "https|http|mqtt|amqp|wss"),
    (
        "header|header name",
        "Content-Type|Accept|Cache-Control|X-Request-Id",
    ),
    (
        "header value|accept|accept header",
        "application/json|text/html|no-cache",
    ),
    ("cookie", "session={token:16}"),
    ("etag", "\"{hex:16}\""),
    (
        "mime type|content type|media type|mime|file content type|attachment type|\
      attachment content type|file type",
        "{mime}",
    ),
    (
        "message content type|message type|message kind|message format",
        "text|image|file|note",
    ),
    (
        "message channel|channel|channel name|channel type|communication channel|contact channel|\
      medium",
        "email|chat|phone|web|sms",
    ),
    (
        "social|social network|network name",
        "forum|photo community|video portal",
    ),
    (
        "utm source|traffic source|campaign source",
        "newsletter|search|partner|direct",
    ),
    ("utm medium|campaign medium", "email|banner|organic"),
    (
        "campaign|campaign name|utm campaign",
        "{adjective}-{noun}-{year}|spring sale|welcome series",
    ),
    ("user name slug|user slug", "{user}"),
    (
        "colour|colour name|background|foreground|hair colour|eye colour|product colour|paint",
        "{colour}",
    ),
    (
        "colour hex|hex colour|hex|background colour|text colour|theme colour|border colour|\
      accent colour|primary colour|foreground colour|brand colour|fill colour",
        "#{hex:6}",
    ),
    (
        "rgb",
        "rgb({between:0:255}, {between:0:255}, {between:0:255})",
    ),
    ("font|font family|typeface", "serif|sans-serif|monospace"),
    ("alignment|align|text align", "left|center|right"),
    ("orientation", "portrait|landscape"),
    ("theme|appearance|colour scheme", "light|dark|system"),
    (
        "icon|icon name|emoji name",
        "star|check|envelope|truck|gift|clock",
    ),
    ("emoji|reaction|reaction emoji", "👍|🎉|❤️|🙂|🙏"),
    (
        "screen resolution|video resolution|image resolution|dimension",
        "1920x1080|1280x720|2560x1440",
    ),
    ("aspect ratio", "16:9|4:3|1:1"),
    ("codec|video codec|audio codec", "h264|vp9|av1|opus|aac"),
    (
        "alt|alt text|image alt|image description",
        "Photo of the {noun}|A {colour} {noun}",
    ),
    (
        "genre|music genre|movie genre",
        "drama|comedy|documentary|jazz|folk|science fiction",
    ),
    ("quality|video quality", "low|medium|high|1080p"),
];
