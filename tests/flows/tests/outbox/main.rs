//! Sending: what leaves once, what is refused, what is not known, and in which order.

mod lane;
mod limits;
mod refused;
mod replies;
mod unknown;
