import { Menu, UnstyledButton } from "@mantine/core";
import { IconCheck, IconSelector } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { routes } from "../api/routes";
import { sessionQuery } from "../api/session";
import { useWorkspace } from "../api/workspace";
import classes from "./Shell.module.css";

export function WorkspaceSwitcher() {
  const { t } = useTranslation("app");
  const navigate = useNavigate();
  const current = useWorkspace();
  const { data: session } = useQuery(sessionQuery);
  return (
    <Menu position="bottom-start" width={260}>
      <Menu.Target>
        <UnstyledButton className={classes.workspace} aria-label={t("workspace.switch", { name: current.name })}>
          {current.name}
          <IconSelector size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("workspace.label")}</Menu.Label>
        {session?.workspaces.map((workspace) => (
          <Menu.Item
            key={workspace.id}
            onClick={() => void navigate(routes.designer(workspace.name))}
            rightSection={workspace.id === current.id ? <IconCheck size={15} /> : null}
          >
            {workspace.name}
            <span style={{ color: "var(--st-ink-3)", marginLeft: 8, fontSize: 12.5 }}>{t(`role.${workspace.role}`)}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
