/** Accessibility of what is on screen, by axe-core, with violations written so that one can act on them. */
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

/** Waits for motion to end and returns one line for each violation. Spinners turn for ever and are not waited for. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter((each) => each.effect?.getComputedTiming().iterations !== Infinity);
    await Promise.allSettled(ending.map((animation) => animation.finished));
  });
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(" ")} (${node.any[0]?.message ?? node.failureSummary ?? ""})`),
  );
}
