import { keyCaps, showOverlay, useAllCommands, type Command, type CommandGroup } from "@/frame";
import { Dialog, Kbd } from "@/shared";
import styles from "./ShortcutSheet.module.css";

const ORDER: readonly CommandGroup[] = ["Inbox", "Conversation", "Go to", "Window", "Practice"];

/** Drawn from the registry: it lists what works now, and nothing else. */
export function ShortcutSheet() {
  const commands = useAllCommands().filter(({ keys, id }) => keys?.length && id !== "close-overlay");
  return (
    <Dialog open onClose={() => showOverlay(null)} title="Keyboard shortcuts" width="wide" testId="shortcuts">
      <div className={styles.sheet}>
        {ORDER.map((group) => {
          const listed = joined(commands.filter((command) => command.group === group));
          return listed.length === 0 ? null : (
            <section key={group} className={styles.group}>
              <h3 className={styles.name}>{group}</h3>
              <dl className={styles.rows}>
                {listed.map((command) => (
                  <div key={command.title} className={styles.row}>
                    <dt>{command.title}</dt>
                    <dd className={styles.keys}>
                      {command.keys.map((key) => (
                        <Kbd key={key} caps={keyCaps(key)} />
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
      <p className={styles.note}>
        Single letters work while no text field has the focus. In a reply, <Kbd caps={["⏎"]} /> sends and{" "}
        <Kbd caps={["Shift", "⏎"]} /> starts a new line. Esc always goes one step out and never discards text.
      </p>
    </Dialog>
  );
}

/** Two commands of one title are one thing to do, with the keys of both: some keys also work while one writes. */
function joined(commands: readonly Command[]): { title: string; keys: readonly string[] }[] {
  const rows = new Map<string, string[]>();
  for (const { title, keys = [] } of commands) rows.set(title, [...(rows.get(title) ?? []), ...keys]);
  return [...rows].map(([title, keys]) => ({ title, keys }));
}
