//! The owners' clock: an owner whose time ran out is changed by the rules, not by this.

use crate::Error;
use crate::inner::Inner;
use desk::{Ask, Command};
use std::sync::Arc;
use store::{Apart, Line};

/// How many expiries one round takes up.
const AT_ONCE: u32 = 256;

/// One round.
pub(crate) async fn round(inner: &Arc<Inner>) -> Result<Option<u64>, Error> {
    for work in inner
        .store
        .due(Line::Owners, inner.now().wall, AT_ONCE, &Apart::default())
        .await?
    {
        let command = Command {
            conversation: work.conversation,
            act: Ask::ExpireOwner,
        };
        match inner.command(command).await {
            Ok(_) | Err(Error::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    inner.until_next(Line::Owners).await
}
