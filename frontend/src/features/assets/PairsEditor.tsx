import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

export type Pair = readonly [name: string, value: string];

interface PairsEditorProps {
  label: string;
  pairs: readonly Pair[];
  onChange: (pairs: Pair[]) => void;
}

/** Names and values as lines to fill in. */
export function PairsEditor({ label, pairs, onChange }: PairsEditorProps) {
  const { t } = useTranslation("assets");
  const put = (at: number, pair: Pair) => onChange(pairs.map((each, index) => (index === at ? pair : each)));
  return (
    <fieldset style={{ margin: 0, padding: 0, border: 0, display: "grid", gap: 6 }}>
      <legend style={{ padding: 0, marginBottom: 6, fontSize: 13, fontWeight: 600 }}>{label}</legend>
      {pairs.map(([name, value], at) => (
        <div key={at} style={{ display: "flex", gap: 6, alignItems: "center" }}>
          <TextInput flex={1} aria-label={t("pairs.name")} placeholder={t("pairs.name")} value={name} onChange={(event) => put(at, [event.currentTarget.value, value])} />
          <TextInput flex={1} aria-label={t("pairs.value")} placeholder={t("pairs.value")} value={value} onChange={(event) => put(at, [name, event.currentTarget.value])} />
          <ActionIcon aria-label={t("pairs.remove", { name })} onClick={() => onChange(pairs.filter((_, index) => index !== at))}>
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      <Button variant="default" size="xs" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => onChange([...pairs, ["", ""]])} style={{ justifySelf: "start" }}>
        {t("pairs.add")}
      </Button>
    </fieldset>
  );
}

/** What is sent: lines without a name are left out. */
export function pairsToObject(pairs: readonly Pair[]): Record<string, string> {
  return Object.fromEntries(pairs.map(([name, value]) => [name.trim(), value.trim()]).filter(([name]) => name));
}
