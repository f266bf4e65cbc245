//! What the headers of an answer say about limits and time (contract 6).

use reqwest::header::HeaderMap;

use crate::lenient::{Node, Object};

/// A value and the meters of the answer it came with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metered<T> {
    /// What the call came to.
    pub value: T,
    /// What its headers said; empty when no answer arrived.
    pub meters: Meters,
}

impl<T> Metered<T> {
    /// Changes the value and keeps the meters.
    pub(crate) fn map<U>(self, change: impl FnOnce(T) -> U) -> Metered<U> {
        Metered {
            value: change(self.value),
            meters: self.meters,
        }
    }
}

/// Rate and clock headers. A missing header means "not known", never zero.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meters {
    /// `X-App-Usage`, on answers to app or user tokens.
    pub app: Option<Usage>,
    /// `X-Business-Use-Case-Usage`, on answers to Page or Instagram tokens; one row per pool.
    pub business: Vec<BusinessUsage>,
    /// `Date`, in ms: Meta's clock, in whole seconds.
    pub date_ms: Option<i64>,
    /// `Retry-After`, in seconds.
    pub retry_after_s: Option<i64>,
}

/// Shares of a limit in percent; calls are refused at 100.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Share of the calls.
    pub call_count: u32,
    /// Share of the processor time.
    pub total_cputime: u32,
    /// Share of the total time.
    pub total_time: u32,
}

/// The use of one pool by one business object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BusinessUsage {
    /// The account or business whose pool it is.
    pub id: String,
    /// The pool: `instagram`, `messenger`, `pages` …
    pub kind: String,
    /// How much of it is used.
    pub usage: Usage,
    /// Minutes until calls are accepted again; 0 while they are.
    pub regain_minutes: u32,
}

impl Usage {
    fn read(row: &Object<'_>) -> Self {
        Self {
            call_count: count(row, "call_count"),
            total_cputime: count(row, "total_cputime"),
            total_time: count(row, "total_time"),
        }
    }

    fn peak(self) -> u32 {
        self.call_count.max(self.total_cputime).max(self.total_time)
    }
}

impl Meters {
    /// Puts a value beside them.
    pub(crate) fn with<T>(self, value: T) -> Metered<T> {
        Metered { value, meters: self }
    }

    /// Reads the headers; what cannot be read is left out.
    pub(crate) fn read(headers: &HeaderMap) -> Self {
        let header = |name: &str| headers.get(name)?.to_str().ok();
        Self {
            app: header("x-app-usage")
                .and_then(|json| Node::parse(json).ok()?.object())
                .map(|row| Usage::read(&row)),
            business: header("x-business-use-case-usage")
                .map(business)
                .unwrap_or_default(),
            date_ms: header("date").and_then(http_date_ms),
            retry_after_s: header("retry-after").and_then(|value| value.trim().parse().ok()),
        }
    }

    /// The highest share of any limit, in percent.
    #[must_use]
    pub fn peak_percent(&self) -> Option<u32> {
        let business = self.business.iter().map(|row| row.usage.peak());
        self.app.map(Usage::peak).into_iter().chain(business).max()
    }

    /// The longest wait any pool asks for, in minutes; none while calls are accepted.
    #[must_use]
    pub fn regain_minutes(&self) -> Option<u32> {
        self.business
            .iter()
            .map(|row| row.regain_minutes)
            .max()
            .filter(|minutes| *minutes > 0)
    }
}

fn business(json: &str) -> Vec<BusinessUsage> {
    let by_id = Node::parse(json).ok().and_then(Node::members).unwrap_or_default();
    by_id
        .into_iter()
        .flat_map(|(id, rows)| {
            rows.elements()
                .unwrap_or_default()
                .into_iter()
                .map(move |row| (id.clone(), row))
        })
        .filter_map(|(id, row)| {
            let row = row.object()?;
            Some(BusinessUsage {
                id,
                kind: row.text("type").unwrap_or_default(),
                usage: Usage::read(&row),
                regain_minutes: count(&row, "estimated_time_to_regain_access"),
            })
        })
        .collect()
}

fn count(row: &Object<'_>, name: &str) -> u32 {
    row.integer(name)
        .and_then(|value| u32::try_from(value).ok())
        .unwrap_or_default()
}

fn http_date_ms(date: &str) -> Option<i64> {
    let zoned = jiff::fmt::rfc2822::parse(date).ok()?;
    Some(zoned.timestamp().as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(rows: &[(&'static str, &'static str)]) -> HeaderMap {
        rows.iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn all_headers_of_the_contract_are_read() {
        let meters = Meters::read(&headers(&[
            (
                "x-app-usage",
                r#"{"call_count":12,"total_cputime":0,"total_time":30}"#,
            ),
            (
                "x-business-use-case-usage",
                r#"{"17841400000000001":[{"type":"instagram","call_count":100,"total_cputime":1,"total_time":1,"estimated_time_to_regain_access":7}]}"#,
            ),
            ("date", "Thu, 01 Oct 2026 08:15:30 GMT"),
            ("retry-after", "60"),
        ]));
        assert_eq!(
            meters.app,
            Some(Usage {
                call_count: 12,
                total_cputime: 0,
                total_time: 30
            })
        );
        assert_eq!(meters.business[0].id, "17841400000000001");
        assert_eq!(meters.business[0].kind, "instagram");
        assert_eq!(meters.peak_percent(), Some(100));
        assert_eq!(meters.regain_minutes(), Some(7));
        assert_eq!(meters.date_ms, Some(1_790_842_530_000));
        assert_eq!(meters.retry_after_s, Some(60));
    }

    #[test]
    fn missing_or_broken_headers_mean_not_known() {
        let meters = Meters::read(&headers(&[
            ("x-app-usage", "{"),
            ("x-business-use-case-usage", r#"{"1":7,"2":[3]}"#),
            ("date", "yesterday"),
        ]));
        assert_eq!(meters, Meters::default());
        assert_eq!(meters.peak_percent(), None);
    }
}
