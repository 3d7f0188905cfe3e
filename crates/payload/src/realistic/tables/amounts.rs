//! Numbers and their usual bounds.

use super::super::measure::Measure::{
    self, Between, Instant, Latitude, Longitude, OneOf, Price, Share,
};

pub(super) const ROWS: &[(&str, Measure)] = &[
    ("age|person age", Between(18, 84, 0)),
    (
        "year|model year|birth year|fiscal year|release year|publication year",
        Between(1990, 2026, 0),
    ),
    (
        "card year|expiry year|expiration year",
        Between(2027, 2034, 0),
    ),
    (
        "month|expiry month|expiration month|birth month",
        Between(1, 12, 0),
    ),
    ("day|day month", Between(1, 28, 0)),
    ("weekday|day week", Between(1, 7, 0)),
    ("week|week number|calendar week", Between(1, 52, 0)),
    ("quarter", Between(1, 4, 0)),
    ("hour|opening hour|working hour", Between(0, 23, 0)),
    ("minute", Between(0, 59, 0)),
    ("second", Between(0, 59, 0)),
    (
        "millisecond|elapsed|latency|response time|duration millisecond|elapsed millisecond|took|\
      latency millisecond|processing time|execution time|time millisecond|delay millisecond|\
      round trip time|load time|retry after millisecond|timeout millisecond",
        Between(3, 2500, 0),
    ),
    (
        "duration|duration second|call duration|video duration|track duration|playback position|\
      wait time|waiting time|handling time|talk time",
        Between(20, 1800, 0),
    ),
    (
        "timeout|timeout second|interval|delay|retry after|interval second|poll interval",
        OneOf("5|10|15|30|60|120"),
    ),
    (
        "ttl|expire in|max age|cache ttl|ttl second",
        OneOf("60|300|900|3600|86400"),
    ),
    (
        "timestamp|at|created|updated|modified|sent|received|deleted|expire|iat|exp|nbf|epoch|\
         created time|updated time|start time|end time|event time|time|date|last seen|unix time|\
         received time|at millisecond|timestamp millisecond|epoch millisecond|epoch second|\
         started|ended|closed|expiry|sent time|auth time|at second",
        Instant,
    ),
    ("utc offset|timezone offset", OneOf("0|60|120|-300|330")),
    (
        "port|port number|server port",
        OneOf("80|443|8080|8443|5432|6379|5672|3000"),
    ),
    (
        "status|status code|http status|response code|http code|response status|http status code",
        OneOf("200|201|204|301|400|401|404|409|429|500|503"),
    ),
    (
        "error code|code|exit code|reason code|return code",
        OneOf("0|1|2|100|404|1001|2003"),
    ),
    (
        "percent|percentage|progress|discount percent|percentile|humidity|battery|battery level|\
      completion|cpu usage|memory usage|disk usage|utilisation|utilization|volume level|open rate|\
      discount percentage|cpu|cpu percent|percent complete|charge level",
        Between(0, 100, 1),
    ),
    (
        "tax rate|vat rate|vat percent|tax percent|tax percentage|vat",
        OneOf("0.07|0.19|0.2|0.1|5|7|10|19|20|21"),
    ),
    ("interest rate|annual rate", Between(0, 9, 2)),
    (
        "exchange rate|conversion rate currency|fx rate",
        Between(0, 3, 4),
    ),
    (
        "confidence|probability|similarity|likelihood|relevance|confidence score|certainty|\
         accuracy|precision|recall|ratio|share|fraction|opacity|alpha|threshold|sentiment score|\
         score|rate|conversion rate|error rate|hit rate|match score|risk score|relevance score|\
         quality score|similarity score|top p|polarity|click rate|harmonic score",
        Share,
    ),
    ("credit score", Between(480, 840, 0)),
    (
        "exam score|test score|quiz score|final grade",
        Between(40, 100, 0),
    ),
    ("game score|match point|goal", Between(0, 6, 0)),
    (
        "rating|star|review rating|review score|rating value|average rating|customer rating|csat",
        Between(1, 5, 1),
    ),
    ("nps|promoter score", Between(0, 10, 0)),
    (
        "price|amount|total|cost|fee|subtotal|grand total|total amount|unit price|balance|\
         tax amount|net amount|gross amount|discount amount|shipping cost|net|gross|tax|sum|\
         shipping fee|total price|list price|sale price|price amount|discount|amount value|\
         price value|amount due|amount paid|total tax|shipping|payment amount|refund amount|\
         net price|line total|item price|total cost|invoice total|order total|credit|debit|tip|\
         surcharge|original price|deposit|vat amount|money|value amount|total value",
        Price,
    ),
    (
        "cent|amount cent|price cent|total cent|minor unit|amount minor",
        Between(99, 29900, 0),
    ),
    (
        "salary|annual salary|income|annual income",
        Between(24000, 120_000, 0),
    ),
    (
        "budget|revenue|turnover|annual revenue|market cap|profit",
        Between(10_000, 5_000_000, 0),
    ),
    (
        "quantity|item quantity|order quantity|line quantity|ordered quantity|unit|piece|\
         count item",
        Between(1, 6, 0),
    ),
    (
        "stock|stock level|inventory|available|in stock|stock quantity|available quantity|on hand",
        Between(0, 400, 0),
    ),
    (
        "count|number|item count|message count|comment count|reply count|unread count|\
         attachment count|participant count|child|child count|number item|number guest|\
         guest count|retry|attempt|retry count|attempt count|failure count|error count|unread|\
         review count|capacity|seat count|tag count|adult|passenger count",
        Between(0, 24, 0),
    ),
    (
        "total count|total item|total result|record count|view|view count|visit|like|like count|\
      follower count|download count|subscriber count|click|impression|play count|share count|hit|\
      follower|download|total hit|match count|total element|row count|event count|user count",
        Between(12, 9400, 0),
    ),
    (
        "page|page number|current page|page index",
        Between(1, 12, 0),
    ),
    (
        "total page|page count|number page|page total",
        Between(1, 40, 0),
    ),
    (
        "limit|page size|per page|max result|batch size|size page",
        OneOf("10|20|25|50|100"),
    ),
    ("offset|skip|start index", OneOf("0|10|20|40|100")),
    (
        "index|position|rank|sequence|order|sort order|sequence number|line number|step|ordinal|\
         level|sort index|display order|item number|row|column|depth|turn|slot",
        Between(0, 20, 0),
    ),
    ("priority|weight factor|severity|urgency", Between(1, 5, 0)),
    (
        "version|revision|schema version|major|minor|patch|version number|generation|build",
        Between(1, 12, 0),
    ),
    (
        "id|identifier|number id|order number|customer number|invoice number|ticket number",
        Between(1000, 999_999, 0),
    ),
    (
        "size|size byte|byte|file size|content length|byte size|attachment size|body size|\
         image size|download size|upload size|length byte|total byte",
        Between(420, 4_800_000, 0),
    ),
    (
        "length|character count|text length|word count",
        Between(4, 600, 0),
    ),
    (
        "token|token count|prompt token|completion token|total token|input token|output token|\
         max token",
        Between(20, 4096, 0),
    ),
    (
        "temperature model|model temperature|sampling temperature|penalty",
        Between(0, 1, 1),
    ),
    ("seed", Between(1, 99_999, 0)),
    (
        "width|image width|screen width|video width",
        OneOf("320|640|800|1024|1280|1920"),
    ),
    (
        "height|image height|screen height|video height",
        OneOf("240|480|600|720|768|1080"),
    ),
    (
        "product width|product height|product length|package width|package height|package length|\
      parcel width|parcel height|parcel length|dimension width|dimension height|dimension length|\
      dimension depth|box width|box height|diameter|radius|thickness",
        Between(2, 120, 1),
    ),
    ("person height|patient height", Between(150, 198, 0)),
    (
        "person weight|patient weight|body weight",
        Between(48, 110, 1),
    ),
    (
        "weight|mass|net weight|gross weight|parcel weight|package weight",
        Between(0, 30, 2),
    ),
    ("fps|frame rate|refresh rate", OneOf("24|25|30|50|60")),
    (
        "bitrate|sample rate",
        OneOf("128000|192000|320000|44100|48000"),
    ),
    ("latitude", Latitude),
    ("longitude", Longitude),
    ("altitude|elevation", Between(2, 900, 1)),
    (
        "heading|bearing|angle|direction|rotation|course|wind direction",
        Between(0, 359, 0),
    ),
    (
        "distance|distance kilometre|distance km|route length|trip distance",
        Between(1, 420, 1),
    ),
    ("mileage|odometer", Between(1200, 180_000, 0)),
    ("speed|velocity|speed limit|max speed", Between(5, 130, 0)),
    ("wind speed", Between(0, 70, 1)),
    (
        "temperature|temperature celsius|air temperature|room temperature|feel like|celsius",
        Between(-5, 34, 1),
    ),
    ("body temperature", Between(36, 39, 1)),
    ("pressure|air pressure", Between(985, 1035, 1)),
    ("rainfall|precipitation", Between(0, 40, 1)),
    ("voltage", Between(3, 240, 1)),
    ("current ampere|ampere", Between(0, 16, 2)),
    ("power|watt|power watt", Between(5, 2400, 0)),
    (
        "energy|kwh|energy consumption|consumption",
        Between(1, 900, 1),
    ),
    (
        "frequency|frequency hertz|hertz",
        OneOf("50|60|440|868|2400|5000"),
    ),
    ("heart rate|pulse|bpm|tempo", Between(56, 140, 0)),
    ("calorie|kcal", Between(80, 900, 0)),
    ("ph|ph value", Between(5, 9, 1)),
    ("co2|co2 concentration|ppm", Between(400, 1400, 0)),
    ("pm|pm10|particulate", Between(2, 60, 1)),
    ("population", Between(12_000, 3_800_000, 0)),
    (
        "employee count|company size|headcount|number employee|employee|team size",
        Between(3, 900, 0),
    ),
    (
        "area|living area|surface|square metre|floor area",
        Between(24, 260, 0),
    ),
    (
        "room|bedroom|bathroom|number room|floor|bed",
        Between(1, 6, 0),
    ),
    ("house number|street number", Between(1, 180, 0)),
    (
        "installment|term|term month|duration month|number payment|loan term|night|number night",
        Between(1, 24, 0),
    ),
    (
        "duration day|day left|remaining day|trial day|lead time|delivery day|number day",
        Between(1, 30, 0),
    ),
    (
        "hour worked|estimated hour|duration hour|effort hour|effort",
        Between(1, 40, 1),
    ),
    (
        "duration minute|preparation time|cook time|reading time|estimated minute",
        Between(5, 90, 0),
    ),
    (
        "point|loyalty point|reward point|experience",
        Between(0, 2400, 0),
    ),
    (
        "cpu core|core|thread count|replica|worker|worker count",
        OneOf("1|2|4|8|16"),
    ),
    (
        "memory|memory mb|ram|disk|storage",
        OneOf("256|512|1024|2048|4096|8192"),
    ),
    ("red|green|blue|channel value", Between(0, 255, 0)),
    ("hue", Between(0, 360, 0)),
    (
        "mean|average|median|avg|value|reading|measurement|sensor value",
        Between(1, 100, 2),
    ),
    (
        "deviation|standard deviation|variance|error margin",
        Between(0, 5, 2),
    ),
    ("pid|process id|thread id", Between(200, 32_000, 0)),
    ("line|line number file|column number", Between(1, 400, 0)),
];
