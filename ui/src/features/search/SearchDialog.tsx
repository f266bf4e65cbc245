/**
 * Search over everything ever written, as one types. Newest first, so that results never jump when an older match turns up. The field keeps
 * the focus; the arrows move through the hits, Enter opens the conversation at that message.
 */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useEffect, useId, useRef, useState, type KeyboardEvent } from "react";
import { accountsQuery, problemSentence, searchQuery } from "@/backend";
import { openConversation } from "@/frame";
import { Dialog, Kbd } from "@/shared";
import { Search } from "@/shared/icons";
import { HitRow, type Found } from "./HitRow";
import styles from "./SearchDialog.module.css";

/** How near the end of the list the arrows may come before older hits are fetched. */
const AHEAD = 6;

export function SearchDialog({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState("");
  const asked = useDeferredValue(text.trim());
  const [account, setAccount] = useState<string | null>(null);
  const [moved, setMoved] = useState<{ asked: string; to: number }>({ asked: "", to: 0 });
  const search = useInfiniteQuery(searchQuery(asked, account));
  const listId = useId();

  const hits = asked === "" ? [] : (search.data?.pages.flatMap((page) => page.hits) ?? []);
  const at = Math.min(moved.asked === asked ? moved.to : 0, Math.max(0, hits.length - 1));
  const move = (to: number) => {
    setMoved({ asked, to: Math.max(0, Math.min(hits.length - 1, to)) });
    if (to > hits.length - AHEAD && search.hasNextPage && !search.isFetchingNextPage) void search.fetchNextPage();
  };
  const open = (hit: Found | undefined) => {
    if (hit === undefined) return;
    openConversation(hit.conversation_id, hit.key);
    onClose();
  };

  // Enter pressed before the answer is there means the answer, not the hits of the word before.
  const settled = asked === text.trim() && !search.isPlaceholderData && !search.isPending;
  const [awaited, setAwaited] = useState<string | null>(null);
  const first = hits[0];
  useEffect(() => {
    if (!settled || awaited !== asked || first === undefined) return;
    openConversation(first.conversation_id, first.key);
    onClose();
  }, [awaited, settled, asked, first, onClose]);

  const steps: Partial<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + 8,
    PageUp: at - 8,
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const to = steps[event.key];
    if (to !== undefined) move(to);
    else if (event.key === "Enter" && settled) open(hits[at]);
    else if (event.key === "Enter") setAwaited(text.trim());
    else return;
    event.preventDefault();
  };

  return (
    <Dialog open onClose={onClose} title="Search every message" titleHidden width="wide" place="top" testId="search">
      <div className={styles.field}>
        <Search aria-hidden="true" />
        <input
          // The dialog was opened to type here.
          // eslint-disable-next-line jsx-a11y-x/no-autofocus
          autoFocus
          type="text"
          data-testid="search-input"
          role="combobox"
          aria-label="Search every message"
          aria-expanded={hits.length > 0}
          aria-controls={listId}
          aria-activedescendant={hits.length > 0 ? `${listId}-${at}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          dir="auto"
          placeholder="Words from any message, or a name"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAwaited(null);
          }}
          onKeyDown={onKeyDown}
        />
        <Accounts account={account} onPick={setAccount} />
      </div>
      <Hits
        id={listId}
        hits={hits}
        at={at}
        onOpen={open}
        onMore={() => void search.fetchNextPage()}
        more={search.hasNextPage}
      />
      <Status asked={asked} hits={hits.length} waiting={search.isFetching} error={search.error} />
      <footer className={styles.keys} aria-hidden="true">
        <Kbd caps={["↑", "↓"]} /> move <Kbd caps={["⏎"]} /> open the message <Kbd caps={["Esc"]} /> close
      </footer>
    </Dialog>
  );
}

type HitsProps = {
  id: string;
  hits: readonly Found[];
  at: number;
  more: boolean;
  onOpen: (hit: Found) => void;
  onMore: () => void;
};

function Hits({ id, hits, at, more, onOpen, onMore }: HitsProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [at, hits.length]);
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-label="Messages found"
      className={styles.hits}
      hidden={hits.length === 0}
      tabIndex={-1}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        if (more && scrollHeight - scrollTop - clientHeight < clientHeight) onMore();
      }}
    >
      {hits.map((hit, index) => (
        <HitRow key={hit.key} id={`${id}-${index}`} hit={hit} selected={index === at} onOpen={() => onOpen(hit)} />
      ))}
    </div>
  );
}

/** Shown only where there is more than one account to choose from. */
function Accounts({ account, onPick }: { account: string | null; onPick: (id: string | null) => void }) {
  const accounts = useQuery(accountsQuery());
  if (accounts.data === undefined || accounts.data.length < 2) return null;
  return (
    <select
      className={styles.accounts}
      aria-label="Account"
      value={account ?? ""}
      onChange={(event) => onPick(event.target.value === "" ? null : event.target.value)}
    >
      <option value="">All accounts</option>
      {accounts.data.map(({ id, username }) => (
        <option key={id} value={id}>
          @{username}
        </option>
      ))}
    </select>
  );
}

function Status({
  asked,
  hits,
  waiting,
  error,
}: {
  asked: string;
  hits: number;
  waiting: boolean;
  error: Error | null;
}) {
  const words =
    asked === ""
      ? "Looks through everything this desk has ever received and sent."
      : error !== null
        ? problemSentence(error)
        : hits > 0 || waiting
          ? null
          : `Nothing was written with “${asked}”.`;
  return (
    <>
      <p role="status" className="visually-hidden">
        {words ?? (waiting ? "" : hits === 1 ? "1 message found" : `${hits} messages found`)}
      </p>
      {words !== null && (
        <p className={styles.empty} aria-hidden="true">
          {words}
        </p>
      )}
    </>
  );
}
