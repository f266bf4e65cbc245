import { expect, it } from "vitest";
import { playTime } from "./playTime";

it.each([
  [0, "0:00"],
  [7.9, "0:07"],
  [65, "1:05"],
  [3_660, "61:00"],
  [-1, "0:00"],
])("a player shows %d seconds as %s", (seconds, words) => {
  expect(playTime(seconds)).toBe(words);
});
