/**
 * How messages reach this desk, as numbered stations that become ticks when the desk has seen the thing happen. Used by the wizard and by
 * the settings of an account that is connected already. It promises no more than what was seen (contract 3.6: a test event is not a message).
 */
import type { ReactNode } from "react";
import type { Check, CheckName, Receiving } from "@/backend";
import { AddressField } from "./AddressField";
import { CheckWords } from "./CheckList";
import { CheckMark } from "./CheckMark";
import { CopyRow } from "./CopyRow";
import { Path } from "./Path";
import { FIELDS, TO_MESSAGE_ACCESS, TO_WEBHOOKS } from "./places";
import styles from "./ReceivingGuide.module.css";

type Props = {
  receiving: Receiving;
  /** `handshake`, `test_event` and `first_message`. */
  checks: readonly Check[];
  username: string | null;
  onAddress: (url: string) => Promise<unknown>;
};

export function ReceivingGuide({ receiving, checks, username, onAddress }: Props) {
  const check = (name: CheckName) => checks.find((each) => each.name === name);
  return (
    <ol className={styles.guide}>
      <Station number={1} state={receiving.public_address === null ? "wait" : "ok"} title="A public address">
        <AddressField address={receiving.public_address} onAddress={onAddress} />
      </Station>
      <Callback receiving={receiving} check={check("handshake")} />
      <Fields check={check("test_event")} />
      <RealMessage check={check("first_message")} username={username} />
    </ol>
  );
}

type Seen = { check: Check | undefined };

function Callback({ receiving, check }: Seen & { receiving: Receiving }) {
  return (
    <Station number={2} check={check} title="Enter it in Meta’s dashboard">
      <p>
        In <Path steps={TO_WEBHOOKS} />, paste both and press <b>Verify and save</b>.
      </p>
      <div className={styles.rows}>
        {receiving.callback_url === null ? (
          <p className={styles.missing} data-testid="callback-url">
            The callback URL appears here once the public address above is saved.
          </p>
        ) : (
          <CopyRow
            label="Callback URL"
            value={receiving.callback_url}
            testId="callback-url"
            copyTestId="copy-callback"
          />
        )}
        <CopyRow
          label="Verify token"
          masked
          value={receiving.verify_token}
          testId="verify-token"
          copyTestId="copy-verify"
        />
      </div>
    </Station>
  );
}

function Fields({ check }: Seen) {
  return (
    <Station number={3} check={check} title="Tick the fields, and send a test">
      <p>
        On the same page, tick these webhook fields, then press <b>Test</b> beside <b>messages</b>.
      </p>
      <ul className={styles.fields} aria-label="Webhook fields to tick">
        {FIELDS.map((field) => (
          <li key={field}>
            <code>{field}</code>
          </li>
        ))}
      </ul>
      {check?.state !== "ok" && (
        <p className={styles.honest}>
          A test that arrives shows that the tunnel and the secret work. It does not yet prove that messages arrive.
        </p>
      )}
    </Station>
  );
}

function RealMessage({ check, username }: Seen & { username: string | null }) {
  return (
    <Station number={4} check={check} title="A real message">
      <p>Three switches must be on, or Instagram keeps real messages to itself:</p>
      <ul className={styles.switches}>
        <li>
          <b>This account is subscribed.</b> The desk did that when you signed in.
        </li>
        <li>
          <b>The app is live.</b> In the dashboard, switch the app mode from <i>Development</i> to <i>Live</i>: in
          development, most messages never arrive. No review is needed for an account of your own.
        </li>
        <li>
          <b>The phone allows it.</b> In the Instagram app: <Path steps={TO_MESSAGE_ACCESS} />.
        </li>
      </ul>
      <p>
        Then send any message to {username === null ? "this account" : <b dir="auto">@{username}</b>} from another
        Instagram account.
      </p>
    </Station>
  );
}

type StationProps = { number: number; title: string; check?: Check; state?: Check["state"]; children: ReactNode };

function Station({ number, title, check, state, children }: StationProps) {
  const now = check?.state ?? state ?? "wait";
  return (
    <li
      className={styles.station}
      data-state={now}
      {...(check !== undefined && { "data-testid": `check-${check.name}` })}
    >
      <CheckMark state={now === "run" ? "wait" : now} number={number} />
      <div className={styles.body}>
        <h3>{title}</h3>
        {children}
        {check !== undefined && <Result check={check} />}
      </div>
    </li>
  );
}

/** What has been seen of it so far. */
function Result({ check }: { check: Check }) {
  if (check.state === "bad" || check.state === "warn") {
    return (
      <div className={styles.trouble} data-state={check.state}>
        <CheckWords check={check} />
      </div>
    );
  }
  if (check.state === "ok") {
    return (
      <p className={styles.result} data-state="ok">
        {check.sentence}
      </p>
    );
  }
  return (
    <p className={styles.result}>
      <span className={styles.pulse} aria-hidden="true" />
      {check.state === "run" ? check.sentence : "Not seen yet. The desk is looking."}
    </p>
  );
}
