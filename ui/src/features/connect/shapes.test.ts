import { describe, expect, it } from "vitest";
import { appIdProblem, appSecretProblem, cleaned, pastedRedirect, publicAddress } from "./shapes";

const SECRET = "0123456789abcdef0123456789abcdef";
const REDIRECT = "http://localhost:8765/callback";

describe("app id", () => {
  it("accepts the digits the dashboard shows, with what copying adds around them", () => {
    expect(appIdProblem(" 700000000000001\n")).toBeNull();
    expect(cleaned("“700000000000001”\u200b")).toBe("700000000000001");
  });
  it("names the secret when the two were swapped", () => {
    expect(appIdProblem(SECRET)).toMatch(/app secret/u);
    expect(appSecretProblem("700000000000001")).toMatch(/app ID/u);
  });
  it("names an account id", () => {
    expect(appIdProblem("17841400000000001")).toMatch(/Instagram account/u);
  });
  it.each(["", "7000 abc", "123", "9".repeat(21)])("refuses %j", (text) => {
    expect(appIdProblem(text)).not.toBeNull();
  });
});

describe("app secret", () => {
  it("accepts 32 hexadecimal characters", () => {
    expect(appSecretProblem(`${SECRET} `)).toBeNull();
  });
  it("knows the dots the dashboard shows instead of it", () => {
    expect(appSecretProblem("••••••••")).toMatch(/Show/u);
  });
  it("knows an access token", () => {
    expect(appSecretProblem(`IGAA${"x".repeat(60)}`)).toMatch(/access token/u);
  });
  it("counts the characters of a cut one", () => {
    expect(appSecretProblem(SECRET.slice(1))).toMatch(/this has 31/u);
  });
});

describe("public address", () => {
  it("keeps the origin of whatever was pasted", () => {
    expect(publicAddress("https://plain-otter-41.example-tunnel.test/webhooks/x?y=1").url).toBe(
      "https://plain-otter-41.example-tunnel.test",
    );
    expect(publicAddress("plain-otter-41.example-tunnel.test").url).toBe("https://plain-otter-41.example-tunnel.test");
  });
  it.each([
    "http://localhost:8443",
    "https://127.0.0.1",
    "https://192.168.1.4",
    "https://172.20.0.1",
    "https://[::1]:80",
    "desk.local",
  ])("says that only this computer reaches %s", (text) => {
    expect(publicAddress(text).problem).toMatch(/Only this computer/u);
  });
  it("refuses plain http and things that are no address", () => {
    expect(publicAddress("http://shop.example.com").problem).toMatch(/https/u);
    expect(publicAddress("otter").problem).not.toBeNull();
    expect(publicAddress("https://").problem).not.toBeNull();
  });
});

describe("pasted redirect", () => {
  it("knows an answer and a refusal", () => {
    expect(pastedRedirect(`${REDIRECT}?code=AQD&state=s-123#_`, REDIRECT).kind).toBe("answer");
    expect(pastedRedirect(`${REDIRECT}?error=access_denied&error_reason=user_denied`, REDIRECT).kind).toBe("refused");
  });
  it("knows Instagram's own page, which comes before the answer", () => {
    const pasted = pastedRedirect("https://www.instagram.com/oauth/authorize?client_id=7", REDIRECT);
    expect(pasted).toEqual({ kind: "problem", problem: expect.stringMatching(/Press Allow/u) as string });
  });
  it("asks for the whole address when only the code was pasted", () => {
    expect(pastedRedirect("AQDexample", REDIRECT)).toMatchObject({ kind: "problem" });
    expect(pastedRedirect(REDIRECT, REDIRECT)).toMatchObject({ kind: "problem" });
  });
});
