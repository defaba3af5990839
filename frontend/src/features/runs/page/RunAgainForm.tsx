import { ActionIcon, Alert, Button, Checkbox, NumberInput, Radio, Stack, Switch, TextInput } from "@mantine/core";
import { IconPlayerPlay, IconX } from "@tabler/icons-react";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { ApiError } from "@/api/errors";
import { routes } from "@/api/routes";
import { useResubmitRun, type Run } from "@/api/runs";
import { useWorkspace } from "@/api/workspace";
import type { Json, Parameter, PipelineDocument } from "@/graph/document";
import classes from "../step/StepPanel.module.css";
import { changedNames, initialValues, parameterProblem } from "./parameterFields";
import { partChoices, type Choice } from "./parts";
import { RunAgainPlan } from "./RunAgainPlan";
import { stepOf } from "./walk";

/** The same pipeline or a part of it once more, with these or other parameters; `node` is the selected step. */
export function RunAgainForm({ run, node, onClose }: { run: Run; node: string | null; onClose(): void }) {
  const { t } = useTranslation("run");
  const workspace = useWorkspace();
  const navigate = useNavigate();
  const resubmit = useResubmitRun(workspace.id);
  const { parameters } = run.document as unknown as PipelineDocument;
  const [values, setValues] = useState(() => initialValues(parameters, run.parameters));
  const problems = parameters.map((parameter) => parameterProblem(parameter, values[parameter.name]));
  const changed = changedNames(values, run.parameters).length;
  const choices = partChoices(run, stepOf(run, node) ? node : null);
  const [kind, setKind] = useState<Choice["kind"]>("all");
  const [afresh, setAfresh] = useState(false);
  const part = choices.find((choice) => choice.kind === kind)?.part;
  const asked = { parameters: values, part, regenerate_outputs: afresh };

  const submit = (event: FormEvent) => {
    event.preventDefault();
    resubmit.mutate(
      { id: run.id, ...asked },
      { onSuccess: (made) => void navigate(routes.run(workspace.name, made.id)) },
    );
  };
  return (
    <form className={classes.panel} aria-label={t("again.title")} onSubmit={submit} noValidate>
      <FormHead title={t("again.title")} hint={t("again.hint", { number: run.number })} onClose={onClose} />
      <div className={classes.scroll}>
        {parameters.length === 0 && <p className={classes.quiet}>{t("again.noParameters")}</p>}
        {parameters.map((parameter, at) => (
          <ParameterField
            key={parameter.name}
            parameter={parameter}
            value={values[parameter.name]}
            problem={problems[at] ?? null}
            refusal={refusalOf(resubmit.error, parameter.name)}
            onChange={(value) => { setValues({ ...values, [parameter.name]: value }); }}
          />
        ))}
        {choices.length > 1 && (
          <Radio.Group label={t("again.what")} value={kind} onChange={(next) => { setKind(next as Choice["kind"]); }}>
            <Stack gap={6} mt={6}>
              {choices.map((choice) => (
                <Radio key={choice.kind} value={choice.kind} label={t(`again.part.${choice.kind}`, { step: stepOf(run, node)?.name })} />
              ))}
            </Stack>
          </Radio.Group>
        )}
        <Checkbox
          label={t("again.afresh")}
          description={t("again.afreshHint")}
          checked={afresh}
          onChange={(event) => { setAfresh(event.currentTarget.checked); }}
        />
        {!problems.some(Boolean) && <RunAgainPlan run={run} asked={asked} />}
        {resubmit.error && <Alert color="red" title={t("again.failed")}>{resubmit.error.message}</Alert>}
      </div>
      <footer className={classes.foot}>
        <span className={classes.quiet}>{parameters.length > 0 && t("again.changed", { count: changed })}</span>
        <Button type="submit" loading={resubmit.isPending} disabled={problems.some(Boolean)} leftSection={<IconPlayerPlay size={16} aria-hidden />}>
          {t("again.run")}
        </Button>
      </footer>
    </form>
  );
}

interface ParameterFieldProps {
  parameter: Parameter;
  value: Json | undefined;
  problem: string | null;
  refusal: string | undefined;
  onChange(value: Json): void;
}

function ParameterField({ parameter, value, problem, refusal, onChange }: ParameterFieldProps) {
  const { t } = useTranslation("run");
  const { name, type, description } = parameter;
  const error = problem ? t(`again.wrong.${problem}`) : refusal;
  const shared = { label: name, description: description || undefined, error };
  if (type === "bool") {
    return <Switch {...shared} checked={value === true} onChange={(event) => { onChange(event.currentTarget.checked); }} />;
  }
  if (type === "string") {
    return <TextInput {...shared} value={String(value ?? "")} onChange={(event) => { onChange(event.currentTarget.value); }} />;
  }
  return (
    <NumberInput
      {...shared}
      allowDecimal={type === "float"}
      value={typeof value === "number" ? value : String(value ?? "")}
      onChange={onChange}
    />
  );
}

export function FormHead({ title, hint, onClose }: { title: string; hint: string; onClose(): void }) {
  const { t } = useTranslation("run");
  return (
    <header className={classes.head}>
      <h2>
        {title}
        <ActionIcon className={classes.close} onClick={onClose} aria-label={t("closeForm")}>
          <IconX size={17} aria-hidden />
        </ActionIcon>
      </h2>
      <p>{hint}</p>
    </header>
  );
}

function refusalOf(error: Error | null, name: string): string | undefined {
  return error instanceof ApiError ? (error.fieldError(`parameters.${name}`) ?? error.fieldError(name)) : undefined;
}
