/** One account: state, sign-in, how messages reach it, and the way to let it go. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { accountCommands, connectCommands, keys, problemSentence, type Account } from "@/backend";
import { ReceivingGuide, receivingChecks } from "@/features/connect";
import { go } from "@/frame";
import { Avatar, Button, Chip, monthOf, useNow, wholeTime, type Tone } from "@/shared";
import { ChevronDown } from "@/shared/icons";
import styles from "./AccountCard.module.css";
import { Disconnect } from "./Disconnect";
import { tokenLife } from "./tokenLife";

const STATES: Record<Account["state"], { words: string; tone: Tone }> = {
  live: { words: "Live", tone: "ok" },
  sign_in_again: { words: "Sign in again", tone: "danger" },
  paused: { words: "Paused", tone: "call" },
  stopped: { words: "Stopped", tone: "danger" },
  disconnected: { words: "Disconnected", tone: "plain" },
};
const URGENCY: Record<ReturnType<typeof tokenLife>["urgency"], string | undefined> = {
  calm: undefined,
  soon: styles.soon,
  over: styles.over,
};

export function AccountCard({ account }: { account: Account }) {
  const [open, setOpen] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const signIn = useSignInAgain(account);
  const resume = useResume(account);
  const failure = signIn.error ?? resume.error;
  const receivingId = `receiving-${account.id}`;

  return (
    <article className={styles.card} data-testid={`account-${account.id}`} data-state={account.state}>
      <Head account={account} />
      <Facts account={account} />
      {failure !== null && <p role="alert">{problemSentence(failure)}</p>}
      <div className={styles.acts}>
        {account.host !== "practice" && account.state !== "disconnected" && (
          <Button
            icon={<ChevronDown />}
            aria-expanded={open}
            aria-controls={receivingId}
            onClick={() => setOpen(!open)}
          >
            Receiving messages
          </Button>
        )}
        <Button onClick={() => go({ view: "autopilot", account: account.id })}>
          Autopilot: {account.autopilot_on ? "on" : "off"}
        </Button>
        <span className={styles.gap} />
        <Connection account={account} signIn={signIn} resume={resume} onLeave={() => setLeaving(true)} />
      </div>
      {open && (
        <div className={styles.receiving} id={receivingId}>
          <Receiving account={account} />
        </div>
      )}
      {leaving && <Disconnect account={account} onClose={() => setLeaving(false)} />}
    </article>
  );
}

/** Who it is, and how it stands. */
function Head({ account }: { account: Account }) {
  const state = STATES[account.state];
  return (
    <div className={styles.head}>
      <Avatar id={account.id} name={account.name ?? account.username} hue={account.hue} />
      <div className={styles.names}>
        <h3>
          @<bdi>{account.username}</bdi>
        </h3>
        <p>
          {account.name !== null && (
            <>
              <bdi>{account.name}</bdi> ·{" "}
            </>
          )}
          {account.host === "practice" ? "Practice" : account.host === "meta" ? "Instagram" : "Another server"} · since{" "}
          {monthOf(account.connected_at)}
        </p>
      </div>
      <Chip tone={state.tone} size="large" className={account.state === "live" ? styles.live : undefined}>
        {state.words}
      </Chip>
    </div>
  );
}

function Facts({ account }: { account: Account }) {
  const now = useNow("minute");
  const life = tokenLife(account.token, now);
  // A sign-in that Instagram refuses lasts no longer, whatever its date says.
  const lasts = account.state !== "disconnected" && account.state !== "sign_in_again";
  return (
    <dl className={styles.facts}>
      <div>
        <dt>State</dt>
        <dd>
          {account.sentence}
          {account.next_step !== null && <span className={styles.next}>{account.next_step}</span>}
        </dd>
      </div>
      {lasts && (
        <div>
          <dt>Sign-in</dt>
          <dd
            className={URGENCY[life.urgency]}
            title={account.token.expires_at === null ? undefined : wholeTime(account.token.expires_at)}
            data-testid={`token-${account.id}`}
          >
            {life.sentence}
          </dd>
        </div>
      )}
      <div>
        <dt>Account ID</dt>
        <dd className={styles.id}>{account.id}</dd>
      </div>
    </dl>
  );
}

type ConnectionProps = {
  account: Account;
  signIn: ReturnType<typeof useSignInAgain>;
  resume: ReturnType<typeof useResume>;
  onLeave: () => void;
};

/** The acts that mend the connection, and the one that ends it. */
function Connection({ account, signIn, resume, onLeave }: ConnectionProps) {
  return (
    <>
      {account.state === "stopped" && (
        <Button
          look="primary"
          data-testid={`resume-${account.id}`}
          aria-disabled={resume.isPending}
          onClick={() => resume.mutate()}
        >
          Try again
        </Button>
      )}
      {account.state !== "live" && account.state !== "paused" && (
        <Button
          look={account.state === "stopped" ? "quiet" : "primary"}
          aria-disabled={signIn.isPending}
          onClick={() => signIn.mutate()}
        >
          {account.host === "practice" ? "Start practice again" : "Sign in again"}
        </Button>
      )}
      {account.state !== "disconnected" && (
        <Button look="danger" data-testid={`disconnect-${account.id}`} onClick={onLeave}>
          Disconnect
        </Button>
      )}
    </>
  );
}

function Receiving({ account }: { account: Account }) {
  const cache = useQueryClient();
  const save = async (url: string) => {
    await accountCommands.publicAddress(account.id, url);
    await cache.invalidateQueries({ queryKey: keys.accounts });
  };
  return (
    <ReceivingGuide
      receiving={account.receiving}
      checks={receivingChecks(account.receiving, wholeTime)}
      username={account.username}
      onAddress={save}
    />
  );
}

function useSignInAgain(account: Account) {
  return useMutation({
    mutationFn: () => connectCommands.start(account.host === "practice" ? "practice" : "instagram"),
    onSuccess: (wizard) => go({ view: "connect", wizard: wizard.id }),
  });
}

function useResume(account: Account) {
  return useMutation({ mutationFn: () => accountCommands.resume(account.id) });
}
