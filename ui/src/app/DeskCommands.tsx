/** The commands that are always there. Others come and go with what is on screen. */
import type { Account } from "@/backend";
import {
  go,
  inbox,
  setTheme,
  showOverlay,
  themes,
  toggleOverlay,
  useCommands,
  useOverlay,
  type Command,
} from "@/frame";

export function DeskCommands({ accounts }: { accounts: readonly Account[] }) {
  const overlay = useOverlay();
  useCommands([
    {
      id: "palette",
      title: "Find a command",
      group: "Window",
      keys: ["mod+k"],
      whileWriting: true,
      keyOnly: true,
      run: () => toggleOverlay("palette"),
    },
    { id: "shortcuts", title: "Keyboard shortcuts", group: "Window", keys: ["?"], run: () => showOverlay("shortcuts") },
    { id: "search", title: "Search every message", group: "Go to", keys: ["/"], run: () => showOverlay("search") },
    {
      id: "search-from-text",
      title: "Search every message",
      group: "Go to",
      keys: ["mod+shift+f"],
      whileWriting: true,
      keyOnly: true,
      run: () => showOverlay("search"),
    },
    { id: "go-inbox", title: "Inbox", group: "Go to", keys: ["g i"], run: () => go(inbox) },
    {
      id: "go-autopilot",
      title: "Autopilot settings",
      group: "Go to",
      keys: ["g a"],
      run: () => go({ view: "autopilot", account: null }),
    },
    { id: "go-health", title: "Health", group: "Go to", keys: ["g h"], run: () => go({ view: "health" }) },
    {
      id: "go-settings",
      title: "Settings",
      group: "Go to",
      keys: ["g ,", "mod+,"],
      run: () => go({ view: "settings" }),
    },
    { id: "go-connect", title: "Connect an account", group: "Go to", run: () => go({ view: "connect", wizard: null }) },
    ...themes.map((theme): Command => ({
      id: `theme-${theme}`,
      title: `Theme: ${theme}`,
      group: "Window",
      run: () => setTheme(theme),
    })),
    ...accounts.map((account): Command => ({
      id: `account-${account.id}`,
      title: `Autopilot of ${account.username}`,
      group: "Go to",
      run: () => go({ view: "autopilot", account: account.id }),
    })),
  ]);
  return overlay === null ? null : <CloseOverlay />;
}

/** Registered last while something lies over the window, so Esc closes that first. */
function CloseOverlay() {
  useCommands([
    {
      id: "close-overlay",
      title: "Close",
      group: "Window",
      keys: ["escape"],
      whileWriting: true,
      keyOnly: true,
      run: () => showOverlay(null),
    },
  ]);
  return null;
}
