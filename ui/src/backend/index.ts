/** The only door to the desk. Nothing outside this folder knows which host serves the page. */
export * from "./shapes";
export * from "./commands";
export * from "./queries";
export { BackendProvider, useFeedState } from "./provider";
export { type FeedState } from "./feed";
export { hasCode, Problem, problemSentence } from "./problem";
export { hostKind, setHubToken, takeTokenFromAddress } from "./host";
export { keys } from "./keys";
export { openLink } from "./link";
