//! Taking in one body: its limits, its signature, its items (rules 2, contract 3.4 and 3.5).

use crate::Pace;
use axum::body::Body;
use axum::http::StatusCode;
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit, TryAcquireError};

/// How much of what was read may wait for the disk, KiB.
pub(crate) const MOST_UNWRITTEN: usize = 64 * 1024;

/// Room for a body that was read, until it is on disk.
///
/// # Errors
/// Too much waits for the disk already.
pub(crate) fn room<'a>(
    unwritten: &'a Semaphore,
    body: &[u8],
) -> Result<SemaphorePermit<'a>, TryAcquireError> {
    let kib = u32::try_from(body.len().div_ceil(1024)).unwrap_or(u32::MAX);
    unwritten.try_acquire_many(kib.max(1))
}

/// Reads a body within the limits.
///
/// # Errors
/// 503 when too many are being read, 408 when it takes too long, 413 when it is too large.
pub(crate) async fn read(
    body: Body,
    places: &Semaphore,
    pace: &Pace,
) -> Result<axum::body::Bytes, StatusCode> {
    let Ok(_place) = places.try_acquire() else {
        return Err(StatusCode::SERVICE_UNAVAILABLE);
    };
    let reading = axum::body::to_bytes(body, pace.body_bytes);
    match tokio::time::timeout(Duration::from_millis(pace.body), reading).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(_too_large_or_cut)) => Err(StatusCode::PAYLOAD_TOO_LARGE),
        Err(_) => Err(StatusCode::REQUEST_TIMEOUT),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_for_the_disk_is_bounded_and_makes_room_again() {
        let unwritten = Semaphore::new(3);
        let two = room(&unwritten, &[0; 1025]).unwrap();
        let one = room(&unwritten, &[]).unwrap();
        assert!(room(&unwritten, &[0; 1]).is_err());
        drop((one, two));
        assert!(room(&unwritten, &[0; 3072]).is_ok());
    }
}
