/** What can be put on the canvas, at the left: step kinds in groups, and data; dragged, or added by Enter. */
import { CloseButton, Kbd, SegmentedControl, Text, TextInput, UnstyledButton } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { memo, useState } from "react";
import { useTranslation } from "react-i18next";
import { KindIcon } from "@/canvas";
import type { StepKind } from "@/graph/kinds";
import { addStep } from "./actions";
import { useParts } from "./context";
import { DataPalette } from "./data/DataPalette";
import { groupKinds, searchKinds } from "./groups";
import { useDrag } from "./useDrag";
import classes from "./editor.module.css";

export const Palette = memo(function Palette() {
  const { t } = useTranslation("editor");
  const [shown, setShown] = useState<"steps" | "data">("steps");
  const [query, setQuery] = useState("");
  return (
    <aside className={classes.palette} aria-label={t("palette.name")}>
      <SegmentedControl
        className={classes.paletteTabs}
        size="xs"
        fullWidth
        aria-label={t("palette.what")}
        value={shown}
        onChange={(value) => {
          setShown(value as typeof shown);
          setQuery("");
        }}
        data={[
          { value: "steps", label: t("palette.steps") },
          { value: "data", label: t("palette.data") },
        ]}
      />
      <TextInput
        className={classes.paletteSearch}
        type="search"
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
        }}
        placeholder={t(shown === "steps" ? "palette.search" : "data.search")}
        aria-label={t(shown === "steps" ? "palette.search" : "data.search")}
        leftSection={<IconSearch size={16} stroke={1.7} aria-hidden />}
        rightSection={
          query && (
            <CloseButton
              size="sm"
              aria-label={t("palette.clear")}
              onClick={() => {
                setQuery("");
              }}
            />
          )
        }
      />
      <div className={classes.paletteList}>
        {shown === "steps" ? <Steps query={query} /> : <DataPalette search={query} />}
      </div>
      <p className={classes.paletteHint}>
        {shown === "steps" ? (
          <>
            <Kbd size="xs">/</Kbd> {t("palette.hint")}
          </>
        ) : (
          t("data.hint")
        )}
      </p>
    </aside>
  );
});

function Steps({ query }: { query: string }) {
  const { t } = useTranslation("editor");
  const { kinds, readOnly } = useParts();
  const groups = groupKinds(searchKinds(kinds, query));
  return (
    <>
      {groups.map(({ group, kinds: members }) => (
        <section key={group} aria-label={t(`group.${group}`, group)}>
          <h3 className={classes.paletteGroup}>{t(`group.${group}`, group)}</h3>
          {members.map((kind) => (
            <PaletteEntry key={kind.name} kind={kind} disabled={readOnly} />
          ))}
        </section>
      ))}
      {groups.length === 0 && (
        <Text c="dimmed" fz="sm" px="md" py="sm">
          {t("palette.nothing", { query })}
        </Text>
      )}
    </>
  );
}

function PaletteEntry({ kind, disabled }: { kind: StepKind; disabled: boolean }) {
  const parts = useParts();
  const { t } = useTranslation("editor");
  const drag = useDrag({ icon: kind.icon, title: kind.title, onDrop: (at) => void addStep(parts, kind, { at }) });
  const add = () => {
    const middle = parts.canvas.current?.middle().document ?? { x: 0, y: 0 };
    const [after] = parts.store.getState().selection.nodes.slice(-1);
    void addStep(parts, kind, { at: middle, after });
  };
  return (
    <UnstyledButton
      className={classes.paletteEntry}
      disabled={disabled}
      aria-label={kind.title}
      aria-description={t("palette.entry", { summary: kind.summary })}
      onClick={(event) => {
        // A click of the mouse only begins a drag; the keyboard and a double click add.
        if (event.detail === 0) add();
      }}
      onDoubleClick={add}
      {...drag.handlers}
    >
      <KindIcon name={kind.icon} />
      <span>
        {kind.title}
        <small>{kind.summary}</small>
      </span>
      {drag.ghost}
    </UnstyledButton>
  );
}
