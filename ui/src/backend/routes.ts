/**
 * The API's routes in the form openapi-fetch reads: one line each, so that the list can be checked against the contract at a glance.
 * Every path, method and body the UI can ask for is here and nowhere else.
 */
import type * as S from "./shapes";

type Operation<Answer, Body = undefined, Query = undefined, Path = undefined> = {
  parameters: (Query extends undefined ? { query?: never } : { query?: Query }) &
    (Path extends undefined ? { path?: never } : { path: Path });
  requestBody?: Body extends undefined ? never : { content: { "application/json": Body } };
  responses: { 200: { headers: Record<string, unknown>; content: { "application/json": Answer } } };
};
type Id = { id: string };
type Page = { before?: string; limit?: number };
type Get<Answer, Query = undefined, Path = undefined> = { get: Operation<Answer, undefined, Query, Path> };
type Post<Answer, Body = undefined, Path = undefined> = { post: Operation<Answer, Body, undefined, Path> };
type Put<Answer, Body, Path = undefined> = { put: Operation<Answer, Body, undefined, Path> };
type Delete<Answer, Path> = { delete: Operation<Answer, undefined, undefined, Path> };
type Nothing = undefined;

export type paths = {
  "/api/health": Get<S.Health>;
  "/api/health/undecodable": Get<{ items: S.Undecodable[] }>;
  "/api/health/undecodable/replay": Post<S.Replayed>;

  "/api/accounts": Get<S.Account[]>;
  "/api/accounts/{id}": Delete<S.Disconnected, Id>;
  "/api/accounts/{id}/public-address": Put<S.Account, { url: string | null }, Id>;
  "/api/accounts/{id}/autopilot": Get<S.Autopilot, undefined, Id> & Put<S.Autopilot, S.AutopilotChange, Id>;
  "/api/accounts/{id}/autopilot/key": Put<Nothing, { key: string }, Id> & Delete<Nothing, Id>;
  "/api/accounts/{id}/autopilot/try": Post<S.Tried, undefined, Id>;

  "/api/conversations": Get<S.RowPage, Page & { split?: S.Split; account?: string }>;
  "/api/conversations/{id}": Get<S.Conversation, undefined, Id>;
  "/api/conversations/{id}/items": Get<S.ItemPage, Page, Id>;
  "/api/conversations/{id}/items/around": Get<S.ItemsAround, { key?: string; after?: string; limit?: number }, Id>;
  "/api/conversations/{id}/decisions": Get<S.Decision[], undefined, Id>;
  "/api/conversations/{id}/typed": Post<Nothing, undefined, Id>;
  "/api/conversations/{id}/take-over": Post<S.Owner, undefined, Id>;
  "/api/conversations/{id}/hand-back": Post<S.Owner, undefined, Id>;
  "/api/conversations/{id}/read": Post<Nothing, { upto: string | null }, Id>;
  "/api/conversations/{id}/draft": Put<Nothing, { text: string }, Id>;
  "/api/conversations/{id}/reply": Post<S.Replied, S.Reply, Id>;
  "/api/decisions/{burst}": Get<S.Decision, undefined, { burst: string }>;

  "/api/sends/{id}/undo": Post<{ text: string }, undefined, Id>;
  "/api/sends/{id}/retry": Post<Nothing, undefined, Id>;
  "/api/sends/{id}/resolve": Post<Nothing, { choice: S.Choice }, Id>;
  "/api/sends/{id}/pass": Post<Nothing, undefined, Id>;

  "/api/search": Get<S.HitPage, Page & { q: string; account?: string }>;

  "/api/connect": Post<S.Wizard, { host: "practice" | "instagram" }>;
  "/api/connect/{id}": Get<S.Wizard, undefined, Id> & Delete<Nothing, Id>;
  "/api/connect/{id}/app": Put<S.Wizard, { app_id: string; app_secret: string }, Id>;
  "/api/connect/{id}/sign-in": Post<S.Wizard, undefined, Id>;
  "/api/connect/{id}/paste": Post<S.Wizard, { url: string }, Id>;
  "/api/connect/{id}/replace": Post<S.Wizard, { replace: boolean }, Id>;
  "/api/connect/{id}/again": Post<S.Wizard, undefined, Id>;
  "/api/connect/{id}/public-address": Put<S.Wizard, { url: string }, Id>;
  "/api/connect/{id}/finish": Post<S.Account, undefined, Id>;

  "/api/practice": Get<S.Practice>;
  "/api/practice/customers/{id}/messages": Post<Nothing, S.PracticeMessage, Id>;
  "/api/practice/scripts/{name}": Post<Nothing, undefined, { name: string }>;
  "/api/practice/story": Put<Nothing, { running: boolean }>;

  "/api/settings": Get<S.Settings> & Put<S.Settings, S.Settings>;
};
