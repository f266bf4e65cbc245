-- The first desk. Three kinds of table: the journal, what people wrote and other primary rows, and the views
-- that the journal gives again. Lists of work carry two times: `due_at`, and `due_from` = due_at - delay; a
-- wall clock that was set back shows as now < due_from, and the work counts as due. A table that grows and
-- whose rows are found by a text is WITHOUT ROWID: one search of a tree instead of two. Where rows hold much
-- (conversations, raw records) or other tables find them by position (messages), the row has its number.

-- What happened, in order. Bodies refer to content by key and never hold it.
CREATE TABLE journal (
    seq     INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    at      INTEGER NOT NULL, -- wall time, ms; never goes back
    meta    INTEGER NOT NULL, -- the platform's time, ms
    account TEXT NOT NULL,
    contact TEXT,             -- null: the event is the account's own
    body    TEXT NOT NULL
) STRICT;

-- What people wrote, once. A tombstone keeps its key and says `blank`. A conversation's words lie together, so
-- that opening it reads few pages of a large file.
CREATE TABLE content (
    conversation TEXT NOT NULL,
    key          TEXT NOT NULL,
    body         TEXT NOT NULL,
    blank        INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (conversation, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE raw_records (
    id      TEXT PRIMARY KEY,
    at      INTEGER NOT NULL,
    app     TEXT NOT NULL,
    account TEXT,
    reason  TEXT NOT NULL,
    body    BLOB NOT NULL,
    state   TEXT NOT NULL CHECK (state IN ('waiting', 'replayed', 'blank'))
) STRICT;
CREATE INDEX raw_records_waiting ON raw_records (at, id) WHERE state = 'waiting';

CREATE TABLE drafts (
    conversation TEXT PRIMARY KEY,
    text         TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    body TEXT NOT NULL
) STRICT;

CREATE TABLE connections (
    account TEXT PRIMARY KEY,
    body    TEXT NOT NULL
) STRICT;

CREATE TABLE autopilots (
    account TEXT PRIMARY KEY,
    body    TEXT NOT NULL
) STRICT;

CREATE TABLE secrets (
    owner  TEXT NOT NULL,
    name   TEXT NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (owner, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE apps (
    id               TEXT PRIMARY KEY,
    verify_token     TEXT NOT NULL,
    public_address   TEXT,
    handshake_at     INTEGER,
    test_event_at    INTEGER,
    first_message_at INTEGER
) STRICT;

-- A contact's profile, and the work of fetching it.
CREATE TABLE profiles (
    conversation TEXT PRIMARY KEY,
    body         TEXT,             -- null: never fetched
    due_at       INTEGER,          -- null: nothing to fetch
    due_delay    INTEGER NOT NULL DEFAULT 0,
    username     TEXT AS (json_extract(body, '$.username')) VIRTUAL
) STRICT, WITHOUT ROWID;
CREATE INDEX profiles_by_username ON profiles (username, conversation) WHERE username IS NOT NULL;
CREATE INDEX profiles_due ON profiles (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX profiles_set_back ON profiles (due_at - due_delay) WHERE due_at IS NOT NULL;

CREATE TABLE counts (
    one              INTEGER PRIMARY KEY CHECK (one = 1),
    received         INTEGER NOT NULL DEFAULT 0,
    duplicates       INTEGER NOT NULL DEFAULT 0,
    refused          INTEGER NOT NULL DEFAULT 0,
    unconnected      INTEGER NOT NULL DEFAULT 0,
    last_received_at INTEGER
) STRICT;
INSERT INTO counts (one) VALUES (1);

CREATE TABLE cursors (
    name TEXT PRIMARY KEY,
    seq  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Views.

CREATE TABLE accounts (
    id       TEXT PRIMARY KEY,
    username TEXT NOT NULL,
    body     TEXT NOT NULL
) STRICT;

-- `stage` is what the lists are cut by: 1 needs the operator; 2 is the autopilot's and the customer waits, so
-- it needs the operator when the account's autopilot cannot answer; 3 is the autopilot's; 4 is nobody's turn.
CREATE TABLE conversations (
    id           TEXT PRIMARY KEY,
    account      TEXT NOT NULL,
    contact      TEXT NOT NULL,
    real         INTEGER NOT NULL, -- something was said or noted in it
    basis        INTEGER NOT NULL,
    reason       TEXT NOT NULL,    -- the owner's
    since        INTEGER NOT NULL,
    due_at       INTEGER,          -- the owner's time
    due_delay    INTEGER NOT NULL,
    window_from  INTEGER,
    first_at     INTEGER,
    last_at      INTEGER NOT NULL,
    moved_at     INTEGER NOT NULL,
    unread       INTEGER NOT NULL,
    waits        INTEGER NOT NULL,
    unanswered   TEXT NOT NULL,
    arrived      INTEGER NOT NULL,
    hand_backs   INTEGER NOT NULL,
    seen_upto    INTEGER NOT NULL,
    seen_at      INTEGER,
    messages     INTEGER NOT NULL,
    failed       INTEGER NOT NULL, -- a send failed and nobody has turned to it since
    trouble      TEXT,
    writing      INTEGER NOT NULL, -- the autopilot has words in the outbox
    stage        INTEGER NOT NULL,
    last         INTEGER           -- the newest visible message's `seq`
) STRICT;
CREATE INDEX conversations_all ON conversations (account, moved_at, id) WHERE messages > 0;
CREATE INDEX conversations_stage ON conversations (account, stage, moved_at, id) WHERE messages > 0;
CREATE INDEX conversations_closing ON conversations (account, window_from, id) WHERE messages > 0 AND waits = 1;
CREATE INDEX conversations_due ON conversations (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX conversations_set_back ON conversations (due_at - due_delay) WHERE due_at IS NOT NULL;

-- How many conversations of an account stand at each stage, kept as they change.
CREATE TABLE tallies (
    account TEXT PRIMARY KEY,
    stage_1 INTEGER NOT NULL,
    stage_2 INTEGER NOT NULL,
    stage_3 INTEGER NOT NULL,
    stage_4 INTEGER NOT NULL,
    unread  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- `seq` is the position of the event that made the row, so that a rebuilt table is the same table, and so
-- that the search index, which shares it, is ordered by storing.
CREATE TABLE messages (
    seq          INTEGER PRIMARY KEY,
    conversation TEXT NOT NULL,
    mid          TEXT UNIQUE,
    send         TEXT UNIQUE,
    at           INTEGER NOT NULL,
    exact        INTEGER NOT NULL,
    who          TEXT NOT NULL,
    form         TEXT,
    reply_to     TEXT,
    edit         INTEGER NOT NULL DEFAULT 0,
    unsent       INTEGER NOT NULL DEFAULT 0,
    hidden       INTEGER NOT NULL DEFAULT 0, -- taken back before it ever left
    reacted_at   INTEGER,
    CHECK (mid IS NOT NULL OR send IS NOT NULL)
) STRICT;
CREATE INDEX messages_in_order ON messages (conversation, at, seq) WHERE hidden = 0;

-- Conversations of one person, whose id differs between two apps: each pair both ways.
CREATE TABLE links (
    conversation TEXT NOT NULL,
    other        TEXT NOT NULL,
    PRIMARY KEY (conversation, other)
) STRICT, WITHOUT ROWID;

CREATE TABLE reactions (
    mid   TEXT PRIMARY KEY,
    emoji TEXT NOT NULL,
    at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE owner_changes (
    seq          INTEGER PRIMARY KEY,
    conversation TEXT NOT NULL,
    at           INTEGER NOT NULL,
    reason       TEXT NOT NULL
) STRICT;
CREATE INDEX owner_changes_in_order ON owner_changes (conversation, at, seq);

-- Open bursts only: work rows.
CREATE TABLE bursts (
    conversation TEXT PRIMARY KEY,
    burst        TEXT NOT NULL,
    state        TEXT NOT NULL,
    due_at       INTEGER NOT NULL,
    due_delay    INTEGER NOT NULL,
    body         TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX bursts_due ON bursts (due_at);
CREATE INDEX bursts_set_back ON bursts (due_at - due_delay);

CREATE TABLE decisions (
    burst        TEXT PRIMARY KEY,
    conversation TEXT NOT NULL,
    seq          INTEGER NOT NULL,
    at           INTEGER NOT NULL,
    body         TEXT NOT NULL
) STRICT;
CREATE INDEX decisions_in_order ON decisions (conversation, seq);

-- `live`: not final, or proven without a mid. That is what the rules read without being told.
CREATE TABLE sends (
    conversation TEXT NOT NULL,
    id           TEXT NOT NULL UNIQUE,
    seq          INTEGER NOT NULL,
    at           INTEGER NOT NULL,
    part         INTEGER NOT NULL,
    state        TEXT NOT NULL,
    live         INTEGER NOT NULL,
    passed       INTEGER NOT NULL,
    asking       INTEGER NOT NULL,
    pilots       INTEGER NOT NULL,
    created      INTEGER NOT NULL,
    due_at       INTEGER,
    due_delay    INTEGER NOT NULL,
    remark       TEXT,
    body         TEXT NOT NULL,
    PRIMARY KEY (conversation, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX sends_live ON sends (conversation, at, part, id) WHERE live = 1;
CREATE INDEX sends_state ON sends (state) WHERE live = 1;
CREATE INDEX sends_due ON sends (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX sends_set_back ON sends (due_at - due_delay) WHERE due_at IS NOT NULL;

-- Of each kind the newest.
CREATE TABLE parked (
    mid          TEXT NOT NULL,
    kind         TEXT NOT NULL,
    seq          INTEGER NOT NULL,
    conversation TEXT NOT NULL,
    reference    TEXT NOT NULL,
    PRIMARY KEY (mid, kind)
) STRICT, WITHOUT ROWID;

-- Words by message. Its own secure-delete is on, beside the database's: without it, tokens outlive their row.
-- Beginnings of one to three letters have lists of their own, so that typing costs what a word costs.
CREATE VIRTUAL TABLE search USING fts5 (
    account, text, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
);
INSERT INTO search (search, rank) VALUES ('secure-delete', 1);
-- The index's words, to find those that begin with more than three letters.
CREATE VIRTUAL TABLE search_terms USING fts5vocab (search, 'instance');
