use crate::sketch::Spread;

/// How much difference chance explains.
#[derive(Clone, Copy, Debug)]
pub(super) struct Doubt {
    /// The logarithm of one over the chance that one comparison may be wrong with.
    surprise: f64,
}

/// How many of how many.
pub(super) type Rate = (u64, u64);

impl Doubt {
    /// Shares a doubt among comparisons, so that all of them together have no more.
    #[expect(clippy::cast_precision_loss, reason = "a few thousand comparisons")]
    pub(super) fn shared(doubt: f64, comparisons: usize) -> Self {
        let each = doubt.clamp(f64::MIN_POSITIVE, 1.0) / comparisons.max(1) as f64;
        Self {
            surprise: -each.ln(),
        }
    }

    /// Tells whether two rates differ more than chance explains (the likelihood ratio test).
    pub(super) fn differ(self, old: Rate, new: Rate) -> bool {
        let together = (old.0 + new.0, old.1 + new.1);
        let ratio = likelihood(old, together) + likelihood(new, together);
        // Of one degree of freedom: the chance of more than x is below e^(-x/2).
        old.1 > 0 && new.1 > 0 && ratio > 2.0 * self.surprise
    }

    /// Tells whether two spreads differ more than chance explains.
    #[expect(clippy::cast_precision_loss, reason = "counts need no more precision")]
    pub(super) fn spread_differently(self, old: &Spread, new: &Spread) -> bool {
        if old.count == 0 || new.count == 0 {
            return false;
        }
        let (olds, news) = (old.count as f64, new.count as f64);
        // The bound of Dvoretzky, Kiefer and Wolfowitz, for two samples.
        let most =
            (f64::midpoint(self.surprise, 2_f64.ln()) * (olds + news) / (olds * news)).sqrt();
        old.distance(new) > most || self.differ((1, old.count), (new.outside(old), new.count))
    }
}

/// Returns twice the logarithm by which a rate of its own explains what was seen better.
#[expect(clippy::cast_precision_loss, reason = "counts need no more precision")]
fn likelihood((of, all): Rate, (of_both, both): Rate) -> f64 {
    let term = |seen: u64, expected: f64| {
        if seen == 0 {
            0.0
        } else {
            2.0 * seen as f64 * (seen as f64 / expected).ln()
        }
    };
    let share = of_both as f64 / both.max(1) as f64;
    let rest = all.saturating_sub(of);
    term(of, share * all as f64) + term(rest, (1.0 - share) * all as f64)
}

#[cfg(test)]
mod tests {
    use super::Doubt;
    use crate::sketch::Spread;

    #[test]
    fn rates_differ_when_chance_does_not_explain_it() {
        let doubt = Doubt::shared(0.01, 100);
        assert!(!doubt.differ((50, 100), (58, 100)));
        assert!(doubt.differ((500, 1_000), (700, 1_000)));
        assert!(!doubt.differ((1, 1_000), (0, 1_000)));
        assert!(doubt.differ((0, 40), (40, 40)));
        assert!(!doubt.differ((0, 0), (5, 5)));
        assert!(!doubt.differ((7, 7), (9, 9)));
    }

    #[test]
    fn spreads_differ_when_chance_does_not_explain_it() {
        let of = |numbers: std::ops::Range<u32>| {
            let mut spread = Spread::default();
            numbers.for_each(|number| spread.insert(number.into()));
            spread
        };
        let doubt = Doubt::shared(0.01, 100);
        assert!(!doubt.spread_differently(&of(0..500), &of(2..505)));
        assert!(doubt.spread_differently(&of(0..500), &of(0..900)));
        assert!(!doubt.spread_differently(&of(0..3), &of(0..900)));
        assert!(!doubt.spread_differently(&Spread::default(), &of(0..9)));
    }
}
