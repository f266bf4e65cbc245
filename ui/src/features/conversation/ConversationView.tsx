/** One conversation on screen: header, what was said, the place to write, and what is known beside it. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { accountsQuery, conversationQuery, problemSentence, type Conversation } from "@/backend";
import { notify, openConversation, useCommands, type Command } from "@/frame";
import { Button, Empty, useDelayed } from "@/shared";
import { TriangleAlert } from "@/shared/icons";
import { Composer } from "./composer/Composer";
import { undoSend } from "./composer/giveBack";
import { focusComposer, isComposerFocused } from "./composer/handoff";
import { Header } from "./Header";
import { SidePanel } from "./side/SidePanel";
import { chooseSide, closeWhy, NEWEST, showWhy } from "./side/why";
import { Stream } from "./stream/Stream";
import { useItems } from "./stream/useItems";
import { useRead } from "./useRead";
import { useSide } from "./useSide";
import styles from "./ConversationView.module.css";

type Props = { id: string; message: string | null };

export function ConversationView({ id, message }: Props) {
  const query = useQuery(conversationQuery(id));
  const waiting = useDelayed(query.isPending);
  if (query.data) return <Opened conversation={query.data} message={message} />;
  return (
    <main
      className={styles.conversation}
      aria-label="Conversation"
      aria-busy={waiting}
      data-testid="conversation"
      data-id={id}
    >
      {query.isError && (
        <Empty
          icon={<TriangleAlert size={20} />}
          title="This conversation could not be read"
          action={<Button onClick={() => void query.refetch()}>Try again</Button>}
        >
          {problemSentence(query.error)}
        </Empty>
      )}
    </main>
  );
}

function Opened({ conversation, message }: { conversation: Conversation; message: string | null }) {
  const { id } = conversation;
  const side = useSide();
  const [seen, setSeen] = useState<string | null>(null);
  const [sent, setSent] = useState(0);
  const accounts = useQuery(accountsQuery());
  // With one account there is nothing to tell apart.
  const several = accounts.data !== undefined && accounts.data.length > 1;
  const account = several ? accounts.data.find((each) => each.id === conversation.account_id)?.username : undefined;
  useRead(conversation, seen);

  useConversationCommands(side.toggle);

  return (
    <>
      <main
        className={styles.conversation}
        aria-label={`Conversation with ${conversation.contact.name}`}
        data-testid="conversation"
        data-id={id}
      >
        <Header
          conversation={conversation}
          account={account ?? null}
          sideShown={side.shown}
          onSide={side.toggle}
          onBack={leave}
        />
        <UndoCommand conversation={id} message={message} />
        <Stream
          conversation={conversation}
          message={message}
          sent={sent}
          onSeen={setSeen}
          onLatest={() => openConversation(id)}
        />
        <Composer
          conversation={conversation}
          seen={seen ?? conversation.newest}
          onSent={() => {
            setSent((count) => count + 1);
            if (message !== null) openConversation(id);
          }}
        />
      </main>
      {side.shown && <SidePanel conversation={conversation} overlaid={side.overlaid} />}
    </>
  );
}

function useConversationCommands(toggleSide: () => void): void {
  useCommands([
    { id: "reply", title: "Write a reply", group: "Conversation", keys: ["r", "enter"], run: focusComposer },
    { id: "why", title: "Why the autopilot did that", group: "Conversation", keys: ["w"], run: why },
    {
      id: "side",
      title: "Show or hide the side panel",
      group: "Conversation",
      keys: ["mod+\\"],
      whileWriting: true,
      run: toggleSide,
    },
    { id: "leave", title: "Back to the list", group: "Conversation", keys: ["u"], run: leave },
    {
      id: "step-out",
      title: "One step out",
      group: "Conversation",
      keys: ["escape"],
      whileWriting: true,
      keyOnly: true,
      // From the text to the conversation first, then from the conversation to the list. What was written stays.
      run: () => (isComposerFocused() ? blurComposer() : leave()),
    },
  ]);
}

/** Z takes back the last message that is still held. */
function UndoCommand({ conversation, message }: { conversation: string; message: string | null }) {
  const { items } = useItems(conversation, message);
  const queries = useQueryClient();
  const held = items.findLast((item) => item.type === "message" && item.send?.can.includes("undo") === true);
  const send = held?.type === "message" ? held.send : null;
  const undo = async () => {
    if (!send) return;
    try {
      await undoSend(queries, conversation, send.id);
    } catch (error) {
      notify({ text: problemSentence(error), tone: "problem" });
    }
  };
  const command: Command = {
    id: "undo",
    title: "Undo send",
    group: "Conversation",
    keys: ["z"],
    run: () => void undo(),
  };
  useCommands(send ? [command] : []);
  return null;
}

function blurComposer() {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}

function leave() {
  closeWhy();
  openConversation(null);
}

function why() {
  chooseSide(true);
  showWhy(NEWEST);
}
