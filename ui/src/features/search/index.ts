/** Search over every message. */
export { SearchDialog } from "./SearchDialog";
