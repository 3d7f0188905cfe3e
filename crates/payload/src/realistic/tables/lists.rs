//! Lists that templates name.

/// A list's name and its templates.
pub(super) const ROWS: &[(&str, &str)] = &[
    (
        "adjective",
        "quick|bright|northern|quiet|green|early|golden|open|silver|steady|winter|local",
    ),
    (
        "noun",
        "order|report|profile|update|guide|summary|ticket|account|invoice|item|shipment|review",
    ),
    (
        "collection",
        "orders|customers|items|messages|invoices|products|tickets|users|events|reports",
    ),
    (
        "slug",
        "{adjective}-{noun}|{adjective}-{noun}-{between:2:99}|{noun}-{year}",
    ),
    (
        "label",
        "Blue Harbour|North Gate|Silver Birch|First Light|Long Meadow|Quiet River|Red Maple|\
               Stone Bridge|Green Valley|Morning Star|Winter Garden|Old Mill",
    ),
    // Names of companies and brands that nobody has: none of them is a word.
    (
        "brand",
        "Quillbrook|Larkmere|Umbervale|Tallowfield|Brindlewick|Fernhollow|Ostrabel|Velmora|\
               Zunderby|Kestavik|Marrowind|Plenqua|Tivorna|Undrella|Wexolin|Yarrowmont",
    ),
    (
        "path",
        "{collection}/{slug}|help/{slug}|blog/{year}/{slug}|{collection}/{between:100:9999}",
    ),
    (
        "host",
        "{domain}|www.{domain}|api.{domain}|mail.{domain}|shop.{domain}",
    ),
    (
        "idnhost",
        "bücher.example|münchen.example|café.example|señal.example|łódź.example",
    ),
    ("server", "{service}-{between:1:9}|{service}-{hex:6}"),
    (
        "service",
        "gateway|orders|billing|search|mailer|worker|inventory|accounts|catalogue|web",
    ),
    (
        "ipv4",
        "192.0.2.{between:1:254}|198.51.100.{between:1:254}|203.0.113.{between:1:254}",
    ),
    (
        "ipv6",
        "2001:db8::{between:1:9999}|2001:db8:{hex:4}:{hex:4}::{between:1:99}",
    ),
    (
        "expression",
        "^[a-z]+$|^[A-Z]{open}2{close}[0-9]{open}4,8{close}$|^\\d{open}5{close}$|\
                    ^[^@]+@example\\.com$|^(open)$|[0-9]+",
    ),
    ("environment", "production|staging|development|test"),
    ("season", "spring|summer|autumn|winter"),
    (
        "colour",
        "red|green|blue|yellow|orange|purple|black|white|grey|brown|pink|teal",
    ),
    (
        "occupation",
        "software developer|nurse|teacher|accountant|electrician|product manager|\
                    customer service agent|data analyst|chef|architect|librarian|sales assistant",
    ),
    (
        "department",
        "Support|Sales|Finance|Human Resources|Engineering|Marketing|Logistics|Legal",
    ),
    ("animal", "cat|dog|horse|rabbit|parrot|hamster|goldfish"),
    (
        "agentsystem",
        "Windows NT 10.0; Win64; x64|X11; Linux x86_64|Macintosh; Intel Mac OS X 10_15_7",
    ),
    ("semver", "{between:0:9}.{between:0:20}.{between:0:30}"),
    (
        "clocktime",
        "{between:8:9}:{between:10:59}|1{between:0:9}:{between:10:59}",
    ),
    (
        "mime",
        "text/plain|text/html|application/json|application/pdf|image/png|image/jpeg|text/csv",
    ),
    (
        "filestem",
        "{noun}|{adjective}-{noun}|{noun}-{year}|{noun}_{between:1:40}",
    ),
    ("extension", "pdf|png|jpg|csv|txt|docx|xlsx|json|zip"),
];
