/** The designed states of a page beside the busy one: empty, loading, failed. */
import { Button, Skeleton, Title } from "@mantine/core";
import { IconAlertTriangle, IconRefresh, type Icon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./States.module.css";

interface EmptyStateProps {
  icon: Icon;
  title: string;
  /** What the page is for. */
  children?: ReactNode;
  /** The first thing to do here. */
  actions?: ReactNode;
}

export function EmptyState({ icon: Icon, title, children, actions }: EmptyStateProps) {
  return (
    <div className={classes.state}>
      <div className={classes.mark}>
        <Icon size={26} stroke={1.6} aria-hidden />
      </div>
      <Title order={2}>{title}</Title>
      {children && <div className={classes.text}>{children}</div>}
      {actions && <div className={classes.actions}>{actions}</div>}
    </div>
  );
}

interface ErrorStateProps {
  error: Error;
  /** What could not be done, in the user's words: "The runs could not be loaded". */
  title?: string;
  onRetry?: () => void;
  actions?: ReactNode;
}

/** What failed, why, what to do. */
export function ErrorState({ error, title, onRetry, actions }: ErrorStateProps) {
  const { t } = useTranslation("ui");
  return (
    <div className={classes.state} role="alert">
      <div className={`${classes.mark} ${classes.bad}`}>
        <IconAlertTriangle size={26} stroke={1.6} aria-hidden />
      </div>
      <Title order={2}>{title ?? t("error.title")}</Title>
      <div className={classes.text}>{error.message}</div>
      <div className={classes.actions}>
        {onRetry && (
          <Button onClick={onRetry} leftSection={<IconRefresh size={16} />}>
            {t("retry")}
          </Button>
        )}
        {actions}
      </div>
    </div>
  );
}

/** Rows that look like the table to come. */
export function TableSkeleton({ rows = 6, height = 52 }: { rows?: number; height?: number }) {
  const { t } = useTranslation("ui");
  return (
    <div role="status" aria-label={t("loading")}>
      {Array.from({ length: rows }, (_, row) => (
        <div
          key={row}
          style={{
            display: "flex", alignItems: "center", gap: 24, height, padding: "0 14px",
            borderBottom: "1px solid var(--st-line)",
          }}
        >
          <Skeleton height={12} width={`${34 - (row % 3) * 6}%`} />
          <Skeleton height={12} width="12%" />
          <Skeleton height={12} width="16%" />
          <Skeleton height={12} width="9%" ml="auto" />
        </div>
      ))}
    </div>
  );
}

/** Lines that look like the text or form to come. */
export function BlockSkeleton({ lines = 5 }: { lines?: number }) {
  const { t } = useTranslation("ui");
  return (
    <div role="status" aria-label={t("loading")} style={{ padding: 16, display: "grid", gap: 14 }}>
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} height={14} width={`${92 - ((line * 17) % 40)}%`} />
      ))}
    </div>
  );
}
