import { Button, Select, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { storageQueries } from "@/api/storage";
import { BlockSkeleton, ErrorState } from "@/ui/States";
import { useParts } from "../context";
import classes from "../editor.module.css";
import { StoredItem } from "./StoredItem";

/** Entries at once; who looks for one of thousands types the beginning of its name. */
const SHOWN = 100;

interface FolderListProps {
  stores: string[];
  store: string;
  /** `""` or ending in `/`. */
  folder: string;
  search: string;
  onStore: (name: string) => void;
  onFolder: (folder: string) => void;
}

export function FolderList({ stores, store, folder, search, onStore, onFolder }: FolderListProps) {
  const { t } = useTranslation("editor");
  const { workspace } = useParts();
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    storageQueries.folder(workspace.id, store, folder + search, SHOWN),
  );
  const entries = data?.pages.flatMap(({ results }) => results) ?? [];
  const up = folder.slice(0, folder.slice(0, -1).lastIndexOf("/") + 1);
  return (
    <>
      <Select
        className={classes.dataStore}
        size="xs"
        aria-label={t("data.store")}
        allowDeselect={false}
        data={stores}
        value={store}
        onChange={(name) => {
          if (name) onStore(name);
        }}
      />
      {folder !== "" && <StoredItem store={store} entry={null} title={t("data.up", { folder })} onOpen={() => { onFolder(up); }} />}
      {error && <ErrorState title={t("path.failed")} error={error} onRetry={() => void refetch()} />}
      {!data && !error && <BlockSkeleton lines={4} />}
      {data && entries.length === 0 && (
        <Text c="dimmed" fz="sm" px="md" py="sm">
          {t(search ? "palette.nothing" : "path.empty", { query: search })}
        </Text>
      )}
      {entries.map((entry) => (
        <StoredItem
          key={entry.path}
          store={store}
          entry={entry}
          onOpen={() => {
            onFolder(`${entry.path.replace(/\/$/, "")}/`);
          }}
        />
      ))}
      {hasNextPage && (
        <Button variant="subtle" size="xs" fullWidth loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("data.more")}
        </Button>
      )}
    </>
  );
}
