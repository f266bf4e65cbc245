//! Looks at the thread for an attempt whose outcome is not known (rules 5).

use super::Turn;
use crate::apply::twice_not_found;
use crate::command::{Listed, Listing};
use crate::event::{Event, Proof, Requeue};
use crate::ids::SendId;
use crate::owner::OwnerReason;
use crate::refusal::Refusal;
use crate::send::{Cancel, Class, Look, Send, SendState};
use crate::time::{Due, MINUTE, Millis};

impl Turn {
    pub(super) fn looked(&mut self, id: &SendId, listing: Option<&Listing>) -> Result<(), Refusal> {
        let send = self.send(id)?;
        if send.state != SendState::Unknown {
            return Err(Refusal::NotInState(send.state));
        }
        if let Some(found) = listing.and_then(|listing| self.find(&send, listing)) {
            let waiting = self.waiting_for(&found.mid);
            self.bind(id, &found.mid, found.at, Proof::Look);
            self.apply_references(&found.mid, waiting);
            return Ok(());
        }
        if send.asking {
            return Err(Refusal::NotInState(send.state));
        }
        let since = self.looks_since(&send);
        let look = match listing {
            Some(listing)
                if listing.reaches.is_none_or(|reaches| reaches <= since)
                    && !self.holds_a_doubtful_one(&send, listing) =>
            {
                Look::NotFound
            }
            _ => Look::CouldNotLook,
        };
        let made = usize::try_from(send.looks)
            .unwrap_or(usize::MAX)
            .saturating_add(1);
        if let Some(after) = self.desk.timings.looks.get(made) {
            let due = Some(Due::after(self.now.wall, send.lost + after - self.now.wall));
            self.emit(Event::SendLooked {
                send: id.clone(),
                look,
                due,
            });
            return Ok(());
        }
        self.emit(Event::SendLooked {
            send: id.clone(),
            look,
            due: None,
        });
        self.conclude(&send, look);
        Ok(())
    }

    /// Nothing older than this is the attempt.
    fn looks_since(&self, send: &Send) -> Millis {
        send.released_at(self.now) - self.desk.timings.look_slack
    }

    /// What the listing holds that is ours, says the same, and is no other send's.
    fn like<'a>(&self, send: &Send, listing: &'a Listing) -> impl Iterator<Item = &'a Listed> {
        let own = self.desk.content.get(&send.content);
        let is_sent = |item: &Listed| {
            let message = self.desk.messages.get(&item.mid);
            message.is_some_and(|message| message.send.is_some())
        };
        listing
            .items
            .iter()
            .filter(move |item| item.ours && !is_sent(item))
            .filter(move |item| own.is_some_and(|own| item.content.matches(own)))
    }

    /// Whether something in the listing may be the attempt and cannot be told for certain: just too old for it, or of
    /// its time and told as another's when its echo came. The clocks may be to blame, and a repeat would then be one
    /// too many.
    fn holds_a_doubtful_one(&self, send: &Send, listing: &Listing) -> bool {
        let since = self.looks_since(send);
        self.like(send, listing).any(|item| {
            item.at >= since - MINUTE && (item.at < since || self.desk.messages.contains_key(&item.mid))
        })
    }

    /// The message of the listing that is this send: ours, equal, unbound, not older than the attempt.
    /// Of several equal ones the oldest belongs to the oldest attempt.
    fn find<'a>(&self, send: &Send, listing: &'a Listing) -> Option<&'a Listed> {
        let own = self.desk.content.get(&send.content)?;
        let since = self.looks_since(send);
        let mut found: Vec<&Listed> = self
            .like(send, listing)
            .filter(|item| item.at >= since && !self.desk.messages.contains_key(&item.mid))
            .collect();
        found.sort_by(|a, b| (a.at, &a.mid).cmp(&(b.at, &b.mid)));
        let before = self
            .desk
            .sends_in_order()
            .into_iter()
            .take_while(|other| other.id != send.id)
            .filter(|other| other.is_unresolved() && other.mid.is_none())
            .filter(|other| {
                self.desk
                    .content
                    .get(&other.content)
                    .is_some_and(|text| text.matches(own))
            })
            .count();
        found.get(before).copied()
    }

    /// After the last look.
    fn conclude(&mut self, send: &Send, last: Look) {
        let media = self
            .desk
            .content
            .get(&send.content)
            .is_none_or(crate::content::Content::has_media);
        let not_found = twice_not_found(send.last_look, last);
        let id = send.id.clone();
        if !not_found || media || send.losses > 1 {
            self.emit(Event::SendAsked { send: id, look: last });
            if send.is_autopilots() {
                self.ask_human(OwnerReason::NotDelivered);
            }
        } else if send.must_stay_silent(&self.desk.conversation.owner) {
            self.give_up(send, Cancel::Human);
        } else if self.desk.account.connected.is_none() {
            self.give_up(send, Cancel::Disconnected);
        } else if !self.desk.conversation.window_is_open(self.now) {
            self.fail(send, Class::WindowClosed, None, None);
        } else {
            let due = self.due_now();
            self.emit(Event::SendRequeued {
                send: id,
                why: Requeue::NotFound,
                due,
            });
        }
    }
}
