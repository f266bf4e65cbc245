/** Every account: whether it is signed in and for how long, how its messages arrive, and the way to let it go. */
import { useQuery } from "@tanstack/react-query";
import { accountsQuery } from "@/backend";
import { go } from "@/frame";
import { Button } from "@/shared";
import { Plus } from "@/shared/icons";
import { AccountCard } from "./AccountCard";
import styles from "./Accounts.module.css";

export function Accounts() {
  const accounts = useQuery(accountsQuery());
  return (
    <div className={styles.accounts}>
      {accounts.data?.map((account) => (
        <AccountCard key={account.id} account={account} />
      ))}
      <div>
        <Button icon={<Plus />} onClick={() => go({ view: "connect", wizard: null })}>
          Connect an account
        </Button>
      </div>
    </div>
  );
}
