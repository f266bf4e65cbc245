/** What can be done, one function for each call that changes something. Each answers or throws a `Problem`; the feed refreshes the rest. */
import { answered, client } from "./client";
import type { AutopilotChange, Choice, PracticeMessage, Reply, Settings } from "./shapes";

const at = (id: string) => ({ params: { path: { id } } });

export const conversationCommands = {
  typed: (id: string) => answered(client.POST("/api/conversations/{id}/typed", at(id))),
  takeOver: (id: string) => answered(client.POST("/api/conversations/{id}/take-over", at(id))),
  handBack: (id: string) => answered(client.POST("/api/conversations/{id}/hand-back", at(id))),
  read: (id: string, upto: string | null) =>
    answered(client.POST("/api/conversations/{id}/read", { ...at(id), body: { upto } })),
  draft: (id: string, text: string) =>
    answered(client.PUT("/api/conversations/{id}/draft", { ...at(id), body: { text } })),
  reply: (id: string, body: Reply) => answered(client.POST("/api/conversations/{id}/reply", { ...at(id), body })),
};

export const sendCommands = {
  undo: (id: string) => answered(client.POST("/api/sends/{id}/undo", at(id))),
  retry: (id: string) => answered(client.POST("/api/sends/{id}/retry", at(id))),
  resolve: (id: string, choice: Choice) =>
    answered(client.POST("/api/sends/{id}/resolve", { ...at(id), body: { choice } })),
  pass: (id: string) => answered(client.POST("/api/sends/{id}/pass", at(id))),
};

export const accountCommands = {
  disconnect: (id: string) => answered(client.DELETE("/api/accounts/{id}", at(id))),
  resume: (id: string) => answered(client.POST("/api/accounts/{id}/resume", at(id))),
  publicAddress: (id: string, url: string | null) =>
    answered(client.PUT("/api/accounts/{id}/public-address", { ...at(id), body: { url } })),
  saveAutopilot: (id: string, body: AutopilotChange) =>
    answered(client.PUT("/api/accounts/{id}/autopilot", { ...at(id), body })),
  setModelKey: (id: string, key: string) =>
    answered(client.PUT("/api/accounts/{id}/autopilot/key", { ...at(id), body: { key } })),
  removeModelKey: (id: string) => answered(client.DELETE("/api/accounts/{id}/autopilot/key", at(id))),
  tryAutopilot: (id: string) => answered(client.POST("/api/accounts/{id}/autopilot/try", at(id))),
};

export const connectCommands = {
  start: (host: "practice" | "instagram") => answered(client.POST("/api/connect", { body: { host } })),
  cancel: (id: string) => answered(client.DELETE("/api/connect/{id}", at(id))),
  app: (id: string, app_id: string, app_secret: string) =>
    answered(client.PUT("/api/connect/{id}/app", { ...at(id), body: { app_id, app_secret } })),
  redirect: (id: string, https: boolean) =>
    answered(client.PUT("/api/connect/{id}/redirect", { ...at(id), body: { https } })),
  signIn: (id: string) => answered(client.POST("/api/connect/{id}/sign-in", at(id))),
  paste: (id: string, url: string) => answered(client.POST("/api/connect/{id}/paste", { ...at(id), body: { url } })),
  replace: (id: string, replace: boolean) =>
    answered(client.POST("/api/connect/{id}/replace", { ...at(id), body: { replace } })),
  again: (id: string) => answered(client.POST("/api/connect/{id}/again", at(id))),
  publicAddress: (id: string, url: string) =>
    answered(client.PUT("/api/connect/{id}/public-address", { ...at(id), body: { url } })),
  finish: (id: string) => answered(client.POST("/api/connect/{id}/finish", at(id))),
};

export const practiceCommands = {
  say: (customer: string, body: PracticeMessage) =>
    answered(client.POST("/api/practice/customers/{id}/messages", { ...at(customer), body })),
  script: (name: string) => answered(client.POST("/api/practice/scripts/{name}", { params: { path: { name } } })),
  story: (running: boolean) => answered(client.PUT("/api/practice/story", { body: { running } })),
};

export const deskCommands = {
  saveSettings: (body: Settings) => answered(client.PUT("/api/settings", { body })),
  replayUndecodable: () => answered(client.POST("/api/health/undecodable/replay")),
};
