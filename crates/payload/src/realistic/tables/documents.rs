//! What people write and read.

use super::super::prose::Prose;

/// Names of sentences.
pub(super) const PROSE: &[(&str, Prose)] = &[
    (
        "message|message text|message body|message content|text|body|content|chat message|\
      utterance|transcript|message value|turn text|turn content|segment text|dialogue|\
      last message|latest message|message preview|snippet|preview|excerpt|caption text|\
      plain text|body text|text body|body plain|sms text|conversation text|transcript text|\
      part text|post content|post text|email body|thread text|markdown|quote",
        Prose::Dialogue,
    ),
    (
        "question|prompt|user message|customer message|inquiry|enquiry|user input|input|\
      input text|customer question|user prompt|initial message|first message|request text|\
      request message|ticket description|case description|issue description|complaint|\
      question text|ask|query text|instruction|customer text|ticket body|ticket message",
        Prose::Question,
    ),
    (
        "answer|reply|response|response text|agent message|agent reply|answer text|reply text|\
      completion|output|output text|assistant message|suggested reply|draft|reply body|\
      response message|suggestion|auto reply|response body|agent text|reply message|\
      generated text|solution|resolution|suggested response",
        Prose::Answer,
    ),
    (
        "subject|title|headline|message subject|email subject|ticket title|ticket subject|\
      conversation title|thread title|conversation subject|summary title|issue title|case title|\
      subject line|case subject|conversation topic|ticket topic|issue summary|thread topic|\
      thread subject|post title|notification title|concern|matter|short description",
        Prose::Subject,
    ),
    (
        "note|internal note|remark|summary|memo|conversation summary|ticket summary|synopsis|\
      abstract|note text|agent note|customer note|order note|note body|note content|reason|\
      justification|explanation|rationale|observation|annotation|conclusion|finding|\
      call summary|delivery note|next step|ticket note|overview|digest text|detail|hint|\
      shipping note|delivery instruction|special instruction|instruction delivery|notice",
        Prose::Note,
    ),
    (
        "review|feedback|comment|review text|comment text|comment body|comment content|\
         review body|testimonial|opinion|customer comment|customer feedback|review content|\
         rating comment|feedback text|feedback comment|rating text|survey answer|survey comment|\
         pro|review comment",
        Prose::Review,
    ),
    (
        "description|product description|long description|body html|article text|item detail|\
      product detail|product summary|about|feature description|variant description|\
      description text|meta description|caption|photo caption|image caption",
        Prose::Description,
    ),
];

/// Names of short texts about texts.
pub(super) const ROWS: &[(&str, &str)] = &[
    (
        "review title|review headline|review subject",
        "Very satisfied|Good value|Not quite what I expected",
    ),
    (
        "book title|book name|book|publication title|publication",
        "The Lamp in the Orchard|Letters from the Quiet Coast|A Map of Small Rivers",
    ),
    (
        "movie title|movie|film title|film|show title|series title|episode title|show|episode",
        "The Last Ferry Home|Seven Winters|Under the Paper Moon Bridge",
    ),
    (
        "song title|song|track|track title|album title|track name|playlist|playlist name",
        "Morning Over Harbour|Paper Boats|Slow Train North",
    ),
    (
        "article title|blog title|page title|document title|report title|news title|page name",
        "How to plan your {noun}|{year} {noun} at a glance|A short {noun} of the {season}",
    ),
    (
        "report name|report|report type|document|document type|paper",
        "annual report|invoice|delivery note|contract",
    ),
    (
        "course|course title|course name|lesson|lesson title|class|lecture|training",
        "Introduction to statistics|Bookkeeping for beginners|Spoken Spanish I",
    ),
    (
        "chapter|section|section title|chapter title|paragraph",
        "Introduction|Terms|Overview|Appendix",
    ),
    (
        "tag|label|keyword|tag name|label name|hashtag|message tag|conversation tag|ticket tag",
        "urgent|refund|delivery|vip|billing|follow-up|returns|question",
    ),
    (
        "product tag|product label|product keyword",
        "new|sale|bestseller|organic|limited",
    ),
    (
        "ticket category|ticket type|issue type|case type|request type|conversation category|\
      conversation type|case category|inquiry type|complaint type|contact reason",
        "question|complaint|return|delivery|billing",
    ),
    ("name|display|caption short|item label name", "{label}"),
    (
        "list name|collection name|collection|list title|segment name|audience",
        "{adjective} {collection}|{collection} {year}",
    ),
    (
        "html|body html content|html body|message html|content html",
        "<p>Dear {full}</p>|<p>{noun}: {order}</p>",
    ),
    (
        "template name|template|template key|layout",
        "order-confirmation|welcome|reminder|{noun}-template",
    ),
    ("placeholder", "Enter your {noun}"),
    (
        "button text|button label|button|call action|cta",
        "Continue|Save|Send|Learn more",
    ),
    (
        "signature text|email signature|closing line",
        "Kind regards, {full}|Best wishes, {given}",
    ),
    (
        "disclaimer|copyright|copyright notice",
        "© {year} {company}",
    ),
    (
        "survey|survey name|questionnaire|form|form name",
        "Customer satisfaction {year}|Delivery survey",
    ),
    ("option|choice|answer option", "yes|no|maybe|not sure"),
    ("sound|notification sound", "default|chime|none"),
];
