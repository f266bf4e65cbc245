/**
 * When the desk is told that somebody writes: at the first character that is not blank, because that is the moment the autopilot must stop,
 * and while keys are pressed at most every five seconds after. Pure.
 */
export const TYPED_EVERY_MS = 5_000;

/** `told`: when the desk was last told in this stretch of writing, or null. Gives the new `told`, and whether to tell now. */
export function typedStep(text: string, told: number | null, now: number): { tell: boolean; told: number | null } {
  if (text.trim() === "") return { tell: false, told: null };
  if (told === null || now - told >= TYPED_EVERY_MS) return { tell: true, told: now };
  return { tell: false, told };
}
