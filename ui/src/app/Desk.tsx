/** The desk: rail, then whatever the operator is looking at, then what lies over it. */
import type { Account } from "@/backend";
import { AutopilotSettings } from "@/features/autopilot";
import { PracticePanel } from "@/features/connect";
import { ConversationView } from "@/features/conversation";
import { HealthPage } from "@/features/health";
import { Inbox } from "@/features/inbox";
import { SearchDialog } from "@/features/search";
import { showOverlay, useOverlay, type Place } from "@/frame";
import { Empty } from "@/shared";
import { Inbox as InboxIcon } from "@/shared/icons";
import { DeskCommands } from "./DeskCommands";
import { Palette } from "./Palette";
import { Rail } from "./Rail";
import { SettingsPage } from "@/features/settings";
import { ShortcutSheet } from "./ShortcutSheet";
import styles from "./Desk.module.css";

type Props = { place: Place; accounts: readonly Account[] };

export function Desk({ place, accounts }: Props) {
  const overlay = useOverlay();
  return (
    <div className={styles.desk}>
      <DeskCommands accounts={accounts} />
      <Rail place={place} accounts={accounts} />
      <Main place={place} />
      {overlay === "palette" && <Palette />}
      {overlay === "shortcuts" && <ShortcutSheet />}
      {overlay === "search" && <SearchDialog onClose={() => showOverlay(null)} />}
      {overlay === "practice" && <PracticePanel />}
    </div>
  );
}

function Main({ place }: { place: Place }) {
  switch (place.view) {
    case "inbox":
      return (
        <>
          <Inbox />
          {place.conversation === null ? (
            <main className={styles.pane} aria-label="Conversation">
              <Empty icon={<InboxIcon size={20} />} title="No conversation open">
                Pick one on the left. J and K move through the list, Enter opens.
              </Empty>
            </main>
          ) : (
            <ConversationView key={place.conversation} id={place.conversation} message={place.message} />
          )}
        </>
      );
    case "autopilot":
      return (
        <div className={styles.page}>
          <AutopilotSettings account={place.account} />
        </div>
      );
    case "health":
      return (
        <div className={styles.page}>
          <HealthPage />
        </div>
      );
    case "settings":
      return (
        <div className={styles.page}>
          <SettingsPage />
        </div>
      );
    case "connect":
      return null;
  }
}
