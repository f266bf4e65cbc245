//! What each kind of event does to its conversation: the one table that code and tests read (rules 2).

/// Kinds of event, as far as their effects differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Customer text, media, share, story reply or mention, quick reply, postback.
    Customer,
    /// A customer's message that cannot be read: unsupported, ephemeral.
    Unreadable,
    /// A real edit or an unsend by the customer.
    CustomerChange,
    /// A reaction, or its removal.
    Reaction,
    /// Seen, profile change, phantom edit, own echo, note, label.
    Quiet,
    /// A human answered elsewhere: a foreign echo.
    Elsewhere,
    /// Another app answered.
    OtherApp,
    /// The operator types, sends, takes over, is assigned.
    Operator,
}

/// What happens to the conversation's burst.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnBurst {
    /// Nothing.
    Keeps,
    /// The message joins the open burst or opens one.
    JoinsOrOpens,
    /// As above, and the burst is for a human.
    AsksForHuman,
    /// An open burst takes it in; none is opened. An emptied burst closes.
    Joins,
    /// An open burst closes.
    Closes,
}

/// What happens to the unread count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnUnread {
    /// Nothing.
    Keeps,
    /// One more.
    Adds,
    /// None are left.
    Clears,
}

/// When the conversation's row moves to the top of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MovesRow {
    /// It stays.
    No,
    /// It moves.
    Yes,
    /// It moves when the operator's act is a send.
    OnSend,
}

/// One row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effects {
    /// A draft made before this is out of date.
    pub new_basis: bool,
    /// What the burst does.
    pub burst: OnBurst,
    /// Whether the 24 h window opens anew (contract 4.4).
    pub opens_window: bool,
    /// Whether a human becomes the owner.
    pub human_owns: bool,
    /// What the unread count does.
    pub unread: OnUnread,
    /// Whether the row moves.
    pub moves_row: MovesRow,
}

/// The table.
pub const fn effects(kind: Kind) -> Effects {
    let nothing = Effects {
        new_basis: false,
        burst: OnBurst::Keeps,
        opens_window: false,
        human_owns: false,
        unread: OnUnread::Keeps,
        moves_row: MovesRow::No,
    };
    match kind {
        Kind::Customer => Effects {
            new_basis: true,
            burst: OnBurst::JoinsOrOpens,
            opens_window: true,
            unread: OnUnread::Adds,
            moves_row: MovesRow::Yes,
            ..nothing
        },
        Kind::Unreadable => Effects {
            new_basis: true,
            burst: OnBurst::AsksForHuman,
            opens_window: true,
            unread: OnUnread::Adds,
            moves_row: MovesRow::Yes,
            ..nothing
        },
        Kind::CustomerChange => Effects {
            new_basis: true,
            burst: OnBurst::Joins,
            ..nothing
        },
        Kind::Reaction => Effects {
            moves_row: MovesRow::Yes,
            ..nothing
        },
        Kind::Quiet => nothing,
        Kind::Elsewhere => Effects {
            new_basis: true,
            burst: OnBurst::Closes,
            human_owns: true,
            unread: OnUnread::Clears,
            moves_row: MovesRow::Yes,
            ..nothing
        },
        Kind::OtherApp => Effects {
            new_basis: true,
            burst: OnBurst::Closes,
            moves_row: MovesRow::Yes,
            ..nothing
        },
        Kind::Operator => Effects {
            new_basis: true,
            burst: OnBurst::Closes,
            human_owns: true,
            unread: OnUnread::Clears,
            moves_row: MovesRow::OnSend,
            ..nothing
        },
    }
}
