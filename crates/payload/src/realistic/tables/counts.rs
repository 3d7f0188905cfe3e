//! How many items lists usually have.

/// Names of lists, in the singular, and the least and the greatest usual number of items.
pub(super) const ROWS: &[(&str, (u64, u64))] = &[
    ("message|turn|utterance|transcript|dialogue|chat", (2, 6)),
    ("reply|comment|answer|response|review|post|thread", (1, 4)),
    ("participant|player|speaker|party", (2, 4)),
    (
        "member|attendee|guest|passenger|student|employee|user|customer|person|contact",
        (2, 5),
    ),
    (
        "order|invoice|ticket|conversation|transaction|payment|booking|case",
        (1, 4),
    ),
    (
        "item|line|line item|order item|position|product|article|entry|row|record|result|hit|data",
        (1, 5),
    ),
    (
        "tag|label|keyword|category|hashtag|skill|interest|hobby|topic|genre",
        (1, 4),
    ),
    (
        "attachment|file|document|image|photo|picture|media|screenshot",
        (0, 2),
    ),
    ("address|email|phone|phone number|url|link|website", (1, 2)),
    ("recipient|to", (1, 3)),
    ("cc|bcc|watcher|follower|mention", (0, 2)),
    ("error|warning|problem|violation|note", (0, 2)),
    ("role|permission|scope|group|team", (1, 3)),
    (
        "event|history|log|activity|change|status history|transition|audit",
        (2, 5),
    ),
    ("step|task|stage|job|action|instruction", (2, 5)),
    ("child|kid|pet|dependent", (0, 3)),
    ("option|choice|variant|size|colour|feature", (2, 4)),
    (
        "header|parameter|metadata|attribute|property|setting|variable|annotation|custom field",
        (1, 4),
    ),
    ("coordinate|position coordinate|point", (2, 2)),
    ("bounding box|bbox", (4, 4)),
    (
        "embedding|vector|histogram|sample|measurement|reading|value|series",
        (3, 8),
    ),
    ("day|weekday|opening hour|slot", (2, 7)),
    ("language|locale|currency|country", (1, 3)),
    ("ingredient", (3, 8)),
    (
        "question|suggestion|recommendation|candidate|alternative",
        (1, 4),
    ),
    (
        "dependency|module|service|component|server|host|node",
        (1, 4),
    ),
    ("discount|coupon|tax|fee|promotion|adjustment", (0, 2)),
    ("shipment|parcel|package|delivery|refund|return", (1, 2)),
    ("stop|leg|segment|waypoint|flight", (1, 4)),
    ("column|field", (2, 5)),
    ("rating|score|vote", (1, 5)),
    ("ingredient list|author|editor|contributor", (1, 3)),
];
