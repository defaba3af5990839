import { Text, UnstyledButton } from "@mantine/core";
import { IconFile, IconSchool } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { catalogQueries } from "../../api/catalog";
import { useWorkspace } from "../../api/workspace";
import classes from "./ExampleCards.module.css";
import { useOpenNew } from "./useOpenNew";

/** The first thing to do in an empty workspace: open an example, or begin with a blank sheet. */
export function ExampleCards() {
  const { t } = useTranslation("pipelines");
  const workspace = useWorkspace();
  const { data: catalog } = useQuery(catalogQueries.all(workspace.id));
  const { openNew, isPending } = useOpenNew();
  return (
    <div className={classes.cards}>
      {catalog?.examples.map((example) => (
        <Choice
          key={example.name}
          title={example.title}
          text={example.description}
          icon={<IconSchool size={20} stroke={1.6} aria-hidden />}
          isDisabled={isPending}
          onChoose={() => openNew({ name: example.title, example: example.name })}
        />
      ))}
      <Choice
        title={t("new.blank")}
        text={t("new.blankText")}
        icon={<IconFile size={20} stroke={1.6} aria-hidden />}
        isDisabled={isPending}
        onChoose={() => openNew({ name: t("new.blankName") })}
      />
    </div>
  );
}

interface ChoiceProps {
  title: string;
  text: string;
  icon: ReactNode;
  isDisabled: boolean;
  onChoose: () => void;
}

function Choice({ title, text, icon, isDisabled, onChoose }: ChoiceProps) {
  return (
    <UnstyledButton className={classes.card} onClick={onChoose} disabled={isDisabled}>
      <span className={classes.icon}>{icon}</span>
      <Text fw={600}>{title}</Text>
      <Text fz="sm" c="var(--st-ink-2)">
        {text}
      </Text>
    </UnstyledButton>
  );
}
