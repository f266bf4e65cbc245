/** One conversation: what was said, who answers, and the place to write. */
export { ConversationView } from "./ConversationView";
export { focusComposer } from "./composer/handoff";
