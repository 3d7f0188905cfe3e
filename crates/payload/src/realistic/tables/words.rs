//! Words: how they are shortened, joined, counted, and what sort of thing they name.

/// Shortened and joined words, written out.
pub(in crate::realistic) const WORDS: &[(&str, &str)] = &[
    ("acct", "account"),
    ("addr", "address"),
    ("amt", "amount"),
    ("app", "application"),
    ("birthdate", "birth date"),
    ("birthday", "birth date"),
    ("canceled", "cancelled"),
    ("cellphone", "phone"),
    ("color", "colour"),
    ("colors", "colours"),
    ("conf", "confidence"),
    ("config", "configuration"),
    ("datetime", "date time"),
    ("dept", "department"),
    ("desc", "description"),
    ("dest", "destination"),
    ("dob", "birth date"),
    ("dst", "destination"),
    ("env", "environment"),
    ("err", "error"),
    ("filename", "file name"),
    ("filepath", "file path"),
    ("filesize", "file size"),
    ("firstname", "first name"),
    ("freq", "frequency"),
    ("fullname", "full name"),
    ("hostname", "host name"),
    ("img", "image"),
    ("info", "information"),
    ("ip", "ip"),
    ("iso", "iso"),
    ("lang", "language"),
    ("lastname", "last name"),
    ("lat", "latitude"),
    ("len", "length"),
    ("licence", "license"),
    ("lng", "longitude"),
    ("loc", "location"),
    ("lon", "longitude"),
    ("mail", "email"),
    ("mails", "emails"),
    ("mimetype", "mime type"),
    ("millis", "millisecond"),
    ("mins", "minute"),
    ("ms", "millisecond"),
    ("msec", "millisecond"),
    ("msg", "message"),
    ("msgs", "messages"),
    ("nickname", "nick name"),
    ("no", "number"),
    ("nr", "number"),
    ("num", "number"),
    ("org", "organisation"),
    ("organization", "organisation"),
    ("organizations", "organisations"),
    ("orgs", "organisations"),
    ("param", "parameter"),
    ("params", "parameters"),
    ("pct", "percent"),
    ("phonenumber", "phone number"),
    ("pkg", "package"),
    ("postalcode", "postal code"),
    ("pos", "position"),
    ("pwd", "password"),
    ("qty", "quantity"),
    ("recv", "received"),
    ("ref", "ref"),
    ("repo", "repository"),
    ("repos", "repositories"),
    ("sec", "second"),
    ("secs", "second"),
    ("src", "source"),
    ("stdev", "deviation"),
    ("tel", "phone"),
    ("telephone", "phone"),
    ("temp", "temperature"),
    ("timestamp", "timestamp"),
    ("tz", "timezone"),
    ("txn", "transaction"),
    ("username", "user name"),
    ("usernames", "user names"),
    ("useragent", "user agent"),
    ("vat", "vat"),
    ("ver", "version"),
    ("yr", "year"),
    ("zip", "zip"),
    ("zipcode", "zip code"),
];

/// Words that do not change what a name means.
pub(in crate::realistic) const SILENT: &[&str] = &["of", "the", "is", "has", "my"];

/// Last words that leave the meaning to the word before them.
pub(in crate::realistic) const HOLLOW: &[&str] = &[
    "value",
    "data",
    "raw",
    "string",
    "current",
    "default",
    "primary",
    "secondary",
    "home",
    "work",
    "main",
    "private",
    "original",
    "old",
    "new",
    "example",
    "formatted",
    "local",
    "entry",
    "item",
    "list",
    "array",
    "information",
    "detail",
    "previous",
    "next",
    "detected",
    "external",
    "internal",
];

/// Plurals that follow no rule.
pub(in crate::realistic) const IRREGULAR: &[(&str, &str)] = &[
    ("analyses", "analysis"),
    ("aliases", "alias"),
    ("buses", "bus"),
    ("children", "child"),
    ("criteria", "criterion"),
    ("halves", "half"),
    ("indices", "index"),
    ("leaves", "leaf"),
    ("matrices", "matrix"),
    ("men", "man"),
    ("movies", "movie"),
    ("people", "person"),
    ("persons", "person"),
    ("statuses", "status"),
    ("viruses", "virus"),
    ("women", "woman"),
];

/// Endings of words that are no plurals though they end in `s`.
pub(in crate::realistic) const UNCHANGED: &[&str] = &["ss", "us", "is"];

/// Words that are no plurals though they end in `s`.
pub(in crate::realistic) const SINGULAR: &[&str] = &[
    "series", "species", "news", "gps", "dns", "https", "sms", "tls", "aws", "css", "gas", "bias",
    "canvas", "atlas", "alias", "lens", "pos", "os", "ms", "ics", "nps", "fps", "rss", "cors",
];

/// People by what they do, parted by `|`.
pub(in crate::realistic) const ROLES: &str = "\
    person|user|customer|client|buyer|seller|agent|owner|author|sender|recipient|receiver|contact|\
    employee|manager|assignee|assigner|reporter|reviewer|approver|creator|editor|admin|\
    administrator|operator|participant|member|guest|host|visitor|passenger|driver|rider|courier|\
    patient|doctor|physician|nurse|student|teacher|instructor|tutor|speaker|attendee|organiser|\
    organizer|subscriber|follower|friend|parent|child|spouse|partner|applicant|candidate|\
    interviewer|player|coach|captain|tenant|landlord|holder|beneficiary|payer|payee|cardholder|\
    shopper|signer|signatory|witness|actor|director|artist|developer|maintainer|committer|\
    contributor|moderator|supervisor|lead|mentor|colleague|caller|callee|consignee|shipper|\
    requester|responder|winner|bidder|resident|citizen|traveller|traveler|borrower|lender|insured|\
    worker|technician|engineer|representative|profile|father|mother|sibling|relative|from|to|by";

/// The people whom a payload is about: the first of the scene.
pub(in crate::realistic) const LEADS: &[&str] = &[
    "person",
    "user",
    "customer",
    "client",
    "buyer",
    "sender",
    "author",
    "owner",
    "contact",
    "caller",
    "participant",
    "member",
    "patient",
    "student",
    "passenger",
    "employee",
    "guest",
    "attendee",
    "requester",
    "reporter",
    "from",
    "profile",
    "subscriber",
    "applicant",
];

/// The people whom these deal with: the second of the scene.
pub(in crate::realistic) const COUNTERPARTS: &[&str] = &[
    "agent",
    "recipient",
    "receiver",
    "assignee",
    "operator",
    "representative",
    "responder",
    "to",
    "seller",
    "doctor",
    "teacher",
    "callee",
];

/// Things that two people hand to and fro.
pub(in crate::realistic) const DIALOGUES: &[&str] = &[
    "message",
    "comment",
    "reply",
    "utterance",
    "turn",
    "transcript",
    "event",
    "history",
    "thread",
    "post",
];

/// Names of what is a text itself, even where a list of such things is around.
pub(in crate::realistic) const TEXTUAL: &[&str] = &[
    "message",
    "comment",
    "note",
    "text",
    "title",
    "description",
    "name",
    "label",
    "value",
    "status",
    "type",
    "email",
    "phone",
    "tag",
    "content",
    "body",
    "date",
    "time",
    "number",
    "line",
];

/// Names of what identifies.
pub(in crate::realistic) const IDENTITIES: &str = "id|identifier|ref";

/// Customary short forms of nouns in identifiers.
pub(in crate::realistic) const PREFIXES: &[(&str, &str)] = &[
    ("account", "acc"),
    ("address", "adr"),
    ("attachment", "att"),
    ("campaign", "cmp"),
    ("channel", "chn"),
    ("charge", "chg"),
    ("comment", "cmt"),
    ("company", "com"),
    ("conversation", "conv"),
    ("customer", "cus"),
    ("document", "doc"),
    ("employee", "emp"),
    ("event", "evt"),
    ("invoice", "inv"),
    ("item", "itm"),
    ("line", "ln"),
    ("member", "mem"),
    ("message", "msg"),
    ("organisation", "org"),
    ("parent", "par"),
    ("payment", "pay"),
    ("person", "per"),
    ("product", "prod"),
    ("project", "prj"),
    ("reply", "rep"),
    ("request", "req"),
    ("response", "res"),
    ("session", "sess"),
    ("shipment", "shp"),
    ("subscription", "sub"),
    ("team", "team"),
    ("template", "tpl"),
    ("tenant", "ten"),
    ("thread", "thr"),
    ("ticket", "tkt"),
    ("transaction", "txn"),
    ("user", "usr"),
    ("vehicle", "veh"),
    ("warehouse", "wh"),
    ("webhook", "wh"),
    ("workspace", "ws"),
];

/// Words of birthdays, which lie outside the order of events.
pub(in crate::realistic) const BIRTHS: &[&str] = &["birth", "born"];

/// Words of what comes first in the life of a thing, parted by `|`.
pub(in crate::realistic) const EARLY: &str = "\
    created|create|creation|opened|open|opening|started|start|starting|sent|ordered|issued|issue|\
    from|begin|began|beginning|first|registered|joined|submitted|requested|queued|placed|since|\
    departure|checkin|invoiced|enqueued|initiated|after|earliest|min";

/// Words of what comes in between.
pub(in crate::realistic) const MIDDLE: &str = "\
    updated|update|modified|received|delivered|answered|last|changed|edited|confirmed|accepted|\
    approved|assigned|acknowledged|processed|paid|read|seen|shipped|replied|reviewed|published|\
    latest|synced|refreshed|verified";

/// Words of what comes last.
pub(in crate::realistic) const LATE: &str = "\
    ended|end|ending|closed|close|closing|resolved|completed|complete|completion|expires|expire|\
    expiry|expired|expiration|until|to|due|deleted|archived|finished|finish|cancelled|revoked|\
    arrival|checkout|through|before|deadline|stopped|stop|terminated|max|renewal";
