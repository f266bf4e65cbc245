/** The form of one account's autopilot: what is saved, what was changed since, and the acts that bring the two together. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { accountCommands, autopilotQuery, keys, type Autopilot, type AutopilotChange } from "@/backend";
import { keepDraft, useDrafts } from "./drafts";
import { changeFrom, isChanged, problems, tidied, type FormProblems } from "./form";

export function useAutopilotForm(account: string, saved: Autopilot) {
  const draft = useDrafts()[account];
  const form = draft ?? changeFrom(saved);
  const [key, setKey] = useState("");
  const [wrong, setWrong] = useState<FormProblems>({});
  const changed = isChanged(form, saved);

  const { save, removeKey, attempt } = useAutopilotActs(account, saved, () => setKey(""));

  const edit = (change: Partial<AutopilotChange>) => {
    const next = { ...form, ...change };
    keepDraft(account, isChanged(next, saved) ? next : null);
    if (Object.keys(wrong).length > 0) setWrong(problems(next));
    save.reset();
  };

  /** Saves what is on screen, with `change` on top. False when it cannot be saved; what is wrong is then shown. */
  const saveNow = async (change: Partial<AutopilotChange> = {}): Promise<boolean> => {
    const next = tidied({ ...form, ...change });
    const found = problems(next);
    setWrong(found);
    if (Object.keys(found).length > 0) return false;
    try {
      await save.mutateAsync({ next, newKey: key.trim() });
      return true;
    } catch {
      return false; // Shown by the form from `save.error`.
    }
  };

  /** Switching on takes the form as it is seen; switching off never waits for anything else to be right. */
  const turn = async (on: boolean): Promise<boolean> => {
    if (on) return saveNow({ on });
    const rest = draft === undefined ? null : { ...draft, on };
    try {
      await save.mutateAsync({ next: { ...changeFrom(saved), on }, newKey: "" });
    } catch {
      return false;
    }
    if (rest !== null && isChanged(rest, { ...saved, on })) keepDraft(account, rest);
    return true;
  };

  const discard = () => {
    keepDraft(account, null);
    setKey("");
    setWrong({});
    save.reset();
  };

  const dirty = changed || key.trim() !== "";
  useWarningBeforeClose(dirty);
  return { form, wrong, dirty, key, setKey, edit, saveNow, turn, discard, save, removeKey, attempt };
}

export type AutopilotForm = ReturnType<typeof useAutopilotForm>;

/** What the desk is asked to do, and what its answer changes here. */
function useAutopilotActs(account: string, saved: Autopilot, onSaved: () => void) {
  const cache = useQueryClient();
  const put = (next: Autopilot) => cache.setQueryData(autopilotQuery(account).queryKey, next);
  const save = useMutation({
    mutationFn: async ({ next, newKey }: { next: AutopilotChange; newKey: string }) => {
      const answer = await accountCommands.saveAutopilot(account, next);
      if (newKey !== "") await accountCommands.setModelKey(account, newKey);
      return { ...answer, has_key: answer.has_key || newKey !== "" };
    },
    onSuccess: (answer) => {
      put(answer);
      keepDraft(account, null);
      onSaved();
      void cache.invalidateQueries({ queryKey: keys.accounts });
    },
  });
  const removeKey = useMutation({
    mutationFn: () => accountCommands.removeModelKey(account),
    onSuccess: () => put({ ...saved, has_key: false }),
  });
  const attempt = useMutation({ mutationFn: () => accountCommands.tryAutopilot(account) });
  return { save, removeKey, attempt };
}

/** Asks before the window is closed with changes in it. */
function useWarningBeforeClose(dirty: boolean): void {
  useEffect(() => {
    if (!dirty) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [dirty]);
}
