import { Button, Checkbox, Popover, Stack } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { runStates } from "../../ui/status";
import { StatusIcon } from "../../ui/StatusBadge";

interface StatusFilterProps {
  /** States apart by commas. */
  value: string | undefined;
  onChange: (value: string | null) => void;
}

/** Any number of states; the button keeps its size, whatever is chosen. */
export function StatusFilter({ value, onChange }: StatusFilterProps) {
  const { t } = useTranslation("runs-list");
  const chosen = value?.split(",") ?? [];
  const words = chosen.map((name) => t(`ui:status.${name}`, name));
  const shown = words.length > 1 ? t("filter.more", { first: words[0], count: words.length - 1 }) : (words[0] ?? t("filter.status"));
  return (
    <Popover position="bottom-start" trapFocus>
      <Popover.Target>
        <Button
          variant="default" w={150} justify="space-between" fw={400} aria-label={[t("filter.status"), ...words].join(", ")}
          rightSection={<IconChevronDown size={15} aria-hidden />} c={words.length > 0 ? "var(--st-ink)" : "var(--st-ink-2)"}
        >
          {shown}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Checkbox.Group
          aria-label={t("filter.status")}
          value={chosen}
          onChange={(names) => onChange(runStates.filter((name) => names.includes(name)).join(",") || null)}
        >
          <Stack gap={10}>
            {runStates.map((name) => (
              <Checkbox
                key={name}
                value={name}
                label={
                  <span style={{ display: "inline-flex", alignItems: "center", gap: 8 }}>
                    <StatusIcon status={name} isSilent /> {t(`ui:status.${name}`)}
                  </span>
                }
              />
            ))}
          </Stack>
        </Checkbox.Group>
        <Button variant="subtle" size="xs" mt="sm" disabled={chosen.length === 0} onClick={() => onChange(null)}>
          {t("filter.anyStatus")}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
