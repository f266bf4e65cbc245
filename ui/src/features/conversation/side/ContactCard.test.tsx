import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { NOON } from "../samples";
import { ContactCard } from "./ContactCard";

const openConversation = vi.hoisted(() => vi.fn());
vi.mock("@/frame", () => ({ openConversation }));
afterEach(cleanup);

it("leads to what the same person wrote through another app", () => {
  const contact = { id: "2", name: "Ada", username: "ada", picture: null };
  const profile = {
    followers: null,
    follows_us: null,
    we_follow: null,
    verified: null,
    first_wrote_at: NOON,
    messages: 1,
  };
  const other = {
    id: "shop.1",
    contact: { ...contact, id: "1", name: "Ada L." },
    moved_at: NOON,
    evidence: "message" as const,
  };
  const { rerender } = render(<ContactCard contact={contact} profile={profile} same_person={[other]} />);
  fireEvent.click(screen.getByRole("button", { name: /Ada L\./ }));
  expect(openConversation).toHaveBeenCalledWith("shop.1");
  expect(screen.queryByText(/Perhaps/)).toBeNull();
  const likely = { ...other, evidence: "handle" as const };
  rerender(<ContactCard contact={contact} profile={profile} same_person={[likely]} />);
  screen.getByRole("heading", { name: "Perhaps the same person: the same handle" });
  expect(screen.queryByText(/through another app/)).toBeNull();
  rerender(<ContactCard contact={contact} profile={profile} same_person={[]} />);
  expect(screen.queryByText(/same person/)).toBeNull();
});
