import { Button, Menu, Text } from "@mantine/core";
import { IconChevronDown, IconFile, IconPlus, IconSchool } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { catalogQueries } from "../../api/catalog";
import { useWorkspace } from "../../api/workspace";
import { useCommands } from "../../ui/commands";
import { useOpenNew } from "./useOpenNew";

export function NewPipelineMenu() {
  const { t } = useTranslation("pipelines");
  const workspace = useWorkspace();
  const { data: catalog } = useQuery(catalogQueries.all(workspace.id));
  const { openNew, isPending } = useOpenNew();
  const blankName = t("new.blankName");
  useCommands(
    useMemo(
      () => [{ id: "new-pipeline", label: t("new.blankCommand"), icon: IconPlus, run: () => openNew({ name: blankName }) }],
      [t, blankName, openNew],
    ),
  );
  return (
    <Menu position="bottom-end" width={320}>
      <Menu.Target>
        <Button loading={isPending} leftSection={<IconPlus size={16} />} rightSection={<IconChevronDown size={15} />}>
          {t("new.button")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconFile size={18} stroke={1.6} />} onClick={() => openNew({ name: blankName })}>
          {t("new.blank")}
        </Menu.Item>
        {catalog && catalog.examples.length > 0 && <Menu.Label>{t("new.examples")}</Menu.Label>}
        {catalog?.examples.map((example) => (
          <Menu.Item
            key={example.name}
            leftSection={<IconSchool size={18} stroke={1.6} />}
            onClick={() => openNew({ name: example.title, example: example.name })}
          >
            {example.title}
            <Text fz="xs" c="var(--st-ink-2)">
              {example.description}
            </Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
