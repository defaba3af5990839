import { Alert } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { ApiError } from "@/api/errors";

/** Why nothing was done. What concerns one field stands beside that field as well. */
export function Refusal({ error, title }: { error: Error | null; title: string }) {
  if (!error) return null;
  const lines = error instanceof ApiError ? error.problems.map(({ detail }) => detail) : [error.message];
  return (
    <Alert role="alert" w="100%" color="red" icon={<IconAlertTriangle size={18} aria-hidden />} title={title}>
      {lines.map((line) => (
        <div key={line}>{line}</div>
      ))}
    </Alert>
  );
}
