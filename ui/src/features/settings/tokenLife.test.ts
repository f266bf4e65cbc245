import { describe, expect, it } from "vitest";
import { tokenLife } from "./tokenLife";

const NOW = 1_790_000_000_000;
const DAY = 86_400_000;

describe("token life", () => {
  it("is calm while renewal has time", () => {
    const life = tokenLife({ lifetime: "long", expires_at: NOW + 41.5 * DAY }, NOW);
    expect(life).toEqual({ sentence: "41 days left, renewed by itself", urgency: "calm" });
  });
  it("speaks up when renewal should have happened", () => {
    expect(tokenLife({ lifetime: "long", expires_at: NOW + 9 * DAY }, NOW).urgency).toBe("soon");
  });
  it("says that a short one cannot be renewed", () => {
    const life = tokenLife({ lifetime: "short", expires_at: NOW + 3_480_000 }, NOW);
    expect(life).toEqual({ sentence: "Short sign-in, 58 min left; it cannot be renewed", urgency: "soon" });
  });
  it("is over when it is over", () => {
    expect(tokenLife({ lifetime: "long", expires_at: NOW }, NOW).urgency).toBe("over");
  });
  it("knows a sign-in without an end", () => {
    expect(tokenLife({ lifetime: "long", expires_at: null }, NOW).urgency).toBe("calm");
  });
});
