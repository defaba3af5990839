/** Lines over a number; its own chunk, because the charting library is large. */
import { LineChart } from "@mantine/charts";
import "@mantine/charts/styles.layer.css";
import { formatValue, type Point } from "./metrics";

const COLOURS = ["var(--st-accent)", "var(--st-warn)", "var(--st-reuse)", "var(--st-ok)", "var(--st-bad)"];

interface LinePlotProps {
  points: readonly Point[];
  names: readonly string[];
  x: string | null;
}

export default function LinePlot({ points, names, x }: LinePlotProps) {
  return (
    <LineChart
      h={230}
      data={points as unknown as Record<string, number>[]}
      dataKey="x"
      series={names.map((name, at) => ({ name, color: COLOURS[at % COLOURS.length] ?? "gray" }))}
      xAxisProps={{ type: "number", domain: ["dataMin", "dataMax"], tickFormatter: formatValue }}
      yAxisProps={{ width: 56, domain: ["auto", "auto"], tickFormatter: formatValue }}
      valueFormatter={formatValue}
      xAxisLabel={x ?? undefined}
      yAxisLabel={names.length === 1 ? names[0] : undefined}
      withDots={false}
      withLegend={names.length > 1}
      curveType="linear"
      strokeWidth={1.75}
      lineChartProps={{ accessibilityLayer: true }}
      lineProps={{ isAnimationActive: false }}
    />
  );
}
