//! What attributes of serde and schemars say of names.

use syn::meta::ParseNestedMeta;
use syn::{Attribute, LitStr, Token};

use super::casing::Casing;

/// How a type, a field or a variant and what is in it are called on the wire.
#[derive(Clone, Debug, Default)]
pub(super) struct Renames {
    /// The name of the schema, as schemars alone may change it.
    pub(super) own: Option<String>,
    /// The names on the wire, of one side each.
    wire: Vec<String>,
    /// The cases of what is inside, of one side each.
    pub(super) all: Vec<Casing>,
    /// The cases of the fields of all variants.
    pub(super) all_fields: Vec<Casing>,
}

impl Renames {
    /// Lists the names of something that is inside of what has these cases.
    pub(super) fn names(
        &self,
        spelled: impl Fn(Casing) -> String,
        written: &str,
        cases: &[Casing],
    ) -> Vec<String> {
        let mut names = self.wire.clone();
        if names.is_empty() {
            names.extend(cases.iter().map(|case| spelled(*case)));
        }
        if names.is_empty() {
            names.push(written.to_owned());
        }
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// Reads the attributes of a declaration; what it does not know says nothing.
pub(super) fn renames(attributes: &[Attribute]) -> Renames {
    let mut renames = Renames::default();
    for attribute in attributes {
        let path = attribute.path();
        if !path.is_ident("serde") && !path.is_ident("schemars") {
            continue;
        }
        // An attribute that is not understood to its end was read up to there.
        let _ = attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("rename") {
                let names = texts(&meta)?;
                renames.own = names.first().cloned();
                renames.wire = names;
            } else if meta.path.is_ident("rename_all") {
                renames.all = cases(&meta)?;
            } else if meta.path.is_ident("rename_all_fields") {
                renames.all_fields = cases(&meta)?;
            } else {
                skip(&meta)?;
            }
            Ok(())
        });
    }
    renames
}

fn cases(meta: &ParseNestedMeta<'_>) -> syn::Result<Vec<Casing>> {
    let texts = texts(meta)?;
    Ok(texts.iter().filter_map(|text| Casing::of(text)).collect())
}

/// Reads `= "text"`, or `(serialize = "text", deserialize = "text")`.
fn texts(meta: &ParseNestedMeta<'_>) -> syn::Result<Vec<String>> {
    let mut texts = Vec::new();
    if meta.input.peek(Token![=]) {
        texts.push(meta.value()?.parse::<LitStr>()?.value());
    } else {
        meta.parse_nested_meta(|side| {
            texts.push(side.value()?.parse::<LitStr>()?.value());
            Ok(())
        })?;
    }
    Ok(texts)
}

/// Passes over the value of an option, whatever it is.
fn skip(meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
    while !meta.input.is_empty() && !meta.input.peek(Token![,]) {
        meta.input.parse::<proc_macro2::TokenTree>()?;
    }
    Ok(())
}
