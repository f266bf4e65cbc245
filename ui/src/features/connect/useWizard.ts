/** A wizard as the desk holds it, and the one way to ask it for its next act. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { connectQuery, keys, Problem, type Wizard } from "@/backend";

/** The wizard's state. `gone` when the desk no longer knows it: it was cancelled, or the desk was restarted in between. */
export function useWizard(id: string) {
  const query = useQuery({ ...connectQuery(id), retry: false });
  return {
    wizard: query.data,
    error: query.error,
    gone: query.error instanceof Problem && query.error.status === 404,
    retry: () => void query.refetch(),
  };
}

/**
 * Runs one act of a wizard and takes the answer as its new state. The desk's own ticks arrive through the live feed and win, because
 * each refetch reads the state as it is then.
 */
export function useWizardAct(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (act: () => Promise<Wizard>) => act(),
    onSuccess: (wizard) => cache.setQueryData(connectQuery(id).queryKey, wizard),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.connect(id) }),
  });
}

export type WizardAct = ReturnType<typeof useWizardAct>;
