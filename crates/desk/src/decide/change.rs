//! What happens to messages that were said already: edits, unsends, reactions, seen. Each may come before its
//! message does, and waits for it then (rules 2).

use super::Turn;
use crate::burst::{Burst, Outcome, Reason};
use crate::command::Write;
use crate::content::Content;
use crate::event::{Event, Reference};
use crate::ids::{ContentKey, ConversationId, Mid};
use crate::state::Who;
use crate::time::Millis;

impl Turn {
    /// Two contacts are one person: told once.
    pub(super) fn same_person(&mut self, with: &ConversationId, mid: &Mid) {
        if !self.desk.linked.contains(with) {
            let (with, mid) = (with.clone(), mid.clone());
            self.emit(Event::ContactLinked { with, mid });
        }
    }

    /// What waits for this message. To be asked before the event that brings it.
    pub(super) fn waiting_for(&self, mid: &Mid) -> Vec<Reference> {
        self.desk.parked.get(mid).cloned().unwrap_or_default()
    }

    /// What came before its message is done now; an unsend that came first wins.
    pub(super) fn apply_references(&mut self, mid: &Mid, mut waiting: Vec<Reference>) {
        let basis = self.desk.conversation.basis;
        waiting.sort_by_key(|reference| *reference != Reference::Unsend);
        for reference in &waiting {
            match reference {
                Reference::Unsend => self.unsend(mid),
                Reference::Edit { edit, content } => self.edit_from(mid, *edit, content),
                Reference::Reaction { at, emoji } => self.receive_reaction(mid, *at, emoji.as_deref()),
                Reference::Seen { at } => self.receive_seen(Some(mid), *at),
            }
        }
        let message = self.desk.messages.get(mid);
        let is_ours = message.is_some_and(|message| message.who != Who::Customer);
        if is_ours && self.desk.conversation.basis > basis {
            self.join_burst(None, false);
        }
    }

    /// Puts what refers to an unknown message aside, in the place of an older one of its kind: the message may
    /// never come, and what waits for it must not grow.
    fn park(&mut self, mid: &Mid, reference: Reference) {
        let waiting = self.waiting_for(mid);
        let older = waiting.iter().find(|older| older.is_like(&reference));
        let is_news = match (older, &reference) {
            (None, _) => true,
            (Some(Reference::Edit { edit: older, .. }), Reference::Edit { edit, .. }) => older < edit,
            (Some(Reference::Reaction { at: older, .. }), Reference::Reaction { at, .. })
            | (Some(Reference::Seen { at: older }), Reference::Seen { at }) => older < at,
            (Some(_), _) => false,
        };
        if !is_news {
            return;
        }
        if let Some(Reference::Edit { content, .. }) = older {
            self.write(Write::Blank(content.clone()));
        }
        self.emit(Event::ReferenceParked {
            mid: mid.clone(),
            reference,
        });
    }

    /// Where the words of a stored message are kept.
    fn content_of(&self, mid: &Mid) -> ContentKey {
        let send = self
            .desk
            .messages
            .get(mid)
            .and_then(|message| message.send.as_ref());
        send.map_or_else(|| ContentKey::of_message(mid), ContentKey::of_send)
    }

    pub(super) fn receive_edit(&mut self, mid: &Mid, edit: u32, text: &str) {
        match self.desk.messages.get(mid).cloned() {
            None => self.park_edit(mid, edit, text),
            Some(message) if message.unsent || message.edit >= edit => {}
            Some(_) => {
                self.write(Write::Retext(self.content_of(mid), text.to_owned()));
                self.emit(Event::MessageEdited {
                    mid: mid.clone(),
                    edit,
                });
                self.join_burst(None, false);
            }
        }
    }

    /// The words of an edit wait with it, unless a newer edit waits or the message is to be taken back.
    fn park_edit(&mut self, mid: &Mid, edit: u32, text: &str) {
        let outdone = self.waiting_for(mid).iter().any(|reference| match reference {
            Reference::Edit { edit: other, .. } => *other >= edit,
            Reference::Unsend => true,
            Reference::Reaction { .. } | Reference::Seen { .. } => false,
        });
        if !outdone {
            let content = ContentKey::of_parked_edit(mid, edit);
            self.write(Write::Put(content.clone(), Content::text(text)));
            self.park(mid, Reference::Edit { edit, content });
        }
    }

    /// A parked edit whose message has come: its words move over.
    fn edit_from(&mut self, mid: &Mid, edit: u32, waiting: &ContentKey) {
        let known = self
            .desk
            .messages
            .get(mid)
            .map_or((true, 0), |message| (message.unsent, message.edit));
        if known.0 || known.1 >= edit {
            self.write(Write::Blank(waiting.clone()));
            return;
        }
        self.write(Write::RetextFrom(self.content_of(mid), waiting.clone()));
        self.emit(Event::MessageEdited {
            mid: mid.clone(),
            edit,
        });
    }

    pub(super) fn receive_unsend(&mut self, mid: &Mid) {
        match self.desk.messages.get(mid).cloned() {
            None => {
                for reference in self.waiting_for(mid) {
                    // Its message may never come: what it would have said must not wait for that.
                    if let Reference::Edit { content, .. } = reference {
                        self.write(Write::Blank(content));
                    }
                }
                self.park(mid, Reference::Unsend);
            }
            Some(message) if message.unsent => {}
            Some(_) => {
                self.unsend(mid);
                self.shrink_burst(mid);
            }
        }
    }

    fn unsend(&mut self, mid: &Mid) {
        self.write(Write::Blank(self.content_of(mid)));
        self.emit(Event::MessageUnsent { mid: mid.clone() });
    }

    fn shrink_burst(&mut self, mid: &Mid) {
        let Some(burst) = self.desk.burst.clone() else {
            return;
        };
        if !burst.mids.contains(mid) {
            self.join_burst(None, false);
            return;
        }
        self.take_back_draft(&burst);
        if burst.mids.len() == 1 {
            self.close_burst(Outcome::Silent, Reason::Withdrawn, None, None, Vec::new());
            return;
        }
        let due = Burst::due_after(burst.first, self.now.wall, &self.desk.timings);
        self.emit(Event::BurstShrank {
            burst: burst.id.clone(),
            mid: mid.clone(),
            due,
        });
        self.give_up_if_interrupted(&burst);
    }

    pub(super) fn receive_reaction(&mut self, mid: &Mid, at: Millis, emoji: Option<&str>) {
        let emoji = emoji.map(str::to_owned);
        match self.desk.messages.get(mid) {
            None => self.park(mid, Reference::Reaction { at, emoji }),
            // Two deliveries of one reaction have one time; the later of two reactions wins.
            Some(message) if message.unsent || message.reacted_at >= Some(at) => {}
            Some(_) => self.emit(Event::Reacted {
                mid: mid.clone(),
                at,
                emoji,
            }),
        }
    }

    pub(super) fn receive_seen(&mut self, mid: Option<&Mid>, at: Millis) {
        let upto = match mid {
            None => at,
            Some(mid) => match self.desk.messages.get(mid) {
                Some(message) => message.at,
                None => return self.park(mid, Reference::Seen { at }),
            },
        };
        if upto > self.desk.conversation.seen_upto {
            self.emit(Event::SeenByCustomer { upto, at });
        }
    }
}
