/** Ways into the composer from elsewhere: put the cursor there, or give a text back to it. */

type Take = (text: string) => void;
const takers = new Map<string, Take>();

/** The open composer of a conversation takes texts back until the returned function is called. */
export function takeTexts(conversation: string, take: Take): () => void {
  takers.set(conversation, take);
  return () => {
    if (takers.get(conversation) === take) takers.delete(conversation);
  };
}

/** Gives a text to the open composer of a conversation; false when it is not open. */
export function giveText(conversation: string, text: string): boolean {
  const take = takers.get(conversation);
  take?.(text);
  return take !== undefined;
}

export function focusComposer(): void {
  document.querySelector<HTMLTextAreaElement>("[data-testid=composer-text]")?.focus();
}

export function isComposerFocused(): boolean {
  const focused = document.activeElement;
  return focused instanceof HTMLTextAreaElement && focused.dataset.testid === "composer-text";
}
