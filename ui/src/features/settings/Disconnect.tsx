/** Asks once before an account is let go, and says afterwards what really happened. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { accountCommands, keys, problemSentence, type Account } from "@/backend";
import { notify } from "@/frame";
import { Button, Dialog } from "@/shared";
import styles from "./Disconnect.module.css";

export function Disconnect({ account, onClose }: { account: Account; onClose: () => void }) {
  const cache = useQueryClient();
  const leave = useMutation({
    mutationFn: () => accountCommands.disconnect(account.id),
    onSuccess: async ({ sentence, unsubscribed }) => {
      notify({ text: sentence, tone: unsubscribed ? "plain" : "problem" });
      onClose();
      await cache.invalidateQueries({ queryKey: keys.accounts });
    },
  });
  return (
    <Dialog open onClose={onClose} title="Disconnect this account?" width="narrow" testId="disconnect-dialog">
      <div className={styles.words}>
        <p>
          Instagram stops delivering messages for <b dir="auto">@{account.username}</b> here, and its sign-in is deleted
          from this computer. Conversations stay and can still be searched.
        </p>
        {leave.error !== null && (
          <p role="alert" className={styles.problem}>
            {problemSentence(leave.error)}
          </p>
        )}
      </div>
      <div className={styles.acts}>
        <Button onClick={onClose}>Keep it connected</Button>
        <Button
          look="danger"
          data-testid="disconnect-confirm"
          aria-disabled={leave.isPending}
          onClick={() => !leave.isPending && leave.mutate()}
        >
          {leave.isPending ? "Disconnecting…" : "Disconnect"}
        </Button>
      </div>
    </Dialog>
  );
}
