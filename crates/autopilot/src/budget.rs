//! How much of a conversation fits into a call.
//!
//! Every server counts tokens with a tokenizer of its own, and any OpenAI-compatible server may stand behind
//! the base URL, so an exact count is not to be had. The estimate errs upwards: two bytes of other scripts, or
//! three and a half of Latin, to the token, where the common tokenizers need fewer tokens than that.

/// Tokens that each message costs beside its words.
const PER_MESSAGE: u32 = 6;

/// An upper estimate of the tokens of a text.
pub(crate) fn tokens(text: &str) -> u32 {
    let (latin, other) = text.chars().fold((0_u32, 0_u32), |(latin, other), letter| {
        if letter.is_ascii() {
            (latin.saturating_add(2), other)
        } else {
            let bytes = u32::try_from(letter.len_utf8()).unwrap_or(4);
            (latin, other.saturating_add(bytes))
        }
    });
    PER_MESSAGE
        .saturating_add(latin.div_ceil(7))
        .saturating_add(other.div_ceil(2))
}

/// How many of the newest texts fit into `budget`. The newest `keep` stay whatever they cost: they are what
/// is being answered.
pub(crate) fn fitting(texts: &[String], budget: u32, keep: usize) -> usize {
    let mut left = budget;
    let mut fit = 0;
    for text in texts.iter().rev() {
        let cost = tokens(text);
        if fit >= keep && cost > left {
            break;
        }
        left = left.saturating_sub(cost);
        fit += 1;
    }
    fit
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_fits_is_within_the_budget_and_always_holds_the_burst(
            texts in prop::collection::vec(".{0,80}", 0..30),
            budget in 0_u32..2_000,
            keep in 0_usize..5,
        ) {
            let fit = fitting(&texts, budget, keep);
            prop_assert!(fit >= keep.min(texts.len()));
            let cost: u32 = texts[texts.len() - fit..].iter().map(|text| tokens(text)).sum();
            prop_assert!(fit <= keep || cost <= budget.max(
                texts[texts.len() - keep.min(texts.len())..].iter().map(|text| tokens(text)).sum()
            ));
        }
    }

    #[test]
    fn other_scripts_cost_more() {
        assert!(tokens("مرحبا بالعالم") > tokens("hello, world!"));
    }
}
