import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import type { Check } from "@/backend";
import { Announcer } from "./Announcer";

const check = (state: Check["state"], sentence: string): Check => ({
  name: "exchange",
  title: "The app",
  state,
  sentence,
  next_step: null,
  quoted: null,
  causes: [],
});

it("says what came to a result since the screen opened, and nothing before", () => {
  const { rerender } = render(<Announcer checks={[check("ok", "Already here")]} />);
  expect(screen.getByRole("status").textContent).toBe("");
  rerender(<Announcer checks={[check("run", "Again…")]} />);
  expect(screen.getByRole("status").textContent).toBe("");
  rerender(<Announcer checks={[check("bad", "Refused.")]} />);
  expect(screen.getByRole("status").textContent).toBe("The app: Refused.");
});
