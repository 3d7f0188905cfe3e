//! Places on the earth, and addresses.

pub(super) const ROWS: &[(&str, &str)] = &[
    (
        "street|street address|address line|street name|address street|road|line",
        "{street}",
    ),
    (
        "house number|street number|building number",
        "{between:1:180}|{between:1:60}a",
    ),
    (
        "building|building name|site",
        "House {upper:1}|North wing|Main building|Annex",
    ),
    (
        "apartment|unit number|suite|flat|apartment number",
        "{between:1:40}|{between:1:9}B",
    ),
    ("floor|floor number", "{between:1:12}"),
    (
        "room|room number|room name|meeting room",
        "{between:1:9}.{digit:2}|Room {between:1:30}",
    ),
    (
        "city|town|municipality|city name|locality|address locality|place birth|birth place|\
         capital",
        "{city}",
    ),
    (
        "district|neighbourhood|neighborhood|county|borough|suburb",
        "{region}",
    ),
    (
        "location state|person state|shipping state|billing state|address state|region name|\
         province|address region|region|state name|prefecture",
        "{region}",
    ),
    (
        "address country|country|address country name",
        "{countrycode}|{countryname}",
    ),
    ("country name", "{countryname}"),
    (
        "country code|country iso|iso country|iso2 country|market|jurisdiction",
        "{countrycode}",
    ),
    (
        "postcode|zip|zip code|postal code|post code|address code|address zip",
        "{postcode}",
    ),
    ("post box|po box", "PO Box {between:10:999}"),
    (
        "address|full address|formatted address|shipping address|billing address|delivery address|\
      postal address|home address|mailing address|pickup address|customer address",
        "{street}, {postcode} {city}",
    ),
    (
        "location|place|location name|place name|venue|venue name|birthplace|hometown|destination|\
      origin|departure|arrival|pickup|dropoff|from city|to city|headquarter|branch office",
        "{city}",
    ),
    (
        "coordinate|geo location|latitude longitude|position coordinate",
        "{latitude},{longitude}",
    ),
    ("latitude", "{latitude}"),
    ("longitude", "{longitude}"),
    ("geohash", "u{code:6}"),
    (
        "direction|heading|bearing|wind direction",
        "north|east|south|west|north-east|south-west",
    ),
    (
        "continent",
        "Europe|Asia|Africa|North America|South America|Oceania",
    ),
    (
        "timezone|time zone|timezone name|person timezone",
        "{timezone}",
    ),
    ("utc offset|timezone offset", "+00:00|+01:00|+02:00|-05:00"),
    (
        "landmark",
        "next to the station|opposite the park|behind the town hall",
    ),
    (
        "warehouse|depot|warehouse name",
        "{city} warehouse|{city} {upper:1}{between:1:9}",
    ),
    ("airport|airport code|iata|iata code", "XQA|XQB|XQC"),
    (
        "station|stop|station name|stop name",
        "{city} central station|{city} east",
    ),
    ("gate|terminal", "{upper:1}{between:1:30}"),
    ("platform number|track number", "{between:1:14}"),
    (
        "weather|weather condition|weather description",
        "sunny|cloudy|light rain|snow|windy",
    ),
];
