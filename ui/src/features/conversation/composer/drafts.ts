/**
 * What is written and not sent, per conversation. Every change is held here at once; the first goes to the desk at once as well, and while
 * one writes on, the newest text follows every moment: that much is what a power cut can take. A conversation that is opened again shows
 * what is held here even if the desk has not answered yet. A text can therefore neither be lost by switching nor appear in another
 * conversation.
 */
export const SAVE_EVERY_MS = 150;

type Save = (conversation: string, text: string) => Promise<unknown>;

export type Drafts = {
  /** The newest text, if it differs from what the desk is known to have. */
  unsaved: (conversation: string) => string | undefined;
  change: (conversation: string, text: string) => void;
  /** Saves now what waits; resolves when the desk has it. */
  flush: (conversation: string) => Promise<void>;
  flushAll: () => Promise<void>;
  /**
   * The text is leaving as a reply: until it is known whether it has, nothing is saved, for a late save would stand up again after the
   * reply cleared the draft. It is held all the same. Resolves when no older save is on its way.
   */
  settle: (conversation: string, text: string) => Promise<void>;
  /** It has left. */
  left: (conversation: string) => void;
  /** It has not, and is a draft again. */
  stayed: (conversation: string) => void;
};

type Held = {
  text: string;
  timer: ReturnType<typeof setTimeout> | null;
  saving: Promise<void> | null;
  isLeaving: boolean;
};

export function newDrafts(save: Save, onFailed: (error: unknown) => void): Drafts {
  const held = new Map<string, Held>();

  const stopTimer = (entry: Held) => {
    if (entry.timer !== null) clearTimeout(entry.timer);
    entry.timer = null;
  };

  const forget = (conversation: string, entry: Held) => {
    stopTimer(entry);
    held.delete(conversation);
  };

  // One save at a time for each conversation, so that an older text never lands after a newer one.
  const saveNow = async (conversation: string): Promise<void> => {
    const entry = held.get(conversation);
    if (!entry || entry.isLeaving) return;
    stopTimer(entry);
    if (entry.saving) {
      await entry.saving;
      return saveNow(conversation);
    }
    const { text } = entry;
    entry.saving = save(conversation, text).then(
      () => {
        entry.saving = null;
        if (entry.text === text && !entry.isLeaving && held.get(conversation) === entry) forget(conversation, entry);
      },
      (error: unknown) => {
        entry.saving = null;
        onFailed(error);
      },
    );
    await entry.saving;
  };

  return {
    unsaved: (conversation) => held.get(conversation)?.text,
    change: (conversation, text) => {
      const entry = held.get(conversation);
      if (entry) {
        entry.text = text;
        if (!entry.isLeaving) entry.timer ??= setTimeout(() => void saveNow(conversation), SAVE_EVERY_MS);
        return;
      }
      held.set(conversation, { text, timer: null, saving: null, isLeaving: false });
      void saveNow(conversation);
    },
    flush: saveNow,
    flushAll: async () => {
      await Promise.all([...held.keys()].map(saveNow));
    },
    settle: async (conversation, text) => {
      const entry = held.get(conversation) ?? { text, timer: null, saving: null, isLeaving: true };
      held.set(conversation, entry);
      stopTimer(entry);
      entry.isLeaving = true;
      await entry.saving;
    },
    left: (conversation) => {
      const entry = held.get(conversation);
      if (entry) forget(conversation, entry);
    },
    stayed: (conversation) => {
      const entry = held.get(conversation);
      if (!entry) return;
      entry.isLeaving = false;
      void saveNow(conversation);
    },
  };
}
