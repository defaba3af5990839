/** Datastores with their folders and files, and datasets, at the left: dragged onto the canvas they become data steps. */
import { Text } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { datasetQueries } from "@/api/datasets";
import { datastoreQueries } from "@/api/datastores";
import { BlockSkeleton, ErrorState } from "@/ui/States";
import { useParts } from "../context";
import classes from "../editor.module.css";
import { DatasetEntry } from "./DatasetEntry";
import { FolderList } from "./FolderList";

export function DataPalette({ search }: { search: string }) {
  const { t } = useTranslation("editor");
  const { workspace, kinds } = useParts();
  const stores = useQuery(datastoreQueries.list(workspace.id));
  const datasets = useInfiniteQuery(datasetQueries.list(workspace.id, search));
  const [store, setStore] = useState<string | null>(null);
  const [folder, setFolder] = useState("");
  const open = store ?? stores.data?.find(({ is_default }) => is_default)?.name ?? stores.data?.[0]?.name;
  if (stores.error && !stores.data) {
    return <ErrorState title={t("data.failed")} error={stores.error} onRetry={() => void stores.refetch()} />;
  }
  if (!stores.data) return <BlockSkeleton lines={6} />;
  const named = datasets.data ?? [];
  return (
    <>
      {kinds.Dataset && named.length > 0 && (
        <section aria-label={t("data.datasets")}>
          <h3 className={classes.paletteGroup}>{t("data.datasets")}</h3>
          {named.map((dataset) => (
            <DatasetEntry key={dataset.name} dataset={dataset} />
          ))}
        </section>
      )}
      <section aria-label={t("data.files")}>
        <h3 className={classes.paletteGroup}>{t("data.files")}</h3>
        {open ? (
          <FolderList
            key={`${open}/${folder}`}
            stores={stores.data.map(({ name }) => name)}
            store={open}
            folder={folder}
            search={search}
            onStore={(name) => {
              setStore(name);
              setFolder("");
            }}
            onFolder={setFolder}
          />
        ) : (
          <Text c="dimmed" fz="sm" px="md" py="sm">
            {t("data.noStores")}
          </Text>
        )}
      </section>
    </>
  );
}
