interface SparklineProps {
  values: number[];
  /** What it shows, in words, for those who do not see it. */
  label: string;
  width?: number;
  height?: number;
}

/** A small run of bars, one a value; a value of nought is a dot on the ground line. */
export function Sparkline({ values, label, width = 120, height = 26 }: SparklineProps) {
  const most = Math.max(...values, 1);
  const slot = width / Math.max(values.length, 1);
  return (
    <svg role="img" aria-label={label} width={width} height={height} style={{ display: "block" }}>
      {values.map((value, at) => {
        const tall = value === 0 ? 1 : Math.max(3, (value / most) * (height - 2));
        return (
          <rect
            key={at}
            x={at * slot + 0.5}
            y={height - tall}
            width={Math.max(slot - 1.5, 1)}
            height={tall}
            rx={1}
            fill={value === 0 ? "var(--st-line-strong)" : "var(--st-accent)"}
          />
        );
      })}
    </svg>
  );
}
