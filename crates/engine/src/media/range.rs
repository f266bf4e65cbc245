//! Byte ranges, as players ask for them (RFC 9110, section 14).

use std::ops::Range;

/// What a `Range` header asks of a body of `length` bytes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// No range, or one that may be ignored: the whole body.
    Whole,
    /// These bytes.
    Part(Range<usize>),
    /// Bytes that do not exist.
    Unsatisfiable,
}

/// Reads the header. Several ranges at once are answered with the whole body, which the RFC allows.
pub(crate) fn asked(header: Option<&str>, length: usize) -> Asked {
    let Some(spec) = header.and_then(|header| header.strip_prefix("bytes=")) else {
        return Asked::Whole;
    };
    let Some((first, last)) = spec.split_once('-') else {
        return Asked::Whole;
    };
    let (first, last) = (first.trim(), last.trim());
    let range = match (first.parse::<usize>(), last.parse::<usize>()) {
        (Ok(first), Ok(last)) if first <= last => first..last.saturating_add(1).min(length),
        (Ok(first), Err(_)) if last.is_empty() => first..length,
        (Err(_), Ok(suffix)) if first.is_empty() => length.saturating_sub(suffix)..length,
        _ => return Asked::Whole,
    };
    if range.start >= range.end {
        Asked::Unsatisfiable
    } else {
        Asked::Part(range)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_players_write_them() {
        assert_eq!(asked(None, 10), Asked::Whole);
        assert_eq!(asked(Some("bytes=0-"), 10), Asked::Part(0..10));
        assert_eq!(asked(Some("bytes=2-3"), 10), Asked::Part(2..4));
        assert_eq!(asked(Some("bytes=-4"), 10), Asked::Part(6..10));
        assert_eq!(asked(Some("bytes=5-99"), 10), Asked::Part(5..10));
        assert_eq!(asked(Some("bytes=10-"), 10), Asked::Unsatisfiable);
        assert_eq!(asked(Some("bytes=0-1,4-5"), 10), Asked::Whole);
        assert_eq!(asked(Some("lines=1-2"), 10), Asked::Whole);
    }
}
