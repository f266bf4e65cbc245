//! What comes in: every kind of event, in every order, within bounds.

mod bounds;
mod changes;
mod kinds;
mod media;
mod one_person;
mod order;
mod profiles;
mod strange;
