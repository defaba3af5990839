/** What the fields of a step's form know beyond their own value. */
import { createContext, use } from "react";
import type { GraphNode, Json } from "@/graph/document";
import type { SettingSchema, StepKind } from "@/graph/kinds";

export interface StepForm {
  readonly node: GraphNode;
  readonly kind: StepKind;
  readonly readOnly: boolean;
  /** Words for what is wrong with a field. */
  readonly problems: ReadonlyMap<string, string>;
  /** Sets a setting; `undefined` goes back to the default. */
  set(name: string, value: Json | undefined): void;
}

export const StepFormContext = createContext<StepForm | null>(null);

export function useStepForm(): StepForm {
  const form = use(StepFormContext);
  if (!form) throw new Error("A field of a step is shown outside its form.");
  return form;
}

export const FIELD_PREFIX = "root_";

export function fieldId(name: string): string {
  return `${FIELD_PREFIX}${name}`;
}

interface FieldState {
  readonly name: string;
  readonly schema: SettingSchema | undefined;
  readonly problem: string | undefined;
  /** For the element that has the focus. */
  readonly aria: { readonly "aria-invalid": true | undefined; readonly "aria-describedby": string };
}

/** The state of the field whose element has this id. */
export function useField(id: string): FieldState {
  const { kind, problems } = useStepForm();
  const name = id.slice(FIELD_PREFIX.length);
  const problem = problems.get(name);
  return {
    name,
    schema: kind.schema.properties[name],
    problem,
    aria: {
      "aria-invalid": problem !== undefined || undefined,
      "aria-describedby": `${id}-problem ${id}-about`,
    },
  };
}
