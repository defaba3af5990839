import { Badge, Group, Switch, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { type PublishedDetail, publishedQueries } from "../../api/published";
import { routes } from "../../api/routes";
import { useWorkspace } from "../../api/workspace";
import { CopyButton, CopyId } from "../../ui/CopyButton";
import { Page } from "../../ui/Page";
import { Sparkline } from "../../ui/Sparkline";
import { BlockSkeleton, ErrorState } from "../../ui/States";
import { RelativeTime } from "../../ui/Time";
import { TopBar } from "../../ui/TopBar";
import { CallsOf } from "./CallsOf";
import { ParametersTable } from "./ParametersTable";
import classes from "./PublishedDetail.module.css";
import { PublishedGraph } from "./PublishedGraph";
import { useToggle } from "./useToggle";

/** One published pipeline: how to call it, what it takes, what it does, what it did. */
export default function PublishedDetailPage() {
  const { t } = useTranslation("publishing");
  const workspace = useWorkspace();
  const { published = "" } = useParams();
  const { data, error, refetch } = useQuery(publishedQueries.detail(workspace.id, published));
  const crumbs = [{ label: t("crumb"), to: routes.published(workspace.name) }];
  return (
    <>
      <TopBar crumbs={crumbs} title={data ? `${data.name} ${data.version}` : t("crumb")} />
      {data && <Detail pipeline={data} />}
      {!data && !error && <BlockSkeleton lines={9} />}
      {!data && error && <ErrorState title={t("detailFailed")} error={error} onRetry={() => void refetch()} />}
    </>
  );
}

function Detail({ pipeline }: { pipeline: PublishedDetail }) {
  const { t } = useTranslation("publishing");
  const workspace = useWorkspace();
  const { toggle, pendingId } = useToggle();
  const isActive = pipeline.status === "Active";
  const calls = pipeline.call_counts.reduce((sum, count) => sum + count, 0);
  return (
    <Page
      title={pipeline.name}
      subtitle={
        <>
          {pipeline.description}
          <Group gap="sm" mt={6} fz="sm" c="var(--st-ink-2)">
            <Badge color="gray">{t("version", { version: pipeline.version })}</Badge>
            <span>
              {t("publishedBy", { name: pipeline.created_by.display_name })} <RelativeTime at={pipeline.created_at} />
            </span>
            <CopyId id={pipeline.id} label={t("copyId")} />
          </Group>
        </>
      }
      actions={
        <Switch
          size="md"
          labelPosition="left"
          label={isActive ? t("isEnabled") : t("isDisabled")}
          aria-label={t("enabledLabel", { name: pipeline.name })}
          checked={isActive}
          disabled={workspace.role === "reader" || pendingId === pipeline.id}
          onChange={(event) => toggle(pipeline, event.currentTarget.checked)}
        />
      }
    >
      {!isActive && <div className={classes.off}>{t("offText", { count: pipeline.refused_count })}</div>}
      <div className={classes.columns}>
        <div className={classes.column}>
          <Section title={t("section.call")} aside={<CopyButton size="xs" text={pipeline.curl} label={t("copyCurl")} />}>
            <pre className={classes.curl} tabIndex={0} aria-label={t("section.call")}>
              {pipeline.curl}
            </pre>
            <Text fz="sm" c="var(--st-ink-2)" mt={8}>
              {t("tokenHint")}
            </Text>
          </Section>
          <Section title={t("section.parameters")}>
            <ParametersTable parameters={pipeline.parameters} />
          </Section>
        </div>
        <Section title={t("section.graph")} isGraph>
          <PublishedGraph pipeline={pipeline} />
        </Section>
      </div>
      <Section
        title={t("section.calls")}
        aside={calls > 0 && <Sparkline values={pipeline.call_counts} label={t("calls", { count: calls })} />}
        isPlain
      >
        <CallsOf pipeline={pipeline} />
      </Section>
    </Page>
  );
}

interface SectionProps {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
  isGraph?: boolean;
  /** Its content brings a frame of its own. */
  isPlain?: boolean;
}

function Section({ title, aside, children, isGraph, isPlain }: SectionProps) {
  return (
    <section className={classes.section} aria-label={title}>
      <div className={classes.head}>
        <h2>{title}</h2>
        {aside}
      </div>
      <div className={isGraph ? classes.graph : isPlain ? undefined : classes.card}>{children}</div>
    </section>
  );
}
