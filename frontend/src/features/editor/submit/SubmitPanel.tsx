/** Submitting a run: experiment, parameters, what happens when a step fails. */
import { Autocomplete, Button, Checkbox, Textarea } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { ApiError } from "@/api/errors";
import { routes } from "@/api/routes";
import { runQueries, useSubmitRun } from "@/api/runs";
import type { Json } from "@/graph/document";
import { showFailed } from "@/ui/toast";
import { useDocument, useEditor, useParts } from "../context";
import { Blockers, useBlockers } from "./Blockers";
import { ParameterFields } from "./ParameterFields";
import { SidePanel } from "./SidePanel";
import { WhatRuns } from "./WhatRuns";
import { WhatWillHappen } from "./WhatWillHappen";

export function SubmitPanel() {
  const { t } = useTranslation("editor");
  const { draft, workspace, saver } = useParts();
  const { parameters } = useDocument();
  const part = useEditor((state) => state.part) ?? undefined;
  const blocked = useBlockers().length > 0;
  const navigate = useNavigate();
  const submit = useSubmitRun(workspace.id);
  const { data: experiments = [] } = useQuery(runQueries.experiments(workspace.id));
  const [experiment, setExperiment] = useState(() => asExperiment(draft.name));
  const [values, setValues] = useState<Readonly<Record<string, Json>>>({});
  const [goOn, setGoOn] = useState(false);
  const [again, setAgain] = useState(false);
  const [description, setDescription] = useState("");
  // One click is one run, also when the answer is lost and asked for again.
  const [key] = useState(() => crypto.randomUUID());
  const [saving, setSaving] = useState(false);
  const incomplete = Object.values(values).includes(null);

  const send = async () => {
    if (blocked || incomplete || submit.isPending || saving) return;
    setSaving(true);
    const isSaved = await saver.flush();
    setSaving(false);
    if (!isSaved) {
      showFailed(t("submit.failed"), new Error(t("submit.notSaved")));
      return;
    }
    submit.mutate(
      {
        key,
        draft: draft.id,
        experiment,
        parameters: values,
        continue_on_step_failure: goOn,
        description,
        part,
        regenerate_outputs: again,
      },
      {
        onSuccess: (run) => void navigate(routes.run(workspace.name, run.id)),
        onError: (error) => {
          showFailed(t("submit.failed"), error);
        },
      },
    );
  };
  const error = submit.error instanceof ApiError ? submit.error : null;
  const errors = Object.fromEntries(
    parameters.map(({ name }) => [name, values[name] === null ? t("submit.needed") : error?.fieldError(`parameters.${name}`)]),
  );

  return (
    <SidePanel
      title={t("submit.title")}
      about={t("submit.about")}
      onSubmit={() => void send()}
      actions={
        <Button
          type="submit"
          disabled={blocked || incomplete || experiment.trim() === ""}
          loading={submit.isPending || saving}
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
        >
          {t("submit.send")}
        </Button>
      }
    >
      <Blockers />
      <WhatRuns part={part} />
      <Autocomplete
        label={t("submit.experiment")}
        description={t("submit.experimentHint")}
        data={experiments.map(({ name }) => name)}
        value={experiment}
        error={error?.fieldError("experiment")}
        required
        onChange={setExperiment}
      />
      <section aria-label={t("submit.parameters")}>
        <h3>{t("submit.parameters")}</h3>
        <ParameterFields
          parameters={parameters}
          values={values}
          errors={errors}
          onChange={(name, value) => {
            setValues({ ...values, [name]: value });
          }}
        />
      </section>
      <Checkbox
        label={t("submit.goOn")}
        description={t("submit.goOnHint")}
        checked={goOn}
        onChange={({ currentTarget }) => {
          setGoOn(currentTarget.checked);
        }}
      />
      <Checkbox
        label={t("submit.again")}
        description={t("submit.againHint")}
        checked={again}
        onChange={({ currentTarget }) => {
          setAgain(currentTarget.checked);
        }}
      />
      <Textarea
        label={t("submit.description")}
        value={description}
        autosize
        minRows={2}
        onChange={({ currentTarget }) => {
          setDescription(currentTarget.value);
        }}
      />
      {!blocked && !incomplete && <WhatWillHappen asked={{ parameters: values, part, regenerate_outputs: again }} />}
    </SidePanel>
  );
}

/** A draft's name as the name of an experiment: letters, digits, dashes. */
function asExperiment(name: string): string {
  return name.trim().replaceAll(/[^\p{L}\p{N}_-]+/gu, "-").replaceAll(/^-+|-+$/g, "") || "default";
}
