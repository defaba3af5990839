import { useDebouncedValue } from "@mantine/hooks";
import { Spotlight, type SpotlightActionData, type SpotlightActionGroupData, spotlight } from "@mantine/spotlight";
import { IconCube, IconDatabase, IconFileText, IconPlayerPlay, IconRoute, IconSearch, IconSettings, IconUpload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { paletteQueries } from "../api/palette";
import { routes } from "../api/routes";
import { useWorkspace } from "../api/workspace";
import { useCommandStore } from "../ui/commands";
import { statusLook } from "../ui/status";

export const openPalette = spotlight.open;

/** The server is asked when nothing was typed for so long. */
const QUIET_MS = 120;

/** ⌘K: go to any pipeline, run, endpoint or page, or do what the present page offers. */
export function CommandPalette() {
  const { t } = useTranslation("app");
  const navigate = useNavigate();
  const { id: workspace, name: ws } = useWorkspace();
  const [isOpen, setIsOpen] = useState(false);
  const [text, setText] = useState("");
  const commands = useCommandStore((store) => store.commands);
  const [search] = useDebouncedValue(text.trim(), QUIET_MS);
  const { data: found } = useQuery({ ...paletteQueries.matching(workspace, search), enabled: isOpen });
  const go = (to: string) => () => void navigate(to);

  const known: SpotlightActionGroupData[] = [
    {
      group: t("palette.here"),
      actions: commands.map(({ id, label, description, icon: CommandIcon = IconFileText, run }) => ({
        id, label, description, onClick: run, leftSection: <CommandIcon size={18} stroke={1.6} />,
      })),
    },
    {
      group: t("palette.pages"),
      actions: [
        { id: "page-designer", label: t("rail.designer"), onClick: go(routes.designer(ws)), leftSection: <IconRoute size={18} stroke={1.6} /> },
        { id: "page-runs", label: t("rail.runs"), onClick: go(routes.runs(ws)), leftSection: <IconPlayerPlay size={18} stroke={1.6} /> },
        { id: "page-published", label: t("rail.published"), onClick: go(routes.published(ws)), leftSection: <IconUpload size={18} stroke={1.6} /> },
        { id: "page-data", label: t("rail.data"), onClick: go(routes.data(ws)), leftSection: <IconDatabase size={18} stroke={1.6} /> },
        { id: "page-models", label: t("rail.models"), onClick: go(routes.models(ws)), leftSection: <IconCube size={18} stroke={1.6} /> },
        { id: "page-tokens", label: t("palette.tokens"), onClick: go(routes.settings(ws, "tokens")), leftSection: <IconSettings size={18} stroke={1.6} /> },
        { id: "page-members", label: t("palette.members"), onClick: go(routes.settings(ws, "members")), leftSection: <IconSettings size={18} stroke={1.6} /> },
        { id: "page-account", label: t("palette.account"), onClick: go(routes.settings(ws, "account")), leftSection: <IconSettings size={18} stroke={1.6} /> },
      ],
    },
  ];
  const asked: SpotlightActionGroupData[] = [
    {
      group: t("palette.drafts"),
      actions: (found?.drafts ?? []).map((draft) => ({
        id: `draft-${draft.id}`, label: draft.name, description: t("palette.draft", { revision: draft.revision }),
        onClick: go(routes.draft(ws, draft.id)), leftSection: <IconRoute size={18} stroke={1.6} />,
      })),
    },
    {
      group: t("palette.runs"),
      actions: (found?.runs ?? []).map((run) => {
        const { icon: StateIcon } = statusLook(run.state);
        return {
          id: `run-${run.id}`, label: t("palette.run", { number: run.number, name: run.name }),
          description: `${t(`ui:status.${run.state}`)} · ${run.experiment}`,
          onClick: go(routes.run(ws, run.id)), leftSection: <StateIcon size={18} stroke={1.6} />,
        };
      }),
    },
    {
      group: t("palette.published"),
      actions: (found?.published ?? []).map((pipeline) => ({
        id: `published-${pipeline.id}`, label: pipeline.name, description: t("palette.version", { version: pipeline.version }),
        onClick: go(routes.publishedPipeline(ws, pipeline.id)), leftSection: <IconUpload size={18} stroke={1.6} />,
      })),
    },
  ];

  return (
    <Spotlight
      actions={[...known.map((group) => ({ ...group, actions: group.actions.filter(matches(text)) })), ...asked].filter(
        ({ actions }) => actions.length > 0,
      )}
      query={text}
      onQueryChange={setText}
      // The server has looked through its own.
      filter={(_, actions) => actions}
      shortcut={["mod + K"]}
      onSpotlightOpen={() => setIsOpen(true)}
      onSpotlightClose={() => setIsOpen(false)}
      nothingFound={t("palette.nothing")}
      highlightQuery
      scrollable
      attributes={{ content: { "aria-label": t("search") } }}
      scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
      maxHeight={440}
      overlayProps={{ backgroundOpacity: 0.35, blur: 0 }}
      limit={24}
      searchProps={{ leftSection: <IconSearch size={18} stroke={1.6} />, placeholder: t("palette.placeholder") }}
    />
  );
}

function matches(text: string) {
  const words = text.toLowerCase().split(/\s+/);
  return ({ label = "", description = "" }: SpotlightActionData) => {
    const where = `${label} ${description}`.toLowerCase();
    return words.every((word) => where.includes(word));
  };
}
