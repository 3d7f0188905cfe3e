//! Buying, paying and sending.

pub(super) const ROWS: &[(&str, &str)] = &[
    (
        "order number|order reference|order code|order name|order|purchase order|po number",
        "{ordernumber}|ORD-{ordernumber}",
    ),
    ("order ref|related order", "ORD-{order}"),
    (
        "invoice number|invoice reference|bill number|invoice",
        "INV-{year}-{digit:5}",
    ),
    (
        "ticket number|case number|case id|claim number|incident number|ticket key|issue key",
        "CASE-{digit:5}|T-{digit:6}",
    ),
    (
        "contract number|policy number|agreement number|contract",
        "CT-{digit:6}",
    ),
    (
        "customer number|customer code|client number|account number|member number|\
         membership number",
        "C{nonzero:1}{digit:6}",
    ),
    (
        "employee number|staff number|personnel number",
        "E{digit:5}",
    ),
    (
        "booking number|booking reference|reservation number|confirmation number|\
         confirmation code|reservation code|pnr|locator|booking code|booking",
        "{mixed:6}",
    ),
    (
        "tracking number|tracking code|parcel number|shipment number|waybill|consignment number",
        "TRK{digit:10}|XX{digit:9}XX",
    ),
    ("serial number|serial|device serial", "SN{mixed:8}"),
    ("batch number|lot number|batch|lot", "L{digit:6}"),
    (
        "sku|article number|item number|product code|product number|part number|item code|\
      stock code|material number|variant sku|model number|article|item sku",
        "{upper:3}-{digit:4}|{upper:2}{digit:5}",
    ),
    ("ean|gtin|barcode|upc", "200{digit:9}{digit:1}"),
    ("isbn", "978-0-00-{digit:6}-{digit:1}"),
    ("issn", "0000-{digit:4}"),
    (
        "product|product name|product title|item name|item title|article name|item|\
         item description|line description|line name|position name|merchandise|good name|gift|\
         order item|cart item|variant name|item label|offer name|stock item",
        "{product}",
    ),
    (
        "variant|option name|size|product size|clothing size|item size",
        "S|M|L|XL|{between:36:46}",
    ),
    (
        "material|fabric",
        "cotton|wool|oak|steel|linen|glass|bamboo",
    ),
    (
        "category|product category|category name|item category|department category|product type|\
      item type",
        "home|garden|books|clothing|kitchen|toys|electronics|sports",
    ),
    (
        "condition|item condition|product condition",
        "new|used|refurbished",
    ),
    (
        "availability|stock status|product status|inventory status|item status|line status",
        "in_stock|low_stock|out_of_stock|preorder",
    ),
    (
        "currency|currency code|price currency|iso currency|amount currency|money currency",
        "{currency}",
    ),
    ("currency symbol", "€|$|£|zł|₺|₹|¥"),
    (
        "price|amount|total|cost|fee|subtotal|grand total|total amount|unit price|balance|\
         tax amount|net amount|gross amount|discount amount|shipping cost|revenue|salary|budget|\
         price amount|amount value|money amount",
        "{between:1:240}.{digit:1}0|{between:1:90}.99|{between:1:300}.50",
    ),
    (
        "formatted price|display price|price text|price label",
        "{between:1:240}.99 {currency}",
    ),
    (
        "tax rate|vat rate|discount|discount percent|interest rate|percentage|percent",
        "5%|7%|10%|15%|19%|20%",
    ),
    (
        "tax code|vat code|tax category|tax class",
        "standard|reduced|exempt|zero",
    ),
    (
        "iban|account iban|bank account",
        "GB82 WEST 1234 5698 7654 32|DE89370400440532013000",
    ),
    (
        "bic|swift|swift code|bank code|routing number",
        "XXXX{countrycode}XX|XXXX{countrycode}22",
    ),
    (
        "card number|credit card number|pan|credit card",
        "4111111111111111|5555555555554444",
    ),
    (
        "masked card|card mask|masked number|masked pan",
        "**** **** **** 1111|**** **** **** 4444",
    ),
    ("last four|card last four|last digit", "1111|4444|4242"),
    (
        "card type|card brand|card scheme|card network",
        "credit|debit|prepaid",
    ),
    ("cvv|cvc|security code", "{digit:3}"),
    (
        "payment method|payment type|payment mean|method payment|pay method",
        "card|bank_transfer|invoice|cash_on_delivery|direct_debit|voucher",
    ),
    (
        "payment status|invoice status|bill status|transaction status|refund status|charge status",
        "pending|paid|failed|refunded|overdue",
    ),
    (
        "payment reference|payment purpose|remittance information|transaction reference",
        "RF{digit:2}{digit:8}|Order {order}",
    ),
    ("payment term|term payment", "net 14|net 30|due on receipt"),
    (
        "transaction type|payment direction|entry type",
        "debit|credit|refund|fee",
    ),
    (
        "order status|fulfilment status|fulfillment status|order state",
        "pending|confirmed|shipped|delivered|cancelled|returned",
    ),
    (
        "order type|sale channel|order source|order channel",
        "online|phone|store|marketplace",
    ),
    (
        "delivery status|shipment status|shipping status|parcel status|tracking status",
        "in_transit|out_for_delivery|delivered|delayed|returned",
    ),
    (
        "shipping method|delivery method|shipment method|delivery type|shipping option|\
         delivery option|shipping type|service level",
        "standard|express|pickup|next_day",
    ),
    ("shipping|delivery|shipment", "standard|express|pickup"),
    ("incoterm", "EXW|FCA|DAP|DDP"),
    (
        "coupon|coupon code|voucher|voucher code|promo code|promotion code|discount code|gift code",
        "SAVE{between:5:30}|WELCOME{between:5:20}|{mixed:8}",
    ),
    (
        "promotion|promotion name|discount name|offer|deal",
        "Spring sale|Welcome discount|Free shipping",
    ),
    (
        "plan|subscription plan|plan name|package name plan|price plan|subscription",
        "free|basic|plus|team|enterprise",
    ),
    (
        "subscription status|plan status|license status",
        "trialing|active|past_due|cancelled",
    ),
    (
        "return reason|refund reason|cancellation reason|cancel reason",
        "wrong size|damaged on arrival|changed my mind|arrived too late|wrong item",
    ),
    ("warranty|guarantee", "12 months|24 months"),
    (
        "unit|unit measure|quantity unit|measure unit|uom",
        "piece|kg|litre|metre|box|hour",
    ),
    ("weight unit|mass unit", "g|kg|lb"),
    (
        "length unit|dimension unit|distance unit|size unit",
        "mm|cm|m|km",
    ),
    ("temperature unit", "celsius|fahrenheit|kelvin"),
    ("payment|billing", "card|invoice|bank_transfer"),
    ("receipt number|receipt", "R-{digit:6}"),
    (
        "quote number|quotation number|offer number",
        "Q-{year}-{digit:4}",
    ),
    (
        "cost center|cost centre|ledger account",
        "{between:1000:9999}",
    ),
];
