import { Command as Cmdk } from "cmdk";
import { keyCaps, showOverlay, useAllCommands, type Command, type CommandGroup } from "@/frame";
import { Dialog, Kbd } from "@/shared";
import { Search } from "@/shared/icons";
import styles from "./Palette.module.css";

const ORDER: readonly CommandGroup[] = ["Conversation", "Inbox", "Practice", "Go to", "Window"];

export function Palette() {
  const commands = useAllCommands().filter((command) => !command.keyOnly);
  const close = () => showOverlay(null);
  return (
    <Dialog open onClose={close} title="Find a command" titleHidden place="top" testId="palette">
      <Cmdk label="Commands" className={styles.palette} loop>
        <div className={styles.find}>
          <Search size={16} />
          <Cmdk.Input placeholder="What would you like to do?" className={styles.input} />
        </div>
        <Cmdk.List className={styles.list}>
          <Cmdk.Empty className={styles.none}>No command of that name.</Cmdk.Empty>
          {ORDER.map((group) => (
            <Group
              key={group}
              group={group}
              commands={commands.filter((command) => command.group === group)}
              onRun={close}
            />
          ))}
        </Cmdk.List>
      </Cmdk>
    </Dialog>
  );
}

type GroupProps = { group: CommandGroup; commands: readonly Command[]; onRun: () => void };

function Group({ group, commands, onRun }: GroupProps) {
  if (commands.length === 0) return null;
  return (
    <Cmdk.Group heading={group} className={styles.group}>
      {commands.map((command) => (
        <Cmdk.Item
          key={command.id}
          value={command.id}
          keywords={[command.title]}
          className={styles.item}
          onSelect={() => {
            onRun();
            command.run();
          }}
        >
          <span className={styles.title}>{command.title}</span>
          {command.keys?.[0] && <Kbd caps={keyCaps(command.keys[0])} />}
        </Cmdk.Item>
      ))}
    </Cmdk.Group>
  );
}
