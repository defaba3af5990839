/**
 * What the API sends and takes, by the names the front end uses, picked from the generated schema.
 * Features import from the noun's file (`api/runs`), never from here.
 */
import type { StepKind } from "../graph/kinds";
import type { WithDocument } from "./documents";
import type { components } from "./schema";

type Schemas = components["schemas"];

/** One page of a list, with the addresses of its neighbours. */
export interface Page<Row> {
  next?: string | null;
  previous?: string | null;
  results: Row[];
}

export type Session = Schemas["Session"];
export type SessionWorkspace = Schemas["SessionWorkspace"];
export type Role = Schemas["RoleEnum"];

export type Problem = Schemas["Problem"];
export type DraftRow = Schemas["DraftRow"];
export type Draft = WithDocument<Schemas["Draft"]>;
export type LastRun = Schemas["LastRun"];

/** The kinds' own schemas are open in the API's; graph/kinds.ts says what is in them. */
export type Catalog = Omit<Schemas["Catalog"], "kinds"> & { kinds: StepKind[] };

export type PublishedPipeline = Schemas["PublishedRow"];
export type PublishedDetail = WithDocument<Schemas["Published"]>;

export type Token = Schemas["Token"];
export type NewToken = Schemas["CreatedToken"];

export type Member = Schemas["Member"];
export type InvitedMember = Schemas["InvitedMember"];
export type Datastore = Schemas["Datastore"];
export type ComputeTarget = Schemas["ComputeTarget"];

export type RunState = Schemas["StateEnum"];
export type RunReason = Schemas["Reason"];
export type RunRow = Schemas["RunRow"];
export type Run = WithDocument<Schemas["Run"]>;
export type StepRun = Schemas["StepRun"];
export type Attempt = Schemas["Attempt"];
export type RunEvent = Schemas["Event"];
export type Metric = Schemas["Metric"];
export type StepMetric = Schemas["StepMetric"];
export type Artifact = Schemas["Artifact"];
export type Experiment = Schemas["Experiment"];
export type LogMatches = Schemas["LogMatches"];
export type LogTimes = Schemas["LogTimes"];
export type Preview = Schemas["Preview"];
export type Dataset = Schemas["Dataset"];
export type DatasetDetail = Schemas["DatasetDetail"];
export type DatasetVersion = Schemas["DatasetVersion"];
export type Model = Schemas["Model"];
export type ModelDetail = Schemas["ModelDetail"];
export type ModelVersion = Schemas["ModelVersion"];
export type ModelFile = Schemas["ModelFile"];
export type MadeBy = Schemas["MadeBy"];
export type Place = Schemas["Place"];

export type DatastoreKind = Schemas["DatastoreKind"];
export type DatastoreField = Schemas["DatastoreField"];
export type Health = Schemas["Health"];
export type StoredEntry = Schemas["StoredFile"];
export type StoredPage = Schemas["StoredFiles"];

export type Lineage = Schemas["Lineage"];
export type LineageNode = Schemas["LineageNode"];
export type Why = Schemas["Why"];
export type Difference = Schemas["Difference"];
export type Plan = Schemas["Plan"];
export type PlanSummary = Schemas["PlanSummary"];
export type StepForecast = Schemas["StepForecast"];
export type Part = Schemas["Part"];
