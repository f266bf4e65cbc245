import { dismissNotice, useNotices } from "@/frame";
import { Button, cx, IconButton } from "@/shared";
import { X } from "@/shared/icons";
import styles from "./Notices.module.css";

export function Notices() {
  const notices = useNotices();
  return (
    <ol className={styles.notices} aria-live="polite" aria-label="Notices">
      {notices.map((notice) => (
        <li key={notice.id} className={cx(styles.notice, notice.tone === "problem" && styles.problem)}>
          <span className={styles.text}>{notice.text}</span>
          {notice.action && (
            <Button
              size="small"
              onClick={() => {
                notice.action?.run();
                dismissNotice(notice.id);
              }}
            >
              {notice.action.label}
            </Button>
          )}
          <IconButton label="Dismiss" onClick={() => dismissNotice(notice.id)}>
            <X />
          </IconButton>
        </li>
      ))}
    </ol>
  );
}
