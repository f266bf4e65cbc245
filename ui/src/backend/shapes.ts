/**
 * The shapes of the desk's API by the names the house uses, from the types that are made of its OpenAPI document. Features import them from
 * "@/backend". Ids are strings; times are integer milliseconds since the epoch (UTC).
 */
import type { components } from "./schema";

type Shapes = components["schemas"];

export type Host = Shapes["Host"];
export type Who = Shapes["Who"];
export type PartState = Shapes["PartState"];
export type Part = Shapes["Part"];
export type Health = Shapes["Health"];
export type Undecodable = Shapes["Undecodable"];
export type Replayed = Shapes["Replayed"];
export type Receiving = Shapes["Receiving"];
export type Account = Shapes["Account"];
export type Disconnected = Shapes["Disconnected"];
export type Autopilot = Shapes["Autopilot"];
export type AutopilotChange = Shapes["AutopilotChange"];
export type Tried = Shapes["Tried"];
export type Split = Shapes["Split"];
export type Counts = Shapes["Counts"];
export type Contact = Shapes["Contact"];
export type Last = Shapes["Last"];
export type OwnerWho = Shapes["OwnerWho"];
export type Owner = Shapes["Owner"];
export type Trouble = Shapes["Trouble"];
export type Row = Shapes["Row"];
export type RowPage = Shapes["RowPage"];
export type Profile = Shapes["Profile"];
export type Conversation = Shapes["Conversation"];
export type Attachment = Shapes["Attachment"];
export type SendState = Shapes["SendState"];
export type SendAction = Shapes["SendAction"];
export type Send = Shapes["Send"];
export type Item = Shapes["Item"];
export type ItemPage = Shapes["ItemPage"];
export type Decision = Shapes["Decision"];
export type Reply = Shapes["Reply"];
export type Replied = Shapes["Replied"];
export type Undone = Shapes["Undone"];
export type Hit = Shapes["Hit"];
export type HitPage = Shapes["HitPage"];
export type CheckName = Shapes["CheckName"];
export type Check = Shapes["Check"];
export type WizardStep = Shapes["WizardStep"];
export type Wizard = Shapes["Wizard"];
export type Practice = Shapes["Practice"];
export type PracticeMessage = Shapes["PracticeMessage"];
export type Settings = Shapes["Settings"];

/** The two kinds of item, told apart by `type`. */
export type Message = Extract<Item, { type: "message" }>;
export type OwnerChange = Extract<Item, { type: "owner_change" }>;
export type Choice = Shapes["ResolveChoice"];
