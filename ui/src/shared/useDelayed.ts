import { useEffect, useState } from "react";

/** Becomes true once `waiting` has lasted `ms`: what is local is there sooner, and a skeleton that flashes is worse than none. */
export function useDelayed(waiting: boolean, ms = 150): boolean {
  const [passed, setPassed] = useState(false);
  useEffect(() => {
    if (!waiting) return;
    const timer = setTimeout(() => setPassed(true), ms);
    return () => {
      clearTimeout(timer);
      setPassed(false);
    };
  }, [waiting, ms]);
  return waiting && passed;
}
