export function ConversationView({ id, message }: { id: string; message: string | null }) {
  return <main data-testid="conversation" data-id={id} data-message={message} />;
}
