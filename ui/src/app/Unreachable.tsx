import { problemSentence } from "@/backend";
import { Button, Empty } from "@/shared";
import { RefreshCw, WifiOff } from "@/shared/icons";

export function Unreachable({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  return (
    <main style={{ height: "100%" }} data-testid="unreachable">
      <Empty
        icon={<WifiOff size={20} />}
        title={problemSentence(error)}
        action={
          <Button look="primary" icon={<RefreshCw />} onClick={onRetry}>
            Try again
          </Button>
        }
      >
        Nothing is lost: what arrives is stored by the desk, whether or not this window can show it.
      </Empty>
    </main>
  );
}
