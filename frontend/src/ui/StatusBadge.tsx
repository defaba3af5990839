import { ActionIcon, Popover } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import type { CSSProperties, ReactNode } from "react";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { type StatusLook, statusLook, statusNames, toneColors } from "./status";
import classes from "./StatusBadge.module.css";

/** The icon of a state alone; `isSilent` where the word stands beside it. */
export function StatusIcon({ status, size = 16, isSilent }: { status: string; size?: number; isSilent?: boolean }) {
  const { t } = useTranslation("ui");
  const { icon: Icon, tone, isBusy } = statusLook(status);
  return (
    <Icon
      size={size}
      className={isBusy ? `${classes.icon} ${classes.busy}` : classes.icon}
      color={toneColors(tone).color}
      {...(isSilent ? { "aria-hidden": true } : { role: "img", "aria-label": t(`status.${status}`, status) })}
    />
  );
}

/** A word on a tone, with its icon: never colour alone. */
export function ToneBadge({ tone, icon: Icon, isBusy, children, ...rest }: StatusLook & { children: ReactNode; "data-status"?: string }) {
  const { color, ground } = toneColors(tone);
  return (
    <span className={classes.badge} style={{ "--tone": color, "--tone-ground": ground } as CSSProperties} {...rest}>
      <Icon size={13} stroke={2.2} aria-hidden className={isBusy ? `${classes.icon} ${classes.busy}` : classes.icon} />
      <span>{children}</span>
    </span>
  );
}

/** A state: icon, word, colour. `children` add to the word, as "Running · 3 of 6". */
export function StatusBadge({ status, children }: { status: string; children?: ReactNode }) {
  const { t } = useTranslation("ui");
  return (
    <ToneBadge {...statusLook(status)} data-status={status}>
      {t(`status.${status}`, status)}
      {children}
    </ToneBadge>
  );
}

/** The one legend of states, behind a small button. */
export function StatusLegend() {
  const { t } = useTranslation("ui");
  return (
    <Popover position="bottom-end" withinPortal>
      <Popover.Target>
        <ActionIcon aria-label={t("legend.open")} title={t("legend.open")}>
          <IconInfoCircle size={17} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={classes.legend}>
          {statusNames.map((name) => (
            <Fragment key={name}>
              <StatusBadge status={name} />
              <span>{t(`legend.${name}`)}</span>
            </Fragment>
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
