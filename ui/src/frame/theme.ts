/** Light, dark, or as the system says. Written on the root element, where the tokens read it. */
import { newStore } from "@/shared";

export type Theme = "system" | "light" | "dark";
export const themes: readonly Theme[] = ["system", "light", "dark"];

const KEPT = "switchboard.theme";
const theme = newStore<Theme>(themes.find((known) => known === localStorage.getItem(KEPT)) ?? "system");

export const useTheme = theme.use;

export function setTheme(next: Theme): void {
  localStorage.setItem(KEPT, next);
  theme.set(next);
  applyTheme();
}

export function applyTheme(): void {
  const chosen = theme.get();
  if (chosen === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
}

export function nextTheme(from: Theme): Theme {
  return themes[(themes.indexOf(from) + 1) % themes.length] ?? "system";
}
