import { Anchor, Badge, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight, IconDatabase } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { routes } from "@/api/routes";
import type { Run, StepRun } from "@/api/runs";
import { useWorkspace } from "@/api/workspace";
import type { PipelineDocument } from "@/graph/document";
import { formatBytes } from "@/ui/format";
import { EmptyState } from "@/ui/States";
import { StepLink } from "../page/RunSummary";
import { stepOf } from "../page/walk";
import { OutputPreview } from "../previews/Preview";
import type { TabProps } from "./StepPanel";
import classes from "./StepPanel.module.css";

/** What went in, and which step made it; what came out. Each opens to a look inside. */
export function DataTab({ run, step, select }: TabProps) {
  const { t } = useTranslation("run");
  if (step.inputs.length === 0 && step.outputs.length === 0) {
    return (
      <EmptyState icon={IconDatabase} title={t("data.none")}>
        {t("data.noneText")}
      </EmptyState>
    );
  }
  return (
    <div className={classes.scroll}>
      <h3>{t("data.inputs")}</h3>
      {step.inputs.length === 0 && <p className={classes.quiet}>{t("data.noInputs")}</p>}
      {step.inputs.map((input) => {
        const producer = producerOf(run, step, input.name);
        return (
          <Item
            key={input.name}
            name={input.name}
            facts={
              producer && (
                <>
                  {t("data.from")} <StepLink name={producer.step.name} onClick={() => { select(producer.step.node_id, { tab: "data" }); }} />
                </>
              )
            }
            place={input}
            preview={producer && canRead(producer) && <OutputPreview run={run.id} step={producer.step.id} output={producer.port} />}
          />
        );
      })}
      <h3>{t("data.outputs")}</h3>
      {step.outputs.length === 0 && <p className={classes.quiet}>{t(step.state === "Completed" ? "data.noOutputs" : "data.noOutputsYet")}</p>}
      {step.outputs.map((output, at) => (
        <Item
          key={output.name}
          name={output.name}
          kind={output.kind}
          facts={t("data.size", { size: formatBytes(output.size), count: output.file_count })}
          place={output}
          startsOpen={at === 0}
          preview={step.can.includes("read_outputs") && <OutputPreview run={run.id} step={step.id} output={output.name} />}
        />
      ))}
    </div>
  );
}

interface ItemProps {
  name: string;
  kind?: string;
  facts: ReactNode;
  place: { datastore: string; path: string };
  preview: ReactNode;
  startsOpen?: boolean;
}

function Item({ name, kind, facts, place, preview, startsOpen = false }: ItemProps) {
  const { t } = useTranslation("run");
  const ws = useWorkspace().name;
  const [isOpen, setOpen] = useState(startsOpen);
  const whole = `${place.datastore}/${place.path}`;
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <section className={classes.item}>
      <div className={classes.itemHead}>
        <UnstyledButton className={classes.itemName} disabled={!preview} aria-expanded={preview ? isOpen : undefined} onClick={() => { setOpen(!isOpen); }}>
          {preview && <Chevron size={15} aria-hidden />} <b>{name}</b> {kind && <Badge size="xs" color="gray">{kind}</Badge>}
        </UnstyledButton>
        <span className={classes.quiet}>{facts}</span>
      </div>
      <code className={classes.itemPlace} title={whole}>{whole}</code>
      {place.path && (
        <Anchor component={Link} to={routes.lineage(ws, { datastore: place.datastore, path: place.path })} fz="sm" aria-label={t("assets:lineage.of", { name })}>
          {t("assets:lineage.title")}
        </Anchor>
      )}
      {isOpen && preview}
    </section>
  );
}

/** The step and port that an input comes from. */
function producerOf(run: Run, step: StepRun, input: string): { step: StepRun; port: string } | null {
  const { edges } = run.document as unknown as PipelineDocument;
  const edge = edges.find(({ kind, target }) => kind === "data" && target.node === step.node_id && target.port === input);
  const producer = edge && stepOf(run, edge.source.node);
  return edge && producer ? { step: producer, port: edge.source.port } : null;
}

function canRead({ step, port }: { step: StepRun; port: string }): boolean {
  return step.can.includes("read_outputs") && step.outputs.some((output) => output.name === port);
}
