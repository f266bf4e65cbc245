/** The list of conversations. */
export { Inbox } from "./Inbox";
