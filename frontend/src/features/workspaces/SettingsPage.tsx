import { IconKey, IconUser, IconUsers, type Icon } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Navigate, NavLink, useParams } from "react-router";
import { routes, type SettingsSection, settingsSections } from "../../api/routes";
import { useWorkspace } from "../../api/workspace";
import { TopBar } from "../../ui/TopBar";
import { AccountSection } from "./AccountSection";
import { MembersSection } from "./MembersSection";
import classes from "./Settings.module.css";
import { TokensSection } from "./TokensSection";

const icons: Record<SettingsSection, Icon> = { tokens: IconKey, members: IconUsers, account: IconUser };
const sections: Record<SettingsSection, () => React.ReactNode> = {
  tokens: TokensSection,
  members: MembersSection,
  account: AccountSection,
};

function isSection(text: string): text is SettingsSection {
  return (settingsSections as readonly string[]).includes(text);
}

export default function SettingsPage() {
  const { t } = useTranslation("workspaces");
  const ws = useWorkspace().name;
  const { section = "" } = useParams();
  if (!isSection(section)) return <Navigate to={routes.settings(ws)} replace />;
  const Section = sections[section];
  return (
    <div className={classes.settings}>
      <TopBar crumbs={[{ label: t("title"), to: routes.settings(ws) }]} title={t(`${section}.title`)} />
      <nav className={classes.menu} aria-label={t("title")}>
        {settingsSections.map((name) => {
          const SectionIcon = icons[name];
          return (
            <NavLink key={name} to={routes.settings(ws, name)} className={classes.item}>
              <SectionIcon size={18} stroke={1.6} aria-hidden />
              {t(`${name}.title`)}
            </NavLink>
          );
        })}
      </nav>
      <Section />
    </div>
  );
}
