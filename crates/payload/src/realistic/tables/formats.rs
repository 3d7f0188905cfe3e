//! The formats of JSON Schema.

/// Templates whose every text is valid by the format.
pub(super) const ROWS: &[(&str, &str)] = &[
    ("date-time", "{instant}"),
    ("date", "{date}"),
    ("time", "{clock}Z"),
    (
        "duration",
        "PT{between:1:59}M|PT{between:1:23}H|PT{between:1:9}H{between:1:59}M|P{between:1:30}D|\
         P{between:1:8}W|P{between:1:11}M|P1Y|PT{between:5:90}S",
    ),
    ("email", "{email}"),
    ("idn-email", "{email}|{idnemail}"),
    ("hostname", "{host}"),
    ("idn-hostname", "{host}|{idnhost}"),
    ("ipv4", "{ipv4}"),
    ("ipv6", "{ipv6}"),
    (
        "uri|iri",
        "https://{domain}/{path}|https://www.{domain}/{path}|https://{domain}/",
    ),
    (
        "uri-reference|iri-reference",
        "/{path}|../{path}|#{noun}|?page={between:1:9}|https://{domain}/{path}",
    ),
    (
        "uri-template",
        "https://api.{domain}/{collection}/{open}id{close}|\
         /{collection}/{open}id{close}/{collection}|\
         https://{domain}/{collection}{open}?page,limit{close}",
    ),
    ("uuid", "{uuid}"),
    (
        "json-pointer",
        "/{collection}/{between:0:9}|/{collection}/{between:0:9}/{noun}|/{noun}|/{noun}/{noun}",
    ),
    (
        "relative-json-pointer",
        "{between:0:3}|{between:0:3}#|{between:0:3}/{noun}|\
         {between:0:3}/{collection}/{between:0:9}",
    ),
    ("regex", "{expression}"),
];
