/** Chooses what fills the window: a plain page when the hub wants its token, the first start when nothing is connected, else the desk. */
import { useQuery } from "@tanstack/react-query";
import { accountsQuery, hostKind, useFeedState } from "@/backend";
import { useKeys, usePlace } from "@/frame";
import { Connect } from "@/features/connect";
import { Desk } from "./Desk";
import { TokenPage } from "./TokenPage";
import { Unreachable } from "./Unreachable";
import { Notices } from "./Notices";

export function App() {
  useKeys();
  const place = usePlace();
  const feed = useFeedState();
  const accounts = useQuery(accountsQuery());

  if (feed === "refused" && hostKind === "hub") return <TokenPage />;
  if (accounts.isError && !accounts.data)
    return <Unreachable error={accounts.error} onRetry={() => void accounts.refetch()} />;
  if (!accounts.data) return <div data-testid="app" aria-busy="true" />;

  const first = accounts.data.length === 0;
  return (
    <div data-testid="app" style={{ height: "100%" }}>
      {first || place.view === "connect" ? (
        <Connect wizard={place.view === "connect" ? place.wizard : null} />
      ) : (
        <Desk place={place} accounts={accounts.data} />
      )}
      <Notices />
    </div>
  );
}
