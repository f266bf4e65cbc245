import { beforeEach, expect, it } from "vitest";
import type { Account, Wizard } from "@/backend";
import { connectedBy, keepConnected } from "./connected";

const shop = { id: "17841400000000001", username: "the_shop", state: "live" } as Account;
const wizard = { id: "wizard-1", account: { id: shop.id, username: shop.username } } as Wizard;

beforeEach(() => sessionStorage.clear());

it("knows the account of a wizard that the desk forgot", () => {
  keepConnected(wizard);
  expect(connectedBy("wizard-1", [shop])).toBe(shop);
  expect(connectedBy("wizard-2", [shop])).toBeUndefined();
});

it("knows it under another name, and not another account under its name", () => {
  keepConnected(wizard);
  const renamed = { ...shop, username: "the_new_shop" };
  expect(connectedBy("wizard-1", [{ ...shop, id: "17841400000000002" }, renamed])).toBe(renamed);
});

it("knows nothing of a wizard that connected nothing, or whose account is gone again", () => {
  expect(connectedBy("wizard-1", [shop])).toBeUndefined();
  keepConnected({ ...wizard, account: null });
  expect(connectedBy("wizard-1", [shop])).toBeUndefined();
  keepConnected(wizard);
  expect(connectedBy("wizard-1", [{ ...shop, state: "disconnected" }])).toBeUndefined();
  expect(connectedBy("wizard-1", [])).toBeUndefined();
});
