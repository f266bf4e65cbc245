/** First start, the connect wizard, how messages reach this desk, and the practice panel. */
export { Connect } from "./Connect";
export { PracticePanel } from "./PracticePanel";
export { ReceivingGuide } from "./ReceivingGuide";
export { receivingChecks } from "./receivingChecks";
