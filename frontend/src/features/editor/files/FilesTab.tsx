/** A step's source folder: its files, and the one that is open in the editor. */
import { ActionIcon, Tooltip } from "@mantine/core";
import { IconArrowsDiagonal, IconArrowsDiagonalMinimize2 } from "@tabler/icons-react";
import { useState } from "react";
import { createPortal } from "react-dom";
import { useTranslation } from "react-i18next";
import type { GraphNode } from "@/graph/document";
import { FileEditor } from "./FileEditor";
import { FileList } from "./FileList";
import classes from "../editor.module.css";

export function FilesTab({ node }: { node: GraphNode }) {
  const { t } = useTranslation("editor");
  const files = Object.keys(node.source ?? {});
  const script = node.settings.script_name;
  const [chosen, setChosen] = useState<string | null>(null);
  const [expanded, setExpanded] = useState(false);
  const first = typeof script === "string" && files.includes(script) ? script : files[0];
  const open = chosen !== null && files.includes(chosen) ? chosen : first;
  const name = t(expanded ? "files.shrink" : "files.expand");
  const Icon = expanded ? IconArrowsDiagonalMinimize2 : IconArrowsDiagonal;

  const content = (
    <div className={classes.files} data-expanded={expanded || undefined}>
      <FileList node={node} open={open} onOpen={setChosen} />
      <div className={classes.fileHead}>
        <code>{open ?? t("files.none")}</code>
        <Tooltip label={name}>
          <ActionIcon
            size={26}
            aria-label={name}
            aria-pressed={expanded}
            onClick={() => {
              setExpanded(!expanded);
            }}
          >
            <Icon size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </div>
      {open !== undefined && <FileEditor key={`${node.id}/${open}`} node={node} path={open} />}
    </div>
  );
  if (!expanded) return content;
  return createPortal(
    <section
      className={classes.expanded}
      aria-label={t("files.of", { title: node.title })}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape" && !event.defaultPrevented) setExpanded(false);
      }}
    >
      {content}
    </section>,
    document.body,
  );
}
