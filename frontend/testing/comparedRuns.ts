import type { Run, StepRun } from "@/api/runs";
import type { StepMetric } from "@/api/steps";
import type { Settings, Source } from "@/graph/document";
import type { Why } from "@/api/why";

interface Made {
  number?: number;
  parameters?: Record<string, number | string>;
  /** What the pipeline's parameters are without being given. */
  defaults?: Record<string, number>;
  settings?: Settings;
  source?: Source;
  metrics?: Record<string, number | readonly number[]>;
  /** Bytes of the output `model`. */
  output?: number;
  why?: Why["code"];
}

export function aStep({ output, why = "first_time" }: Pick<Made, "output" | "why">): StepRun {
  const outputs = output === undefined ? [] : [{ name: "model", kind: "file" as const, size: output, file_count: 1, datastore: "store", path: "p" }];
  return {
    id: "s1", node_id: "n1", name: "Train", kind: "PythonScriptStep", state: "Completed", reason: null, waits_for: [],
    started_at: null, ended_at: null, duration_s: 2, attempt_count: 1, attempts: [], arguments: [], files: {}, inputs: [],
    outputs, can: [], why: { code: why, source: null, differences: [], warnings: [] }, fingerprint: null, reused_from: null,
  };
}

/** A run of one step, with its metrics, for a comparison. */
export function aRun(id: string, made: Made = {}, steps: StepRun[] = [aStep(made)]): { run: Run; metrics: StepMetric[] } {
  const { number = 1, parameters = {}, defaults = {}, settings = {}, source = null, metrics = {} } = made;
  const run: Run = {
    id, number, name: "Churn", experiment: "churn", state: "Completed", reason: null, source: "draft", draft: null,
    published: null, created_by: null, created_at: "2030-01-01T00:00:00Z", started_at: null, ended_at: null,
    cancel_requested_at: null, duration_s: 3, step_counts: {}, seq: 1, can: [], parameters, continue_on_step_failure: false,
    description: "", tags: {}, properties: {}, rerun_of: null, part: null, regenerate_outputs: false, steps,
    document: {
      schema: 1, edges: [], notes: [],
      parameters: Object.entries(defaults).map(([name, value]) => ({ name, type: "float", default: value, description: "" })),
      nodes: [{
        id: "n1", kind: "PythonScriptStep", kind_version: "1", title: "Train", settings, source, inputs: [], outputs: [],
        position: { x: 0, y: 0 }, comment: "",
      }],
    },
  };
  return { run, metrics: Object.entries(metrics).map(([name, value]) => aMetric(name, value)) };
}

function aMetric(name: string, value: number | readonly number[]): StepMetric {
  const values = (typeof value === "number" ? [value] : value).map((each) => ({ value: each, step: null, at: "2030-01-01T00:00:00Z" }));
  return { name, kind: "scalar", values, step_id: "s1", node_id: "n1", step_name: "Train" };
}
