import { describe, expect, it } from "vitest";
import type { Autopilot } from "@/backend";
import { changeFrom, isChanged, problems, tidied } from "./form";

const SAVED: Autopilot = {
  on: false,
  prompt: "Be brief.",
  tone: "",
  key_information: "",
  company: "The Test Bakery",
  sector: "Bakery",
  model: "",
  base_url: "",
  has_key: true,
  prompt_version: "p-1",
  context_tokens: 4000,
  max_reply_bytes: 1000,
};

describe("the autopilot's form", () => {
  it("starts unchanged and never carries what only the desk knows", () => {
    const form = changeFrom(SAVED);
    expect(isChanged(form, SAVED)).toBe(false);
    expect(Object.keys(form)).not.toContain("has_key");
    expect(Object.keys(form)).not.toContain("prompt_version");
  });
  it("counts a changed word, and not a space at the end", () => {
    expect(isChanged({ ...changeFrom(SAVED), prompt: "Be brief. " }, SAVED)).toBe(false);
    expect(isChanged({ ...changeFrom(SAVED), prompt: "Be kind." }, SAVED)).toBe(true);
    expect(tidied({ ...changeFrom(SAVED), prompt: " Be kind.\n" }).prompt).toBe("Be kind.");
  });
  it("needs a model and a server only once it is on", () => {
    expect(problems(changeFrom(SAVED))).toEqual({});
    expect(Object.keys(problems({ ...changeFrom(SAVED), on: true })).sort()).toEqual(["base_url", "model"]);
  });
  it("knows an address that already names the call", () => {
    expect(
      problems({ ...changeFrom(SAVED), base_url: "https://models.example.com/v1/chat/completions" }).base_url,
    ).toMatch(/Leave out/u);
    expect(problems({ ...changeFrom(SAVED), base_url: "localhost:11434" }).base_url).toMatch(/starts with/u);
    expect(problems({ ...changeFrom(SAVED), base_url: "http://127.0.0.1:11434/v1" })).toEqual({});
  });
});
