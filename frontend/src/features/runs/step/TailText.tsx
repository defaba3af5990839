import { Terminal } from "../log/terminal";
import { LogText } from "../viewer/LogText";
import viewer from "../viewer/LogViewer.module.css";
import classes from "./StepPanel.module.css";

/** A few lines of a log, drawn as the viewer draws them. */
export function TailText({ lines, label }: { lines: readonly string[]; label: string }) {
  const terminal = new Terminal();
  terminal.feed(new TextEncoder().encode(lines.join("\n")));
  terminal.finish();
  return (
    <div className={`${viewer.palette} ${viewer.ink} ${classes.tail}`} role="group" aria-label={label} tabIndex={0}>
      {terminal.rows.map((row) => (
        <div key={row.start}>
          <LogText text={row.text} spans={row.spans} find={null} />
        </div>
      ))}
    </div>
  );
}
