//! Where the types of a contract stand in Rust sources.

mod attributes;
mod casing;

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use syn::{Expr, ExprLit, Fields, Item, Lit, Variant};

use self::attributes::{Renames, renames};
use self::casing::Casing;

/// The types that Rust sources declare, by the names that their schemas have.
///
/// It is read off the text of the files; what does not parse, or is made by a macro that takes
/// something else than items, is not known.
///
/// ```
/// use frontdesk_contract::RustSources;
///
/// let mut sources = RustSources::default();
/// sources.add("hotel", "src/lib.rs", "
///     #[serde(rename_all = \"camelCase\")]
///     pub struct Booking {
///         pub guest_name: String,
///     }
/// ");
/// let place = sources.find("hotel", "Booking", Some("guestName")).unwrap();
/// assert_eq!((place.file.as_str(), place.line), ("src/lib.rs", 4));
/// assert_eq!(place.name, "Booking::guest_name");
/// ```
#[derive(Clone, Debug, Default)]
pub struct RustSources {
    types: BTreeMap<String, Vec<RustType>>,
}

/// Where a type, a field or a variant is declared.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RustPlace {
    /// The file, as it was handed in.
    pub file: String,
    /// The line, from 1.
    pub line: u64,
    /// The name in Rust, such as `Booking`, `Booking::guest_name` or `State::Done::at`.
    pub name: String,
}

/// A type, and what it is made of.
#[derive(Clone, Debug)]
struct RustType {
    crate_name: String,
    place: RustPlace,
    /// Fields and variants, by their names on the wire.
    members: Vec<(String, RustPlace)>,
}

impl RustSources {
    /// Reads one file of a crate.
    pub fn add(&mut self, crate_name: &str, file: &str, text: &str) {
        if let Ok(parsed) = syn::parse_file(text) {
            let reading = Reading { crate_name, file };
            self.add_items(&reading, &parsed.items);
        }
    }

    /// Finds a type by the name of its schema, and in it a member by its name on the wire.
    ///
    /// A type of the crate named is preferred to one of another crate. Where the member is not
    /// found the type's own place is given; where several types are equally near, none.
    #[must_use]
    pub fn find(
        &self,
        crate_name: &str,
        type_name: &str,
        member: Option<&str>,
    ) -> Option<RustPlace> {
        let found = self.types.get(type_name)?;
        let near = found.iter().filter(|found| found.crate_name == crate_name);
        let mut near: Vec<&RustType> = near.collect();
        if near.is_empty() {
            near.extend(found);
        }
        let [found] = near.as_slice() else {
            return None;
        };
        let member = member.and_then(|member| {
            let mut named = found.members.iter().filter(|(name, _)| name == member);
            let (_, first) = named.next()?;
            named.next().is_none().then_some(first)
        });
        Some(member.unwrap_or(&found.place).clone())
    }

    fn add_items(&mut self, reading: &Reading<'_>, items: &[Item]) {
        for item in items {
            match item {
                Item::Struct(item) => {
                    let renames = renames(&item.attrs);
                    let mut found = reading.declared(&item.ident);
                    let owner = found.place.name.clone();
                    reading.add_fields(&mut found, &owner, &item.fields, &renames.all);
                    self.insert(&renames, found);
                }
                Item::Enum(item) => {
                    let renames = renames(&item.attrs);
                    let mut found = reading.declared(&item.ident);
                    let owner = found.place.name.clone();
                    for variant in &item.variants {
                        reading.add_variant(&mut found, &owner, variant, &renames);
                    }
                    self.insert(&renames, found);
                }
                Item::Mod(item) => {
                    if let Some((_, items)) = &item.content {
                        self.add_items(reading, items);
                    }
                }
                // Macros around a type mostly take it as it would stand without them.
                Item::Macro(item) => self.add_tokens(reading, &item.mac.tokens),
                _ => {}
            }
        }
    }

    fn add_tokens(&mut self, reading: &Reading<'_>, tokens: &TokenStream) {
        let parsed = syn::parse2::<syn::File>(tokens.clone());
        if let Ok(parsed) = parsed.or_else(|_| syn::parse2(declarations(tokens))) {
            self.add_items(reading, &parsed.items);
        }
    }

    fn insert(&mut self, renames: &Renames, found: RustType) {
        let name = renames.own.clone();
        let name = name.unwrap_or_else(|| found.place.name.clone());
        self.types.entry(name).or_default().push(found);
    }
}

/// The file that is being read.
struct Reading<'r> {
    crate_name: &'r str,
    file: &'r str,
}

impl Reading<'_> {
    fn declared(&self, name: &Ident) -> RustType {
        RustType {
            crate_name: self.crate_name.to_owned(),
            place: self.place(name, name.to_string()),
            members: Vec::new(),
        }
    }

    fn add_fields(&self, found: &mut RustType, owner: &str, fields: &Fields, cases: &[Casing]) {
        for field in fields {
            let Some(ident) = &field.ident else { continue };
            let written = bare(ident);
            let place = self.place(ident, format!("{owner}::{written}"));
            let own = renames(&field.attrs);
            for name in own.names(|casing| casing.of_field(&written), &written, cases) {
                found.members.push((name, place.clone()));
            }
        }
    }

    fn add_variant(&self, found: &mut RustType, owner: &str, variant: &Variant, outer: &Renames) {
        let written = bare(&variant.ident);
        let place = self.place(&variant.ident, format!("{owner}::{written}"));
        let own = renames(&variant.attrs);
        // A macro may give the name on the wire as the value of the variant.
        let name = match text_of(variant) {
            Some(text) => vec![text],
            None => own.names(|casing| casing.of_variant(&written), &written, &outer.all),
        };
        let variant_place = place.name.clone();
        found
            .members
            .extend(name.into_iter().map(|name| (name, place.clone())));
        let cases = if own.all.is_empty() {
            &outer.all_fields
        } else {
            &own.all
        };
        self.add_fields(found, &variant_place, &variant.fields, cases);
    }

    fn place(&self, at: &Ident, name: String) -> RustPlace {
        RustPlace {
            file: self.file.to_owned(),
            line: at.span().start().line as u64,
            name,
        }
    }
}

/// Leaves nothing of a macro's input but what looks like types: the words, a name and a body.
fn declarations(tokens: &TokenStream) -> TokenStream {
    let mut kept = TokenStream::new();
    let mut open: Option<[TokenTree; 2]> = None;
    let mut last: Option<TokenTree> = None;
    for token in tokens.clone() {
        match (&token, &last) {
            (TokenTree::Ident(_), Some(TokenTree::Ident(word)))
                if *word == "enum" || *word == "struct" =>
            {
                open = Some([TokenTree::Ident(word.clone()), token.clone()]);
            }
            (TokenTree::Group(body), _) if body.delimiter() == Delimiter::Brace => {
                if let Some(declared) = open.take() {
                    kept.extend(declared);
                    kept.extend([token.clone()]);
                }
            }
            _ => {}
        }
        last = Some(token);
    }
    kept
}

/// Gives the text that a variant is said to be, the first where there are several.
fn text_of(variant: &Variant) -> Option<String> {
    let mut value = &variant.discriminant.as_ref()?.1;
    while let Expr::Binary(alternatives) = value {
        value = &alternatives.left;
    }
    match value {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) => Some(text.value()),
        _ => None,
    }
}

/// Spells a name without the mark of a raw identifier.
fn bare(name: &Ident) -> String {
    let name = name.to_string();
    name.strip_prefix("r#").unwrap_or(&name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::RustSources;

    const SOURCE: &str = r#"
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Order {
    pub order_id: String,
    #[serde(rename = "lines")]
    pub order_lines: Vec<Line>,
    #[serde(rename(serialize = "out", deserialize = "in"))]
    pub r#type: u8,
}

mod inner {
    #[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "kebab-case")]
    #[schemars(rename = "OrderEvent")]
    enum Event {
        WasPaid { paid_at: String },
        #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
        Lost { lost_at: String },
    }
}

closed_text! {
    /// How it goes.
    pub enum Way writes one of {
        /// By ship.
        Ship = "ship" | "boat",
    }
}
"#;

    #[test]
    fn types_and_members_are_found_by_their_names_on_the_wire() {
        let mut sources = RustSources::default();
        sources.add("orders", "a.rs", SOURCE);
        for (type_name, member, line, name) in [
            ("Order", None, 4, "Order"),
            ("Order", Some("orderId"), 5, "Order::order_id"),
            ("Order", Some("lines"), 7, "Order::order_lines"),
            ("Order", Some("in"), 9, "Order::type"),
            ("Order", Some("out"), 9, "Order::type"),
            ("Order", Some("unknown"), 4, "Order"),
            ("OrderEvent", Some("was_paid"), 16, "Event::WasPaid"),
            ("OrderEvent", Some("paid-at"), 16, "Event::WasPaid::paid_at"),
            ("OrderEvent", Some("LOST_AT"), 18, "Event::Lost::lost_at"),
            ("Way", Some("ship"), 26, "Way::Ship"),
        ] {
            let place = sources.find("orders", type_name, member).unwrap();
            assert_eq!(
                (place.line, place.name.as_str()),
                (line, name),
                "{type_name} {member:?}"
            );
        }
        assert_eq!(sources.find("orders", "Event", None), None);
    }

    #[test]
    fn a_type_of_the_same_crate_is_nearer_and_doubt_is_no_answer() {
        let mut sources = RustSources::default();
        sources.add("old", "old.rs", "struct Order { id: u8 }");
        sources.add("new", "new.rs", "struct Order { id: u8 }");
        let file = |crate_name| {
            let found = sources.find(crate_name, "Order", Some("id"));
            found.map(|place| place.file)
        };
        assert_eq!(file("old").as_deref(), Some("old.rs"));
        assert_eq!(file("new").as_deref(), Some("new.rs"));
        assert_eq!(file("other"), None);
    }
}
