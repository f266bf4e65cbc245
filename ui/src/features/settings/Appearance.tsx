import { setTheme, themes, useTheme, type Theme } from "@/frame";
import { cx } from "@/shared";
import { Monitor, Moon, Sun } from "@/shared/icons";
import styles from "./Appearance.module.css";

const LOOKS: Record<Theme, { name: string; icon: React.ReactNode }> = {
  system: { name: "As the system", icon: <Monitor /> },
  light: { name: "Light", icon: <Sun /> },
  dark: { name: "Dark", icon: <Moon /> },
};

/** Light, dark, or whichever the system shows. */
export function Appearance() {
  const theme = useTheme();
  return (
    <div className={styles.choices} role="radiogroup" aria-labelledby="appearance-title">
      {themes.map((each) => (
        <label key={each} className={cx(styles.choice, theme === each && styles.on)}>
          <input
            type="radio"
            name="theme"
            className="visually-hidden"
            data-testid={`theme-${each}`}
            checked={theme === each}
            onChange={() => setTheme(each)}
          />
          <span aria-hidden="true">{LOOKS[each].icon}</span>
          {LOOKS[each].name}
        </label>
      ))}
    </div>
  );
}
