export function Inbox() {
  return <section data-testid="list" aria-label="Conversations" />;
}
