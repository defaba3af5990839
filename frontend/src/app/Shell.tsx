import { ActionIcon, Loader, Tooltip, UnstyledButton } from "@mantine/core";
import {
  IconCube, IconDatabase, IconHelp, IconPlayerPlay, IconRoute, IconSearch, IconSettings, IconUpload, type Icon,
} from "@tabler/icons-react";
import { lazy, Suspense, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { NavLink, Outlet, useNavigation } from "react-router";
import { routes } from "../api/routes";
import { useWorkspace } from "../api/workspace";
import { useConnection } from "../live/useTopic";
import { useWorkspaceLive } from "../live/useWorkspaceLive";
import { KeyHintsDialog, Keys } from "../ui/KeyHints";
import { useKeyHints, useKeyHintStore } from "../ui/keyHints";
import { TopBarSlots } from "../ui/TopBar";
import { CommandPalette, openPalette } from "./CommandPalette";
import { RouteProgress } from "./RouteProgress";
import classes from "./Shell.module.css";
import { UserMenu } from "./UserMenu";
import { WorkspaceSwitcher } from "./WorkspaceSwitcher";

/** Uploads go on whichever page is shown; nothing of this is needed to paint the first one. */
const UploadTray = lazy(() => import("../features/data/uploads/UploadTray"));

export function Shell() {
  const { t } = useTranslation("app");
  const workspace = useWorkspace();
  useWorkspaceLive(workspace.id);
  const [crumbs, setCrumbs] = useState<HTMLElement | null>(null);
  const [actions, setActions] = useState<HTMLElement | null>(null);
  const slots = useMemo(() => ({ crumbs, actions }), [crumbs, actions]);
  useKeyHints(
    useMemo(
      () => ({
        title: t("keys.everywhere"),
        hints: [
          { keys: "mod+K", label: t("keys.palette") },
          { keys: "?", label: t("keys.help") },
          { keys: "Escape", label: t("keys.escape") },
        ],
      }),
      [t],
    ),
  );

  return (
    <div className={classes.shell}>
      <a href="#main" className={classes.skip}>
        {t("skip")}
      </a>
      <header className={classes.top}>
        <span className={classes.logo}>
          <IconRoute size={18} aria-hidden />
        </span>
        <nav className={classes.crumbs} aria-label={t("breadcrumb")}>
          <WorkspaceSwitcher />
          <span className={classes.slash} aria-hidden>
            /
          </span>
          <span ref={setCrumbs} className={classes.crumbsSlot} />
          <ConnectionSign />
        </nav>
        <UnstyledButton className={classes.search} onClick={openPalette}>
          <IconSearch size={16} aria-hidden />
          {t("search")}
          <Keys keys="mod+K" />
        </UnstyledButton>
        <div ref={setActions} className={classes.actions} />
        <HelpButton />
        <UserMenu />
      </header>
      <Rail />
      <main id="main" className={classes.main} tabIndex={-1}>
        <RouteProgress isBusy={useNavigation().state !== "idle"} />
        <TopBarSlots value={slots}>
          <Outlet />
        </TopBarSlots>
        <Suspense>
          <UploadTray />
        </Suspense>
      </main>
      <CommandPalette />
      <KeyHintsDialog />
    </div>
  );
}

function Rail() {
  const { t } = useTranslation("app");
  const ws = useWorkspace().name;
  const places: { to: string; label: string; icon: Icon }[] = [
    { to: routes.designer(ws), label: t("rail.designer"), icon: IconRoute },
    { to: routes.runs(ws), label: t("rail.runs"), icon: IconPlayerPlay },
    { to: routes.published(ws), label: t("rail.published"), icon: IconUpload },
    { to: routes.data(ws), label: t("rail.data"), icon: IconDatabase },
    { to: routes.models(ws), label: t("rail.models"), icon: IconCube },
    { to: routes.settings(ws).replace(/\/tokens$/, ""), label: t("rail.settings"), icon: IconSettings },
  ];
  return (
    <nav className={classes.rail} aria-label={t("rail.label")}>
      {places.map(({ to, label, icon: PlaceIcon }) => (
        <NavLink key={to} to={to} className={classes.place}>
          <PlaceIcon size={20} stroke={1.6} aria-hidden />
          {label}
        </NavLink>
      ))}
    </nav>
  );
}

function HelpButton() {
  const { t } = useTranslation("app");
  const setOpen = useKeyHintStore((store) => store.setOpen);
  return (
    <Tooltip label={t("help")}>
      <ActionIcon size="lg" onClick={() => setOpen(true)} aria-label={t("help")}>
        <IconHelp size={19} stroke={1.6} />
      </ActionIcon>
    </Tooltip>
  );
}

/** Only while the live line is down: what the page shows may be behind. */
function ConnectionSign() {
  const { t } = useTranslation("app");
  const state = useConnection();
  return (
    <span role="status" aria-live="polite">
      {state === "waiting" && (
        <span className={classes.offline}>
          <Loader size={12} color="currentColor" />
          {t("reconnecting")}
        </span>
      )}
    </span>
  );
}
