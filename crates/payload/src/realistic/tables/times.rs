//! Times, dates and what is counted by them.

pub(super) const ROWS: &[(&str, &str)] = &[
    (
        "at|timestamp|date time|created|updated|modified|sent|received|deleted|expire|expiry|\
      expiration|start time|end time|started|ended|opened|closed|resolved|completed|published|\
      last seen|last login|last modified|time stamp|event time|creation time|instant|due|\
      created time|update time|updated time|delivery time|scheduled|deadline|ordered|now|until|\
      occurred|scheduled time|arrival time|departure time|issued|not before|not after|processed|\
      sent time|received time|message time|message date|log time",
        "{instant}",
    ),
    (
        "date|day|birth date|start date|end date|due date|order date|birth|created on|due on|\
      valid from|valid until|valid to|invoice date|delivery date|issue date|expiry date|\
      creation date|publication date|release date|hire date|event date|booking date|on|\
      expiration date|travel date|check in|check out|payment date",
        "{date}",
    ),
    (
        "time|time day|opening time|closing time|pickup time|open time|hour time|open hour|\
         start hour",
        "{clocktime}",
    ),
    (
        "duration|period|interval|timeout|ttl|elapsed|retention|delay|age duration|lead time",
        "PT{between:1:59}M|PT{between:1:9}H|P{between:1:30}D",
    ),
    ("weekday|day week|week day|day name", "{weekday}"),
    ("month|month name", "{month}"),
    (
        "year|model year|fiscal year|birth year|copyright year",
        "{year}",
    ),
    (
        "quarter|fiscal quarter",
        "Q{between:1:4}|Q{between:1:4} {year}",
    ),
    ("week|calendar week", "{year}-W{between:10:52}"),
    ("season", "spring|summer|autumn|winter"),
    (
        "year month|billing period|billing month|statement period",
        "{year}-0{between:1:9}|{year}-1{between:0:2}",
    ),
    (
        "frequency|recurrence|billing cycle|cadence|repeat|schedule interval",
        "daily|weekly|monthly|quarterly|yearly",
    ),
    (
        "cron|schedule|cron expression",
        "0 {between:0:23} * * *|*/{between:5:30} * * * *",
    ),
    (
        "opening hour|business hour|working hour|hour operation|office hour",
        "Mo-Fr 09:00-17:00|Mo-Sa 10:00-18:00",
    ),
    (
        "card expiry|expiry month year|card expiration",
        "0{between:1:9}/{between:30:39}",
    ),
    ("era|century", "19th century|20th century|21st century"),
    ("delivery estimate|estimated delivery|eta", "{date}"),
];
