//! Vehicles, events, living things, science and the rest of the world.

pub(super) const ROWS: &[(&str, &str)] = &[
    (
        "vin|chassis number|vehicle identification number",
        "WTEST{mixed:6}{digit:6}",
    ),
    (
        "license plate|plate|plate number|registration plate|vehicle registration|number plate",
        "TE ST {digit:3}|XX-{digit:3}-{upper:1}",
    ),
    (
        "vehicle|vehicle type|vehicle name|car|car type|vehicle class",
        "van|car|bicycle|truck|scooter|bus",
    ),
    ("trim|vehicle trim", "{brand} {between:100:900}"),
    (
        "fuel|fuel type|engine type|propulsion",
        "electric|petrol|diesel|hybrid|hydrogen",
    ),
    ("transmission|gearbox", "automatic|manual"),
    ("flight number|flight|flight code", "XQ{digit:4}"),
    (
        "train number|train|line number|bus line|bus number",
        "R{between:1:90}|{between:100:2900}",
    ),
    ("seat|seat number", "{between:1:38}{upper:1}"),
    (
        "cabin class|travel class|seat class|fare class",
        "economy|business|first",
    ),
    (
        "event title|event label|meeting|meeting title|appointment|calendar event title|\
      meeting subject|appointment title|calendar title|session title|session name",
        "Team meeting|Product workshop|Spring concert|Quarterly review|Project kick-off",
    ),
    (
        "appointment type|meeting type|booking type|session type",
        "in_person|video|phone",
    ),
    (
        "attendance|rsvp|response attendee|participation",
        "accepted|declined|tentative",
    ),
    (
        "booking status|reservation status|appointment status|event status",
        "confirmed|tentative|cancelled|waitlisted",
    ),
    (
        "hotel|hotel name|restaurant|restaurant name|accommodation|cafe",
        "Hotel {brand}|{brand} House|Café {brand}",
    ),
    ("room type|board", "single|double|suite|family room"),
    (
        "cuisine|meal type",
        "Italian|Indian|Japanese|Mexican|Turkish",
    ),
    (
        "dish|meal|recipe|recipe name|menu item|food",
        "vegetable soup|mushroom risotto|lentil curry|apple pie",
    ),
    (
        "ingredient|ingredient name",
        "flour|olive oil|tomatoes|garlic|basil|rice",
    ),
    ("allergen|allergy", "nuts|gluten|lactose|eggs|soy"),
    ("animal|pet|pet type|species", "{animal}"),
    (
        "pet name|animal name|dog name|cat name",
        "Biscuit|Pepper|Luna|Momo|Oskar",
    ),
    ("breed", "mixed breed|shorthair|terrier|shepherd"),
    (
        "plant|plant name|tree|flower",
        "birch|oak|lavender|rosemary|fern",
    ),
    (
        "disease|diagnosis|medical condition|symptom",
        "headache|seasonal allergy|common cold|back pain",
    ),
    (
        "medication|drug|medicine|medication name",
        "pain relief tablets|cough syrup|eye drops",
    ),
    (
        "dosage|dose",
        "{between:1:3} tablets daily|{between:5:20} ml",
    ),
    (
        "specialty|speciality|specialization",
        "cardiology|dermatology|paediatrics|general practice",
    ),
    ("sport|discipline", "football|tennis|swimming|cycling|chess"),
    (
        "match result|match score|game result",
        "{between:0:4}:{between:0:4}",
    ),
    ("instrument|musical instrument", "piano|violin|guitar|flute"),
    (
        "element|chemical element",
        "hydrogen|carbon|oxygen|iron|copper",
    ),
    ("formula|chemical formula", "H2O|CO2|NaCl|C6H12O6"),
    ("planet", "Mercury|Venus|Mars|Jupiter|Saturn"),
    (
        "subject name|school subject|study field|major|faculty",
        "mathematics|history|biology|computer science",
    ),
    ("grade|mark|letter grade", "A|B|C|B+|A-"),
    ("difficulty|difficulty level", "easy|medium|hard"),
    ("shape|geometry type", "Point|circle|rectangle|polygon"),
    ("gas|pollutant", "co2|no2|o3|pm10"),
    (
        "property type|house type|real estate type",
        "apartment|house|studio|office",
    ),
    (
        "energy source|power source|energy class",
        "solar|wind|grid|battery",
    ),
    ("shift|shift name", "morning|afternoon|night"),
    (
        "employment type|contract type|employment status",
        "full_time|part_time|temporary|internship",
    ),
    (
        "leave type|absence type",
        "holiday|sick leave|parental leave",
    ),
    ("religion|denomination", "none|not stated"),
    (
        "award|prize|certificate|certification",
        "Best newcomer {year}|Quality certificate {year}",
    ),
    ("answer key|flag colour|signal colour", "{colour}"),
];
