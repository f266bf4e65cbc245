/**
 * Search over everything ever written, as one types. Newest first, so that results never jump when an older match turns up. The field keeps
 * the focus; the arrows move through the hits, Enter opens the conversation at that message.
 */
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useEffect, useId, useRef, useState, type KeyboardEvent } from "react";
import { accountsQuery, problemSentence } from "@/backend";
import { openConversation } from "@/frame";
import { Dialog, Kbd } from "@/shared";
import { Search } from "@/shared/icons";
import { HitRow, type Found } from "./HitRow";
import styles from "./SearchDialog.module.css";
import { useAwaitedAnswer } from "./useAwaitedAnswer";
import { useHits } from "./useHits";

export function SearchDialog({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState("");
  const asked = useDeferredValue(text.trim());
  const [account, setAccount] = useState<string | null>(null);
  const { search, hits, at, move } = useHits(asked, account);
  const listId = useId();
  const open = (hit: Found | undefined) => {
    if (hit === undefined) return;
    openConversation(hit.conversation_id, hit.key);
    onClose();
  };
  const settled = asked === text.trim() && !search.isPlaceholderData && !search.isPending;
  const setAwaited = useAwaitedAnswer(asked, settled, hits[0], onClose);

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
  const onType = (typed: string) => {
    setText(typed);
    setAwaited(null);
  };

  return (
    <Dialog open onClose={onClose} title="Search every message" titleHidden width="wide" place="top" testId="search">
      <div className={styles.field}>
        <Search aria-hidden="true" />
        <Words text={text} listId={listId} at={hits.length > 0 ? at : null} onType={onType} onKeyDown={onKeyDown} />
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

type WordsProps = {
  text: string;
  listId: string;
  /** The hit that the arrows stand on; null where nothing was found. */
  at: number | null;
  onType: (text: string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
};

function Words({ text, listId, at, onType, onKeyDown }: WordsProps) {
  return (
    <input
      // The dialog was opened to type here.
      // eslint-disable-next-line jsx-a11y-x/no-autofocus
      autoFocus
      type="text"
      data-testid="search-input"
      role="combobox"
      aria-label="Search every message"
      aria-expanded={at !== null}
      aria-controls={listId}
      aria-activedescendant={at === null ? undefined : `${listId}-${at}`}
      aria-autocomplete="list"
      autoComplete="off"
      spellCheck={false}
      dir="auto"
      placeholder="Words from any message, or a name"
      value={text}
      onChange={(event) => onType(event.target.value)}
      onKeyDown={onKeyDown}
    />
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
