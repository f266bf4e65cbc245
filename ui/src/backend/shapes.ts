/**
 * What the desk's API speaks, by the names the house uses. Ids are strings, times are integer milliseconds since the epoch (UTC).
 * Features import these names from "@/backend" and never reach for the wire document itself.
 */

export type Host = "practice" | "meta" | "custom";
/** Who wrote a message. `phone` is a person answering in Instagram itself; `other_app` another program on the same account. */
export type Who = "customer" | "autopilot" | "operator" | "phone" | "other_app";

export type PartState = "ok" | "waiting" | "off" | "warning" | "failed";
export type Part = { state: PartState; sentence: string; next_step: string | null };

export type Health = {
  intake: Part & {
    received: number;
    duplicates: number;
    refused_signatures: number;
    undecodable: number;
    unconnected: number;
    last_received_at: number | null;
    /** `127.0.0.1:PORT` */
    listener: string;
  };
  outbox: Part & { held: number; queued: number; sending: number; unknown: number; asking: number };
  model: Part & { last_latency_ms: number | null };
  accounts: (Part & { id: string; username: string })[];
  clock: Part & { offset_ms: number };
  seq: number;
};
export type Undecodable = { id: string; at: number; account_id: string | null; reason: string };
export type Replayed = { replayed: number; still: number };

export type Receiving = {
  callback_url: string | null;
  callback_path: string;
  public_address: string | null;
  verify_token: string;
  handshake_at: number | null;
  test_event_at: number | null;
  first_message_at: number | null;
};
export type Account = {
  id: string;
  username: string;
  name: string | null;
  hue: number;
  host: Host;
  state: "live" | "sign_in_again" | "paused" | "disconnected";
  sentence: string;
  connected_at: number;
  token: { lifetime: "long" | "short"; expires_at: number | null };
  autopilot_on: boolean;
  app_id: string;
  receiving: Receiving;
  unread: number;
};
export type Disconnected = { unsubscribed: boolean; sentence: string };

export type Autopilot = {
  on: boolean;
  prompt: string;
  tone: string;
  key_information: string;
  company: string;
  sector: string;
  model: string;
  base_url: string;
  has_key: boolean;
  prompt_version: string;
  context_tokens: number;
  max_reply_bytes: number;
};
/** What may be changed of an account's autopilot; the key has its own call and is never read back. */
export type AutopilotChange = Omit<Autopilot, "has_key" | "prompt_version">;
export type Tried = { ok: boolean; latency_ms: number | null; sentence: string };

export type Split = "needs_me" | "autopilot" | "closing" | "all";
export type Counts = Record<Split | "unread", number>;
export type Contact = { id: string; name: string; username: string | null; picture: string | null };
export type Last = { at: number; who: Who; text: string; kind: string };
export type OwnerWho = "autopilot" | "operator" | "nobody";
export type Owner = {
  who: OwnerWho;
  reason: string;
  sentence: string;
  since: number;
  until: number | null;
  needs_human: boolean;
  autopilot: { state: "idle" | "waiting" | "writing" | "sending"; due_at: number | null };
};
export type Trouble = "sending" | "checking" | "asking" | "failed";
export type Row = {
  /** `account.contact` */
  id: string;
  account_id: string;
  contact: Contact;
  last: Last | null;
  unread: number;
  owner: Owner;
  window_until: number | null;
  trouble: Trouble | null;
  draft: string | null;
};
export type RowPage = { rows: Row[]; next: string | null; counts: Counts };
export type Profile = {
  followers: number | null;
  follows_us: boolean | null;
  we_follow: boolean | null;
  verified: boolean | null;
  first_wrote_at: number | null;
  messages: number;
};
export type Conversation = Row & {
  draft_text: string;
  profile: Profile;
  composer: { allowed: boolean; sentence: string | null };
  /** Key of the newest message; passed back as `seen` with a reply. */
  newest: string | null;
};

export type AttachmentKind =
  | "image"
  | "video"
  | "audio"
  | "file"
  | "share"
  | "ig_post"
  | "reel"
  | "ig_story"
  | "story_mention"
  | "sticker"
  | "template"
  | "ephemeral"
  | "unknown";
export type Attachment = {
  kind: AttachmentKind;
  /** A loopback address ready for `<img>`, `<audio>` and `<video>`. */
  src: string | null;
  /** Opens in the system browser. */
  link: string | null;
  title: string | null;
};
export type SendState = "held" | "queued" | "sending" | "accepted" | "confirmed" | "failed" | "cancelled" | "unknown";
export type SendAction = "undo" | "retry" | "copy" | "pass";
export type Send = {
  id: string;
  state: SendState;
  sentence: string;
  due_at: number | null;
  part: number;
  parts: number;
  question: { sentence: string } | null;
  can: SendAction[];
};
export type MessageKind =
  | "text"
  | "media"
  | "share"
  | "story_reply"
  | "story_mention"
  | "postback"
  | "quick_reply"
  | "unsupported"
  | "ephemeral"
  | "template"
  | "unknown";
export type Message = {
  type: "message";
  key: string;
  mid: string | null;
  seq: number;
  at: number;
  who: Who;
  text: string | null;
  kind: MessageKind;
  attachments: Attachment[];
  reply_to: { key: string | null; who: Who | null; text: string | null } | null;
  story: { src: string | null } | null;
  reactions: { emoji: string; who: Who }[];
  edited: boolean;
  unsent: boolean;
  seen_at: number | null;
  provisional: boolean;
  send: Send | null;
  /** Set on the autopilot's messages: ask for the decision of this burst. */
  burst: string | null;
};
export type OwnerChange = {
  type: "owner_change";
  key: string;
  seq: number;
  at: number;
  owner: OwnerWho;
  reason: string;
  sentence: string;
};
export type Item = Message | OwnerChange;
export type ItemPage = { items: Item[]; next: string | null };
export type ItemsAround = ItemPage & { newer: string | null };

export type Decision = {
  burst: string;
  conversation_id: string;
  at: number;
  outcome: "answered" | "handed_over" | "silent" | "failed";
  reason: string;
  sentence: string;
  model: string | null;
  prompt_version: string | null;
  prompt_tokens: number | null;
  completion_tokens: number | null;
  latency_ms: number | null;
  calls: number;
  basis: number;
  messages: number;
  send_ids: string[];
};

export type Reply = { send_id: string; text: string; seen: string | null };
export type Replied = { send_ids: string[] };
export type Choice = "send_again" | "it_arrived";

export type Hit = {
  conversation_id: string;
  contact: Contact;
  account_id: string;
  key: string;
  at: number;
  who: Who;
  snippet: string;
  /** Ranges to emphasise in `snippet`, in UTF-16 units. */
  marks: [number, number][];
};
export type HitPage = { hits: Hit[]; next: string | null };

export type CheckName =
  | "app_shape"
  | "sign_in"
  | "exchange"
  | "long_lived"
  | "permissions"
  | "identity"
  | "subscription"
  | "handshake"
  | "test_event"
  | "first_message";
export type Check = {
  name: CheckName;
  title: string;
  state: "wait" | "run" | "ok" | "warn" | "bad";
  sentence: string;
  next_step: string | null;
  /** Meta's own words. */
  quoted: string | null;
  causes: string[];
};
export type WizardStep = "app" | "sign_in" | "receive" | "done";
export type Wizard = {
  id: string;
  host: Host;
  step: WizardStep;
  app_id: string | null;
  redirect_uri: string;
  redirect_note: string;
  authorize_url: string | null;
  checks: Check[];
  question: { sentence: string; choices: { value: string; label: string }[] } | null;
  account: Account | null;
  receiving: Receiving | null;
};

export type Practice = {
  running: boolean;
  account_id: string | null;
  customers: { id: string; name: string; username: string }[];
  scripts: { name: string; title: string }[];
  story_running: boolean;
};
export type PracticeMessage = { text?: string; attachment?: "image" | "audio" | "video" };

export type Settings = {
  operator_hold_ms: number;
  typing_expiry_ms: number;
  operator_expiry_ms: number | null;
  quiet_ms: number;
  longest_ms: number;
  listener_port: number;
  mark_seen: boolean;
};
