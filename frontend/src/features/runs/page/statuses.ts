/** What each card of the canvas says about its step. */
import type { TFunction } from "i18next";
import type { Run, StepRun } from "@/api/runs";
import type { CardStatus } from "@/canvas";
import { formatDuration } from "@/ui/format";
import { statusLook } from "@/ui/status";
import { reasonInShort } from "../reasons";

/** Makes the cards' statuses; a step that did not change keeps its very object, so its card is not drawn again. */
export class Statuses {
  private readonly made = new WeakMap<StepRun, CardStatus>();
  private of: { steps: readonly StepRun[]; map: ReadonlyMap<string, CardStatus> } | null = null;

  constructor(private readonly t: TFunction<["run", "ui"]>) {}

  map({ steps }: Pick<Run, "steps">): ReadonlyMap<string, CardStatus> {
    if (this.of?.steps === steps) return this.of.map;
    const names = new Map(steps.map((step) => [step.node_id, step.name]));
    const map = new Map(steps.map((step) => [step.node_id, this.status(step, names)]));
    this.of = { steps, map };
    return map;
  }

  private status(step: StepRun, names: ReadonlyMap<string, string>): CardStatus {
    const known = this.made.get(step);
    if (known) return known;
    const { tone, icon, isBusy } = statusLook(step.state);
    const status: CardStatus = {
      tone,
      icon,
      word: this.t(`ui:status.${step.state}`),
      line: stepLine(this.t, step, names),
      ...(isBusy ? { progress: null } : {}),
    };
    this.made.set(step, status);
    return status;
  }
}

/** The quiet second line: what the step does, waits for, or came to. */
export function stepLine(t: TFunction<["run", "ui"]>, step: StepRun, names: ReadonlyMap<string, string>): string {
  const attempt = step.attempts.at(-1);
  const word = t(`ui:status.${step.state}`).toLowerCase();
  if (step.state === "NotStarted" && step.waits_for.length > 0) {
    return t("run:line.waits", { steps: step.waits_for.map((id) => names.get(id) ?? id).join(", ") });
  }
  if (step.reason && step.state !== "Completed") {
    const short = reasonInShort(t as unknown as TFunction<"run">, step.reason);
    return step.duration_s === null ? short : `${short} · ${formatDuration(step.duration_s)}`;
  }
  if (step.state === "Completed") {
    return step.duration_s === null || attempt === undefined ? word : `${word} · ${formatDuration(step.duration_s)}`;
  }
  if (step.state === "Reused" && step.why?.source) return t("run:line.reused", { number: step.why.source.run_number });
  return attempt?.node ? t("run:line.onNode", { word, node: attempt.node }) : word;
}
