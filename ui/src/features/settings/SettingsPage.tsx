/** The accounts of this desk, how long it waits, and how it looks. What an account's autopilot does is with the autopilot. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { problemSentence, settingsQuery } from "@/backend";
import { Button, Empty } from "@/shared";
import { Accounts } from "./Accounts";
import { Appearance } from "./Appearance";
import styles from "./SettingsPage.module.css";
import { Timings } from "./Timings";

export function SettingsPage() {
  const settings = useQuery(settingsQuery());
  return (
    <main className={styles.page} aria-labelledby="settings-title" data-testid="settings">
      <h1 id="settings-title">Settings</h1>
      <Section id="accounts" title="Accounts">
        <Accounts />
      </Section>
      <Section id="timings" title="Timings" about="Each is saved as you leave its field.">
        {settings.data !== undefined && <Timings settings={settings.data} />}
        {settings.error !== null && (
          <Empty
            title={problemSentence(settings.error)}
            action={<Button onClick={() => void settings.refetch()}>Try again</Button>}
          />
        )}
      </Section>
      <Section id="appearance" title="Appearance">
        <Appearance />
      </Section>
    </main>
  );
}

function Section({ id, title, about, children }: { id: string; title: string; about?: string; children: ReactNode }) {
  return (
    <section className={styles.section} aria-labelledby={`${id}-title`}>
      <div>
        <h2 id={`${id}-title`}>{title}</h2>
        {about !== undefined && <p className={styles.about}>{about}</p>}
      </div>
      {children}
    </section>
  );
}
