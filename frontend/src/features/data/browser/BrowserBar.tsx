import { ActionIcon, Tooltip } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { SearchInput } from "@/ui/SearchInput";
import classes from "./browser.module.css";
import { Crumbs } from "./Crumbs";
import { NewFolder } from "./NewFolder";
import { UploadMenu } from "./UploadMenu";

interface BrowserBarProps {
  datastore: string;
  folder: string;
  filter: string;
  onFilter: (text: string) => void;
  isBusy: boolean;
  onRefresh: () => void;
  /** Left out for those who may only read. */
  onUpload: ((files: File[]) => void) | undefined;
}

export function BrowserBar({ datastore, folder, filter, onFilter, isBusy, onRefresh, onUpload }: BrowserBarProps) {
  const { t } = useTranslation("data");
  return (
    <div className={classes.bar}>
      <Crumbs datastore={datastore} folder={folder} />
      <div className={classes.filter}>
        <SearchInput label={t("browser.filter")} placeholder={t("browser.filterHint")} value={filter} onSearch={onFilter} />
      </div>
      <Tooltip label={t("browser.refresh")}>
        <ActionIcon size={32} variant="default" aria-label={t("browser.refresh")} loading={isBusy} onClick={onRefresh}>
          <IconRefresh size={17} stroke={1.8} aria-hidden />
        </ActionIcon>
      </Tooltip>
      {onUpload && (
        <>
          <NewFolder datastore={datastore} folder={folder} />
          <UploadMenu onChoose={onUpload} />
        </>
      )}
    </div>
  );
}
