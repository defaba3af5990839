import { Badge, Button, Group } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { type DatasetDetail, datasetQueries, type DatasetVersion } from "@/api/datasets";
import { routes } from "@/api/routes";
import { useWorkspace } from "@/api/workspace";
import { Facts } from "@/ui/Facts";
import { Page } from "@/ui/Page";
import { PreviewView } from "@/ui/preview/PreviewView";
import { BlockSkeleton, ErrorState } from "@/ui/States";
import { RelativeTime } from "@/ui/Time";
import { TopBar } from "@/ui/TopBar";
import { useQueryParams } from "@/ui/useQueryParams";
import classes from "../assets.module.css";
import { LineageSection } from "../lineage/LineageSection";
import { MadeByLink } from "../MadeByLink";
import { Pairs } from "../Pairs";
import { PlaceLink } from "../PlaceLink";
import { Section } from "../Section";
import { Versions } from "../Versions";
import { UseInCode } from "../UseInCode";
import { UnregisterDatasetDialog } from "./UnregisterDatasetDialog";

/** One dataset: its versions, a look inside, what made it and what uses it. */
export default function DatasetPage() {
  const { t } = useTranslation("assets");
  const workspace = useWorkspace();
  const { dataset = "" } = useParams();
  const { data, error, refetch } = useQuery(datasetQueries.detail(workspace.id, dataset));
  return (
    <>
      <TopBar
        crumbs={[
          { label: t("data:title"), to: routes.data(workspace.name) },
          { label: t("datasets.title"), to: routes.datasets(workspace.name) },
        ]}
        title={dataset}
      />
      {data && <Detail dataset={data} />}
      {!data && !error && <BlockSkeleton lines={9} />}
      {!data && error && <ErrorState title={t("datasets.oneFailed")} error={error} onRetry={() => void refetch()} />}
    </>
  );
}

function Detail({ dataset }: { dataset: DatasetDetail }) {
  const { t } = useTranslation("assets");
  const { name: ws, role } = useWorkspace();
  const [params] = useQueryParams();
  const [asks, setAsks] = useState(false);
  const wanted = Number(params.get("version") ?? dataset.version);
  const shown = dataset.versions.find(({ version }) => version === wanted) ?? dataset.versions[0];
  if (!shown) return null;
  return (
    <Page
      title={dataset.name}
      subtitle={
        <Group gap="sm">
          <Badge color="gray">{t(`kind.${dataset.kind}`)}</Badge>
          <span>{shown.description || dataset.description}</span>
        </Group>
      }
      actions={
        role !== "reader" && (
          <Button variant="default" c="var(--st-bad)" leftSection={<IconTrash size={16} aria-hidden />} onClick={() => setAsks(true)}>
            {t("datasets.unregister")}
          </Button>
        )
      }
    >
      <div className={classes.columns}>
        <div className={classes.column}>
          <Section title={t("section.preview")}>
            <Look name={dataset.name} version={shown.version} />
          </Section>
          <LineageSection focus={{ dataset: dataset.name, version: shown.version }} />
        </div>
        <div className={classes.column}>
          <VersionFacts version={shown} />
          <Section title={t("section.versions")} isPlain>
            <Versions
              label={t("section.versions")}
              versions={dataset.versions}
              shown={shown.version}
              to={(version) => routes.dataset(ws, dataset.name, version)}
            />
          </Section>
          <Section title={t("section.code")}>
            <UseInCode code={`Dataset.get_by_name(ws, ${JSON.stringify(dataset.name)}, version=${shown.version})`} />
          </Section>
        </div>
      </div>
      {asks && <UnregisterDatasetDialog name={dataset.name} onClose={() => setAsks(false)} />}
    </Page>
  );
}

function VersionFacts({ version }: { version: DatasetVersion }) {
  const { t } = useTranslation("assets");
  return (
    <Section title={t("version", { version: version.version })}>
      <ul className={classes.paths} aria-label={t("form.paths")}>
        {version.paths.map((place) => (
          <li key={`${place.datastore}/${place.path}`}>
            <PlaceLink place={place} />
          </li>
        ))}
      </ul>
      <hr style={{ border: 0, borderTop: "1px solid var(--st-line)", margin: "12px 0" }} />
      <Facts
        facts={[
          [t("fact.registered"), <RelativeTime key="at" at={version.created_at} />],
          [t("column.by"), version.created_by?.display_name ?? "–"],
          ...(version.run ? [[t("fact.run"), <MadeByLink key="run" run={version.run} />] as const] : []),
          [t("fact.tags"), <Pairs key="tags" pairs={version.tags} empty={t("none")} />],
        ]}
      />
    </Section>
  );
}

function Look({ name, version }: { name: string; version: number }) {
  const { t } = useTranslation("assets");
  const workspace = useWorkspace().id;
  const { data, error, refetch } = useQuery(datasetQueries.preview(workspace, name, version));
  if (error && !data) return <ErrorState title={t("ui:preview.failed")} error={error} onRetry={() => void refetch()} />;
  if (!data) return <BlockSkeleton lines={6} />;
  return <PreviewView preview={data} name={name} height={340} />;
}
