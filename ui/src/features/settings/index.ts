/** Accounts, timings and appearance. */
export { SettingsPage } from "./SettingsPage";
