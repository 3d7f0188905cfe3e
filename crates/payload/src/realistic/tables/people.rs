//! People and organisations.

pub(super) const ROWS: &[(&str, &str)] = &[
    (
        "person name|full name|display name|real name|legal name|contact name|holder name|\
         attention",
        "{full}",
    ),
    (
        "customer|client|buyer|seller|agent|owner|author|sender|recipient|receiver|contact|\
         employee|manager|assignee|reporter|reviewer|approver|creator|editor|operator|\
         participant|guest|visitor|passenger|driver|courier|patient|doctor|physician|nurse|\
         student|teacher|instructor|speaker|attendee|organiser|organizer|subscriber|friend|\
         spouse|applicant|candidate|interviewer|coach|captain|landlord|cardholder|beneficiary|\
         payer|payee|signer|signatory|witness|actor|director|artist|maintainer|committer|\
         contributor|moderator|supervisor|mentor|colleague|caller|consignee|requester|winner|\
         person|by|emergency contact|composer|narrator|translator|member",
        "{full}",
    ),
    ("first name|given name|forename|christian name", "{given}"),
    (
        "last name|family name|surname|maiden name|second name",
        "{family}",
    ),
    (
        "middle name|nick name|preferred name|person alias",
        "{given}",
    ),
    ("initial", "{initials}"),
    (
        "user name|user|login|handle|screen name|nick|member name|account name|admin",
        "{user}",
    ),
    ("mention", "@{user}"),
    (
        "salutation|honorific|name prefix|person prefix|person salutation",
        "Ms|Mr|Mx|Dr",
    ),
    ("name suffix", "Jr.|Sr.|II|III"),
    ("greeting", "Dear {full}|Hello {given}"),
    ("gender|sex", "female|male|diverse|unspecified"),
    ("pronoun", "she/her|he/him|they/them"),
    (
        "marital status|civil status",
        "single|married|divorced|widowed",
    ),
    ("nationality|citizenship", "{countrycode}"),
    (
        "job title|occupation|profession|person title|person position|job position",
        "{occupation}",
    ),
    (
        "education|degree",
        "Bachelor of Science|Master of Arts|Doctorate|High school diploma",
    ),
    (
        "biography|bio|person about",
        "{occupation} from {city}|{full} lives in {city}",
    ),
    (
        "relationship|relation",
        "parent|child|sibling|spouse|friend|colleague",
    ),
    ("blood type|blood group", "A+|A-|B+|B-|AB+|0+|0-"),
    (
        "role|person role|user role|member role|team role",
        "admin|member|owner|viewer|editor",
    ),
    ("message role|author role|speaker role|turn role", "{turn}"),
    (
        "participant role|sender role|person type|participant type|sender type|author type|\
         message sender type|message author",
        "{side}",
    ),
    (
        "user type|account type",
        "personal|business|trial|administrator",
    ),
    (
        "customer type|customer segment|segment",
        "private|business|premium|returning",
    ),
    (
        "tier|loyalty tier|membership|membership level",
        "basic|silver|gold|platinum",
    ),
    (
        "email|email address|contact email|e email|person email|from|to|cc|bcc|email from|\
         email to|reply to",
        "{email}",
    ),
    (
        "support email|company email|organisation email|shop email|store email|billing email|\
      information email",
        "support@{domain}|info@{domain}|service@{domain}",
    ),
    (
        "phone|phone number|mobile|mobile number|cell|fax|fax number|contact number|person number|\
      whatsapp|msisdn|phone e|landline|hotline|caller number",
        "{phone}",
    ),
    (
        "phone type|email type|address type|contact type",
        "home|work|mobile",
    ),
    (
        "company|company name|organisation|organisation name|employer|business name|vendor|\
      vendor name|supplier|supplier name|merchant|merchant name|manufacturer|publisher|carrier|\
      carrier name|tenant name|airline|operator name|issuer|provider|provider name|client company|\
      account company|bank name|bank|institution|store name|shop name|retailer|customer company|\
      legal entity|insurer|school|university|hospital|shop|store|studio",
        "{company}",
    ),
    (
        "brand|brand name|make|product brand|vehicle make",
        "{brand}",
    ),
    (
        "department|department name|business unit|division",
        "{department}",
    ),
    (
        "team|team name|squad|group|group name",
        "{department} team|{city} team|Team {colour}",
    ),
    (
        "industry|sector|branch industry",
        "retail|logistics|health care|education|insurance|energy",
    ),
    (
        "legal form|company type",
        "limited company|partnership|sole trader|cooperative|association",
    ),
    (
        "tax id|tax number|vat id|vat number|registration number|company number",
        "{countrycode}000{digit:6}",
    ),
    (
        "passport number|identity number|document number|license number|driver license",
        "{upper:1}000{digit:5}",
    ),
    (
        "person status|user status|account status|member status|customer status",
        "active|inactive|invited|suspended",
    ),
    (
        "presence|agent status|presence status",
        "online|away|busy|offline",
    ),
    (
        "permission|scope|grant|right",
        "{collection}:read|{collection}:write",
    ),
    (
        "skill|competence",
        "negotiation|spreadsheets|German|first aid|project planning|bookkeeping",
    ),
    (
        "hobby|interest",
        "cycling|photography|cooking|gardening|chess|hiking",
    ),
    ("sentiment|mood|emotion", "positive|neutral|negative"),
    (
        "intent",
        "order_status|return_item|change_address|cancel_order|ask_price|complaint",
    ),
];
