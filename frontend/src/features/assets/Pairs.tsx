import { Code } from "@mantine/core";
import classes from "./assets.module.css";

/** Tags or properties, as `name: value`. */
export function Pairs({ pairs, empty }: { pairs: Record<string, string>; empty: string }) {
  const entries = Object.entries(pairs);
  if (entries.length === 0) return <span className={classes.quiet}>{empty}</span>;
  return (
    <span className={classes.tags}>
      {entries.map(([name, value]) => (
        <Code key={name}>{value ? `${name}: ${value}` : name}</Code>
      ))}
    </span>
  );
}
