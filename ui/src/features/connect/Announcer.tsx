/** Says aloud, once each, what the wizard's checks have come to. Nothing of it is seen. */
import { useEffect, useRef, useState } from "react";
import type { Check } from "@/backend";
import { announcements } from "./steps";

export function Announcer({ checks }: { checks: readonly Check[] }) {
  // What was already there when the screen opened is read with the screen, not announced.
  const heard = useRef(checks);
  const [said, setSaid] = useState("");
  useEffect(() => {
    const sentences = announcements(heard.current, checks);
    heard.current = checks;
    if (sentences.length > 0) setSaid(sentences.join(" "));
  }, [checks]);
  return (
    <p className="visually-hidden" role="status" aria-live="polite">
      {said}
    </p>
  );
}
