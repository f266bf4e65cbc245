/** Whether the desk works: one line under the list, and a page that says what each part does. */
export { HealthLine } from "./HealthLine";
export { HealthPage } from "./HealthPage";
