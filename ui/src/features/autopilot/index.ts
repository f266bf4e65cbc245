/** An account's autopilot: whether it answers, what it knows and how it sounds. */
export { AutopilotSettings } from "./AutopilotSettings";
