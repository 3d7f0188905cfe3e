//! The cases that serde's `rename_all` knows.

/// One of the cases of `rename_all`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Casing {
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
}

impl Casing {
    /// Reads a case as serde spells it.
    pub(super) fn of(text: &str) -> Option<Self> {
        Some(match text {
            "lowercase" => Self::Lower,
            "UPPERCASE" => Self::Upper,
            "PascalCase" => Self::Pascal,
            "camelCase" => Self::Camel,
            "snake_case" => Self::Snake,
            "SCREAMING_SNAKE_CASE" => Self::ScreamingSnake,
            "kebab-case" => Self::Kebab,
            "SCREAMING-KEBAB-CASE" => Self::ScreamingKebab,
            _ => return None,
        })
    }

    /// Spells a field, which is in snake case in Rust.
    pub(super) fn of_field(self, field: &str) -> String {
        match self {
            Self::Lower | Self::Snake => field.to_owned(),
            Self::Upper | Self::ScreamingSnake => field.to_ascii_uppercase(),
            Self::Pascal => pascal(field),
            Self::Camel => first_lower(&pascal(field)),
            Self::Kebab => field.replace('_', "-"),
            Self::ScreamingKebab => field.to_ascii_uppercase().replace('_', "-"),
        }
    }

    /// Spells a variant, which is in Pascal case in Rust.
    pub(super) fn of_variant(self, variant: &str) -> String {
        match self {
            Self::Pascal => variant.to_owned(),
            Self::Lower => variant.to_ascii_lowercase(),
            Self::Upper => variant.to_ascii_uppercase(),
            Self::Camel => first_lower(variant),
            Self::Snake => snake(variant),
            Self::ScreamingSnake => snake(variant).to_ascii_uppercase(),
            Self::Kebab => snake(variant).replace('_', "-"),
            Self::ScreamingKebab => snake(variant).to_ascii_uppercase().replace('_', "-"),
        }
    }
}

fn pascal(field: &str) -> String {
    let words = field.split('_');
    words
        .flat_map(|word| {
            let mut letters = word.chars();
            let first = letters.next().map(|first| first.to_ascii_uppercase());
            first.into_iter().chain(letters)
        })
        .collect()
}

fn first_lower(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(letters).collect()
}

fn snake(variant: &str) -> String {
    let mut snake = String::new();
    for (at, letter) in variant.char_indices() {
        if at > 0 && letter.is_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::Casing;

    #[test]
    fn names_are_spelled_as_serde_spells_them() {
        for (case, field, variant) in [
            ("lowercase", "order_id", "waspaid"),
            ("UPPERCASE", "ORDER_ID", "WASPAID"),
            ("PascalCase", "OrderId", "WasPaid"),
            ("camelCase", "orderId", "wasPaid"),
            ("snake_case", "order_id", "was_paid"),
            ("SCREAMING_SNAKE_CASE", "ORDER_ID", "WAS_PAID"),
            ("kebab-case", "order-id", "was-paid"),
            ("SCREAMING-KEBAB-CASE", "ORDER-ID", "WAS-PAID"),
        ] {
            let casing = Casing::of(case).unwrap();
            assert_eq!(casing.of_field("order_id"), field);
            assert_eq!(casing.of_variant("WasPaid"), variant);
        }
        assert_eq!(Casing::of("Train-Case"), None);
    }
}
