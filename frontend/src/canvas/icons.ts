/** The icons a step kind may name; one that is not here is shown as a plain box. */
import {
  IconArrowsSplit2, IconBrandPython, IconBox, IconChartBar, IconChartDots, IconChartHistogram, IconChartLine, IconChecks,
  IconColumns, IconColumns3, IconDatabase, IconDatabaseImport, IconFileImport, IconFilter, IconGauge, IconListDetails,
  IconPercentage, IconReportAnalytics, IconRuler2, IconScale, IconTableImport, IconTargetArrow, IconTerminal2, IconTrendingUp,
  IconTestPipe, IconWand, IconBandage, IconRulerMeasure, IconCategory2, IconCube, IconEraser, IconFile, IconFileExport, IconPlayerPlay, IconTable, IconAdjustments, IconBinaryTree, IconBinaryTree2, IconChartScatter, IconSitemap,
  type Icon,
} from "@tabler/icons-react";
import { createElement } from "react";

const ICONS = {
  "arrows-split-2": IconArrowsSplit2, "brand-python": IconBrandPython, "chart-bar": IconChartBar,
  "chart-dots": IconChartDots, "chart-histogram": IconChartHistogram, "chart-line": IconChartLine, checks: IconChecks,
  columns: IconColumns, "columns-3": IconColumns3, database: IconDatabase, "database-import": IconDatabaseImport,
  "file-import": IconFileImport, filter: IconFilter, gauge: IconGauge, "list-details": IconListDetails,
  percentage: IconPercentage, "report-analytics": IconReportAnalytics, "ruler-2": IconRuler2, scale: IconScale,
  "table-import": IconTableImport, "target-arrow": IconTargetArrow, "terminal-2": IconTerminal2,
  "trending-up": IconTrendingUp, "test-pipe": IconTestPipe, wand: IconWand, bandage: IconBandage, "ruler-measure": IconRulerMeasure, "category-2": IconCategory2, eraser: IconEraser,
  adjustments: IconAdjustments, "binary-tree": IconBinaryTree, "binary-tree-2": IconBinaryTree2,
  "chart-scatter": IconChartScatter, sitemap: IconSitemap,
  cube: IconCube, file: IconFile, "file-export": IconFileExport, "player-play": IconPlayerPlay, table: IconTable,
} as const;

/** The icon of a step kind; beside its name, so it says nothing to screen readers. */
export function KindIcon({ name, size = 17 }: { name: string | undefined; size?: number }) {
  const icons: Record<string, Icon | undefined> = ICONS;
  return createElement((name && icons[name]) || IconBox, { size, stroke: 1.6, "aria-hidden": true });
}
