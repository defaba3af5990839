/** The step kinds at the left: search, groups; dragged onto the canvas or added by Enter. */
import { CloseButton, Kbd, Text, TextInput, UnstyledButton } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { memo, useState } from "react";
import { useTranslation } from "react-i18next";
import { KindIcon } from "@/canvas";
import type { StepKind } from "@/graph/kinds";
import { addStep } from "./actions";
import { useParts } from "./context";
import { groupKinds, searchKinds } from "./groups";
import { useKindDrag } from "./useKindDrag";
import classes from "./editor.module.css";

export const Palette = memo(function Palette() {
  const { t } = useTranslation("editor");
  const { kinds, readOnly } = useParts();
  const [query, setQuery] = useState("");
  const groups = groupKinds(searchKinds(kinds, query));
  return (
    <aside className={classes.palette} aria-label={t("palette.name")}>
      <TextInput
        className={classes.paletteSearch}
        type="search"
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
        }}
        placeholder={t("palette.search")}
        aria-label={t("palette.search")}
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
      </div>
      <p className={classes.paletteHint}>
        <Kbd size="xs">/</Kbd> {t("palette.hint")}
      </p>
    </aside>
  );
});

function PaletteEntry({ kind, disabled }: { kind: StepKind; disabled: boolean }) {
  const parts = useParts();
  const { t } = useTranslation("editor");
  const drag = useKindDrag(kind);
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
