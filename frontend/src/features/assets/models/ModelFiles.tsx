import { ActionIcon, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type ModelFile, modelQueries } from "@/api/models";
import { files } from "@/api/routes";
import { useWorkspace } from "@/api/workspace";
import { type Column, DataTable } from "@/ui/DataTable";
import { formatBytes } from "@/ui/format";
import { ErrorState, TableSkeleton } from "@/ui/States";

/** The files of a version, each to download. */
export function ModelFiles({ name, version }: { name: string; version: number }) {
  const { t } = useTranslation("assets");
  const workspace = useWorkspace().id;
  const { data, error, refetch } = useQuery(modelQueries.files(workspace, name, version));
  if (error && !data) return <ErrorState title={t("models.filesFailed")} error={error} onRetry={() => void refetch()} />;
  if (!data) return <TableSkeleton rows={3} height={40} />;
  const columns: Column<ModelFile>[] = [
    { id: "path", header: t("column.file"), cell: ({ path }) => path },
    { id: "size", header: t("column.size"), width: 110, align: "end", cell: ({ size }) => formatBytes(size) },
    {
      id: "sha256",
      header: t("column.digest"),
      width: 130,
      cell: ({ sha256 }) => (
        <Text ff="monospace" fz="xs" title={sha256} c="var(--st-ink-2)">
          {sha256.slice(0, 12)}
        </Text>
      ),
    },
    {
      id: "download",
      header: "",
      width: 60,
      align: "end",
      cell: ({ path }) => (
        <ActionIcon component="a" href={files.modelFile(workspace, name, version, path)} download aria-label={t("models.downloadFile", { path })}>
          <IconDownload size={16} aria-hidden />
        </ActionIcon>
      ),
    },
  ];
  return <DataTable label={t("section.files")} columns={columns} rows={data} rowKey={({ path }) => path} minWidth={460} />;
}
