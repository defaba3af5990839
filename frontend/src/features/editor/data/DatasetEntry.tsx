import { UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Dataset } from "@/api/datasets";
import { KindIcon } from "@/canvas";
import { addDataStep } from "../actions";
import { useParts } from "../context";
import classes from "../editor.module.css";
import { useDrag } from "../useDrag";

/** A dataset: dragged, it becomes a Dataset step that takes its newest version at each run. */
export function DatasetEntry({ dataset: { name, version } }: { dataset: Dataset }) {
  const { t } = useTranslation("editor");
  const parts = useParts();
  const icon = parts.kinds.Dataset?.icon ?? "table";
  const put = (at: { x: number; y: number }) => {
    addDataStep(parts, "Dataset", { title: name, settings: { dataset: name }, at });
  };
  const add = () => {
    put(parts.canvas.current?.middle().document ?? { x: 0, y: 0 });
  };
  const drag = useDrag({ icon, title: name, onDrop: put });
  return (
    <UnstyledButton
      className={classes.paletteEntry}
      disabled={parts.readOnly}
      aria-label={name}
      aria-description={t("data.dataset", { version })}
      onClick={(event) => {
        if (event.detail === 0) add();
      }}
      onDoubleClick={add}
      {...drag.handlers}
    >
      <KindIcon name={icon} />
      <span className={classes.dataName}>{name}</span>
      <small>{t("data.version", { version })}</small>
      {drag.ghost}
    </UnstyledButton>
  );
}
