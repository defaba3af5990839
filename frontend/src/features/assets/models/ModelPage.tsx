import { Button, Group } from "@mantine/core";
import { IconDownload, IconPencil, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { type ModelDetail, modelQueries, type ModelVersion } from "@/api/models";
import { files, routes } from "@/api/routes";
import { useWorkspace } from "@/api/workspace";
import { Facts } from "@/ui/Facts";
import { formatBytes } from "@/ui/format";
import { Frame } from "@/ui/Frame";
import { Page } from "@/ui/Page";
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
import { UseInCode } from "../UseInCode";
import { Versions } from "../Versions";
import { DeleteVersionDialog } from "./DeleteVersionDialog";
import { EditModelPanel } from "./EditModelPanel";
import { ModelFiles } from "./ModelFiles";

/** One model: its versions, where each came from, its files. */
export default function ModelPage() {
  const { t } = useTranslation("assets");
  const workspace = useWorkspace();
  const { model = "" } = useParams();
  const { data, error, refetch } = useQuery(modelQueries.detail(workspace.id, model));
  return (
    <>
      <TopBar crumbs={[{ label: t("models.title"), to: routes.models(workspace.name) }]} title={model} />
      {data && <Detail model={data} />}
      {!data && !error && <BlockSkeleton lines={9} />}
      {!data && error && <ErrorState title={t("models.oneFailed")} error={error} onRetry={() => void refetch()} />}
    </>
  );
}

function Detail({ model }: { model: ModelDetail }) {
  const { t } = useTranslation("assets");
  const { id: workspace, name: ws, role } = useWorkspace();
  const [params] = useQueryParams();
  const [isEditing, setEditing] = useState(false);
  const [asks, setAsks] = useState(false);
  const wanted = Number(params.get("version") ?? model.version);
  const shown = model.versions.find(({ version }) => version === wanted) ?? model.versions[0];
  if (!shown) return null;
  const canWrite = role !== "reader";
  return (
    <Frame
      name="model"
      rightSize={420}
      right={isEditing && <EditModelPanel key={shown.version} name={model.name} version={shown} onClose={() => setEditing(false)} />}
    >
      <Page
        title={model.name}
        subtitle={<span>{shown.description || model.description}</span>}
        actions={
          <Group gap={8}>
            {canWrite && (
              <>
                <Button variant="default" leftSection={<IconPencil size={16} aria-hidden />} onClick={() => setEditing(true)}>
                  {t("models.edit")}
                </Button>
                <Button variant="default" c="var(--st-bad)" leftSection={<IconTrash size={16} aria-hidden />} onClick={() => setAsks(true)}>
                  {t("models.deleteVersion")}
                </Button>
              </>
            )}
            <Button
              component="a" href={files.modelArchive(workspace, model.name, shown.version)} download
              leftSection={<IconDownload size={16} aria-hidden />}
            >
              {t("models.download")}
            </Button>
          </Group>
        }
      >
        <div className={classes.columns}>
          <div className={classes.column}>
            <Section title={t("section.files")} isPlain>
              <ModelFiles name={model.name} version={shown.version} />
            </Section>
            <LineageSection focus={{ model: model.name, version: shown.version }} />
          </div>
          <div className={classes.column}>
            <VersionFacts version={shown} />
            <Section title={t("section.versions")} isPlain>
              <Versions
                label={t("section.versions")}
                versions={model.versions}
                shown={shown.version}
                to={(version) => routes.model(ws, model.name, version)}
              />
            </Section>
            <Section title={t("section.code")}>
              <UseInCode code={`Model(ws, ${JSON.stringify(model.name)}, version=${shown.version}).download()`} />
            </Section>
          </div>
        </div>
        {asks && <DeleteVersionDialog name={model.name} version={shown.version} isLast={model.versions.length === 1} onClose={() => setAsks(false)} />}
      </Page>
    </Frame>
  );
}

function VersionFacts({ version }: { version: ModelVersion }) {
  const { t } = useTranslation("assets");
  return (
    <Section title={t("version", { version: version.version })}>
      <Facts
        facts={[
          [t("fact.run"), version.run ? <MadeByLink key="run" run={version.run} /> : t("fact.byHand")],
          [t("column.size"), t("fact.size", { size: formatBytes(version.size), count: version.file_count })],
          [t("fact.registered"), <RelativeTime key="at" at={version.created_at} />],
          [t("column.by"), version.created_by?.display_name ?? "–"],
          [t("fact.tags"), <Pairs key="tags" pairs={version.tags} empty={t("none")} />],
          [t("fact.properties"), <Pairs key="properties" pairs={version.properties} empty={t("none")} />],
        ]}
      />
      <ul className={classes.paths} style={{ marginTop: 8 }} aria-label={t("form.path")}>
        <li>
          <PlaceLink place={version.path} isFolder={version.kind === "folder"} />
        </li>
      </ul>
    </Section>
  );
}
