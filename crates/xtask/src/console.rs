//! The only place that prints.

use std::time::Duration;

/// Prints one line, at once even into a pipe.
#[expect(
    clippy::print_stdout,
    reason = "telling the person at the terminal is what this program is for"
)]
pub(crate) fn say(line: &str) {
    println!("{line}");
}

/// `7s`, `2m 05s`.
pub(crate) fn duration(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds / 60 {
        0 if seconds < 10 => format!("{:.1}s", time.as_secs_f64()),
        0 => format!("{seconds}s"),
        minutes => format!("{minutes}m {:02}s", seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_like_a_clock() {
        assert_eq!(duration(Duration::from_millis(1240)), "1.2s");
        assert_eq!(duration(Duration::from_secs(42)), "42s");
        assert_eq!(duration(Duration::from_secs(125)), "2m 05s");
    }
}
