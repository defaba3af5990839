import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCheckDatastore } from "@/api/datastores";
import { useWorkspace } from "@/api/workspace";
import { showDone, showFailed } from "@/ui/toast";

interface Check {
  /** Say the answer in a message; where the page shows it anyway, only a failure to ask is said. */
  tellsAnswer: boolean;
}

/** Asks datastores whether they answer; several at once if need be. */
export function useCheck({ tellsAnswer }: Check): { check: (name: string) => void; checking: ReadonlySet<string> } {
  const { t } = useTranslation("data");
  const { mutateAsync } = useCheckDatastore(useWorkspace().id);
  const [checking, setChecking] = useState<ReadonlySet<string>>(new Set());
  const check = (name: string) => {
    setChecking((before) => new Set(before).add(name));
    void mutateAsync(name)
      .then(
        ({ state, message }) => {
          if (!tellsAnswer) return;
          if (state === "ok") showDone(t("check.ok", { name }));
          else showFailed(t("check.failing", { name }), new Error(message));
        },
        (error: Error) => showFailed(t("check.failed", { name }), error),
      )
      .finally(() => setChecking((before) => new Set([...before].filter((each) => each !== name))));
  };
  return { check, checking };
}
