//! Webhooks: proving where a delivery comes from, taking it apart, and reading each item (contract 3).
//!
//! A delivery goes through three steps, and each may fail without harming the next one's neighbours:
//!
//! 1. [`verify_signature`] over the bytes as received, before anything is parsed.
//! 2. [`split`] down to items, which stay text. Only this step can cost a whole delivery, and then the caller
//!    stores the bytes raw.
//! 3. [`decode`] of each item. What cannot be decoded is one item, stored raw by its caller.
//!
//! Nothing in here trusts a field to exist or to have the documented type, and no bytes may panic.

mod attachment;
mod decode;
mod dedup;
mod events;
mod handshake;
mod item;
mod message;
mod signature;
mod split;

pub use attachment::{Attachment, AttachmentKind};
pub use decode::{DecodeError, decode};
pub use dedup::dedup_key;
pub use handshake::{HandshakeError, handshake};
pub use item::{Comment, Handover, Item, ItemKind, Message, Postback, Referral, ReplyTo, SeenUpTo};
pub use signature::{SignatureError, sign, verify_signature};
pub use split::{Channel, RawItem, SplitError, split};
