/** The public address: how to get one with a single command, and where to paste it. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type SubmitEvent } from "react";
import { healthQuery, problemSentence } from "@/backend";
import { Button, Field } from "@/shared";
import styles from "./AddressField.module.css";
import { CopyButton } from "./CopyRow";
import { publicAddress } from "./shapes";

type Props = { address: string | null; onAddress: (url: string) => Promise<unknown> };

export function AddressField({ address, onAddress }: Props) {
  const health = useQuery(healthQuery());
  const [text, setText] = useState(address ?? "");
  const [problem, setProblem] = useState<string | null>(null);
  const save = useMutation({ mutationFn: onAddress });
  const saved = address !== null && publicAddress(text).url === address;

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const read = publicAddress(text);
    setProblem(read.problem);
    if (read.url === null || save.isPending) return;
    setText(read.url);
    save.mutate(read.url);
  };

  const listener = health.data?.intake.listener;
  const command = listener === undefined ? null : `cloudflared tunnel --url http://${listener}`;
  return (
    <>
      <p>
        A tunnel lends this computer one. With Cloudflare’s, free and without an account, run this in a terminal and
        leave it open:
      </p>
      {command !== null && (
        <div className={styles.command}>
          <code dir="ltr">{command}</code>
          <CopyButton value={command} what="tunnel command" testId="copy-tunnel" />
        </div>
      )}
      <form className={styles.line} onSubmit={submit} noValidate>
        <Field
          label="The address it shows"
          mono
          inputMode="url"
          data-testid="public-address"
          placeholder="https://plain-otter-41.trycloudflare.com"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setProblem(null);
          }}
          hint="A free tunnel gets a new address each time it starts; enter the new one here and in the dashboard then."
          problem={problem ?? (save.error === null ? null : problemSentence(save.error))}
        />
        <Button type="submit" data-testid="public-address-save" aria-disabled={save.isPending || saved}>
          {saved ? "Saved" : "Save"}
        </Button>
      </form>
    </>
  );
}
