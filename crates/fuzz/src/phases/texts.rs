//! Values that often mean something to a program.

use serde_json::{Number, Value, json};

/// Texts that programs stumble over, the likeliest first.
pub(super) const TEXTS: [&str; 62] = [
    "",
    " ",
    "a",
    "0",
    "-1",
    "null",
    "true",
    "undefined",
    "NaN",
    "é",
    "日本語",
    "😀",
    "\u{0}",
    "\n",
    "\t",
    "\\",
    "\"",
    "'",
    "a b",
    " lead",
    "trail ",
    "%",
    "%s%n",
    "%00",
    "..",
    "../../etc/passwd",
    "/",
    "?",
    "#",
    "&",
    "<script>alert(1)</script>",
    "' OR '1'='1",
    "\"; DROP TABLE x; --",
    "${7*7}",
    "{{7*7}}",
    "$(id)",
    "`id`",
    "e\u{301}",
    "\u{200b}",
    "\u{202e}abc",
    "\u{feff}a",
    "\u{1f468}\u{200d}\u{1f469}",
    "ﬀ",
    "İ",
    "ß",
    "Ａ",
    "١٢٣",
    "𝒳",
    "\u{7f}",
    "\u{1b}[31m",
    "a\r\nb: c",
    "1e400",
    "0x1F",
    "1,000",
    "admin",
    "root",
    "test",
    "me",
    "2024-02-30",
    "00000000-0000-0000-0000-000000000000",
    "http://127.0.0.1/",
    "a@b",
];

/// Lengths at which buffers, columns and messages end.
pub(super) const LENGTHS: [usize; 12] =
    [2, 16, 33, 65, 101, 129, 256, 257, 513, 1_025, 4_097, 65_537];

/// Numbers that programs stumble over.
pub(super) fn numbers() -> Vec<Value> {
    let mut numbers: Vec<Value> = [
        0,
        1,
        -1,
        2,
        3,
        7,
        10,
        12,
        13,
        42,
        50,
        60,
        64,
        99,
        100,
        101,
        127,
        128,
        255,
        256,
        365,
        404,
        500,
        512,
        666,
        999,
        1_000,
        1_024,
        1_337,
        4_096,
        9_999,
        10_000,
        32_767,
        32_768,
        65_535,
        65_536,
        99_999,
        100_000,
        999_999,
        1_000_000,
        2_147_483_647,
        2_147_483_648,
        -2_147_483_648,
        -2_147_483_649,
        4_294_967_295,
        4_294_967_296,
        9_007_199_254_740_991,
        9_007_199_254_740_993,
        i64::MAX,
        i64::MIN,
        -2,
        -10,
        -100,
    ]
    .into_iter()
    .map(|number: i64| json!(number))
    .collect();
    numbers.push(json!(u64::MAX));
    let floats = [
        0.5, 0.1, 1.5, -0.5, 1e-7, 1e10, 1e20, 1.797e308, 5e-324, 0.000_001, 99.99, 1.0,
    ];
    numbers.extend(
        floats
            .into_iter()
            .filter_map(Number::from_f64)
            .map(Value::Number),
    );
    numbers
}
