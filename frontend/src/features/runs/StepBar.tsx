import { useTranslation } from "react-i18next";
import { statusLook, statusNames, toneColors } from "../../ui/status";

const over = new Set(["Completed", "Failed", "Canceled", "Reused", "Skipped"]);

/** How far a run is: "3 of 6", over a line in the colours of its steps' states. */
export function StepBar({ counts }: { counts: Record<string, number> }) {
  const { t } = useTranslation("runs-list");
  const parts = statusNames.filter((name) => counts[name]).map((name) => ({ name, count: counts[name] ?? 0 }));
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  const done = parts.reduce((sum, { name, count }) => (over.has(name) ? sum + count : sum), 0);
  const words = parts.map(({ name, count }) => `${count} ${t(`ui:status.${name}`).toLowerCase()}`).join(", ");
  if (total === 0) return <span style={{ color: "var(--st-ink-3)" }}>–</span>;
  return (
    <div title={words}>
      <div style={{ fontVariantNumeric: "tabular-nums" }}>{t("steps", { done, total })}</div>
      <div role="img" aria-label={words} style={{ display: "flex", gap: 2, height: 4, marginTop: 4, maxWidth: 120 }}>
        {parts
          .sort((a, b) => Number(over.has(b.name)) - Number(over.has(a.name)))
          .map(({ name, count }) => {
            const { tone } = statusLook(name);
            const ground = tone === "mute" ? "var(--st-line-strong)" : toneColors(tone).color;
            return <div key={name} style={{ flexGrow: count, background: ground, borderRadius: 2 }} />;
          })}
      </div>
    </div>
  );
}
