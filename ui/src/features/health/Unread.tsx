/** Items that arrived, were signed, and could not be read. They are stored as they came, and can be read again after an upgrade. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { accountsQuery, deskCommands, problemSentence, undecodableQuery, type Replayed } from "@/backend";
import { Button, wholeTime } from "@/shared";
import { RotateCcw } from "@/shared/icons";
import styles from "./Unread.module.css";

export function Unread({ count }: { count: number }) {
  const items = useQuery({ ...undecodableQuery(), enabled: count > 0 });
  const accounts = useQuery(accountsQuery());
  const replay = useMutation({ mutationFn: deskCommands.replayUndecodable });
  const said = replay.data === undefined ? null : result(replay.data);
  if (count === 0) {
    return (
      <p role="status" className={styles.said}>
        {said}
      </p>
    );
  }
  const nameOf = (id: string | null) => accounts.data?.find((account) => account.id === id)?.username ?? null;
  return (
    <section aria-labelledby="unread-title" className={styles.unread} data-testid="undecodable">
      <header>
        <div>
          <h2 id="unread-title">{count === 1 ? "One item could not be read" : `${count} items could not be read`}</h2>
          <p>They are kept exactly as they came. After an update of Switchboard, try to read them again.</p>
        </div>
        <Button
          icon={<RotateCcw />}
          data-testid="replay"
          aria-disabled={replay.isPending}
          onClick={() => !replay.isPending && replay.mutate()}
        >
          Read them again
        </Button>
      </header>
      <p role="status" className={styles.said}>
        {replay.error === null ? said : problemSentence(replay.error)}
      </p>
      <ul>
        {items.data?.items.map(({ id, at, account_id, reason }) => {
          const name = nameOf(account_id);
          return (
            <li key={id}>
              <time dateTime={new Date(at).toISOString()}>{wholeTime(at)}</time>
              <span dir="auto">
                {reason}
                {name !== null && <span className={styles.account}> · @{name}</span>}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function result({ replayed, still }: Replayed): string {
  const read = replayed === 1 ? "One could be read now." : `${replayed} could be read now.`;
  if (still === 0) return read;
  return `${replayed === 0 ? "None could be read." : read} ${still === 1 ? "One stays" : `${still} stay`} as they came.`;
}
